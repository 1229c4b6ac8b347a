package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// stateFile is a state file of Terraform, as far as a provider is concerned.
type stateFile struct {
	Resources []struct {
		Type, Name string
		Instances  []struct {
			SchemaVersion int64 `json:"schema_version"`
			Attributes    json.RawMessage
		}
	}
}

// A state file that version 0 of the schemas wrote (Terraform 1.11.4, once, never
// to be written anew) is read, found to be what the tenant has, and planned
// without a change. A schema that changes needs a version, an upgrader and a file
// of its own beside this one.
func TestStateOfVersion0(t *testing.T) {
	content, err := os.ReadFile("testdata/state/version-0.json")
	if err != nil {
		t.Fatal(err)
	}
	var file stateFile
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	env := acctest.Start(t, tenantOfVersion0())
	var types []string
	for _, r := range file.Resources {
		types = append(types, r.Type)
		t.Run(r.Type+"."+r.Name, func(t *testing.T) {
			one := r.Instances[0]
			var attributes acctest.Object
			if err := json.Unmarshal(one.Attributes, &attributes); err != nil {
				t.Fatal(err)
			}
			want, _ := simplified(attributes).(acctest.Object)
			p := env.Protocol(t, nil)
			state, diagnostics := p.Upgrade(r.Type, one.SchemaVersion, one.Attributes)
			if diff := cmp.Diff(want, state); diff != "" || len(diagnostics) > 0 {
				t.Fatalf("upgraded (-want +got):\n%s\n%+v", diff, diagnostics)
			}
			read, diagnostics := p.Read(r.Type, state)
			if diff := cmp.Diff(want, read); diff != "" || len(diagnostics) > 0 {
				t.Fatalf("read (-want +got):\n%s\n%+v", diff, diagnostics)
			}
			config := acctest.Object{}
			for name, v := range read {
				if !slices.Contains([]string{"id", "tenant_id", "assignment_id"}, name) {
					config[name] = v
				}
			}
			if planned := p.Plan(r.Type, read, config); planned.Changed() || len(planned.Diagnostics) > 0 {
				t.Errorf("planned (-state +plan):\n%s\n%+v", cmp.Diff(read, planned.State), planned.Diagnostics)
			}
		})
	}
	slices.Sort(types)
	if diff := cmp.Diff([]string{"intunestore_app_assignment", "intunestore_app_assignment_set", "intunestore_association"}, slices.Compact(types)); diff != "" {
		t.Errorf("types in the file (-want +got):\n%s", diff)
	}
}

// The same file in the hands of a real Terraform, with the configuration that it was
// written from: there is nothing to change, and nothing is written to the tenant.
func TestStateOfVersion0InTerraform(t *testing.T) {
	r, env := startWith(t, tenantOfVersion0(), read(t, "testdata/state/version-0.tf"))
	r.write("terraform.tfstate", strings.ReplaceAll(read(t, "testdata/state/version-0.json"), "registry.terraform.io/hashicorp/intunestore", r.address("intunestore/intunestore")))
	for _, args := range [][]string{{"plan", "-detailed-exitcode"}, {"plan", "-detailed-exitcode", "-refresh=false"}, {"apply", "-auto-approve"}} {
		if out := r.must(args...); !strings.Contains(out, "No changes.") {
			t.Errorf("%s:\n%s", strings.Join(args, " "), out)
		}
	}
	for _, request := range env.Server.Requests() {
		if request.Method != "GET" && !strings.HasSuffix(request.Path, "/token") && !strings.HasSuffix(request.Path, "/$batch") {
			t.Errorf("written: %s %s", request.Method, request.Path)
		}
	}
	r.must("destroy", "-auto-approve")
}

// address is a source as this Terraform, or OpenTofu, has it in its states.
func (r *run) address(source string) string {
	if strings.HasPrefix(filepath.Base(r.terraform), "tofu") {
		return "registry.opentofu.org/" + source
	}
	return "registry.terraform.io/" + source
}

// simplified writes JSON as Protocol does: no nulls, sets sorted by how they print.
func simplified(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := acctest.Object{}
		for name, member := range v {
			if member != nil {
				out[name] = simplified(member)
			}
		}
		return out
	case []any:
		out := []any{}
		for _, member := range v {
			out = append(out, simplified(member))
		}
		slices.SortFunc(out, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		return out
	}
	return v
}

// tenantOfVersion0 is what that state was written from.
func tenantOfVersion0() emulator.Tenant {
	const app, sales, interns = "a0000000-0000-4000-8000-00000000000", "b0000000-0000-4000-8000-00000000000a", "b0000000-0000-4000-8000-00000000000b"
	assignment := func(intent, target, group string, settings map[string]any) map[string]any {
		aim := map[string]any{"@odata.type": "#microsoft.graph." + target + "AssignmentTarget"}
		if group != "" {
			aim["groupId"] = group
		}
		a := map[string]any{"intent": intent, "target": aim}
		if settings != nil {
			a["settings"] = settings
		}
		return a
	}
	store := map[string]any{"@odata.type": "#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings", "useDeviceContext": false}
	filtered := assignment("required", "group", sales, store)
	aim, _ := filtered["target"].(map[string]any)
	aim["deviceAndAppManagementAssignmentFilterId"], aim["deviceAndAppManagementAssignmentFilterType"] = "f0000000-0000-4000-8000-000000000001", "include"
	excluded := assignment("required", "exclusionGroup", interns, nil)
	return emulator.Tenant{
		Organization: emulator.Organization{ID: "7e5a1e00-0000-4000-8000-000000000001", DisplayName: "Contoso"},
		Store:        emulator.Store{Enabled: true, Language: "fr-FR", PortalSelection: "companyPortal"},
		Groups:       []emulator.Group{{ID: sales, DisplayName: "Sales"}, {ID: interns, DisplayName: "Interns"}},
		Apps: []emulator.App{
			{ID: app + "1", DisplayName: "Microsoft Whiteboard", TotalLicenseCount: 100, Assignments: []map[string]any{filtered, excluded}},
			{ID: app + "2", Type: "iosVppApp", DisplayName: "Keynote", TotalLicenseCount: 100, Assignments: []map[string]any{
				assignment("required", "allDevices", "", map[string]any{"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings",
					"useDeviceLicensing": true, "isRemovable": true, "uninstallOnDeviceRemoval": true})}},
			{ID: app + "3", Type: "androidManagedStoreApp", DisplayName: "Maps", TotalLicenseCount: 100, Assignments: []map[string]any{
				assignment("available", "allLicensedUsers", "", map[string]any{"@odata.type": "#microsoft.graph.androidManagedStoreAppAssignmentSettings",
					"androidManagedStoreAppTrackIds": []any{"beta"}, "autoUpdateMode": "postponed"})}},
			{ID: app + "4", DisplayName: "OneNote", TotalLicenseCount: 100, Assignments: []map[string]any{
				assignment("required", "group", sales, store), assignment("available", "allLicensedUsers", "", store), excluded}},
		},
	}
}
