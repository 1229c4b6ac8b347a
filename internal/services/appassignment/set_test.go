package appassignment_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// made applies a set to a tenant and returns its state.
func made(t *testing.T, env *acctest.Env, config object) object {
	t.Helper()
	p := env.Protocol(t, nil)
	planned := p.Plan(typeSet, nil, config)
	same(t, planned.Diagnostics)
	state, diagnostics := p.Apply(planned)
	same(t, diagnostics)
	return state
}

func add(more ...map[string]any) func([]map[string]any) []map[string]any {
	return func(all []map[string]any) []map[string]any { return append(all, more...) }
}

func remove(id string) func([]map[string]any) []map[string]any {
	return func(all []map[string]any) []map[string]any {
		return slices.DeleteFunc(all, func(a map[string]any) bool { return a["id"] == id })
	}
}

func TestEmptySet(t *testing.T) {
	env := acctest.Start(t, roomy())
	state := made(t, env, set())
	sameObject(t, state, with(set(), object{"id": appID}))
	unchanged(t, env, typeSet, state, set())
	if n := assigns(env); n != 0 {
		t.Errorf("%d writes to change nothing", n)
	}
	portal(t, env, add(wire("required", groupA)))
	p := env.Protocol(t, nil)
	state, _ = p.Read(typeSet, state)
	planned := p.Plan(typeSet, state, set())
	if !planned.Changed() {
		t.Error("an assignment made in the portal does not show")
	}
	state, diagnostics := p.Apply(planned)
	same(t, diagnostics)
	holds(t, env)
	unchanged(t, env, typeSet, state, set())
}

// What somebody changes, adds or ends in the portal shows, and is undone in one
// call.
func TestSetRepairs(t *testing.T) {
	config := set(entry("required", groupA), exclusion("required", groupX), object{"intent": "available", "target": target("all_licensed_users", "")})
	all := []string{groupA + "_1_0", groupX + "_1_1", allUsersID + "_0_0"}
	for name, edit := range map[string]func([]map[string]any) []map[string]any{
		"added":   add(wire("uninstall", groupB)),
		"removed": remove(groupX + "_1_1"),
		"emptied": func([]map[string]any) []map[string]any { return nil },
		"filtered": func(all []map[string]any) []map[string]any {
			for _, a := range all {
				if a["id"] == groupA+"_1_0" {
					a["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterId"] = filterID
					a["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterType"] = "include"
				}
			}
			return all
		},
		"device context": func(all []map[string]any) []map[string]any {
			all[0]["settings"] = map[string]any{"@odata.type": "#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings", "useDeviceContext": true}
			return all
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			state := made(t, env, config)
			before := assigns(env)
			portal(t, env, edit)
			p := env.Protocol(t, nil)
			state, diagnostics := p.Read(typeSet, state)
			same(t, diagnostics)
			planned := p.Plan(typeSet, state, config)
			same(t, planned.Diagnostics)
			if !planned.Changed() {
				t.Fatal("not seen")
			}
			state, diagnostics = p.Apply(planned)
			same(t, diagnostics)
			holds(t, env, all...)
			unchanged(t, env, typeSet, state, config)
			if n := assigns(env) - before; n != 1 {
				t.Errorf("%d calls to repair it", n)
			}
		})
	}
}

// Settings that the service answers as null or as defaults, that users leave out
// or write out, in whatever order and case: none of it is a change.
func TestSetHasNoOrder(t *testing.T) {
	env := acctest.Start(t, roomy())
	entries := []object{
		entry("required", groupA), filtered(entry("available", groupB), "exclude"), exclusion("required", groupX),
		with(entry("uninstall", groupB), object{"microsoft_store_settings": deviceContext(false)}),
	}
	state := made(t, env, set(entries...))
	portal(t, env, func(all []map[string]any) []map[string]any {
		for _, a := range all {
			a["settings"] = nil
		}
		return all
	})
	r := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		shouted := slices.Clone(entries)
		for i, e := range shouted {
			if r.IntN(2) == 0 {
				group := e["target"].(object)["group_id"].(string)
				shouted[i] = with(e, object{"target": with(e["target"].(object), object{"group_id": strings.ToUpper(group)})})
			}
		}
		p := env.Protocol(t, nil)
		read, diagnostics := p.Read(typeSet, state)
		same(t, diagnostics)
		planned := p.Plan(typeSet, read, set(shouted...))
		same(t, planned.Diagnostics)
		if planned.Changed() {
			t.Fatalf("changed (-state +plan):\n%s", cmp.Diff(read, planned.State))
		}
		state = planned.State
	}
}

// Five hundred assignments are planned in one count per twenty groups and written
// in one call; nothing is counted again.
func TestSetOfFiveHundred(t *testing.T) {
	tenant := people(100000, 0, nil)
	var entries []object
	for i := range 500 {
		id := fmt.Sprintf("b0000000-0000-4000-8000-%012d", i)
		tenant.Groups = append(tenant.Groups, emulator.Group{ID: id, DisplayName: fmt.Sprint("Group ", i), Generate: []emulator.Generate{{Prefix: "p-", From: i, Users: 1}}})
		entries = append(entries, entry("required", id))
	}
	env := acctest.Start(t, tenant)
	p := env.Protocol(t, nil)
	planned := p.Plan(typeSet, nil, set(entries...))
	same(t, planned.Diagnostics)
	counted := sent(env, "GET", "/transitiveMembers")
	if counted != 500 {
		t.Errorf("%d groups counted", counted)
	}
	state, diagnostics := p.Apply(planned)
	same(t, diagnostics)
	if n := assigns(env); n != 1 {
		t.Errorf("%d assign calls", n)
	}
	if n := sent(env, "GET", "/transitiveMembers"); n != counted {
		t.Errorf("%d groups counted again", n-counted)
	}
	if n := len(env.Server.Assignments(appID)); n != 500 {
		t.Errorf("%d assignments", n)
	}
	unchanged(t, env, typeSet, state, set(entries...))

	slices.Reverse(entries)
	p = env.Protocol(t, nil)
	state, diagnostics = p.Apply(p.Plan(typeSet, state, set(entries[1:]...)))
	same(t, diagnostics)
	if n := len(state["assignments"].([]any)); n != 499 || len(env.Server.Assignments(appID)) != 499 || assigns(env) != 2 {
		t.Errorf("%d assignments left in the state, %d in the tenant, after %d calls", n, len(env.Server.Assignments(appID)), assigns(env))
	}
}
