package association_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// What terraform itself must be seen to do; the matrix is in the other files.

const address = "intunestore_association.this"

func hcl(attributes string) string {
	return fmt.Sprintf("resource \"intunestore_association\" \"this\" {\n%s\n}\n", attributes)
}

// told matches a diagnostic as terraform prints it, whole. A MOMENT is any.
func told(d acctest.Diagnostic) *regexp.Regexp {
	return regexp.MustCompile(strings.ReplaceAll(acctest.Printed(d), "MOMENT", timestamp.String()))
}

func value(attribute string, v knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), v)
}

func plans(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)},
		PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
	}
}

func TestTerraformLifecycle(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, contoso(emulator.Store{PortalSelection: "companyPortal"}))
	first := plans(plancheck.ResourceActionCreate)
	first.PreApply = append(first.PreApply,
		plancheck.ExpectUnknownValue(address, tfjsonpath.New("id")),
		plancheck.ExpectUnknownValue(address, tfjsonpath.New("portal_selection")))
	change := func(e emulator.Edit) func() { return func() { edit(t, env, e) } }
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{ // the least
				Config:           env.Config(hcl(`language = "fr-fr"`)),
				ConfigPlanChecks: first,
				ConfigStateChecks: []statecheck.StateCheck{
					value("id", knownvalue.StringExact(tenantID)),
					value("tenant_id", knownvalue.StringExact(tenantID)),
					value("enabled", knownvalue.Bool(true)),
					value("language", knownvalue.StringExact("fr-fr")),
					value("portal_selection", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("companyPortal")})),
					value("on_destroy", knownvalue.StringExact("disable")),
					value("sync", knownvalue.Null()),
				},
			},
			{ResourceName: address, ImportState: true, ImportStateId: tenantID, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"language"}},
			{ // in place, with everything
				Config: env.Config(hcl("language = \"de-DE\"\nportal_selection = [\"privateStore\", \"companyPortal\"]\non_destroy = \"retain\"\n" +
					"sync = { triggers = { bought = \"1\" } }\ntimeouts = { update = \"1m\" }")),
				ConfigPlanChecks: plans(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					value("portal_selection", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("companyPortal"), knownvalue.StringExact("privateStore")})),
					value("sync", knownvalue.ObjectExact(map[string]knownvalue.Check{
						"wait": knownvalue.Bool(true), "triggers": knownvalue.MapExact(map[string]knownvalue.Check{"bought": knownvalue.StringExact("1")})})),
				},
			},
			{Config: env.Config(hcl(`language = "fr-FR"`)), ConfigPlanChecks: plans(plancheck.ResourceActionUpdate)},
			{ // changed behind our back
				PreConfig: change(emulator.Edit{Language: new("it-IT")}), Config: env.Config(hcl(`language = "fr-FR"`)),
				ConfigPlanChecks: plans(plancheck.ResourceActionUpdate),
			},
			{ // turned off behind our back
				PreConfig: change(emulator.Edit{Enabled: new(false)}), Config: env.Config(hcl(`language = "fr-FR"`)),
				ConfigPlanChecks: plans(plancheck.ResourceActionUpdate),
			},
			{ // not ours to notice
				PreConfig: change(emulator.Edit{PortalSelection: new("none")}), Config: env.Config(hcl(`language = "fr-FR"`)),
				ConfigPlanChecks: plans(plancheck.ResourceActionNoop),
			},
			{ // another spelling
				Config: env.Config(hcl(`language = "FR-fr"`)), ConfigPlanChecks: plans(plancheck.ResourceActionNoop),
			},
			{ // an input known only after apply
				Config:           env.Config("resource \"terraform_data\" \"language\" { input = \"es-ES\" }\n" + hcl(`language = terraform_data.language.output`)),
				ConfigPlanChecks: plans(plancheck.ResourceActionUpdate),
			},
		},
		CheckDestroy: func(*terraform.State) error {
			if got, _ := env.Protocol(t, nil).Data(typeName, object{}); got["enabled"] != false {
				return fmt.Errorf("still on after destroy: %v", got)
			}
			return nil
		},
	})
}

