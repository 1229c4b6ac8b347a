package emulator_test

import (
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	onTokens = "/deviceAppManagement/vppTokens"
	location = "70000000-0000-4000-8000-000000000001"
	lapsed   = "70000000-0000-4000-8000-000000000002"
	numbers  = "a0000000-0000-4000-8000-000000000007"
	ipad     = "f0000000-0000-4000-8000-000000000001"
)

// orchard is a tenant with two tokens and an app of each kind on the first.
func orchard() emulator.Tenant {
	return emulator.Tenant{
		VPPTokens: []emulator.VPPToken{
			{ID: location, DisplayName: "Head office", OrganizationName: "Contoso", AppleID: "vpp@contoso.example", Token: "apple-secret", SyncSeconds: new(30.0), RevokeSeconds: new(10.0)},
			{ID: lapsed, DisplayName: "Old", ExpirationDateTime: "2026-11-22T10:00:00Z", LastSyncStatus: "completed", LastSyncDateTime: "2026-11-01T00:00:00Z"},
		},
		Users: []emulator.User{{ID: ana, UserPrincipalName: "ana@contoso.example", DisplayName: "Ana"}},
		ManagedDevices: []emulator.ManagedDevice{
			{ID: ipad, DeviceName: "iPad 1", OperatingSystem: "iOS", UserID: "ana@contoso.example"},
			{DeviceName: "Kiosk", OperatingSystem: "iOS"},
		},
		Apps: []emulator.App{
			{ID: pages, Type: "iosVppApp", DisplayName: "Pages", BundleID: "com.apple.Pages", VPPTokenID: location, TotalLicenseCount: 10,
				Holders: []string{"ana@contoso.example"}, DeviceHolders: []string{"iPad 1", "Kiosk"}, UsedLicenseCount: 4},
			{ID: xcode, Type: "macOsVppApp", DisplayName: "Xcode", VPPTokenID: location, TotalLicenseCount: 4, Holders: []string{"ana@contoso.example"}, DeviceHolders: []string{"iPad 1"}},
			{ID: numbers, Type: "iosVppApp", DisplayName: "Numbers", VPPTokenID: lapsed, TotalLicenseCount: 3, BoughtLicenseCount: 5, Holders: []string{"ana@contoso.example"}},
			{ID: paint, DisplayName: "Paint", TotalLicenseCount: 1},
		},
	}
}

func TestTokensHaveTheDocumentedShape(t *testing.T) {
	x := start(t, orchard())
	got := x.is(x.get("/v1.0"+onTokens+"/"+location), 200).json
	x.equal("v1.0", got, map[string]any{
		"@odata.context": x.URL() + "/v1.0/$metadata#deviceAppManagement/vppTokens/" + location + "/$entity", "@odata.type": "#microsoft.graph.vppToken",
		"id": location, "organizationName": "Contoso", "vppTokenAccountType": "business", "appleId": "vpp@contoso.example",
		"expirationDateTime": "2099-12-31T00:00:00.0000000Z", "lastSyncDateTime": never, "token": "apple-secret", "lastModifiedDateTime": never,
		"state": "valid", "lastSyncStatus": "none", "automaticallyUpdateApps": false, "countryOrRegion": nil,
	})
	list := x.is(x.get("/beta"+onTokens+"?$select=id,displayName,state"), 200)
	x.equal("names", list.column("displayName"), []any{"Head office", "Old"})
	if _, shown := list.values()[0]["token"]; shown {
		t.Error("the secret was not asked for")
	}
	x.is(x.get("/v1.0"+onTokens+"?$select=displayName"), 400)
	x.is(x.get("/beta"+onTokens+"/"+numbers), 404)
	x.actAs([]string{"DeviceManagementApps.ReadWrite.All"})
	x.is(x.get("/beta"+onTokens), 403)
	x.is(x.do("POST", "/v1.0"+onTokens+"/"+location+"/syncLicenses", ""), 200) // the newer page's permission
}

func TestTokenExpiresByItself(t *testing.T) {
	x := start(t, orchard())
	state := func() any { return x.get("/beta" + onTokens + "/" + lapsed).json["state"] }
	x.equal("before", state(), any("valid"))
	x.clock.Advance(time.Hour)
	x.equal("after", state(), any("expired"))
	if err := x.EditVPPToken(emulator.VPPTokenEdit{ID: lapsed, ExpirationDateTime: new("2027-11-22T10:00:00Z")}); err != nil {
		t.Fatal(err)
	}
	x.equal("renewed", state(), any("valid"))
	for _, e := range []emulator.VPPTokenEdit{{ID: pages}, {ID: lapsed, State: new("tired")}, {ID: lapsed, ExpirationDateTime: new("tomorrow")}} {
		if x.EditVPPToken(e) == nil {
			t.Errorf("%+v was taken", e)
		}
	}
}

