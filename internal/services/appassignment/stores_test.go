package appassignment_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	token     = "70000000-0000-4000-8000-000000000001"
	attention = "Apple VPP token needs attention"
)

// orchard is a tenant with one Apple app, groups of a crowd of people or of
// devices, and licences that the numbers of held have.
func orchard(device bool, total int, held span, groups map[string]span) emulator.Tenant {
	tenant := people(total, 0, groups)
	app := &tenant.Apps[0]
	app.Type, app.DisplayName = "iosVppApp", "Keynote"
	for i := range tenant.Groups {
		for j := range tenant.Groups[i].Generate {
			if g := &tenant.Groups[i].Generate[j]; device {
				g.Devices, g.Users, g.OperatingSystem = g.Users, 0, "iOS"
			}
		}
	}
	crowd := emulator.Generate{Prefix: "p-", Users: 600}
	if device {
		crowd = emulator.Generate{Prefix: "p-", Devices: 600, OperatingSystem: "iOS"}
	}
	tenant.Generate = []emulator.Generate{crowd}
	for n := held[0]; n < held[1]; n++ {
		if device {
			app.DeviceHolders = append(app.DeviceHolders, emulator.GeneratedManagedDeviceID("p-", n))
		} else {
			app.Holders = append(app.Holders, fmt.Sprintf("p-%d@contoso.example", n))
		}
	}
	return tenant
}

func licensed(device bool, intent, group string) object {
	return with(entry(intent, group), object{"apple_vpp_settings": object{"use_device_licensing": device}})
}

func wireLicensed(device bool, intent, group string) map[string]any {
	return with(wire(intent, group), object{"settings": object{"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings", "useDeviceLicensing": device}})
}

// Intune would assign 500 people to 100 licences, and 400 installs would fail.
func TestAccAppleOverbooked(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, orchard(false, 100, span{}, map[string]span{groupA: {0, 500}}))
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: env.Factories, Steps: []resource.TestStep{{
		Config: env.Config(singleBlock("a", "required", groupA)),
		ExpectError: regexp.MustCompile(acctest.Printed(acctest.Diagnostic{Summary: "Insufficient seats", Detail: `Keynote (` + appID + `) has too few licences for this plan, which lets in 500 more: 400 licences are missing.

  total         100
  used            0
  available     100
  needed        500
  short by      400

Assignments, and whom each reaches:

  required  group Group A (` + groupA + `)      500 users, added here

The number needed is exact: who holds a licence now was read, and is counted once.

Three ways out: uninstall the app from some devices, reduce the scope of the assignment, or buy more licences and sync.`})),
	}}})
	holds(t, env)
}

// The worked examples that are refused, with Apple's licences and exact holders.
func TestAccAppleRefusedExamples(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	for _, device := range []bool{false, true} {
		licensedBlock := func(name, intent, group string) string {
			return block(typeSingle, name, single(licensed(device, intent, group)))
		}
		for name, tc := range map[string]struct {
			tenant              emulator.Tenant
			before              []map[string]any
			config              string
			total, used, needed int
			stays               []string
		}{
			"4": {orchard(device, 90, span{0, 50}, map[string]span{groupA: {0, 80}, groupB: {80, 95}}), []map[string]any{wireLicensed(device, "required", groupA)},
				licensedBlock("b", "required", groupB), 90, 50, 95, []string{groupA + "_1_0"}},
			"5": {orchard(device, 100, span{100, 190}, map[string]span{groupA: {0, 30}}), nil, licensedBlock("a", "required", groupA), 100, 90, 120, nil},
			"12": {orchard(device, 50, span{}, map[string]span{groupA: {0, 60}}), []map[string]any{wireLicensed(device, "uninstall", groupA)},
				importBlock(addressA, appID+"/"+groupA+"_2_0") + licensedBlock("a", "required", groupA), 50, 0, 60, []string{groupA + "_2_0"}},
			"14": {orchard(device, 60, span{0, 50}, map[string]span{groupA: {0, 50}, groupB: {50, 80}}), []map[string]any{wireLicensed(device, "required", groupA)},
				importBlock(addressSet, appID) + block(typeSet, "all", set(licensed(device, "required", groupB))), 60, 50, 80, []string{groupA + "_1_0"}},
		} {
			t.Run(fmt.Sprintf("%s, device %t", name, device), func(t *testing.T) {
				tc.tenant.Apps[0].Assignments = tc.before
				env := acctest.Start(t, tc.tenant)
				resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: env.Factories,
					Steps: []resource.TestStep{{Config: env.Config(tc.config), ExpectError: insufficient(tc.total, tc.used, tc.needed)}}})
				var stays []string
				for _, id := range tc.stays {
					if device {
						id += " useDeviceLicensing"
					}
					stays = append(stays, id)
				}
				holds(t, env, stays...)
			})
		}
	}
}

