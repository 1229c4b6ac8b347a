package soak

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

const (
	clientID     = "c11e0000-0000-4000-8000-000000000001"
	clientSecret = "soak-secret"

	filterID = "e0000000-0000-4000-8000-000000000001"

	groupCount = 6
	groupSize  = 20
	// overlap is by how many people a group's first one is after that of the group
	// before it: half of each is in the next, too.
	overlap = 10
)

// The apps: assignments of two are managed one by one, those of the third as a set,
// and the fourth has seats for one group only.
const (
	singleA, singleB, asSet, scarce = 0, 1, 2, 3
	appCount                        = 4
)

func appID(n int) string   { return fmt.Sprintf("a0000000-0000-4000-8000-%012d", n) }
func groupID(n int) string { return fmt.Sprintf("b0000000-0000-4000-8000-%012d", n) }

// people are the members of a group, by their numbers.
func people(group int) []int {
	out := make([]int, groupSize)
	for i := range out {
		out[i] = overlap*group + i
	}
	return out
}

// seatsOf is how many licences there are: for everybody, or of the scarce app for one
// group and a few.
func seatsOf(app int) int {
	if app == scarce {
		return groupSize + overlap/2
	}
	return overlap*groupCount + groupSize
}

// key is an assignment as the tenant knows it.
type key struct {
	app, group int
	intent     string
}

func (k key) String() string {
	return fmt.Sprintf("%s of group %d on app %d", k.intent, k.group, k.app)
}

// bystanders are assignments that somebody else made. Those of the app that is
// managed as a set belong to a policy set, which the resource leaves alone.
var bystanders = map[key]string{
	{singleA, 5, "uninstall"}: "",
	{singleB, 5, "available"}: "",
	{asSet, 5, "uninstall"}:   "policySets",
	{scarce, 5, "uninstall"}:  "",
}

// tenant is the estate at the start.
func tenant() emulator.Tenant {
	t := emulator.Tenant{Clients: []entra.Client{{ID: clientID, Secret: clientSecret}}}
	for n := range groupCount {
		t.Groups = append(t.Groups, emulator.Group{ID: groupID(n), DisplayName: fmt.Sprintf("Group %d", n),
			Generate: []emulator.Generate{{Prefix: "staff-", From: overlap * n, Users: groupSize}}})
	}
	for n := range appCount {
		t.Apps = append(t.Apps, emulator.App{ID: appID(n), DisplayName: fmt.Sprintf("App %d", n), TotalLicenseCount: seatsOf(n)})
	}
	for k, source := range bystanders {
		a := map[string]any{
			"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": k.intent,
			"target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": groupID(k.group)},
		}
		if source != "" {
			a["source"], a["sourceId"] = source, "d0000000-0000-4000-8000-000000000001"
		}
		t.Apps[k.app].Assignments = append(t.Apps[k.app].Assignments, a)
	}
	return t
}

// wish is what a configuration wants, beside what others made.
type wish struct {
	keys []key
	// filter is the type of every assignment's filter, which changes in place.
	filter string
	// greedy wants more people than the scarce app has seats.
	greedy bool
	// triggers makes the association sync again.
	trigger int
}

// draw draws a configuration.
func draw(r *rand.Rand) wish {
	w := wish{filter: []string{"include", "exclude"}[r.IntN(2)], greedy: r.IntN(4) == 0, trigger: r.IntN(3)}
	for _, app := range []int{singleA, singleB, asSet} {
		for group := range groupCount - 1 { // the last is the bystanders'
			if r.IntN(2) == 0 {
				w.keys = append(w.keys, key{app, group, []string{"required", "available"}[r.IntN(2)]})
			}
		}
	}
	w.keys = append(w.keys, key{scarce, 0, "required"})
	if w.greedy {
		w.keys = append(w.keys, key{scarce, 2, "available"}) // 40 people, 25 seats
	}
	return w
}

// hcl is the configuration.
func (w wish) hcl() string {
	var b strings.Builder
	fmt.Fprintf(&b, "resource \"intunestore_association\" \"store\" {\n  language = \"fr-FR\"\n  sync     = { triggers = { order = \"%d\" } }\n}\n\n", w.trigger)
	var members []string
	for _, k := range w.keys {
		body := fmt.Sprintf("intent = %q\n  target = { type = \"group\", group_id = %q, filter_id = %q, filter_type = %q }", k.intent, groupID(k.group), filterID, w.filter)
		if k.app == asSet {
			members = append(members, "{\n  "+body+"\n  }")
			continue
		}
		fmt.Fprintf(&b, "resource \"intunestore_app_assignment\" \"app%d_group%d\" {\n  app_id = %q\n  %s\n}\n\n", k.app, k.group, appID(k.app), body)
	}
	fmt.Fprintf(&b, "resource \"intunestore_app_assignment_set\" \"app\" {\n  app_id      = %q\n  assignments = [%s]\n}\n", appID(asSet), strings.Join(members, ", "))
	return b.String()
}

// holdings are the assignments of a tenant, each with the type of its filter.
type holdings map[key]string

// want is what the tenant is to hold, beside what it held at first.
func (w wish) want(first holdings) holdings {
	h := maps.Clone(first)
	for _, k := range w.keys {
		h[k] = w.filter
	}
	return h
}

// held is what the tenant holds.
func held(server *emulator.Server) (holdings, error) {
	h := holdings{}
	for app := range appCount {
		for _, a := range server.Assignments(appID(app)) {
			target, _ := a["target"].(map[string]any)
			group := slices.IndexFunc(slices.Collect(numbers(groupCount)), func(n int) bool { return groupID(n) == target["groupId"] })
			k := key{app, group, fmt.Sprint(a["intent"])}
			if _, twice := h[k]; twice || group < 0 {
				return nil, fmt.Errorf("app %d has %v, twice or of nobody's group", app, a)
			}
			h[k] = fmt.Sprint(target["deviceAndAppManagementAssignmentFilterType"])
		}
	}
	return h, nil
}

func numbers(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// difference says in what two holdings differ; empty where they do not.
func (h holdings) difference(want holdings) string {
	var lines []string
	for k, v := range want {
		if got, ok := h[k]; !ok || got != v {
			lines = append(lines, fmt.Sprintf("missing or changed: %v is %q, want %q", k, got, v))
		}
	}
	for k := range h {
		if _, ok := want[k]; !ok {
			lines = append(lines, fmt.Sprintf("too much: %v", k))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// overbooked names an app that lets in more people than it has seats.
func (h holdings) overbooked() error {
	for app := range appCount {
		in := map[int]bool{}
		for k := range maps.Keys(h) {
			if k.app == app && k.intent != "uninstall" {
				for _, p := range people(k.group) {
					in[p] = true
				}
			}
		}
		if len(in) > seatsOf(app) {
			return fmt.Errorf("app %d lets in %d people and has %d seats", app, len(in), seatsOf(app))
		}
	}
	return nil
}
