package emulator_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// TestPageInChromium watches the page as a person does: no violation of its own
// policy, changes that appear by themselves and leave focus and scroll alone,
// no names that act, both themes, a phone.
func TestPageInChromium(t *testing.T) {
	t.Parallel()
	tb := chromium(t)
	x := start(t, shownTenant())
	tb.call("Page.navigate", map[string]any{"url": x.URL() + "/"}, nil)
	tb.until(`document.readyState == "complete" && document.getElementById("status")?.textContent == "Live"`)

	tb.eval(`document.getElementById("pause").focus(); document.documentElement.style = "height: 4000px"; scrollTo(0, 120); window.alerted = false; window.alert = () => { window.alerted = true; }`)
	tb.until(`document.getElementById("apps").innerText.includes("78")`)
	if err := x.Install(bookID, "a@contoso.example"); err != nil {
		t.Fatal(err)
	}
	x.get("/v1.0/nothing<b>here")
	tb.until(`document.getElementById("apps").innerText.includes("77")`)
	tb.until(`document.getElementById("requests").innerText.includes("/v1.0/nothing%3Cb%3Ehere")`)
	x.equal("focus, scroll, alerts, elements out of names", tb.eval(
		`[document.activeElement.id, scrollY, window.alerted, document.querySelectorAll("main b b, main img, main script").length].join(" ")`),
		"pause 120 false 0")
	x.equal("updates that leave the other parts alone", tb.eval(`(() => { window.kept = document.querySelector("#groups table"); return true })()`), true)
	if err := x.Buy(bookID, 5); err != nil {
		t.Fatal(err)
	}
	tb.until(`document.getElementById("apps").innerText.includes("5 more with the next sync") && window.kept == document.querySelector("#groups table")`)

	tb.eval(`document.getElementById("pause").click()`)
	if err := x.Buy(bookID, 5); err != nil {
		t.Fatal(err)
	}
	x.equal("paused", tb.eval(`new Promise((done) => setTimeout(() => done(document.getElementById("apps").innerText.includes("10 more with")), 2000))`), false)
	tb.eval(`document.getElementById("pause").click()`)
	tb.until(`document.getElementById("apps").innerText.includes("10 more with")`)
	tb.clean()

	for _, look := range []struct {
		theme, ground string
		width         int
	}{
		{"light", "rgb(245, 246, 248)", 1280}, {"dark", "rgb(14, 18, 23)", 1280}, {"light", "rgb(245, 246, 248)", 360}, {"dark", "rgb(14, 18, 23)", 360},
	} {
		tb.call("Emulation.setEmulatedMedia", map[string]any{"features": []any{map[string]any{"name": "prefers-color-scheme", "value": look.theme}}}, nil)
		tb.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
		x.equal(look.theme+", wider than the screen", tb.eval(
			`[getComputedStyle(document.body).backgroundColor, document.documentElement.scrollWidth > innerWidth].join(" ")`),
			look.ground+" false")
		tb.picture(fmt.Sprintf("page-%s-%d.png", look.theme, look.width))
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	tb.until(`document.getElementById("status").textContent == "The emulator does not answer. This is how the tenant was."`)
}

// TestPageWithoutJavaScript leaves refreshing to the browser.
func TestPageWithoutJavaScript(t *testing.T) {
	t.Parallel()
	tb := chromium(t)
	x := start(t, shownTenant())
	tb.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true}, nil)
	tb.call("Page.navigate", map[string]any{"url": x.URL() + "/"}, nil)
	tb.until(`document.readyState == "complete" && document.querySelector("#pause")?.hidden == true`)
	if err := x.Install(bookID, "a@contoso.example"); err != nil {
		t.Fatal(err)
	}
	tb.until(`document.getElementById("apps")?.innerText.includes("77") == true`)
	tb.clean()
}

// picture keeps what the page looks like where PAGE_PICTURES says.
func (tb *tab) picture(name string) {
	tb.t.Helper()
	folder := os.Getenv("PAGE_PICTURES")
	if folder == "" {
		return
	}
	var shot struct {
		Data string `json:"data"`
	}
	tb.call("Page.captureScreenshot", map[string]any{"captureBeyondViewport": true}, &shot)
	png, err := base64.StdEncoding.DecodeString(shot.Data)
	if err != nil {
		tb.t.Fatal(err)
	}
	if err := os.WriteFile(folder+"/"+name, png, 0o600); err != nil {
		tb.t.Fatal(err)
	}
}

const bookID = "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01"

// shownTenant has one of everything that the page shows, and names that would
// do harm.
func shownTenant() emulator.Tenant {
	group := func(kind, id, intent string) map[string]any {
		return map[string]any{"intent": intent, "target": map[string]any{"@odata.type": "#microsoft.graph." + kind, "groupId": id}}
	}
	const sites, token = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a210", "5e3f0000-0000-4000-8000-000000000001"
	return emulator.Tenant{
		Organization: emulator.Organization{DisplayName: "Charpentes <b>du</b> Vexin"},
		Store:        emulator.Store{Enabled: true, Language: "fr-FR", PortalSelection: "companyPortal", LastSuccessfulSync: "2026-11-22T09:00:00Z"},
		VPPTokens:    []emulator.VPPToken{{ID: token, DisplayName: "iPads", Token: "apple-secret"}},
		GooglePlay:   emulator.GooglePlay{BindStatus: "bound", OrganizationName: "Charpentes"},
		Users:        []emulator.User{{UserPrincipalName: "a@contoso.example"}},
		Groups:       []emulator.Group{{ID: sites, DisplayName: "Chantiers \u202egnp", Generate: []emulator.Generate{{Prefix: "site-", Users: 1060}}}},
		Apps: []emulator.App{
			{ID: bookID, DisplayName: "Carnet de chantier", Publisher: "Éditions", TotalLicenseCount: 90, UsedLicenseCount: 12, Assignments: []map[string]any{
				group("groupAssignmentTarget", sites, "required"),
				group("exclusionGroupAssignmentTarget", "a71e52f4-30c8-4d96-b1f7-6e8d40c9a999", "required"),
			}},
			{DisplayName: "Pointage", Type: "iosVppApp", TotalLicenseCount: 40, UsedLicenseCount: 52, VPPTokenID: token},
			{DisplayName: "<img src=x onerror=alert(1)>\x1b[31m", Type: "androidManagedStoreApp", TotalLicenseCount: 3},
			{DisplayName: "Lecteur", LicenseType: "offline"},
		},
	}
}