func TestSyncLicensesBringsWhatWasBought(t *testing.T) {
	x := start(t, orchard())
	if err := x.Buy(pages, 5); err != nil {
		t.Fatal(err)
	}
	seen := func() []any {
		r := x.get("/beta" + onTokens + "/" + location).json
		return []any{r["lastSyncStatus"], r["lastSyncDateTime"], x.get("/beta" + onApps + "/" + pages).json["totalLicenseCount"]}
	}
	x.equal("before", seen(), []any{"none", never, 10.0})
	r := x.is(x.do("POST", "/beta"+onTokens+"/"+location+"/syncLicenses", ""), 200)
	x.equal("answer", []any{r.json["id"], r.json["lastSyncStatus"]}, []any{location, "inProgress"})
	x.clock.Advance(20 * time.Second)
	x.is(x.do("POST", "/beta"+onTokens+"/"+location+"/syncLicenses", ""), 200) // no second sync
	x.equal("during", seen(), []any{"inProgress", never, 10.0})
	x.clock.Advance(10 * time.Second)
	x.equal("after", seen(), []any{"completed", "2026-11-22T09:00:30.5000000Z", 15.0})
}

func TestSyncLicensesFailsOnATokenThatIsNotValid(t *testing.T) {
	x := start(t, orchard())
	x.clock.Advance(time.Hour)
	x.is(x.do("POST", "/beta"+onTokens+"/"+lapsed+"/syncLicenses", ""), 200)
	x.clock.Advance(time.Second)
	r := x.get("/beta" + onTokens + "/" + lapsed).json
	x.equal("token", []any{r["state"], r["lastSyncStatus"], r["lastSyncDateTime"]}, []any{"expired", "failed", "2026-11-22T10:00:00.7000000Z"})
	x.equal("nothing came", x.get("/beta" + onApps + "/" + numbers).json["totalLicenseCount"], any(3.0))
}

func licensesOf(app, kind string) string {
	return "/beta" + onApps + "/" + app + "/microsoft.graph." + kind + "/assignedLicenses"
}

func TestAssignedLicensesTellUsersFromDevices(t *testing.T) {
	x := start(t, orchard())
	first := x.is(x.get(licensesOf(pages, "iosVppApp")+"?$top=3"), 200)
	license := func(kind string, user, name, upn any) map[string]any {
		return map[string]any{"@odata.type": "#microsoft.graph." + kind, "userId": user, "userName": name, "userEmailAddress": upn, "userPrincipalName": upn}
	}
	values := first.values()
	for _, l := range values {
		delete(l, "id")
	}
	user := license("iosVppAppAssignedUserLicense", ana, "Ana", "ana@contoso.example")
	device := license("iosVppAppAssignedDeviceLicense", ana, "Ana", "ana@contoso.example")
	device["managedDeviceId"], device["deviceName"] = ipad, "iPad 1"
	kiosk := license("iosVppAppAssignedDeviceLicense", nil, nil, nil)
	kiosk["managedDeviceId"], kiosk["deviceName"] = values[2]["managedDeviceId"], "Kiosk"
	x.equal("licences", values, []map[string]any{user, device, kiosk})
	last := x.is(x.get(first.json["@odata.nextLink"].(string)), 200)
	x.equal("one who has left", last.column("userPrincipalName"), []any{"left-1@former.example"})

	mac := x.is(x.get(licensesOf(xcode, "macOsVppApp")), 200)
	x.equal("a Mac's licences name people only", []any{mac.column("@odata.type"), mac.column("userId")}, []any{
		[]any{"#microsoft.graph.macOsVppAppAssignedLicense", "#microsoft.graph.macOsVppAppAssignedLicense"}, []any{ana, nil}})

	x.is(x.get(licensesOf(pages, "macOsVppApp")), 404)
	x.is(x.get("/v1.0"+onApps+"/"+pages+"/microsoft.graph.iosVppApp/assignedLicenses"), 400)
	x.is(x.get("/beta"+onApps+"/"+pages+"/assignedLicenses"), 400) // of the derived type only
	x.is(x.get(licensesOf(paint, "microsoftStoreForBusinessApp")), 400)
}