// Examples 1, 3, 6 and 13 fit, and apps of every store live in one configuration:
// each with its own settings, and a second plan that is empty.
func TestAccStoresSideBySide(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	const phones, macApp = "a0000000-0000-4000-8000-000000000007", "a0000000-0000-4000-8000-000000000008"
	tenant := orchard(false, 100, span{0, 90}, map[string]span{groupA: {0, 80}, groupB: {80, 95}})
	tenant.Groups = append(tenant.Groups, emulator.Group{ID: groupX, DisplayName: "Phones", Generate: []emulator.Generate{{Prefix: "phone-", Devices: 40, OperatingSystem: "iOS"}}})
	tenant.Generate = append(tenant.Generate, emulator.Generate{Prefix: "kiosk-", Devices: 5, OperatingSystem: "iPadOS"}, emulator.Generate{Prefix: "pc-", Devices: 50})
	tenant.VPPTokens = []emulator.VPPToken{{ID: token, DisplayName: "Head office"}}
	tenant.Apps[0].VPPTokenID = token
	tenant.Apps = append(tenant.Apps,
		emulator.App{ID: phones, Type: "iosVppApp", DisplayName: "Numbers", VPPTokenID: token, TotalLicenseCount: 40},
		emulator.App{ID: macApp, Type: "macOsVppApp", DisplayName: "Xcode", VPPTokenID: token, TotalLicenseCount: 80},
		emulator.App{ID: secondApp, DisplayName: "OneNote", TotalLicenseCount: 80},
		emulator.App{ID: playApp, Type: "androidManagedStoreApp", DisplayName: "Maps"})
	env := acctest.Start(t, tenant)
	of := func(name, app string, e object) string {
		return block(typeSingle, name, with(e, object{"app_id": app}))
	}
	others := of("phones", phones, licensed(true, "required", groupX)) +
		of("mac", macApp, with(entry("available", groupA), object{"apple_vpp_settings": object{"prevent_auto_app_update": true}})) +
		of("windows", secondApp, with(entry("required", groupA), object{"microsoft_store_settings": deviceContext(false)})) +
		of("play", playApp, with(entry("available", groupA), object{"google_play_settings": object{"auto_update_mode": "priority"}}))
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: env.Factories, Steps: []resource.TestStep{
		{Config: env.Config(of("a", appID, licensed(false, "required", groupA)) + others)},
		{Config: env.Config(of("a", appID, licensed(false, "required", groupA)) + of("b", appID, licensed(false, "required", groupB)) + others)},
		{Config: env.Config(of("a", appID, licensed(false, "available", groupA)) + of("b", appID, licensed(false, "required", groupB)) + others)},
		{
			Config:      env.Config(of("a", appID, licensed(false, "available", groupA)) + of("all", phones, with(licensed(true, "required", ""), object{"target": target("all_devices", "")})) + others),
			ExpectError: regexp.MustCompile(`Insufficient seats[\s\S]*Numbers[\s\S]*needed\s+45\s`), // the kiosks too, and no PC
		},
	}})
}

func TestAppleTokenWarnings(t *testing.T) {
	now := time.Now()
	day := func(d time.Time) string { return d.UTC().Format(time.DateOnly) }
	soon := now.Add(10*24*time.Hour + time.Hour)
	const cause = " It licenses Keynote (" + appID + "), which this configuration assigns.\n\nWithout a valid token Intune installs the app for nobody new and takes no licence back. " +
		"Download the token anew from Apple Business Manager or Apple School Manager, upload it in the Intune admin centre (Tenant administration, Connectors and tokens, Apple VPP tokens), and sync it."
	for name, tc := range map[string]struct {
		tokens []emulator.VPPToken
		want   string
	}{
		"valid":        {[]emulator.VPPToken{{ID: token, DisplayName: "Head office"}}, ""},
		"expires soon": {[]emulator.VPPToken{{ID: token, DisplayName: "Head office", ExpirationDateTime: soon.Format(time.RFC3339)}}, "The location token Head office (" + token + ") expires on " + day(soon) + ", in 10 days."},
		"expired":      {[]emulator.VPPToken{{ID: token, DisplayName: "Head office", ExpirationDateTime: "2020-01-01T00:00:00Z"}}, "The location token Head office (" + token + ") expired on 2020-01-01."},
		"not valid":    {[]emulator.VPPToken{{ID: token, DisplayName: "Head office", State: "assignedToExternalMDM"}}, "The location token Head office (" + token + `) is not valid: its state is "assignedToExternalMDM".`},
		"not there":    {nil, "Intune no longer has the location token " + token + "."},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := orchard(false, 100, span{}, map[string]span{groupA: {0, 1}, groupB: {1, 2}})
			tenant.VPPTokens, tenant.Apps[0].VPPTokenID = tc.tokens, token
			env := acctest.Start(t, tenant)
			p := env.Protocol(t, nil)
			var want []acctest.Diagnostic
			if tc.want != "" {
				want = append(want, acctest.Diagnostic{Warning: true, Summary: attention, Detail: tc.want + cause})
			}
			planned := p.Plan(typeSingle, nil, single(entry("required", groupA)))
			same(t, planned.Diagnostics, want...)
			same(t, p.Plan(typeSingle, nil, single(entry("required", groupB))).Diagnostics) // said once
			_, diagnostics := p.Apply(planned)
			same(t, diagnostics)
			if n := env.Server.RequestCounts()["GET /deviceAppManagement/vppTokens"]; n != 1 {
				t.Errorf("the tokens were read %d times", n)
			}
			same(t, env.Protocol(t, nil).Plan(typeSet, nil, with(set(entry("required", groupA)), object{})).Diagnostics, want...)
		})
	}
}

// Without the right to read tokens a plan goes on, and says so once.
func TestAppleTokenUnreadable(t *testing.T) {
	tenant := orchard(false, 100, span{}, map[string]span{groupA: {0, 1}, groupB: {1, 2}})
	tenant.Apps[0].VPPTokenID = token
	env := acctest.Start(t, tenant)
	if err := env.Server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/vppTokens"}, Status: 403}); err != nil {
		t.Fatal(err)
	}
	p := env.Protocol(t, nil)
	got := p.Plan(typeSingle, nil, single(entry("required", groupA))).Diagnostics
	if len(got) != 1 || !got[0].Warning || got[0].Summary != "Apple VPP token not checked" || !strings.Contains(got[0].Detail, "DeviceManagementServiceConfig.Read.All") {
		t.Errorf("%+v", got)
	}
	same(t, p.Plan(typeSingle, nil, single(entry("required", groupB))).Diagnostics)
}
