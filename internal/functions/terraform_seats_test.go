package functions_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// Through a real Terraform, from both data sources as they are.
func TestSeatPicturesInTerraform(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, emulator.Tenant{
		Apps: []emulator.App{{
			ID: app, DisplayName: "Carnet", TotalLicenseCount: 90, UsedLicenseCount: 12,
			Assignments: []map[string]any{{
				"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": "required",
				"target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group},
			}},
		}},
		Groups: []emulator.Group{{ID: group, DisplayName: "Chantiers", Generate: []emulator.Generate{{Prefix: "p", Users: 60}}}},
	})
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{{
			Config: env.Config(`
terraform {
  required_providers {
    intunestore = { source = "hashicorp/intunestore" }
  }
}
data "intunestore_licensed_apps" "all" {}
data "intunestore_app_seats" "one" {
  app_id = data.intunestore_licensed_apps.all.apps[0].id
}
output "listed" {
  value = provider::intunestore::seats_markdown(data.intunestore_licensed_apps.all.apps)
}
output "claimed" {
  value = provider::intunestore::seats_markdown({ one = data.intunestore_app_seats.one }, 10)
}
output "chart" {
  value = provider::intunestore::seats_svg([data.intunestore_app_seats.one])
}
`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("listed", knownvalue.StringExact(
					"**The app has licences enough.**\n\n"+head+"| `Carnet` | `██░░░░░░░░░░░░░░░░░░` | 90 | 12 | 0 | 78 | 0 |\n"+legend)),
				statecheck.ExpectKnownOutputValue("claimed", knownvalue.StringRegexp(regexp.MustCompile(
					"(?m)^\\| `Carnet` \\| `[█▒░]{20}` \\| 90 \\| 12 \\| ≈ \\d+ \\| \\d+ \\| 0 \\|$"))),
				statecheck.ExpectKnownOutputValue("chart", knownvalue.StringRegexp(regexp.MustCompile(`(?s)^<svg .*>Carnet<`))),
			},
		}},
	})
}
