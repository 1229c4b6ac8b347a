package revokelicenses_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	revoke  = "intunestore_revoke_licenses"
	keynote = "a0000000-0000-4000-8000-000000000001"
	paint   = "a0000000-0000-4000-8000-000000000002"
	xcode   = "a0000000-0000-4000-8000-000000000003"
	offline = "a0000000-0000-4000-8000-000000000004"
	missing = "a0000000-0000-4000-8000-0000000000ff"
	sales   = "b0000000-0000-4000-8000-00000000000a"
	office  = "70000000-0000-4000-8000-000000000001"
	ipad    = "f0000000-0000-4000-8000-000000000001"
	kiosk   = "f0000000-0000-4000-8000-000000000002"
)

type object = acctest.Object

func upn(n int) string { return fmt.Sprintf("p-%d@contoso.example", n) }

// firm is a tenant whose apps are assigned to ten people, of whom each app has
// some among its holders: with 0 to 12 of the crowd, one who has left, and for
// Apple two devices.
func firm() emulator.Tenant {
	var holders []string
	for n := range 13 {
		holders = append(holders, upn(n))
	}
	holders = append(holders, "left@contoso.example")
	assigned := []map[string]any{{"intent": "required", "target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": sales}}}
	return emulator.Tenant{
		VPPTokens: []emulator.VPPToken{{ID: office, DisplayName: "Head office"}},
		Groups:    []emulator.Group{{ID: sales, DisplayName: "Sales", Generate: []emulator.Generate{{Prefix: "p-", Users: 10}}}},
		Generate:  []emulator.Generate{{Prefix: "p-", Users: 100}},
		ManagedDevices: []emulator.ManagedDevice{
			{ID: ipad, DeviceName: "iPad of 1", OperatingSystem: "iOS", UserID: upn(1), AzureADDeviceID: ipad},
			{ID: kiosk, DeviceName: "Kiosk", OperatingSystem: "iOS"},
		},
		Apps: []emulator.App{
			{ID: keynote, Type: "iosVppApp", DisplayName: "Keynote", VPPTokenID: office, TotalLicenseCount: 20, Holders: holders, DeviceHolders: []string{ipad, kiosk}, Assignments: assigned},
			{ID: paint, DisplayName: "Paint", ProductKey: "9NBLGGH4TX22/0016", TotalLicenseCount: 20, Holders: holders, Assignments: assigned},
			{ID: xcode, Type: "macOsVppApp", DisplayName: "Xcode", VPPTokenID: office, TotalLicenseCount: 20, Holders: holders},
			{ID: offline, DisplayName: "Calculator", LicenseType: "offline", TotalLicenseCount: 20},
		},
	}
}

func config(app, scope string, limit int, more object) object {
	o := object{"app_id": app, "scope": scope, "limit": limit}
	for name, v := range more {
		o[name] = v
	}
	return o
}

// real is config of a run that is not dry.
func real(app, scope string, limit int, more object) object {
	o := config(app, scope, limit, more)
	o["dry_run"] = false
	return o
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func none(t *testing.T, got []acctest.Diagnostic) {
	t.Helper()
	if len(got) > 0 {
		t.Errorf("diagnostics %+v", got)
	}
}

// lost are the holders of an app before and no more.
func lost(t *testing.T, env *acctest.Env, app string, before []string) []string {
	t.Helper()
	now := env.Server.Holders(app)
	for _, name := range now {
		if !slices.Contains(before, name) {
			t.Errorf("%s holds a seat now", name)
		}
	}
	gone := slices.DeleteFunc(slices.Clone(before), func(name string) bool { return slices.Contains(now, name) })
	return append([]string{}, gone...)
}

func failure(attribute, summary, detail string) []acctest.Diagnostic {
	if attribute != "" {
		attribute = `AttributeName("` + attribute + `")`
	}
	return []acctest.Diagnostic{{Summary: summary, Detail: detail, Attribute: attribute}}
}

// writes counts the requests that free seats.
func writes(env *acctest.Env) int {
	n := 0
	for kind, count := range env.Server.RequestCounts() {
		switch kind {
		case "POST /deviceAppManagement/mobileApps/{id}/revokeUserLicense", "POST /deviceAppManagement/mobileApps/{id}/revokeDeviceLicense",
			"POST /deviceAppManagement/mobileApps/{id}/revokeAllLicenses", "POST /Inventory/{product}/{sku}/Seats":
			n += count
		}
	}
	return n
}
