package appassignment_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// handmade is a tenant with assignments of every kind, none of them Terraform's.
func handmade() emulator.Tenant {
	tenant := roomy()
	everyone := map[string]any{"intent": "available", "target": map[string]any{"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}}
	assign := func(id string, all ...map[string]any) {
		for i := range tenant.Apps {
			if tenant.Apps[i].ID == id {
				tenant.Apps[i].Assignments = append(tenant.Apps[i].Assignments, all...)
			}
		}
	}
	filtered := wire("required", groupB)
	filtered["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterId"] = filterID
	filtered["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterType"] = "include"
	assign(appID, filtered, wire("required", groupA), wireExclusion("required", groupX), fromPolicySet(wire("uninstall", groupA)))
	assign(iosApp, everyone)
	assign(playApp, wire("available", groupA))
	return tenant
}

// The names of everything that can be listed: apps in order, and each one's
// assignments in order.
var everything = []string{
	"Keynote: available, all_licensed_users",
	"Maps: available, group Group A (" + groupA + ")",
	"Microsoft Whiteboard: excluded from required, group Group F (" + groupX + ")",
	"Microsoft Whiteboard: required, group Group A (" + groupA + ")",
	"Microsoft Whiteboard: required, group Group B (" + groupB + ")",
}

func listed(all []acctest.Listed) []string {
	names := []string{}
	for _, one := range all {
		names = append(names, one.Name)
	}
	return names
}

func TestList(t *testing.T) {
	env := acctest.Start(t, handmade())
	for name, tc := range map[string]struct {
		config object
		limit  int64
		want   []string
	}{
		"all":                  {want: everything},
		"no filter":            {config: object{}, want: everything},
		"as many as there are": {limit: 5, want: everything},
		"two":                  {limit: 2, want: everything[:2]},
		"one app":              {config: object{"app_id": "A0000000-0000-4000-8000-000000000001"}, want: everything[2:]},
		"one app, two":         {config: object{"app_id": appID}, limit: 2, want: everything[2:4]},
		"store":                {config: object{"store": "apple_vpp"}, want: everything[:1]},
		"another store's app":  {config: object{"store": "apple_vpp", "app_id": appID}, want: []string{}},
		"intent":               {config: object{"intent": "available"}, want: everything[:2]},
		"group":                {config: object{"group_id": "B0000000-0000-4000-8000-00000000000A"}, want: []string{everything[1], everything[3]}},
		"excluded group":       {config: object{"group_id": groupX}, want: everything[2:3]},
		"group and intent":     {config: object{"group_id": groupA, "intent": "required"}, want: everything[3:4]},
		"nothing":              {config: object{"intent": "availableWithoutEnrollment"}, want: []string{}},
		"app without any":      {config: object{"app_id": secondApp}, want: []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			all := env.Protocol(t, nil).List(typeSingle, acctest.Listing{Config: tc.config, Limit: tc.limit})
			if diff := cmp.Diff(tc.want, listed(all)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, one := range all {
				if one.Identity == nil || one.Resource != nil {
					t.Errorf("identity %v, resource %v", one.Identity, one.Resource)
				}
				same(t, one.Diagnostics)
			}
		})
	}
}

func TestListSets(t *testing.T) {
	env := acctest.Start(t, handmade())
	sets := []string{"Keynote: 1 assignment", "Maps: 1 assignment", "Microsoft Whiteboard: 3 assignments"}
	for name, tc := range map[string]struct {
		config object
		limit  int64
		want   []string
	}{
		"all":   {want: sets},
		"limit": {limit: 1, want: sets[:1]},
		"store": {config: object{"store": "managed_google_play"}, want: sets[1:2]},
	} {
		if diff := cmp.Diff(tc.want, listed(env.Protocol(t, nil).List(typeSet, acctest.Listing{Config: tc.config, Limit: tc.limit}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The resource of a result is what importing it reads: the configuration that
// Terraform writes from it plans nothing.
func TestListIncludesWhatAnImportReads(t *testing.T) {
	env := acctest.Start(t, handmade())
	for _, typeName := range []string{typeSingle, typeSet} {
		for _, one := range env.Protocol(t, nil).List(typeName, acctest.Listing{Include: true}) {
			t.Run(one.Name, func(t *testing.T) {
				same(t, one.Diagnostics)
				p := env.Protocol(t, nil).Identified(typeName)
				imported, diagnostics := p.Import(one.Identity)
				same(t, diagnostics)
				sameObject(t, one.Resource, imported)
				sameObject(t, p.Identity(), one.Identity)
				config := with(imported, nil)
				for _, computed := range []string{"id", "assignment_id"} {
					delete(config, computed)
				}
				if planned := p.Plan(imported, config); planned.Changed() || len(planned.Diagnostics) > 0 {
					t.Errorf("the plan is not empty: %s\n%+v", cmp.Diff(imported, planned.State), planned.Diagnostics)
				}
			})
		}
	}
}

// A hundred apps are read twenty at a time, and no further than anybody listens.
func TestListStreams(t *testing.T) {
	var tenant emulator.Tenant
	for i := range 100 {
		group := fmt.Sprintf("b0000000-0000-4000-8000-%012d", i)
		tenant.Groups = append(tenant.Groups, emulator.Group{ID: group, DisplayName: fmt.Sprintf("Group %03d", i)})
		tenant.Apps = append(tenant.Apps, emulator.App{
			ID: fmt.Sprintf("a0000000-0000-4000-8000-%012d", i), DisplayName: fmt.Sprintf("App %03d", i), TotalLicenseCount: 10,
			Assignments: []map[string]any{wire("required", group), wire("uninstall", group)},
		})
	}
	env := acctest.Start(t, tenant)
	reads := func() int {
		n := 0
		for _, r := range env.Server.Requests() {
			if r.Method == "POST" && r.BatchSize == 20 {
				n++
			}
		}
		env.Server.ResetRequests()
		return n
	}
	p := env.Protocol(t, nil)
	env.Server.ResetRequests()
	// Five batches of apps, and five of their groups' names.
	if all := p.List(typeSingle, acctest.Listing{}); len(all) != 200 || all[199].Name != "App 099: uninstall, group Group 099 (b0000000-0000-4000-8000-000000000099)" || reads() != 10 {
		t.Errorf("%d listed", len(all))
	}
	// The names are known by now.
	if all := p.List(typeSingle, acctest.Listing{Limit: 40}); len(all) != 40 || reads() != 1 {
		t.Errorf("limit: %d listed", len(all))
	}
	stop := func(one acctest.Listed) bool { return one.Name >= "App 020" }
	if all := p.List(typeSet, acctest.Listing{Until: stop}); len(all) != 21 || reads() != 2 {
		t.Errorf("stopped: %d listed", len(all))
	}
}

// An app that cannot be read costs a result with the reason, and no other app.
func TestListOneFailure(t *testing.T) {
	env := acctest.Start(t, handmade())
	p := env.Protocol(t, nil)
	fault(t, env, emulator.Fault{Match: emulator.Match{PathRegexp: "mobileApps/" + playApp + "/assignments", InBatch: true}, Status: http.StatusForbidden, Times: 1})
	all := p.List(typeSingle, acctest.Listing{})
	if diff := cmp.Diff([]string{everything[0], "", everything[2], everything[3], everything[4]}, listed(all)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if d := all[1].Diagnostics; len(d) != 1 || d[0].Warning || d[0].Summary != "Assignments not read" || all[1].Identity != nil {
		t.Errorf("%+v", all[1])
	}
}

func TestListFails(t *testing.T) {
	env := acctest.Start(t, handmade())
	for name, tc := range map[string]struct {
		config  object
		fault   *emulator.Fault
		summary string
	}{
		"no such app":   {config: object{"app_id": missingID}, summary: "App not found"},
		"not a GUID":    {config: object{"app_id": "Whiteboard"}, summary: "Invalid GUID"},
		"no such store": {config: object{"store": "winget"}, summary: "Invalid Attribute Value Match"},
		"apps":          {fault: &emulator.Fault{Match: emulator.Match{PathRegexp: `mobileApps\?`}, Status: http.StatusForbidden, Times: 1}, summary: "Licensed apps not read"},
		"every app":     {fault: &emulator.Fault{Match: emulator.Match{PathRegexp: "/assignments$"}, Status: http.StatusForbidden}, summary: "Assignments not read"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.fault != nil {
				fault(t, env, *tc.fault)
				defer env.Server.ClearFaults()
			}
			all := env.Protocol(t, nil).List(typeSingle, acctest.Listing{Config: tc.config})
			if len(all) != 1 || len(all[0].Diagnostics) != 1 || all[0].Diagnostics[0].Summary != tc.summary {
				t.Errorf("%+v", all)
			}
		})
	}
}

// Without the right to read groups a listing has their ids.
func TestListWithoutGroupNames(t *testing.T) {
	env := acctest.Start(t, handmade())
	p := env.Protocol(t, nil)
	fault(t, env, emulator.Fault{Match: emulator.Match{PathRegexp: "/groups/"}, Status: http.StatusForbidden})
	all := p.List(typeSingle, acctest.Listing{Config: object{"group_id": groupA, "intent": "required"}})
	if diff := cmp.Diff([]string{"Microsoft Whiteboard: required, group " + groupA}, listed(all)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
