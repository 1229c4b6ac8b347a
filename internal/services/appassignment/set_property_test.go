package appassignment_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// world is a tenant that a configuration and a portal take turns at, and what of
// it is known to Terraform.
type world struct {
	t     *testing.T
	env   *acctest.Env
	state object   // nil: the set is not managed
	owned []string // what a policy set owns, as assigned tells it
}

// Whatever is configured, done in the portal and lost on the way: in the end the
// tenant holds exactly the configured set and what policy sets own, and a write
// that is refused changes nothing.
func TestAnySequenceEndsWithTheSet(t *testing.T) {
	checks := flag.Lookup("rapid.checks").Value.String()
	if err := flag.Set("rapid.checks", "6"); err != nil { // each of several steps, some of which wait
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("rapid.checks", checks) })
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			rapid.Check(t, func(r *rapid.T) {
				if err := env.Server.Reset(); err != nil {
					r.Fatal(err)
				}
				w := &world{t: t, env: env}
				for range rapid.IntRange(2, 6).Draw(r, "steps") {
					env.Server.ClearFaults()
					if rapid.IntRange(0, 2).Draw(r, "who") == 0 {
						w.portal(r)
					} else {
						w.apply(r)
					}
				}
			})
		})
	}
}

// anySet is a configuration of up to four assignments, and what the tenant then
// holds for it.
func anySet(r *rapid.T) (object, []string) {
	entries := map[string]object{}
	for _, group := range []string{groupA, groupB, groupX} {
		excluded := rapid.Bool().Draw(r, "excluded")
		for _, intent := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"available", "required", "uninstall"}), 0, 2, rapid.ID[string]).Draw(r, "intents") {
			number := map[string]int{"available": 0, "required": 1, "uninstall": 2}[intent]
			switch {
			case excluded:
				entries[fmt.Sprintf("%s_%d_1", group, number)] = exclusion(intent, group)
			case rapid.Bool().Draw(r, "filtered"):
				entries[fmt.Sprintf("%s_%d_0 exclude filter", group, number)] = filtered(entry(intent, group), "exclude")
			default:
				entries[fmt.Sprintf("%s_%d_0", group, number)] = entry(intent, group)
			}
		}
	}
	holds := slices.Sorted(maps.Keys(entries))
	var all []object
	for _, id := range rapid.Permutation(holds).Draw(r, "order") {
		all = append(all, entries[id])
	}
	return set(all...), holds
}

// portal makes the app's assignments what an administrator and a policy set make
// of them.
func (w *world) portal(r *rapid.T) {
	edits := rapid.SampledFrom([]string{"add", "filter", "remove all", "policy set", "no policy set"}).Draw(r, "edit")
	err := w.env.Server.EditAssignments(appID, func(all []map[string]any) []map[string]any {
		mine := func(a map[string]any) bool { return a["source"] == "direct" }
		switch edits {
		case "add":
			if !slices.ContainsFunc(all, func(a map[string]any) bool { return a["id"] == groupA+"_3_0" }) {
				all = append(all, wire("availableWithoutEnrollment", groupA))
			}
		case "filter":
			for _, a := range all {
				if target := a["target"].(map[string]any); mine(a) {
					target["deviceAndAppManagementAssignmentFilterId"] = filterID
					target["deviceAndAppManagementAssignmentFilterType"] = "include"
					break
				}
			}
		case "remove all":
			all = slices.DeleteFunc(all, mine)
		default:
			all = slices.DeleteFunc(all, func(a map[string]any) bool { return !mine(a) })
			if edits == "policy set" {
				all = append(all, fromPolicySet(wire("availableWithoutEnrollment", groupB)))
			}
		}
		return all
	})
	if err != nil {
		r.Fatal(err)
	}
	switch edits {
	case "policy set":
		w.owned = []string{groupB + "_3_0 policySets"}
	case "no policy set":
		w.owned = nil
	}
}

// apply is a run of Terraform, with bad luck: it takes over the app where it has
// to, and plans again where somebody was faster.
func (w *world) apply(r *rapid.T) {
	var config object
	var want []string
	if rapid.IntRange(0, 5).Draw(r, "destroy") > 0 {
		config, want = anySet(r)
	} else if w.state == nil {
		return
	}
	if cut := rapid.SampledFrom([]string{"", "", "before", "after"}).Draw(r, "cut"); cut != "" {
		fault(w.t, w.env, emulator.Fault{Match: emulator.Match{PathRegexp: "/assign"}, Cut: cut, Times: 1, Skip: rapid.IntRange(0, 2).Draw(r, "skip")})
	}
	raced := rapid.IntRange(0, 3).Draw(r, "race") == 0
	for range 3 {
		p := w.env.Protocol(w.t, nil)
		if w.state != nil {
			w.state, _ = p.Read(typeSet, w.state)
		}
		planned := p.Plan(typeSet, w.state, config)
		if refused(r, planned.Diagnostics, "Assignment already exists") {
			w.state, _ = p.Import(typeSet, appID)
			continue
		}
		if raced {
			w.portal(r)
			raced = false
		}
		before := assigned(w.env, appID)
		state, diagnostics := p.Apply(planned)
		if refused(r, diagnostics, "Assignments appeared after the plan", "Assignment already exists") {
			if diff := cmp.Diff(before, assigned(w.env, appID)); diff != "" {
				r.Fatalf("refused, and yet written:\n%s", diff)
			}
			continue
		}
		w.state = state
		w.ends(r, config, want)
		return
	}
	r.Fatal("no end after three plans")
}

// ends checks what the tenant holds after a run that succeeded. A destroy ends
// what the set managed and may leave what came after its plan.
func (w *world) ends(r *rapid.T, config object, want []string) {
	got := assigned(w.env, appID)
	if config == nil {
		got = slices.DeleteFunc(got, func(id string) bool { return id == groupA+"_3_0" })
	}
	want = append(slices.Clone(want), w.owned...)
	slices.Sort(want)
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		r.Fatalf("assignments in the tenant (-want +got):\n%s", diff)
	}
}

// refused reports whether a run was refused for one of these reasons. Any other
// error fails the test.
func refused(r *rapid.T, diagnostics []acctest.Diagnostic, summaries ...string) bool {
	for _, d := range diagnostics {
		if d.Warning {
			continue
		}
		if !slices.Contains(summaries, d.Summary) {
			r.Fatalf("%+v", d)
		}
		return true
	}
	return false
}
