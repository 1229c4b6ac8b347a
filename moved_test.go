package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// movable says which Terraform lets a moved block lead from one provider's type to
// another's.
var movable = acctest.Release{Terraform: 8, OpenTofu: 10}

// Assignments that other providers made (their stand-ins write the states) move here,
// by for_each, alone and within a module: nothing is written to the tenant, nothing is
// destroyed, and once the moved blocks and the other providers are gone, there is
// nothing to do.
func TestMovedFromOtherProviders(t *testing.T) {
	acctest.SkipBefore(t, movable)
	r, env := startWith(t, madeByNeighbours(), "")
	stage := func(name string, sources ...string) {
		t.Helper()
		r.write("main.tf", env.Config(needing(sources...)+read(t, "testdata/moved/"+name)))
		r.write("kept_out/main.tf", read(t, "testdata/moved/kept_out/"+name))
		r.must("get")
	}
	if err := os.Mkdir(filepath.Join(r.dir, "kept_out"), 0o700); err != nil {
		t.Fatal(err)
	}
	stage("before.tf", "intunestore/intunestore", "deploymenttheory/microsoft365", "microsoft/msgraph")
	r.must("apply", "-auto-approve")
	before := holdings(env)
	env.Server.ResetRequests()

	stage("after.tf", "intunestore/intunestore")
	out := r.must("plan", "-out=moved")
	if !strings.Contains(out, "Plan: 0 to add, 0 to change, 0 to destroy.") || strings.Count(out, "has moved to") != 4 {
		t.Fatalf("the plan of the move:\n%s", out)
	}
	r.must("apply", "moved")
	want := []string{`intunestore_app_assignment.reader["sales"]`, `intunestore_app_assignment.reader["support"]`,
		"intunestore_app_assignment.writer", "module.kept_out.intunestore_app_assignment.interns"}
	if diff := cmp.Diff(want, strings.Fields(r.must("state", "list"))); diff != "" {
		t.Errorf("the state after the move (-want +got):\n%s", diff)
	}
	r.must("plan", "-detailed-exitcode")
	if diff := cmp.Diff(before, holdings(env)); diff != "" {
		t.Errorf("the tenant changed (-before +after):\n%s", diff)
	}
	for _, request := range env.Server.Requests() {
		if strings.Contains(request.Route, "/assign") && request.Method != "GET" {
			t.Errorf("written: %s %s", request.Method, request.Path)
		}
	}
	r.must("destroy", "-auto-approve")
	if left := holdings(env); len(left[fmt.Sprintf(apps, 1)])+len(left[fmt.Sprintf(apps, 2)]) > 0 {
		t.Errorf("left after destroying: %v", left)
	}
}

// What is no assignment cannot become one: the plan says so, and nothing is changed.
func TestMovedRefused(t *testing.T) {
	acctest.SkipBefore(t, movable)
	r, env := startWith(t, madeByNeighbours(), "")
	r.write("main.tf", needing("microsoft/msgraph")+"\nresource \"msgraph_resource\" \"group\" {\n  url  = \"groups\"\n  body = { id = \"b1\" }\n}\n")
	r.must("apply", "-auto-approve")
	state := r.must("state", "pull")
	r.write("main.tf", env.Config(needing("intunestore/intunestore"))+assignTo("group", 1)+"\nmoved {\n  from = msgraph_resource.group\n  to   = intunestore_app_assignment.group\n}\n")
	out, err := r.do(nil, "plan")
	want := acctest.Printed(acctest.Diagnostic{Summary: "State not moved", Detail: "This msgraph_resource cannot become an intunestore_app_assignment: " +
		"its address is groups/b1, and that of an assignment is deviceAppManagement/mobileApps/{app_id}/assignments/{assignment_id}. Nothing was changed."})
	if err == nil || !regexp.MustCompile(want).MatchString(out) {
		t.Errorf("%v\n%s", err, out)
	}
	if diff := cmp.Diff(state, r.must("state", "pull")); diff != "" {
		t.Errorf("the state changed (-before +after):\n%s", diff)
	}
}

// Single assignments of an app become its set: one moves, the others leave the state,
// and nothing is written to the tenant.
func TestMovedFromSinglesToSet(t *testing.T) {
	acctest.SkipBefore(t, movable)
	r, env := startWith(t, threeApps(), assignTo("sales", 1)+assignTo("everyone", 0))
	r.must("apply", "-auto-approve")
	before := holdings(env)
	r.write("main.tf", env.Config(needing("intunestore/intunestore"))+read(t, "testdata/moved/set.tf"))
	out := r.must("plan", "-out=moved")
	if !strings.Contains(out, "0 to add, 0 to change, 0 to destroy") {
		t.Fatalf("the plan of the move:\n%s", out)
	}
	r.must("apply", "moved")
	if got := strings.TrimSpace(r.must("state", "list")); got != "intunestore_app_assignment_set.all" {
		t.Errorf("the state after the move: %s", got)
	}
	r.must("plan", "-detailed-exitcode")
	if diff := cmp.Diff(before, holdings(env)); diff != "" {
		t.Errorf("the tenant changed (-before +after):\n%s", diff)
	}
}

// assignTo is an assignment of the first app to a group; 0 is everybody.
func assignTo(name string, group int) string {
	target := `{ type = "all_licensed_users" }`
	if group > 0 {
		target = fmt.Sprintf(`{ type = "group", group_id = %q }`, fmt.Sprintf(groups, group))
	}
	return fmt.Sprintf("\nresource \"intunestore_app_assignment\" %q {\n  app_id = %q\n  intent = \"required\"\n  target = %s\n}\n", name, fmt.Sprintf(apps, 1), target)
}

// must is do, of what may not fail.
func (r *run) must(args ...string) string {
	r.t.Helper()
	out, err := r.do(nil, args...)
	if err != nil {
		r.t.Fatalf("terraform %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// madeByNeighbours is the tenant after the other providers' apply.
func madeByNeighbours() emulator.Tenant {
	tenant := threeApps()
	for i := range 2 {
		tenant.Groups = append(tenant.Groups, emulator.Group{ID: fmt.Sprintf(groups, i+2), DisplayName: fmt.Sprintf("Group %d", i+2)})
	}
	store := settings("microsoftStoreForBusinessApp", "useDeviceContext", false)
	filtered := target("group", fmt.Sprintf(groups, 1))
	filtered["deviceAndAppManagementAssignmentFilterId"], filtered["deviceAndAppManagementAssignmentFilterType"] = "f0000000-0000-4000-8000-000000000001", "include"
	apple := settings("iosVppApp", "useDeviceLicensing", true)
	apple["isRemovable"] = true
	tenant.Apps[0].Assignments = []map[string]any{
		{"intent": "required", "target": target("group", fmt.Sprintf(groups, 1)), "settings": store},
		{"intent": "required", "target": target("group", fmt.Sprintf(groups, 2)), "settings": store},
		{"intent": "required", "target": target("exclusionGroup", fmt.Sprintf(groups, 3))},
	}
	tenant.Apps[1].Type = "iosVppApp"
	tenant.Apps[1].Assignments = []map[string]any{{"intent": "required", "target": filtered, "settings": apple}}
	return tenant
}
