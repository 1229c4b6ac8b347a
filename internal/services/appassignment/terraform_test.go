package appassignment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// What terraform itself must be seen to do; the matrix is in the other files.

const (
	addressA   = typeSingle + ".a"
	addressSet = typeSet + ".all"
)

// hcl writes an entry's attributes as HCL.
func hcl(v any) string {
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "${") {
			return strings.TrimSuffix(strings.TrimPrefix(v, "${"), "}")
		}
		return fmt.Sprintf("%q", v)
	case object:
		var parts []string
		for name, member := range v {
			parts = append(parts, name+" = "+hcl(member))
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case []any:
		var parts []string
		for _, element := range v {
			parts = append(parts, hcl(element))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprint(v)
}

// block is a resource with a configuration.
func block(typeName, name string, config object) string {
	var b strings.Builder
	fmt.Fprintf(&b, "resource %q %q {\n", typeName, name)
	for attribute, v := range config {
		fmt.Fprintf(&b, "  %s = %s\n", attribute, hcl(v))
	}
	return b.String() + "}\n"
}

// does asserts what a plan does to the resource, and that nothing is left to do.
func does(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)},
		PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
	}
}

func value(address, attribute string, v knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), v)
}

// left checks what the tenant holds, in the middle of a test of terraform.
func left(env *acctest.Env, app string, want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if diff := cmp.Diff(append([]string{}, want...), assigned(env, app)); diff != "" {
			return fmt.Errorf("assignments in the tenant (-want +got):\n%s", diff)
		}
		return nil
	}
}

func TestAccAssignmentLife(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	tenant := roomy()
	tenant.Apps[0].Assignments = []map[string]any{wire("uninstall", groupB)}
	env := acctest.Start(t, tenant)
	const neighbour = groupB + "_2_0"
	least := single(entry("required", groupA))
	first := does(addressA, plancheck.ResourceActionCreate)
	first.PreApply = append(first.PreApply,
		plancheck.ExpectUnknownValue(addressA, tfjsonpath.New("id")),
		plancheck.ExpectUnknownValue(addressA, tfjsonpath.New("assignment_id")))
	config := func(c object) string { return env.Config(block(typeSingle, "a", c)) }
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{ // the least
				Config:           config(least),
				ConfigPlanChecks: first,
				ConfigStateChecks: []statecheck.StateCheck{
					value(addressA, "id", knownvalue.StringExact(appID+"/"+groupA+"_1_0")),
					value(addressA, "assignment_id", knownvalue.StringExact(groupA+"_1_0")),
					value(addressA, "microsoft_store_settings", knownvalue.ObjectExact(map[string]knownvalue.Check{"use_device_context": knownvalue.Bool(false)})),
					value(addressA, "apple_vpp_settings", knownvalue.Null()),
				},
				Check: left(env, appID, groupA+"_1_0", neighbour),
			},
			{ResourceName: addressA, ImportState: true, ImportStateVerify: true},
			{ // capitals
				Config:           config(with(single(entry("required", strings.ToUpper(groupA))), object{"app_id": strings.ToUpper(appID)})),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionNoop),
			},
			{ // in place
				Config:           config(single(filtered(entry("required", groupA), "include"))),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionUpdate),
				Check:            left(env, appID, groupA+"_1_0 include filter", neighbour),
			},
			{ // changed behind our back
				PreConfig: func() {
					portal(t, env, func(all []map[string]any) []map[string]any {
						all[0]["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterType"] = "exclude"
						return all
					})
				},
				Config:           config(single(filtered(entry("required", groupA), "include"))),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionUpdate),
				Check:            left(env, appID, groupA+"_1_0 include filter", neighbour),
			},
			{ // deleted behind our back
				PreConfig:        func() { portal(t, env, remove(groupA+"_1_0")) },
				Config:           config(least),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionCreate),
				Check:            left(env, appID, groupA+"_1_0", neighbour),
			},
			{
				Config:           config(single(entry("available", groupA))),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionDestroyBeforeCreate),
				Check:            left(env, appID, groupA+"_0_0", neighbour),
			},
			{
				Config:           config(single(object{"intent": "available", "target": target("all_licensed_users", "")})),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionDestroyBeforeCreate),
				Check:            left(env, appID, allUsersID+"_0_0", neighbour),
			},
			{
				Config:           config(with(entry("available", groupX), object{"app_id": secondApp})),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionDestroyBeforeCreate),
				Check:            resource.ComposeTestCheckFunc(left(env, appID, neighbour), left(env, secondApp, groupX+"_0_0")),
			},
			{ // replaced by what it is
				Taint:            []string{addressA},
				Config:           config(with(entry("available", groupX), object{"app_id": secondApp})),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionDestroyBeforeCreate),
				Check:            left(env, secondApp, groupX+"_0_0"),
			},
		},
		CheckDestroy: resource.ComposeTestCheckFunc(left(env, appID, neighbour), left(env, secondApp)),
	})
}

// What the service answers as null shows as its default, so that a configuration
// that says nothing and one that says the default have nothing to do after an
// import.
func TestAccImportOfNulls(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	tenant := roomy()
	tenant.Apps[0].Assignments = []map[string]any{wire("required", groupA), wireExclusion("required", groupX)}
	env := acctest.Start(t, tenant)
	imported := func(address, id string) string {
		return fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id)
	}
	said := with(single(entry("required", groupA)), object{"microsoft_store_settings": deviceContext(false)})
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(addressA, plancheck.ResourceActionNoop), plancheck.ExpectResourceAction(typeSingle+".x", plancheck.ResourceActionNoop)}}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: env.Config(imported(addressA, strings.ToUpper(appID)+"/"+groupA+"_1_0") + block(typeSingle, "a", said) +
					imported(typeSingle+".x", appID+"/"+groupX+"_1_1") + block(typeSingle, "x", single(exclusion("required", groupX)))),
				ConfigPlanChecks: empty,
			},
			{
				Config:           env.Config(block(typeSingle, "a", single(entry("required", groupA))) + block(typeSingle, "x", single(exclusion("required", groupX)))),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}

// A group that was deleted in the directory may still be assigned.
func TestAccGhostGroup(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, roomy())
	config := env.Config(block(typeSingle, "a", single(entry("required", groupA))) + block(typeSet, "all", with(set(entry("required", groupA), exclusion("required", groupX)), object{"app_id": secondApp})))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					for _, id := range []string{groupA, groupX} {
						if err := env.Server.DeleteGroup(id); err != nil {
							t.Fatal(err)
						}
					}
				},
				Config: config, PlanOnly: true,
			},
		},
		CheckDestroy: resource.ComposeTestCheckFunc(left(env, appID), left(env, secondApp)),
	})
}
