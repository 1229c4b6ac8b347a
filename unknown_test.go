package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// Apps and groups that the same apply makes are unknown while planning: the plan says
// that the seats are checked while applying, the apply checks them before it writes,
// and afterwards there is nothing to do.
func TestIdsOfTheSameApply(t *testing.T) {
	const settled = `
resource "terraform_data" "app" {
  count = 2
  input = format("a0000000-0000-4000-8000-%%012d", count.index + 1)
}

resource "terraform_data" "group" {
  input = %q
}

resource "intunestore_app_assignment" "one" {
  app_id = terraform_data.app[0].output
  intent = "required"
  target = { type = "group", group_id = terraform_data.group.output }
}

resource "intunestore_app_assignment_set" "all" {
  app_id = terraform_data.app[1].output
  assignments = [
    { intent = "required", target = { type = "group", group_id = terraform_data.group.output } },
    { intent = "required", target = { type = "exclusion_group", group_id = "b0000000-0000-4000-8000-000000000003" } },
  ]
}

resource "intunestore_app_assignment" "known_app" {
  app_id = "a0000000-0000-4000-8000-000000000003"
  intent = "available"
  target = { type = "group", group_id = terraform_data.group.output }
}
`
	tenant := threeApps()
	tenant.Groups = append(tenant.Groups, emulator.Group{ID: fmt.Sprintf(groups, 2), DisplayName: "Everybody", Generate: []emulator.Generate{{Prefix: "e-", Users: 50}}}, emulator.Group{ID: fmt.Sprintf(groups, 3), DisplayName: "Interns"})
	r, env := startWith(t, tenant, fmt.Sprintf(settled, fmt.Sprintf(groups, 2)))

	// Fifty people and ten licences: planned, and refused before anything is written.
	if out := strings.Join(strings.Fields(r.must("plan")), " "); strings.Count(out, "Seat check deferred to apply") == 0 || !strings.Contains(out, "Plan: 6 to add") {
		t.Errorf("the plan:\n%s", out)
	}
	if out, err := r.do(nil, "apply", "-auto-approve"); err == nil || strings.Count(out, "Error: Insufficient seats") != 3 {
		t.Errorf("the apply: %v\n%s", err, out)
	}
	r.step(env, step{args: []string{"state", "list"}, says: "terraform_data.group", holds: nil})

	r.write("main.tf", env.Config(needing("intunestore/intunestore"))+fmt.Sprintf(settled, fmt.Sprintf(groups, 1)))
	all := []string{"App 1", "App 2", "App 3"}
	r.step(env, step{args: []string{"apply", "-auto-approve"}, says: "Resources: 3 added, 1 changed, 0 destroyed.", holds: all})
	r.step(env, step{args: []string{"plan", "-detailed-exitcode"}, says: "No changes.", holds: all})
	r.step(env, step{args: []string{"destroy", "-auto-approve"}, says: "Resources: 6 destroyed.", holds: nil})
}

// Import blocks by for_each, over what a data source finds, and a check block that is
// executed with each plan.
func TestImportForEachAndCheck(t *testing.T) {
	acctest.SkipBefore(t, acctest.Release{Terraform: 7, OpenTofu: 7})
	tenant := threeApps()
	for i := range tenant.Apps {
		tenant.Apps[i].Assignments = []map[string]any{{"intent": "required", "target": target("group", fmt.Sprintf(groups, 1))}}
	}
	const configuration = `
locals {
  apps = toset([for i in range(1, 4) : format("a0000000-0000-4000-8000-%%012d", i)])
}

import {
  for_each = local.apps
  to       = intunestore_app_assignment.sales[each.key]
  id       = "${each.key}/b0000000-0000-4000-8000-000000000001_1_0"
}

resource "intunestore_app_assignment" "sales" {
  for_each = local.apps
  app_id   = each.key
  intent   = "required"
  target   = { type = "group", group_id = "b0000000-0000-4000-8000-000000000001" }
}

check "seats" {
  data "intunestore_app_seats" "first" {
    app_id = "a0000000-0000-4000-8000-000000000001"
  }
  assert {
    condition     = data.intunestore_app_seats.first.total - data.intunestore_app_seats.first.needed >= %d
    error_message = "Few seats are left: ${data.intunestore_app_seats.first.needed} of ${data.intunestore_app_seats.first.total} are needed."
  }
}
`
	r, env := startWith(t, tenant, fmt.Sprintf(configuration, 5))
	out := r.must("apply", "-auto-approve")
	if !strings.Contains(out, "Resources: 3 imported, 0 added, 0 changed, 0 destroyed.") || strings.Contains(out, "Check block assertion failed") {
		t.Errorf("the apply:\n%s", out)
	}
	// Terraform itself plans to read the data of a check again: its exit code is 2.
	if out := r.must("plan"); !strings.Contains(out, "Plan: 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the second plan:\n%s", out)
	}
	r.write("main.tf", env.Config(needing("intunestore/intunestore"))+fmt.Sprintf(configuration, 6))
	if out := r.must("plan"); !strings.Contains(out, "Check block assertion failed") || !strings.Contains(out, "Few seats are left: 5 of 10 are needed.") {
		t.Errorf("the plan with a check that fails:\n%s", out)
	}
}
