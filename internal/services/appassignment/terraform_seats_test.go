package appassignment_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// insufficient matches a refusal with these numbers.
func insufficient(total, used, needed int) *regexp.Regexp {
	return regexp.MustCompile(fmt.Sprintf(`Insufficient seats[\s\S]*total\s+%d\s[\s\S]*used\s+%d\s[\s\S]*needed\s+%d\s[\s\S]*short by\s+%d\s`, total, used, needed, needed-total))
}

func singleBlock(name, intent, group string) string {
	return block(typeSingle, name, single(entry(intent, group)))
}

func importBlock(address, id string) string {
	return fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id)
}

func install(t *testing.T, env *acctest.Env, people int) func() {
	return func() {
		for i := range people {
			if err := env.Server.Install(appID, fmt.Sprintf("p-%d@contoso.example", i)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// The worked examples of the seat rules that are refused. The tenant stays as it
// is.
func TestAccRefusedExamples(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	const overA = groupA + "_1_0"
	for name, tc := range map[string]struct {
		tenant emulator.Tenant
		before []map[string]any
		config string
		want   *regexp.Regexp
		stays  []string
	}{
		"4": {people(90, 50, map[string]span{groupA: {0, 80}, groupB: {80, 95}}), []map[string]any{wire("required", groupA)},
			singleBlock("b", "required", groupB), insufficient(90, 50, 95), []string{overA}},
		"5": {people(100, 90, map[string]span{groupA: {0, 30}}), nil,
			singleBlock("a", "required", groupA), insufficient(100, 90, 120), nil},
		"8": {people(100, 0, map[string]span{groupA: {0, 60}, groupB: {60, 120}}), nil,
			singleBlock("a", "required", groupA) + singleBlock("b", "required", groupB), insufficient(100, 0, 120), nil},
		"10": {people(50, 0, map[string]span{groupA: {0, 60}, groupX: {0, 20}}), []map[string]any{wire("required", groupA), wireExclusion("required", groupX)},
			importBlock(addressSet, appID) + block(typeSet, "all", set(entry("required", groupA))), insufficient(50, 0, 60), []string{overA, groupX + "_1_1"}},
		"12": {people(50, 0, map[string]span{groupA: {0, 60}}), []map[string]any{wire("uninstall", groupA)},
			importBlock(addressA, appID+"/"+groupA+"_2_0") + singleBlock("a", "required", groupA), insufficient(50, 0, 60), []string{groupA + "_2_0"}},
		"14": {people(60, 50, map[string]span{groupA: {0, 50}, groupB: {50, 80}}), []map[string]any{wire("required", groupA)},
			importBlock(addressSet, appID) + block(typeSet, "all", set(entry("required", groupB))), insufficient(60, 50, 80), []string{overA}},
	} {
		t.Run(name, func(t *testing.T) {
			tc.tenant.Apps[0].Assignments = tc.before
			env := acctest.Start(t, tc.tenant)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps:                    []resource.TestStep{{Config: env.Config(tc.config), ExpectError: tc.want}},
			})
			holds(t, env, tc.stays...)
		})
	}
}

// Examples 1, 2 and 3, and after them 9 by a set.
func TestAccFittingExamples(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, people(100, 0, map[string]span{groupA: {0, 80}, groupB: {80, 95}}))
	a := singleBlock("a", "required", groupA)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: env.Config(a)},
			{PreConfig: install(t, env, 80), Config: env.Config(a), PlanOnly: true},
			{Config: env.Config(a + singleBlock("b", "required", groupB)), Check: left(env, appID, groupA+"_1_0", groupB+"_1_0")},
		},
	})

	env = acctest.Start(t, people(100, 0, map[string]span{groupA: {0, 60}, groupB: {20, 80}}))
	resource.UnitTest(t, resource.TestCase{ // 7
		ProtoV6ProviderFactories: env.Factories,
		Steps:                    []resource.TestStep{{Config: env.Config(a + singleBlock("b", "required", groupB))}},
	})

	tenant := people(100, 100, map[string]span{groupA: {0, 120}, groupB: {0, 90}})
	tenant.Apps[0].Assignments = []map[string]any{wire("required", groupA)}
	env = acctest.Start(t, tenant)
	resource.UnitTest(t, resource.TestCase{ // 9
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{{
			Config: env.Config(importBlock(addressSet, appID) + block(typeSet, "all", set(entry("required", groupB)))),
			Check:  left(env, appID, groupB+"_1_0"),
		}},
	})
}

