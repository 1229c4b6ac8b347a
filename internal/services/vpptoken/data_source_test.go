package vpptoken_test

import (
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
	one      = "intunestore_apple_vpp_token"
	several  = "intunestore_apple_vpp_tokens"
	office   = "70000000-0000-4000-8000-000000000001"
	school   = "70000000-0000-4000-8000-000000000002"
	twin     = "70000000-0000-4000-8000-000000000003"
	nothing  = "70000000-0000-4000-8000-0000000000ff"
	twinned  = "  School (" + twin + "), expired"
	allOfIt  = "\n\n  Head office (" + office + "), valid\n  School (" + school + "), invalid\n" + twinned
	notFound = "Apple VPP token not found"
)

type object = acctest.Object

func tenant() emulator.Tenant {
	return emulator.Tenant{VPPTokens: []emulator.VPPToken{
		{ID: school, DisplayName: "School", AccountType: "education", State: "invalid"},
		{ID: twin, DisplayName: "School", ExpirationDateTime: "2020-01-01T00:00:00Z"},
		{ID: office, DisplayName: "Head office", OrganizationName: "Contoso", LocationName: "Lyon", AppleID: "vpp@contoso.example", CountryOrRegion: "FR",
			ExpirationDateTime: "2090-06-01T12:00:00Z", LastSyncDateTime: "2026-11-01T08:00:00Z", LastSyncStatus: "completed", AutomaticallyUpdateApps: true, Token: "apple-secret"},
	}}
}

var head = object{"id": office, "display_name": "Head office", "organization_name": "Contoso", "location_name": "Lyon", "apple_id": "vpp@contoso.example",
	"vpp_token_account_type": "business", "country_or_region": "FR", "state": "valid", "expiration_date_time": "2090-06-01T12:00:00Z",
	"last_sync_date_time": "2026-11-01T08:00:00Z", "last_sync_status": "completed", "automatically_update_apps": true}

func TestOneToken(t *testing.T) {
	p := acctest.Start(t, tenant()).Protocol(t, nil)
	for name, tc := range map[string]struct {
		config object
		want   object
		refuse []acctest.Diagnostic
	}{
		"by id":   {config: object{"id": strings.ToUpper(office)}, want: object{"id": strings.ToUpper(office)}},
		"by name": {config: object{"display_name": "HEAD office"}, want: object{"display_name": "HEAD office"}},
		"none": {config: object{"id": nothing}, refuse: []acctest.Diagnostic{{Summary: notFound, Attribute: `AttributeName("id")`,
			Detail: `No location token has the id "` + nothing + `". Intune has:` + allOfIt}}},
		"several": {config: object{"display_name": "school"}, refuse: []acctest.Diagnostic{{Summary: "Several Apple VPP tokens found", Attribute: `AttributeName("display_name")`,
			Detail: `Several location tokens have the display_name "school": give the id. They are:` + "\n\n  School (" + school + "), invalid\n" + twinned}}},
		"both": {config: object{"id": office, "display_name": "Head office"}, refuse: []acctest.Diagnostic{{Summary: "Invalid Attribute Combination", Attribute: `AttributeName("id")`,
			Detail: "Exactly one of these attributes must be configured: [id,display_name]"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, diagnostics := p.Data(one, tc.config)
			if diff := cmp.Diff(tc.refuse, diagnostics); diff != "" {
				t.Error(diff)
			}
			if tc.want == nil {
				return
			}
			if diff := cmp.Diff(head, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSeveralTokens(t *testing.T) {
	env := acctest.Start(t, tenant())
	p := env.Protocol(t, nil)
	for name, tc := range map[string]struct {
		config object
		want   []any
	}{
		"all":         {object{}, []any{office, school, twin}},
		"in a state":  {object{"state": "expired"}, []any{twin}},
		"of somebody": {object{"organization_name": "contoso"}, []any{office}},
		"none":        {object{"state": "unknown"}, []any{}},
	} {
		got, diagnostics := p.Data(several, tc.config)
		ids := []any{}
		for _, token := range got["tokens"].([]any) {
			ids = append(ids, token.(object)["id"])
		}
		if diff := cmp.Diff(tc.want, ids); diff != "" || len(diagnostics) > 0 {
			t.Errorf("%s: %s%+v", name, diff, diagnostics)
		}
	}
	// The secret is neither shown nor asked for.
	for _, r := range env.Server.Requests() {
		if strings.HasSuffix(r.Route, "/vppTokens") && (!strings.Contains(r.Query, "$select=") || strings.Contains(r.Query, "token,")) {
			t.Errorf("asked for %s", r.Query)
		}
	}
}

func TestTokensNotRead(t *testing.T) {
	env := acctest.Start(t, tenant())
	if err := env.Server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/vppTokens"}, Status: 403}); err != nil {
		t.Fatal(err)
	}
	p := env.Protocol(t, nil)
	for name, config := range map[string]object{one: {"id": office}, several: {}} {
		_, diagnostics := p.Data(name, config)
		if len(diagnostics) != 1 || diagnostics[0].Summary != "Apple VPP tokens not read" || !strings.Contains(diagnostics[0].Detail, "DeviceManagementServiceConfig.Read.All") {
			t.Errorf("%s: %+v", name, diagnostics)
		}
	}
}

func TestTokensWithTerraform(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, tenant())
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: env.Factories, Steps: []resource.TestStep{{
		Config: env.Config(`
data "intunestore_apple_vpp_token" "office" {
  display_name = "Head office"
}
data "intunestore_apple_vpp_tokens" "all" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data."+one+".office", tfjsonpath.New("state"), knownvalue.StringExact("valid")),
			statecheck.ExpectKnownValue("data."+several+".all", tfjsonpath.New("tokens"), knownvalue.ListSizeExact(3)),
		},
	}}})
}
