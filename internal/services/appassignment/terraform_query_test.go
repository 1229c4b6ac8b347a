package appassignment_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// What a newer Terraform makes of identities; an older one skips it.
func TestAccIdentity(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, roomy())
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: env.Config(block(typeSingle, "a", single(entry("required", groupA)))),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(addressA, map[string]knownvalue.Check{
					"app_id": knownvalue.StringExact(appID), "assignment_id": knownvalue.StringExact(groupAID),
				})},
			},
			{ResourceName: addressA, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// What a newer Terraform makes of a query; an older one skips it.
func TestAccQuery(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, handmade())
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{{
			// The query finds the provider block of this step's file beside its own.
			Config: env.Config(`data "intunestore_licensed_apps" "all" {}`),
		}, {
			Query: true,
			Config: `
list "intunestore_app_assignment" "all" {
  provider = intunestore
}

list "intunestore_app_assignment_set" "apple" {
  provider         = intunestore
  include_resource = true
  config {
    store = "apple_vpp"
  }
}
`,
			QueryResultChecks: []querycheck.QueryResultCheck{
				querycheck.ExpectLength("intunestore_app_assignment.all", len(everything)),
				querycheck.ExpectIdentity("intunestore_app_assignment.all", map[string]knownvalue.Check{
					"app_id": knownvalue.StringExact(appID), "assignment_id": knownvalue.StringExact(groupAID),
				}),
				querycheck.ExpectLength("intunestore_app_assignment_set.apple", 1),
			},
		}},
	})
}
