package functions_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// Through a real Terraform: an id that is taken apart comes together again.
func TestFunctionsInTerraform(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, emulator.Tenant{})
	id := app + "/" + group + "_1_1"
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{{
			Config: `
terraform {
  required_providers {
    intunestore = { source = "hashicorp/intunestore" }
  }
}
locals {
  parts = provider::intunestore::assignment_id_parse("` + id + `")
  key   = provider::intunestore::product_key_parse("9NCARNETCHTR/0010")
}
output "id" {
  value = provider::intunestore::assignment_id(local.parts.app_id, local.parts.target, local.parts.intent)
}
output "everyone" {
  value = provider::intunestore::assignment_id(local.parts.app_id, { type = "all_devices" }, "required")
}
output "key" {
  value = provider::intunestore::product_key(local.key.product_id, local.key.sku_id)
}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("id", knownvalue.StringExact(id)),
				statecheck.ExpectKnownOutputValue("everyone", knownvalue.StringExact(app+"/adadadad-808e-44e2-905a-0b7873a8a531_1_0")),
				statecheck.ExpectKnownOutputValue("key", knownvalue.StringExact("9NCARNETCHTR/0010")),
			},
		}},
	})
}
