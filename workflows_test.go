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

// step is one terraform, what it must say, and what the tenant must hold then.
type step struct {
	args []string
	says string
	// holds are the apps with the assignment, by name.
	holds []string
	fails bool
}

// The ways in which people run Terraform on a module for each app that a data
// source found: whole, in part, without looking, anew, and in a second workspace.
func TestWorkflows(t *testing.T) {
	r, env := startWith(t, threeApps(), read(t, "testdata/workflows/main.tf"))
	if err := os.Mkdir(filepath.Join(r.dir, "app"), 0o700); err != nil {
		t.Fatal(err)
	}
	r.write("app/main.tf", read(t, "testdata/workflows/app/main.tf"))

	all := []string{"App 1", "App 2", "App 3"}
	const second = `module.app["App 2"].intunestore_app_assignment.group`
	for _, s := range []step{
		{args: []string{"get"}, says: "app in app", holds: nil},
		{args: []string{"apply", "-auto-approve", `-target=module.app["App 1"]`}, says: "Resources: 1 added, 0 changed, 0 destroyed.", holds: all[:1]},
		{args: []string{"apply", "-auto-approve", "-refresh=false"}, says: "Resources: 2 added, 0 changed, 0 destroyed.", holds: all},
		{args: []string{"plan", "-detailed-exitcode", "-refresh=false"}, says: "No changes.", holds: all},
		{args: []string{"apply", "-auto-approve", "-replace=" + second}, says: "Resources: 1 added, 0 changed, 1 destroyed.", holds: all},
		{args: []string{"apply", "-auto-approve", "-replace=" + second, "-refresh=false"}, says: "Resources: 1 added, 0 changed, 1 destroyed.", holds: all},
		{args: []string{"apply", "-auto-approve", "-refresh-only"}, says: "Resources: 0 added, 0 changed, 0 destroyed.", holds: all},
		{args: []string{"destroy", "-auto-approve", "-target=" + second}, says: "Resources: 1 destroyed.", holds: []string{"App 1", "App 3"}},
		{args: []string{"plan", "-detailed-exitcode", "-target=" + second}, says: "Plan: 1 to add, 0 to change, 0 to destroy.", holds: []string{"App 1", "App 3"}, fails: true},
		{args: []string{"apply", "-auto-approve"}, says: "Resources: 1 added, 0 changed, 0 destroyed.", holds: all},
		{args: []string{"workspace", "new", "other"}, says: "Created and switched to workspace", holds: all},
		{args: []string{"plan"}, says: "Assignment already exists", holds: all, fails: true},
		{args: []string{"workspace", "select", "default"}, says: "Switched to workspace", holds: all},
		{args: []string{"destroy", "-auto-approve", "-refresh=false"}, says: "Resources: 3 destroyed.", holds: nil},
	} {
		r.step(env, s)
	}
}

// A provider block that depends on what this very run makes is not known while
// planning: everything is planned without the tenant, and judged while applying.
func TestProviderKnownAfterApply(t *testing.T) {
	const inputs = `
resource "terraform_data" "mode" {
  input = %q
}
`
	const assignment = `
resource "intunestore_app_assignment" "group" {
  app_id = "a0000000-0000-4000-8000-000000000001"
  intent = "required"
  target = { type = "group", group_id = "b0000000-0000-4000-8000-000000000001" }
}
`
	r, env := startWith(t, threeApps(), "")
	settle := func(mode string) {
		r.write("main.tf", env.ConfigWith("seat_check = terraform_data.mode.output", fmt.Sprintf(inputs, mode)+assignment+needing("intunestore/intunestore")))
	}
	settle("enforce")
	r.step(env, step{args: []string{"apply", "-auto-approve"}, says: "Resources: 2 added, 0 changed, 0 destroyed.", holds: []string{"App 1"}})
	r.step(env, step{args: []string{"plan", "-detailed-exitcode"}, says: "No changes.", holds: []string{"App 1"}})
	settle("warn")
	r.step(env, step{args: []string{"apply", "-auto-approve"}, says: "Resources: 0 added, 1 changed, 0 destroyed.", holds: []string{"App 1"}})
	r.step(env, step{args: []string{"destroy", "-auto-approve"}, says: "Resources: 2 destroyed.", holds: nil})
}

// A second resource for an assignment that the state holds already is refused while
// planning; replacing the first by what it is is not.
func TestSecondResourceForOneAssignment(t *testing.T) {
	one := assignTo("sales", 1)
	r, env := startWith(t, threeApps(), one)
	r.must("apply", "-auto-approve")
	for range 2 {
		r.must("apply", "-auto-approve", "-replace=intunestore_app_assignment.sales")
	}
	r.write("second.tf", assignTo("again", 1))
	want := acctest.Printed(acctest.Diagnostic{Summary: "Duplicate assignment", Detail: "Two resources of this configuration manage the same assignment of App 1 (" + fmt.Sprintf(apps, 1) +
		") (required, group " + fmt.Sprintf(groups, 1) + "), and it is in the state already."})
	out, err := r.do(nil, "plan")
	if err == nil || !regexp.MustCompile(want).MatchString(out) {
		t.Errorf("%v\n%s", err, out)
	}
	name := strings.TrimSpace(r.must("state", "list", "-id="+fmt.Sprintf(apps, 1)+"/"+fmt.Sprintf(groups, 1)+"_1_0"))
	if name != "intunestore_app_assignment.sales" {
		t.Errorf("the state names %q", name)
	}
	if n := len(env.Server.Assignments(fmt.Sprintf(apps, 1))); n != 1 {
		t.Errorf("%d assignments", n)
	}
}

func (r *run) step(env *acctest.Env, s step) {
	r.t.Helper()
	out, err := r.do(nil, s.args...)
	if (err != nil) != s.fails || !strings.Contains(out, s.says) {
		r.t.Fatalf("terraform %s: %v, want %q\n%s", strings.Join(s.args, " "), err, s.says, out)
	}
	var holds []string
	for i := range 3 {
		if len(env.Server.Assignments(fmt.Sprintf(apps, i+1))) > 0 {
			holds = append(holds, fmt.Sprintf("App %d", i+1))
		}
	}
	if diff := cmp.Diff(s.holds, holds); diff != "" {
		r.t.Fatalf("after terraform %s the tenant holds (-want +got):\n%s", strings.Join(s.args, " "), diff)
	}
}

// threeApps is a tenant with licences for three apps and one group.
func threeApps() emulator.Tenant {
	tenant := emulator.Tenant{Groups: []emulator.Group{{ID: fmt.Sprintf(groups, 1), DisplayName: "Sales", Generate: []emulator.Generate{{Prefix: "s-", Users: 5}}}}}
	for i := range 3 {
		tenant.Apps = append(tenant.Apps, emulator.App{ID: fmt.Sprintf(apps, i+1), DisplayName: fmt.Sprintf("App %d", i+1), TotalLicenseCount: 10})
	}
	return tenant
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
