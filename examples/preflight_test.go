package examples

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// TestPreflight runs the example on a tenant where everything is missing, and on
// one where nothing is.
func TestPreflight(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	example := read(t, "preflight/preflight.tf")
	for name, tc := range map[string]struct {
		tenant emulator.Tenant
		want   []knownvalue.Check
	}{
		"everything is missing": {
			emulator.Tenant{
				Organization:   emulator.Organization{MDMAuthority: "office365"},
				ManagedDevices: []emulator.ManagedDevice{{DeviceName: "Vieux poste", OSVersion: "10.0.10240.1"}},
			},
			[]knownvalue.Check{
				knownvalue.StringExact("The MDM authority is office365: set it to Intune in the admin center, or nothing here can work."),
				knownvalue.StringExact("The association with Microsoft Store for Business is off: intunestore_association turns it on."),
				knownvalue.StringExact("There is no licensed app in Intune yet."),
				knownvalue.StringExact("1 of 1 Windows devices cannot take Store apps: 1 no primary user, 1 older than windows 10 1511."),
			},
		},
		"nothing is": {
			emulator.Tenant{
				Store:          emulator.Store{Enabled: true, Language: "fr-FR", LastSuccessfulSync: "2023-01-01T00:00:00Z", LastCompletedSync: "2023-01-01T00:00:00Z"},
				Apps:           []emulator.App{{DisplayName: "Tableau blanc", TotalLicenseCount: 10}},
				Users:          []emulator.User{{UserPrincipalName: "anne@contoso.example"}},
				ManagedDevices: []emulator.ManagedDevice{{DeviceName: "Poste", UserID: "anne@contoso.example"}},
			},
			[]knownvalue.Check{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, tc.tenant)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps: []resource.TestStep{{
					Config:            env.Config(example),
					ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("missing", knownvalue.ListExact(tc.want))},
				}},
			})
		})
	}
}
