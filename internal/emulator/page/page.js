"use strict";
// Shows the tenant as it changes: asks for the page again while somebody looks,
// and swaps the parts that differ, so that scroll, focus and selection stay.
(() => {
  const status = document.getElementById("status");
  const pause = document.getElementById("pause");
  const shown = new Map(parts(document).map((part) => [part.id, part.innerHTML]));
  let tag = "", paused = false, asking = false, timer = 0;

  function parts(of) { return [...of.querySelectorAll("[data-part]")]; }

  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function selectedIn(part) {
    const selection = getSelection();
    return !selection.isCollapsed && selection.containsNode(part, true);
  }

  function swap(text) {
    const next = new DOMParser().parseFromString(text, "text/html");
    document.title = next.title;
    for (const fresh of parts(next)) {
      const part = document.getElementById(fresh.id), html = fresh.innerHTML;
      if (shown.get(fresh.id) === html) continue;
      if (selectedIn(part)) {
        tag = ""; // somebody is copying from it: ask again
        continue;
      }
      part.replaceChildren(...fresh.childNodes);
      shown.set(fresh.id, html);
    }
  }

  async function look() {
    clearTimeout(timer);
    if (asking || paused || document.hidden) return;
    asking = true;
    try {
      const answer = await fetch("/", { headers: { "If-None-Match": tag }, cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") ?? "";
        swap(await answer.text());
      } else if (answer.status !== 304) {
        throw new Error(answer.statusText);
      }
      if (!paused) say("Live");
    } catch {
      say("The emulator does not answer. This is how the tenant was.");
    } finally {
      asking = false;
      timer = setTimeout(look, 1500);
    }
  }

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    say(paused ? "Paused" : "Live");
    look();
  });
  document.addEventListener("visibilitychange", look);
  say("Live");
  look();
})();