func TestRevokingTakesTimeAndFreesWhomItNames(t *testing.T) {
	x := start(t, orchard())
	act := func(app, action, body string) response {
		return x.do("POST", "/beta"+onApps+"/"+app+"/"+action, body)
	}
	holders := x.Holders(pages)
	x.equal("before", len(holders), 4)
	x.is(act(pages, "revokeDeviceLicense", `{"managedDeviceId":"`+ipad+`","notifyManagedDevices":true}`), 204)
	x.equal("not yet", x.Holders(pages), holders)
	x.clock.Advance(10 * time.Second)
	x.equal("the device's", len(x.Holders(pages)), 3)
	x.is(act(pages, "revokeUserLicense", `{"userId":"`+ana+`","notifyManagedDevices":false}`), 204)
	x.is(act(pages, "revokeUserLicense", `{"userId":"`+bob+`","notifyManagedDevices":false}`), 204) // holds none
	x.clock.Advance(10 * time.Second)
	x.equal("counts", x.get("/beta" + onApps + "/" + pages).json["usedLicenseCount"], any(2.0))
	x.is(act(pages, "revokeAllLicenses", `{"notifyManagedDevices":true}`), 204)
	x.clock.Advance(10 * time.Second)
	x.equal("none left", x.Holders(pages), []string{})
	results := x.get("/beta" + onApps + "/" + pages).json["revokeLicenseActionResults"].([]any)
	x.equal("result", results[0], any(map[string]any{
		"actionName": "revokeDeviceLicense", "actionState": "done", "startDateTime": "2026-11-22T09:00:00.5000000Z", "lastUpdatedDateTime": "2026-11-22T09:00:10.5000000Z",
		"userId": nil, "managedDeviceId": ipad, "totalLicensesCount": 1.0, "failedLicensesCount": 0.0, "actionFailureReason": "none"}))

	x.clock.Advance(time.Hour)
	x.is(act(numbers, "revokeAllLicenses", `{"notifyManagedDevices":true}`), 204)
	x.clock.Advance(time.Second)
	x.equal("kept", x.Holders(numbers), []string{"ana@contoso.example"})
	failed := x.get("/beta" + onApps + "/" + numbers).json["revokeLicenseActionResults"].([]any)[0].(map[string]any)
	x.equal("why", []any{failed["actionState"], failed["failedLicensesCount"], failed["actionFailureReason"]}, []any{"failed", 1.0, "expiredVppToken"})

	for name, r := range map[string]response{
		"v1.0":     x.do("POST", "/v1.0"+onApps+"/"+pages+"/revokeAllLicenses", `{"notifyManagedDevices":true}`),
		"a Mac's":  act(xcode, "revokeAllLicenses", `{"notifyManagedDevices":true}`),
		"Store's":  act(paint, "revokeAllLicenses", `{"notifyManagedDevices":true}`),
		"nobody":   act(pages, "revokeUserLicense", `{"userId":"","notifyManagedDevices":true}`),
		"property": act(pages, "revokeAllLicenses", `{"userId":"`+ana+`","notifyManagedDevices":true}`),
	} {
		x.equal(name, r.status, 400)
	}
}

func TestInstallingOnDevices(t *testing.T) {
	x := start(t, orchard())
	if err := x.UninstallFromDevices(pages, "Kiosk", ipad); err != nil {
		t.Fatal(err)
	}
	if err := x.InstallOnDevices(pages, "iPad 1", "iPad 1"); err != nil {
		t.Fatal(err)
	}
	if err := x.Uninstall(pages, "left-1@former.example"); err != nil {
		t.Fatal(err)
	}
	x.equal("holders", x.Holders(pages), []string{"ana@contoso.example", ipad})
	for _, err := range []error{
		x.InstallOnDevices(pages, "toaster"), x.UninstallFromDevices(pages, "Kiosk"), x.InstallOnDevices(paint, "Kiosk"),
		x.Seed(&emulator.Tenant{Apps: []emulator.App{{DisplayName: "x", Type: "iosVppApp", DeviceHolders: []string{"toaster"}}}}),
		x.Seed(&emulator.Tenant{VPPTokens: []emulator.VPPToken{{ID: lapsed}, {ID: lapsed}}}),
		x.Seed(&emulator.Tenant{VPPTokens: []emulator.VPPToken{{DisplayName: "x", LastSyncStatus: "perhaps"}}}),
	} {
		if err == nil {
			t.Error("nothing was wrong")
		}
	}
	x.equal("holders", x.Holders(pages), []string{"ana@contoso.example", ipad})
}

// What is dumped is the same tenant again.
func TestStoresSurviveADump(t *testing.T) {
	x := start(t, orchard())
	dumped := x.Dump()
	again := start(t, *dumped)
	x.equal("tenant", again.Dump(), dumped)
	x.equal("holders", again.Holders(pages), x.Holders(pages))
}
