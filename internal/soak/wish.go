package soak

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// wish is what a configuration wants.
type wish struct {
	keys []key
	// filter is the type of the filter of what is assigned; it changes in place.
	filter string
	// greed is an app for which more is wanted at first than there are seats; 0: none.
	greed int
	// trigger makes the association sync again.
	trigger int
}

// always is wanted by every configuration: there is something to change in place.
var always = key{singleA, 0, "required", false}

// drawWish draws a configuration to follow one with a filter.
func drawWish(r *rand.Rand, before string) wish {
	w := wish{filter: "include", trigger: r.IntN(3)}
	if before == w.filter {
		w.filter = "exclude"
	}
	for _, app := range []int{singleA, singleB, asSet} {
		for group := range others {
			if (key{app, group, "required", false}) == always {
				w.keys = append(w.keys, always)
				continue
			}
			switch n := r.IntN(6); n {
			case 0, 1, 2:
				w.keys = append(w.keys, key{app, group, "required", false})
			case 3, 4:
				w.keys = append(w.keys, key{app, group, []string{"available", "required"}[n-3], n == 4})
			}
		}
	}
	w.keys = append(w.keys, key{scarce, 0, "required", false})
	switch r.IntN(3) {
	case 0:
		w.keys = append(w.keys, key{tight, 0, "required", false})
	case 1:
		w.keys = append(w.keys, key{tight, 1, "required", false})
	case 2: // 30 people without 10
		w.keys = append(w.keys, key{tight, 0, "required", false}, key{tight, 1, "required", false}, key{tight, 2, "required", true})
	}
	w.greed = []int{0, 0, scarce, tight}[r.IntN(4)]
	return w
}

// greedy is the wish with more than there are seats for.
func (w wish) greedy() wish {
	w.keys = slices.Clone(w.keys)
	if w.greed == scarce {
		w.keys = append(w.keys, key{scarce, 2, "available", false}) // 40 people, 25 seats
		return w
	}
	w.keys = slices.DeleteFunc(w.keys, func(k key) bool { return k.app == tight })
	w.keys = append(w.keys, key{tight, 0, "required", false}, key{tight, 1, "required", false}) // 30 people, 25 seats
	return w
}

// filterOf is the type of an assignment's filter. An exclusion has none: with one, it
// would keep out nobody for certain.
func (w wish) filterOf(k key) string {
	if k.exclude {
		return unfiltered
	}
	return w.filter
}

// want is what the tenant is to hold of ours.
func (w wish) want() holdings {
	h := holdings{}
	for _, k := range w.keys {
		h[k] = w.filterOf(k)
	}
	return h
}

// address is the resource that an assignment is in.
func (k key) address() string {
	if slices.Contains(sets, k.app) {
		return fmt.Sprintf("intunestore_app_assignment_set.app%d", k.app)
	}
	return fmt.Sprintf("intunestore_app_assignment.app%d_group%d", k.app, k.group)
}

// hcl is the configuration.
func (w wish) hcl() string {
	var b strings.Builder
	fmt.Fprintf(&b, "resource \"intunestore_association\" \"store\" {\n  language = \"fr-FR\"\n  sync     = { triggers = { order = \"%d\" } }\n}\n\n", w.trigger)
	members := map[int][]string{}
	for _, k := range w.keys {
		target := fmt.Sprintf("type = \"group\", group_id = %q, filter_id = %q, filter_type = %q", groupID(k.group), filterID, w.filter)
		if k.exclude {
			target = fmt.Sprintf("type = \"exclusion_group\", group_id = %q", groupID(k.group))
		}
		body := fmt.Sprintf("intent = %q\n  target = { %s }", k.intent, target)
		if slices.Contains(sets, k.app) {
			members[k.app] = append(members[k.app], "{\n  "+body+"\n  }")
			continue
		}
		fmt.Fprintf(&b, "resource \"intunestore_app_assignment\" \"app%d_group%d\" {\n  app_id = %q\n  %s\n}\n\n", k.app, k.group, appID(k.app), body)
	}
	for _, app := range sets {
		fmt.Fprintf(&b, "resource \"intunestore_app_assignment_set\" \"app%d\" {\n  app_id      = %q\n  assignments = [%s]\n}\n\n", app, appID(app), strings.Join(members[app], ", "))
	}
	return b.String()
}
