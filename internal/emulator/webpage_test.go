package emulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

func TestPageIsServed(t *testing.T) {
	tenant := shownTenant()
	tenant.Clients = []entra.Client{{ID: clientID, Secret: "client-secret"}}
	x := start(t, tenant)
	r := x.is(x.get("/"), http.StatusOK)
	x.equal("type", r.header.Get("Content-Type"), "text/html; charset=utf-8")
	x.equal("caching and framing", []string{r.header.Get("Cache-Control"), r.header.Get("X-Frame-Options"), r.header.Get("X-Content-Type-Options")},
		[]string{"no-store", "DENY", "nosniff"})
	if policy := r.header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; ") {
		t.Errorf("policy %q", policy)
	}
	for _, want := range []string{
		"<h1><bdi>Charpentes &lt;b&gt;du&lt;/b&gt; Vexin</bdi></h1>", "Carnet de chantier", `<strong class="bad">12 over</strong>`,
		"1,060 users", "does not exist", "offline licence, not counted", "fr-FR", "2026-11-22 09:00:00 UTC",
		"&lt;img src=x onerror=alert(1)&gt;\uFFFD[31m", "Chantiers \uFFFDgnp", "Apple: <bdi>iPads</bdi>",
	} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, secret := range []string{"client-secret", "apple-secret", x.token, clientID} {
		if strings.Contains(r.body, secret) {
			t.Errorf("the page shows %s", secret)
		}
	}
	x.equal("logged requests", len(x.Requests()), 0)
	x.is(x.get("/", "If-None-Match", r.header.Get("ETag")), http.StatusNotModified)
	if err := x.Buy(bookID, 1); err != nil {
		t.Fatal(err)
	}
	x.is(x.get("/", "If-None-Match", r.header.Get("ETag")), http.StatusOK)
	x.equal("body of HEAD", x.is(x.do("HEAD", "/", ""), http.StatusOK).body, "")
	x.is(x.do("POST", "/", "{}"), http.StatusBadRequest)
}

// TestPageUnderOtherNames keeps pages of other origins from reading the tenant
// under a name that was made to lead here.
func TestPageUnderOtherNames(t *testing.T) {
	x := start(t, shownTenant())
	for host, status := range map[string]int{
		"localhost:1": 200, "127.0.0.1": 200, "127.0.0.53:443": 200, "[::1]:8443": 200, "[::1]": 200,
		"attacker.example": 421, "attacker.example:8443": 421, "localhost.attacker.example": 421, "127.0.0.1.attacker.example": 421,
		"10.0.0.1": 421, "[": 421,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://unused/", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		recorder := httptest.NewRecorder()
		x.ServeHTTP(recorder, request)
		x.equal(host, recorder.Code, status)
		x.equal(host+" shows the tenant", strings.Contains(recorder.Body.String(), "Vexin"), status == 200)
	}
}

func TestPageShowsFaultsAndWhatTheyMet(t *testing.T) {
	x := start(t, shownTenant(), conformance.OddAnswers("a fault answers what is no JSON"))
	for _, f := range []emulator.Fault{
		{Match: emulator.Match{Method: "GET", PathRegexp: "/organization"}, Status: 429, RetryAfter: "7", Times: 2, Body: "hidden-body"},
		{Match: emulator.Match{InBatch: true}, Skip: 1, Every: 3, Latency: 2 * time.Second, Cut: "after"},
		{Match: emulator.Match{Outer: true, Method: "POST"}, Status: 500, AfterRun: true},
		{Match: emulator.Match{PathRegexp: "/nowhere"}, EmptyPage: true},
	} {
		if err := x.Fault(f); err != nil {
			t.Fatal(err)
		}
	}
	x.is(x.get("/v1.0/organization"), http.StatusTooManyRequests)
	page := x.get("/").body
	for _, want := range []string{
		`<tr><td><code>GET /organization</code></td><td>answers 429 Too Many Requests; Retry-After 7</td><td class="n">1 of 2</td></tr>`,
		`<tr><td><code>any method any path inside batches one in 3 after the first 1</code></td><td>waits 2s; cuts the connection after taking effect</td><td class="n">0</td></tr>`,
		`<tr><td><code>POST any path outside of batches</code></td><td>answers 500 Internal Server Error, after taking effect</td><td class="n">0</td></tr>`,
		`<tr><td><code>any method /nowhere</code></td><td>answers an empty page</td><td class="n">0</td></tr>`,
		`<td><b>GET</b> <code>/v1.0/organization</code> <span class="pill warn">fault</span></td>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "hidden-body") {
		t.Error("the page shows a fault's body")
	}
}

// TestPageOfALargeTenant is bounded, and prefers what is assigned.
func TestPageOfALargeTenant(t *testing.T) {
	var tenant emulator.Tenant
	for i := range 3000 {
		tenant.Groups = append(tenant.Groups, emulator.Group{
			DisplayName: fmt.Sprintf("group %04d", i), Generate: []emulator.Generate{{Prefix: "p-", From: i * 100, Users: 100}},
		})
		tenant.Apps = append(tenant.Apps, emulator.App{DisplayName: fmt.Sprintf("app %04d", i), TotalLicenseCount: 10})
	}
	const target = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a210"
	tenant.Groups[2999].ID = target
	tenant.Apps[2999].Assignments = []map[string]any{{
		"intent": "required", "target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": target},
	}}
	x := start(t, tenant)
	for range 100 {
		x.get("/v1.0/organization")
	}
	page := x.get("/").body
	if len(page) > 100_000 {
		t.Errorf("%d bytes", len(page))
	}
	x.equal("lists that end early", []int{strings.Count(page, "and 2,940 more"), strings.Count(page, "and 40 earlier ones")}, []int{2, 1})
	for _, want := range []string{"app 2999", "group 2999", "app 0058", "group 0058"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "app 0059") || strings.Contains(page, "group 0059") {
		t.Error("the page shows more than it says")
	}
}
