package appassignment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func TestAccSetLife(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, roomy())
	a, x := entry("required", groupA), exclusion("required", groupX)
	shouted := entry("required", strings.ToUpper(groupA))
	defaulted := with(a, object{"microsoft_store_settings": deviceContext(false)})
	b := filtered(entry("available", groupB), "exclude")
	config := func(c object) string { return env.Config(block(typeSet, "all", c)) }
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config:           config(set(a, x)),
				ConfigPlanChecks: does(addressSet, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					value(addressSet, "id", knownvalue.StringExact(appID)),
					value(addressSet, "assignments", knownvalue.SetSizeExact(2)),
				},
				Check: left(env, appID, groupA+"_1_0", groupX+"_1_1"),
			},
			{ResourceName: addressSet, ImportState: true, ImportStateVerify: true},
			{ // other words for the same
				Config:           config(set(x, with(shouted, object{"microsoft_store_settings": deviceContext(false)}))),
				ConfigPlanChecks: does(addressSet, plancheck.ResourceActionNoop),
			},
			{ // other words beside a change
				Config:           config(set(b, shouted)),
				ConfigPlanChecks: does(addressSet, plancheck.ResourceActionUpdate),
				Check:            left(env, appID, groupA+"_1_0", groupB+"_0_0 exclude filter"),
			},
			{ // again, with a default that is said
				Config:           config(set(b, defaulted, x)),
				ConfigPlanChecks: does(addressSet, plancheck.ResourceActionUpdate),
				Check:            left(env, appID, groupA+"_1_0", groupB+"_0_0 exclude filter", groupX+"_1_1"),
			},
			{ // changed behind our back
				PreConfig: func() {
					portal(t, env, add(wire("uninstall", groupB)))
					portal(t, env, remove(groupX+"_1_1"))
				},
				Config:           config(set(b, defaulted, x)),
				ConfigPlanChecks: does(addressSet, plancheck.ResourceActionUpdate),
				Check:            left(env, appID, groupA+"_1_0", groupB+"_0_0 exclude filter", groupX+"_1_1"),
			},
			{ // replaced by what it is: nobody is without the app in between
				PreConfig:        env.Server.ResetRequests,
				Taint:            []string{addressSet},
				Config:           config(set(b, x)),
				ConfigPlanChecks: does(addressSet, plancheck.ResourceActionDestroyBeforeCreate),
				Check: resource.ComposeTestCheckFunc(left(env, appID, groupB+"_0_0 exclude filter", groupX+"_1_1"), func(*terraform.State) error {
					if n := assigns(env); n != 1 {
						return fmt.Errorf("%d assign calls to replace the set", n)
					}
					return nil
				}),
			},
			{
				Config:           config(set()),
				ConfigPlanChecks: does(addressSet, plancheck.ResourceActionUpdate),
				Check:            left(env, appID),
			},
			{
				Config:           config(with(set(a), object{"app_id": secondApp})),
				ConfigPlanChecks: does(addressSet, plancheck.ResourceActionDestroyBeforeCreate),
				Check:            resource.ComposeTestCheckFunc(left(env, appID), left(env, secondApp, groupA+"_1_0")),
			},
		},
		CheckDestroy: left(env, secondApp),
	})
}

// Fifty assignments of one app, made and ended at once, all arrive, and neighbours
// are not touched.
func TestAccFiftyAtOnce(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	for _, command := range []string{"plan", "apply", "destroy"} {
		t.Setenv("TF_CLI_ARGS_"+command, "-parallelism=50")
	}
	tenant := people(60, 0, map[string]span{groupA: {0, 3}})
	tenant.Apps[0].Assignments = []map[string]any{wire("uninstall", groupA)}
	var want []string
	for i := range 50 {
		id := fmt.Sprintf("c0000000-0000-4000-8000-%012d", i)
		tenant.Groups = append(tenant.Groups, emulator.Group{ID: id, DisplayName: fmt.Sprint("Group ", i), Generate: []emulator.Generate{{Prefix: "q-", From: i, Users: 1}}})
		want = append(want, id+"_1_0")
	}
	env := acctest.Start(t, tenant)
	neighbour := groupA + "_2_0"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{{
			Config: env.Config(fmt.Sprintf(`resource "intunestore_app_assignment" "a" {
  count  = 50
  app_id = %q
  intent = "required"
  target = { type = "group", group_id = format("c0000000-0000-4000-8000-%%012d", count.index) }
}
`, appID)),
			Check: left(env, appID, append([]string{neighbour}, want...)...),
		}},
		CheckDestroy: left(env, appID, neighbour),
	})
	if n := creates(env); n != 50 {
		t.Errorf("%d creates", n)
	}
}
