package licensedapp_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	apps = "intunestore_licensed_apps"
	app  = "intunestore_licensed_app"

	drawOnline  = "a0000000-0000-4000-8000-000000000001"
	drawOffline = "a0000000-0000-4000-8000-000000000002"
	tableau     = "a0000000-0000-4000-8000-000000000003"
	keynote     = "a0000000-0000-4000-8000-000000000004"
	keynoteMac  = "a0000000-0000-4000-8000-000000000005"
	drive       = "a0000000-0000-4000-8000-000000000006"
	installer   = "a0000000-0000-4000-8000-000000000007"
	token       = "70000000-0000-4000-8000-000000000001"
)

type object = acctest.Object

func tenant() emulator.Tenant {
	return emulator.Tenant{Apps: []emulator.App{
		{ID: drawOnline, DisplayName: "Contoso Draw", Publisher: "Contoso", ProductKey: "9NBLGGH1/0010", PackageIdentityName: "Contoso.Draw", TotalLicenseCount: 100, UsedLicenseCount: 40,
			Assignments: []map[string]any{{"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": "available", "target": map[string]any{"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}}}},
		{ID: drawOffline, DisplayName: "Contoso Draw", Publisher: "Contoso", LicenseType: "offline", ProductKey: "9NBLGGH1/0016", PackageIdentityName: "Contoso.Draw"},
		{ID: tableau, DisplayName: "Tableau\u00a0d'été \"A\"", Publisher: "Société Générale de Bois", ProductKey: "9NBLGGH2/0010", TotalLicenseCount: 5, UsedLicenseCount: 9, PublishingState: "processing"},
		{ID: keynote, Type: "iosVppApp", DisplayName: "Keynote", Publisher: "Apple", BundleID: "com.apple.Keynote", VPPTokenID: token, TotalLicenseCount: 7, UsedLicenseCount: 1},
		{ID: keynoteMac, Type: "macOsVppApp", DisplayName: "Keynote", Publisher: "Apple", BundleID: "com.apple.iWork.Keynote", VPPTokenID: token, TotalLicenseCount: 3},
		{ID: drive, Type: "androidManagedStoreApp", DisplayName: "Drive", Publisher: "Google", PackageID: "com.google.drive"},
		{ID: installer, Type: "win32LobApp", DisplayName: "Contoso Draw Setup"},
	}}
}

func same(t *testing.T, got []acctest.Diagnostic, want ...acctest.Diagnostic) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s\n%+v", diff, got)
	}
}

func TestOneApp(t *testing.T) {
	env := acctest.Start(t, tenant())
	p := env.Protocol(t, nil)
	draw := object{"id": drawOnline, "display_name": "Contoso Draw", "publisher": "Contoso", "store": "microsoft_store_for_business", "license_type": "online",
		"product_key": "9NBLGGH1/0010", "package_identity_name": "Contoso.Draw", "total_license_count": 100, "used_license_count": 40, "available_license_count": 60,
		"assigned": true, "publishing_state": "published"}
	summer := object{"id": tableau, "display_name": "Tableau\u00a0d'été \"A\"", "publisher": "Société Générale de Bois", "store": "microsoft_store_for_business", "license_type": "online",
		"product_key": "9NBLGGH2/0010", "total_license_count": 5, "used_license_count": 9, "available_license_count": 0, "assigned": false, "publishing_state": "processing"}
	mac := object{"id": keynoteMac, "display_name": "Keynote", "publisher": "Apple", "store": "apple_vpp", "bundle_id": "com.apple.iWork.Keynote", "vpp_token_id": token,
		"total_license_count": 3, "used_license_count": 0, "available_license_count": 3, "assigned": false, "publishing_state": "published"}
	play := object{"id": drive, "display_name": "Drive", "publisher": "Google", "store": "managed_google_play", "package_id": "com.google.drive",
		"total_license_count": 0, "used_license_count": 0, "available_license_count": 0, "assigned": false, "publishing_state": "published"}
	for name, tc := range map[string]struct{ config, want object }{
		"id":                  {object{"id": drawOnline}, draw},
		"product key":         {object{"product_key": "9nblggh1/0010"}, draw},
		"twins":               {object{"display_name": "contoso draw", "license_type": "online"}, draw},
		"package, narrowed":   {object{"package_identity_name": "Contoso.Draw", "license_type": "online", "store": "microsoft_store_for_business"}, draw},
		"plain space, quotes": {object{"display_name": "tableau d'ÉTÉ \"a\""}, summer},
		"of a Mac":            {object{"id": keynoteMac}, mac},
		"of Google Play":      {object{"display_name": "Drive"}, play},
	} {
		t.Run(name, func(t *testing.T) {
			got, diagnostics := p.Data(app, tc.config)
			same(t, diagnostics)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("id in upper case", func(t *testing.T) {
		got, diagnostics := p.Data(app, object{"id": strings.ToUpper(drawOnline)})
		same(t, diagnostics)
		if got["display_name"] != "Contoso Draw" {
			t.Errorf("got %v", got)
		}
	})
}

const ending = "\n\nAn app appears here after it was bought and a sync with its store has ended. The data source intunestore_licensed_apps lists all of them."

var (
	twins = acctest.Diagnostic{Summary: "Several licensed apps found", Detail: "2 apps have display_name \"Contoso Draw\":\n" +
		"  Contoso Draw: id " + drawOnline + ", microsoft_store_for_business, online, product key 9NBLGGH1/0010\n" +
		"  Contoso Draw: id " + drawOffline + ", microsoft_store_for_business, offline, product key 9NBLGGH1/0016\n\n" +
		"Tell them apart with license_type or store, or give the id of the one you mean."}
	misspelt = acctest.Diagnostic{Summary: "No licensed app found", Detail: "No app with licences has display_name \"Tabelau\".\n\nNear ones:\n" +
		"  Tableau d'été \"A\": id " + tableau + ", microsoft_store_for_business, online, product key 9NBLGGH2/0010" + ending}
	unlicensed = acctest.Diagnostic{Summary: "Not a licensed store app", Detail: "Contoso Draw Setup (id " + installer + ") is an app of type win32LobApp, which counts no licences.\n\n" +
		"Apps that count licences come from Microsoft Store for Business, Apple volume purchase or managed Google Play. The data source intunestore_licensed_apps lists them."}
)

func TestOneAppRefused(t *testing.T) {
	env := acctest.Start(t, tenant())
	p := env.Protocol(t, nil)
	for name, tc := range map[string]struct {
		config object
		want   acctest.Diagnostic
	}{
		"twins":      {object{"display_name": "Contoso Draw"}, twins},
		"unlicensed": {object{"id": installer}, unlicensed},
		"no such id": {object{"id": "ffffffff-ffff-4fff-bfff-ffffffffffff"}, acctest.Diagnostic{Summary: "No licensed app found",
			Detail: "No app with licences has id \"ffffffff-ffff-4fff-bfff-ffffffffffff\"." + ending}},
		"malformed id": {object{"id": "draw"}, acctest.Diagnostic{Summary: "Invalid GUID", Attribute: `AttributeName("id")`,
			Detail: "\"draw\" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000."}},
		"no key": {object{"license_type": "online"}, acctest.Diagnostic{Summary: "Missing Attribute Configuration",
			Detail: "Exactly one of these attributes must be configured: [id,product_key,package_identity_name,display_name]"}},
		"two keys": {object{"id": drawOnline, "display_name": "Drive"}, acctest.Diagnostic{Summary: "Invalid Attribute Combination", Attribute: `AttributeName("id")`,
			Detail: "Exactly one of these attributes must be configured: [id,product_key,package_identity_name,display_name]"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := p.Data(app, tc.config)
			same(t, got, tc.want)
		})
	}
}

func TestTerraform(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, tenant())
	refused := func(d acctest.Diagnostic) *regexp.Regexp { return regexp.MustCompile(acctest.Printed(d)) }
	single := func(attributes string) string {
		return env.Config("data \"intunestore_licensed_app\" \"this\" {\n" + attributes + "\n}\n")
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: single("display_name = \"contoso draw\"\nlicense_type = \"offline\"") + "data \"intunestore_licensed_apps\" \"all\" { store = \"apple_vpp\" }\n",
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("data.intunestore_licensed_app.this", tfjsonpath.New("id"), knownvalue.StringExact(drawOffline)),
					statecheck.ExpectKnownValue("data.intunestore_licensed_apps.all", tfjsonpath.New("apps"), knownvalue.ListSizeExact(2)),
				},
			},
			{ // a key that is known only after apply
				Config: "resource \"terraform_data\" \"key\" { input = \"9NBLGGH1/0010\" }\n" + single("product_key = terraform_data.key.output"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("data.intunestore_licensed_app.this", tfjsonpath.New("id"), knownvalue.StringExact(drawOnline)),
				},
			},
			{Config: single(`display_name = "Contoso Draw"`), ExpectError: refused(twins)},
			{Config: single(`display_name = "Tabelau"`), ExpectError: refused(misspelt)},
			{Config: single(`id = "` + installer + `"`), ExpectError: refused(unlicensed)},
		},
	})
}