func TestTerraformImportBlock(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, contoso(emulator.Store{Enabled: true, Language: "de-DE"}))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: env.Config(hcl(`language = "de-DE"`)), ExpectError: told(alreadyOn)},
			{ // what the error says to write
				Config:           env.Config("import {\n  to = " + address + "\n  id = \"" + tenantID + "\"\n}\n" + hcl(`language = "de-DE"`)),
				ConfigPlanChecks: plans(plancheck.ResourceActionNoop),
			},
		},
	})
	wrote(t, env, 1, 0) // of the destroy at the end
}

// The sync fails, the Store's side is put right, and the next apply goes on.
func TestTerraformGoesOnAfterAFailedSync(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	for _, onDestroy := range []string{"disable", "retain"} {
		t.Run(onDestroy, func(t *testing.T) {
			env := acctest.Start(t, contoso(emulator.Store{ToolActivated: new(false)}))
			config := env.Config(hcl("language = \"fr-FR\"\non_destroy = \"" + onDestroy + "\""))
			var before int
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps: []resource.TestStep{
					{Config: config, ExpectError: told(notActivated("Last completed sync: MOMENT. Last successful sync: never.", afterCreate))},
					{
						PreConfig: func() {
							edit(t, env, emulator.Edit{ToolActivated: new(true)})
							before = env.Server.RequestCounts()[patch]
						},
						Config: config, ConfigPlanChecks: plans(plancheck.ResourceActionDestroyBeforeCreate),
						Check: func(*terraform.State) error {
							if n := env.Server.RequestCounts()[patch] - before; n != 1 {
								return fmt.Errorf("written %d times: it was turned off in between", n)
							}
							return nil
						},
					},
				},
			})
		})
	}
}

// Each error as terraform shows it.
func TestTerraformErrors(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	sccm := contoso(emulator.Store{})
	sccm.Organization.MDMAuthority = "sccm"
	two := hcl(`language = "de-DE"`) + "resource \"intunestore_association\" \"second\" {\n  language = \"de-DE\"\n  depends_on = [" + address + "]\n}\n"
	for name, tc := range map[string]struct {
		tenant         emulator.Tenant
		settings, body string
		want           acctest.Diagnostic
	}{
		"language":         {contoso(emulator.Store{}), "", hcl(`language = "xx_bad"`), malformedLanguage},
		"MDM authority":    {sccm, "", hcl(`language = "fr-FR"`), managedBySCCM},
		"government cloud": {contoso(emulator.Store{}), `environment = "usgovernmentl4"`, hcl(`language = "fr-FR"`), inGovernmentCloud},
		"two associations": {contoso(emulator.Store{}), "", two, managedTwice},
	} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, tc.tenant)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps:                    []resource.TestStep{{Config: env.ConfigWith(tc.settings, tc.body), ExpectError: told(tc.want)}},
			})
		})
	}
}

func TestTerraformDataSource(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, contoso(emulator.Store{Enabled: true, Language: "fr-FR", LastSuccessfulSync: "2026-11-20T16:00:00Z"}))
	at := func(attribute string, v knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.intunestore_association.this", tfjsonpath.New(attribute), v)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{{
			Config: env.Config(`data "intunestore_association" "this" {}`),
			ConfigStateChecks: []statecheck.StateCheck{
				at("enabled", knownvalue.Bool(true)),
				at("tenant_name", knownvalue.StringExact("Contoso")),
				at("mdm_authority", knownvalue.StringExact("intune")),
				at("last_successful_sync", knownvalue.StringExact("2026-11-20T16:00:00Z")),
				at("portal_selection", knownvalue.SetExact(nil)),
			},
		}},
	})
}
