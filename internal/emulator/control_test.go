package emulator_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func TestSeatsMoveAtOnceAndPurchasesWithTheSync(t *testing.T) {
	tenant := catalogue()
	tenant.Store.Enabled = true
	x := start(t, tenant)
	counts := func(app string) []any {
		r := x.get("/beta" + onApps + "/" + app).json
		return []any{r["usedLicenseCount"], r["totalLicenseCount"]}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(x.Install(paint, "Ana@contoso.example", "bob@contoso.example", "BOB@contoso.example"))
	x.equal("two people", counts(paint), []any{3.0, 100.0}) // ana held one, a second seat is nobody's
	must(x.Uninstall(paint, "bob@contoso.example"))
	x.equal("one left", counts(paint), []any{2.0, 100.0})
	must(x.Buy(paint, 5))
	must(x.Buy(pages, 5)) // other stores have no sync to wait for
	x.equal("bought", []any{counts(paint), counts(pages)}, []any{[]any{2.0, 100.0}, []any{0.0, 15.0}})
	x.do("POST", "/v1.0"+singleton+"/syncMicrosoftStoreForBusinessApps", "")
	x.clock.Advance(time.Second)
	x.equal("synced", counts(paint), []any{2.0, 105.0})

	for _, err := range []error{
		x.Install(xcode, "a@x", "b@x", "c@x", "d@x", "e@x"), x.Install(ana, "a@x"), x.Uninstall(paint, "bob@contoso.example"), x.Buy(paint, -106),
		x.RemoveApp(ana), x.SetMembers(sales, nil), x.DeleteGroup(sales), x.AddApp(emulator.App{Type: "paperApp"}),
		x.SetDeviceAppManagement(emulator.Edit{Language: new("french")}), x.SetDeviceAppManagement(emulator.Edit{MDMAuthority: new("nobody")}),
	} {
		if err == nil {
			t.Error("nothing was wrong")
		}
	}
	x.equal("nobody installed", counts(xcode), []any{0.0, 4.0})
}

func TestPortalEdits(t *testing.T) {
	tenant := catalogue()
	tenant.Groups = circle().Groups
	tenant.Users, tenant.Devices = circle().Users, circle().Devices
	x := start(t, tenant)
	x.is(x.do("POST", "/v1.0"+assignmentsOf(paint), assignmentBody("required", groupTarget, "null")), 201)
	err := x.EditAssignments(paint, func(list []map[string]any) []map[string]any {
		list[0]["intent"] = "uninstall"
		return append(list, map[string]any{"intent": "available", "source": "policySets", "sourceId": "p", "target": map[string]any{"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	got := x.Assignments(paint)
	x.equal("ids", []any{got[0]["id"], got[1]["id"], got[1]["source"]}, []any{sales + "_2_0", "acacacac-9df4-4c7d-9d50-4ef0226f57a9_0_0", "policySets"})
	if x.EditAssignments(paint, func(list []map[string]any) []map[string]any { return append(list, list[0]) }) == nil {
		t.Error("a duplicate was taken")
	}
	x.equal("kept", x.Assignments(paint), got)
	if x.Assignments(ana) != nil {
		t.Error("an app that does not exist has assignments")
	}

	if err := x.SetMembers(sales, []string{bob}); err != nil {
		t.Fatal(err)
	}
	x.equal("members", x.get("/v1.0/groups/"+sales+"/transitiveMembers").column("id"), []any{bob})
	if err := x.SetDeviceAppManagement(emulator.Edit{Enabled: new(true), Language: new("de-DE"), PortalSelection: new("companyPortal")}); err != nil {
		t.Fatal(err)
	}
	r := x.get("/beta" + singleton).json
	x.equal("association", []any{r["isEnabledForMicrosoftStoreForBusiness"], r["microsoftStoreForBusinessLanguage"], r["microsoftStoreForBusinessPortalSelection"]}, []any{true, "de-DE", "companyPortal"})
}

// control calls a control route, without a token.
func (x *tester) control(method, name, body string) response {
	x.t.Helper()
	return x.do(method, "/_emulator/"+name, body, "Authorization", "")
}

func TestControlRoutesDoWhatTheMethodsDo(t *testing.T) {
	tenant := catalogue()
	tenant.Users, tenant.Devices, tenant.Groups = circle().Users, circle().Devices, circle().Groups
	x := start(t, tenant)
	for _, call := range [][3]string{
		{"POST", "buy", `{"app":"` + paint + `","licenses":3}`},
		{"POST", "install", `{"app":"` + paint + `","users":["bob@contoso.example"]}`},
		{"POST", "uninstall", `{"app":"` + paint + `","users":["bob@contoso.example"]}`},
		{"POST", "app", `{"displayName":"Extra","pending":true}`},
		{"POST", "remove-app", `{"app":"` + legacy + `"}`},
		{"POST", "edit-assignments", `{"app":"` + paint + `","assignments":[{"intent":"required","target":` + groupTarget + `}]}`},
		{"POST", "members", `{"group":"` + sales + `","members":["` + ana + `"]}`},
		{"POST", "delete-group", `{"group":"` + finance + `"}`},
		{"POST", "association", `{"enabled":true,"toolActivated":false,"syncSeconds":2,"mdmAuthority":"sccm","skewSeconds":60}`},
		{"POST", "fault", `{"match":{"pathRegexp":"/users"},"status":503,"retryAfter":"1","latencySeconds":0.01}`},
	} {
		x.equal(call[1], x.control(call[0], call[1], call[2]).body, "")
	}
	x.is(x.get("/v1.0/users"), 503)
	x.is(x.control("DELETE", "faults", ""), 204)
	x.is(x.get("/v1.0/users"), 200)
	x.equal("assignments", len(x.control("POST", "assignments", `{"app":"`+paint+`"}`).body) > 2, true)
	var counts map[string]int
	if err := json.Unmarshal([]byte(x.control("GET", "request-counts", "").body), &counts); err != nil {
		t.Fatal(err)
	}
	x.equal("counts", counts, map[string]int{"GET /users": 2})
	x.is(x.control("DELETE", "requests", ""), 204)
	x.equal("log", strings.TrimSpace(x.control("GET", "requests", "").body), "[]")

	token := x.control("POST", "token", `{"clientId":"`+clientID+`","permissions":["User.Read.All"]}`).json["accessToken"].(string)
	x.token = token
	x.is(x.get("/v1.0/users"), 200)
	x.is(x.get("/v1.0/groups"), 403)

	x.equal("reset", x.control("POST", "reset", "").status, 204)
	x.actAs(nil)
	x.is(x.get("/v1.0/groups/"+finance), 200)
	for body, want := range map[string]string{
		`{"app":"` + ana + `","licenses":3}`: "app " + ana + " does not exist",
		`{"application":"x"}`:                `body: json: unknown field "application"`,
	} {
		r := x.control("POST", "buy", body)
		x.equal("refusal", []any{r.status, r.json["error"]}, []any{400, want})
	}
	x.is(x.control("GET", "nothing", ""), 404)
}

func TestDumpIsATenantFile(t *testing.T) {
	tenant := catalogue()
	tenant.Users, tenant.Devices, tenant.Groups = circle().Users, circle().Devices, circle().Groups
	tenant.Groups[0].Generate = []emulator.Generate{{Prefix: "s-", From: 2, Users: 3, Devices: 1}}
	x := start(t, tenant)
	x.is(x.do("POST", "/beta"+assignmentsOf(paint), assignmentBody("required", filteredTarget, storeSettings)), 201)
	if err := x.Install(paint, "bob@contoso.example"); err != nil {
		t.Fatal(err)
	}
	first := x.Dump()
	written, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	read, err := emulator.Read(strings.NewReader(string(written)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, start(t, *read).Dump()); diff != "" {
		t.Errorf("a tenant that began from a dump differs (-dumped +begun):\n%s", diff)
	}
}