// A replacement is judged as one change, when planning and when applying: example
// 13 first, and then another group with all seats free.
func TestAccReplacementIsOneChange(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, people(50, 0, map[string]span{groupA: {0, 50}}))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: env.Config(singleBlock("a", "required", groupA))},
			{
				PreConfig: install(t, env, 50), Config: env.Config(singleBlock("a", "available", groupA)),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionDestroyBeforeCreate),
				Check:            left(env, appID, groupA+"_0_0"),
			},
		},
	})
	env = acctest.Start(t, people(100, 0, map[string]span{groupA: {0, 80}, groupB: {80, 160}}))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: env.Config(singleBlock("a", "required", groupA))},
			{
				Config:           env.Config(singleBlock("a", "required", groupB)),
				ConfigPlanChecks: does(addressA, plancheck.ResourceActionDestroyBeforeCreate),
				Check:            left(env, appID, groupB+"_1_0"),
			},
		},
	})
}

// Example 10b: ending an exclusion is never refused.
func TestAccExclusionDestroyed(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, people(50, 0, map[string]span{groupA: {0, 60}, groupX: {0, 20}}))
	x := block(typeSingle, "x", single(exclusion("required", groupX)))
	a := block(typeSingle, "a", single(entry("required", groupA)))
	a = a[:len(a)-2] + "  depends_on = [intunestore_app_assignment.x]\n}\n"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: env.Config(x)},
			{Config: env.Config(x + a)},
			{Config: env.Config(singleBlock("a", "required", groupA)), Check: left(env, appID, groupA+"_1_0")},
		},
		CheckDestroy: left(env, appID),
	})
}

// What another resource makes is not known while planning: the check waits for
// apply, and is made there before anything is written.
func TestAccUnknownInputs(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	inputs := fmt.Sprintf("resource \"terraform_data\" \"in\" {\n  input = { app = %q, group = %q, target = { type = \"group\", group_id = %q } }\n}\n", appID, groupA, groupA)
	unknowns := map[string]string{
		"app":    block(typeSingle, "a", with(entry("required", groupA), object{"app_id": "${terraform_data.in.output.app}"})),
		"group":  block(typeSingle, "a", single(entry("required", "${terraform_data.in.output.group}"))),
		"target": block(typeSingle, "a", single(object{"intent": "required", "target": "${terraform_data.in.output.target}"})),
		"set":    block(typeSet, "all", set(entry("required", "${terraform_data.in.output.group}"))),
		"element": fmt.Sprintf("resource \"intunestore_app_assignment_set\" \"all\" {\n  app_id = %q\n  assignments = [{ intent = \"required\", target = terraform_data.in.output.target }, terraform_data.element.output]\n}\n"+
			"resource \"terraform_data\" \"element\" {\n  input = { intent = \"available\", target = { type = \"group\", group_id = %q } }\n}\n", appID, groupA),
	}
	for name, config := range unknowns {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, people(100, 0, map[string]span{groupA: {0, 80}}))
			want := []string{groupA + "_1_0"}
			if name == "element" {
				want = []string{groupA + "_0_0", groupA + "_1_0"}
			}
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps:                    []resource.TestStep{{Config: env.Config(inputs + config), Check: left(env, appID, want...)}},
			})
		})
	}
	for _, name := range []string{"app", "set"} {
		t.Run(name+", too many", func(t *testing.T) {
			env := acctest.Start(t, people(79, 0, map[string]span{groupA: {0, 80}}))
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps:                    []resource.TestStep{{Config: env.Config(inputs + unknowns[name]), ExpectError: insufficient(79, 0, 80)}},
			})
			if creates(env)+assigns(env) > 0 {
				t.Error("something was written")
			}
		})
	}
}

// The other modes of the check.
func TestAccModes(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	for _, mode := range []string{"warn", "off"} {
		t.Run(mode, func(t *testing.T) {
			env := acctest.Start(t, people(50, 0, map[string]span{groupA: {0, 60}}))
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps: []resource.TestStep{{
					Config: env.Config(block(typeSingle, "a", with(single(entry("required", groupA)), object{"seat_check": mode}))),
					Check: func(*terraform.State) error {
						if n := sent(env, "GET", "/transitiveMembers"); (n > 0) != (mode == "warn") {
							return fmt.Errorf("%d counting requests", n)
						}
						return nil
					},
				}},
			})
		})
	}
}
