package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// The walk-through of the guide "Bring a tenant under Terraform", executed: forty
// assignments made by hand are listed, imported with generated configuration, and
// at the end there is nothing to change. Nothing is written to the tenant.
//
// The list is what `terraform query` (1.14) receives, asked for at the level of
// the protocol; the rest is what every Terraform since 1.5 does, with the guide's own
// block and commands. TestMigrationByQuery runs the query itself.
func TestMigrationOfForty(t *testing.T) {
	r, env := startWith(t, madeByHand(), "")
	before := holdings(env)
	r.write("imports.tf", importBlocks(t, env))
	env.Server.ResetRequests()

	says := []string{"Plan: 40 to import, 0 to add, 0 to change, 0 to destroy.", "40 imported, 0 added, 0 changed, 0 destroyed", "No changes."}
	steps := commands(fenced(t, section(t, importSection), "shell")[0])
	if len(steps) != len(says) {
		t.Fatalf("the guide has the commands %q", steps)
	}
	for i, args := range steps {
		if out := r.must(args...); !strings.Contains(out, says[i]) {
			t.Fatalf("terraform %s:\n%s", strings.Join(args, " "), out)
		}
	}
	if diff := cmp.Diff(before, holdings(env)); diff != "" {
		t.Errorf("the tenant changed (-before +after):\n%s", diff)
	}
	for _, request := range env.Server.Requests() {
		if strings.Contains(request.Route, "/assign") && request.Method != "GET" {
			t.Errorf("written: %s %s", request.Method, request.Path)
		}
	}
}

// importSection is where the guide shows import blocks.
const importSection = "## Terraform 1.5 and later: import blocks"

// importBlocks are the guide's import block, for each result of a query.
func importBlocks(t *testing.T, env *acctest.Env) string {
	t.Helper()
	var blocks strings.Builder
	block := fenced(t, section(t, importSection), "hcl")[0]
	const name, id = "whiteboard_sales", `"0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_0"`
	if !strings.Contains(block, name) || !strings.Contains(block, id) {
		t.Fatalf("the guide's import block is another one:\n%s", block)
	}
	for i, one := range env.Protocol(t, nil).List("intunestore_app_assignment", acctest.Listing{Include: true}) {
		if len(one.Diagnostics) > 0 {
			t.Fatalf("%+v", one.Diagnostics)
		}
		fmt.Fprintf(&blocks, "# %s\n%s\n", one.Name, strings.NewReplacer(name, fmt.Sprintf("all_%d", i), id, fmt.Sprintf("%q", one.Resource["id"])).Replace(block))
	}
	return blocks.String()
}

const apps, groups = "a0000000-0000-4000-8000-%012d", "b0000000-0000-4000-8000-%012d"

// madeByHand is a tenant of eight apps of all stores with five assignments each,
// and one of a policy set's, which is nobody else's to manage.
func madeByHand() emulator.Tenant {
	var tenant emulator.Tenant
	group := func(i int) string { return fmt.Sprintf(groups, i) }
	for i := range 9 {
		tenant.Groups = append(tenant.Groups, emulator.Group{ID: group(i), DisplayName: fmt.Sprintf("Site %d", i),
			Generate: []emulator.Generate{{Prefix: fmt.Sprintf("site-%d-", i), Users: 3}}})
	}
	for i, kind := range []string{"", "", "", "", "", "iosVppApp", "macOsVppApp", "androidManagedStoreApp"} {
		filtered := target("group", group(i))
		filtered["deviceAndAppManagementAssignmentFilterId"], filtered["deviceAndAppManagementAssignmentFilterType"] = fmt.Sprintf(apps, 99), "exclude"
		app := emulator.App{ID: fmt.Sprintf(apps, i), Type: kind, DisplayName: fmt.Sprintf("App %d", i), TotalLicenseCount: 1000, Assignments: []map[string]any{
			{"intent": "required", "target": filtered},
			{"intent": "available", "target": target("group", group((i+1)%8))},
			{"intent": "uninstall", "target": target("group", group((i+2)%8))},
			{"intent": "required", "target": target("exclusionGroup", group(8))},
			{"intent": "available", "target": target("allLicensedUsers", "")},
		}}
		switch kind {
		case "":
			app.Assignments[0]["settings"] = settings("microsoftStoreForBusinessApp", "useDeviceContext", false)
		case "iosVppApp":
			app.Assignments[0]["settings"] = settings(kind, "isRemovable", true)
		case "androidManagedStoreApp":
			app.Assignments[0]["settings"] = settings(kind, "autoUpdateMode", "priority")
		}
		tenant.Apps = append(tenant.Apps, app)
	}
	tenant.Apps[0].Assignments = append(tenant.Apps[0].Assignments, map[string]any{
		"intent": "uninstall", "target": target("group", group(7)), "source": "policySets", "sourceId": fmt.Sprintf(apps, 98)})
	return tenant
}

func target(kind, group string) map[string]any {
	t := map[string]any{"@odata.type": "#microsoft.graph." + kind + "AssignmentTarget"}
	if group != "" {
		t["groupId"] = group
	}
	return t
}

func settings(kind, name string, v any) map[string]any {
	return map[string]any{"@odata.type": "#microsoft.graph." + kind + "AssignmentSettings", name: v}
}

// holdings are all assignments of the tenant.
func holdings(env *acctest.Env) map[string][]map[string]any {
	all := map[string][]map[string]any{}
	for i := range 8 {
		id := fmt.Sprintf(apps, i)
		all[id] = env.Server.Assignments(id)
	}
	return all
}
