package appassignment_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// A resource that gets another name without a moved block is destroyed and created
// in one plan, in no order: whoever is last would win, and an app could lose all of
// its assignments in an apply without an error.
func TestAccRename(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	for name, tc := range map[string]struct {
		config func(name string) string
		moved  string
		holds  string
	}{
		"single": {func(name string) string { return singleBlock(name, "required", groupA) }, "moved {\n  from = intunestore_app_assignment.a\n  to = intunestore_app_assignment.b\n}\n", groupA + "_1_0"},
		"set":    {func(name string) string { return block(typeSet, name, set(entry("required", groupA))) }, "moved {\n  from = intunestore_app_assignment_set.a\n  to = intunestore_app_assignment_set.b\n}\n", groupA + "_1_0"},
	} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, people(100, 0, map[string]span{groupA: {0, 10}}))
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps: []resource.TestStep{
					{Config: env.Config(tc.config("a"))},
					{Config: env.Config(tc.config("b")), ExpectError: regexp.MustCompile(`Object destroyed and created in one plan[\s\S]*moved \{`)},
					{Config: env.Config(tc.moved + tc.config("b")), Check: left(env, appID, tc.holds)},
				},
			})
		})
	}
}
