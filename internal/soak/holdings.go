package soak

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// unfiltered is the type of the filter of an assignment without one.
const unfiltered = "none"

// holdings are assignments, each with the type of its filter.
type holdings map[key]string

// held is what the tenant holds.
func held(server *emulator.Server) (holdings, error) {
	h := holdings{}
	for app := range appCount {
		of, err := read(app, server.Assignments(appID(app)))
		if err != nil {
			return nil, err
		}
		maps.Copy(h, of)
	}
	return h, nil
}

// read reads the assignments of an app as the tenant shows them. Of one target and
// intent there can only be one.
func read(app int, objects []map[string]any) (holdings, error) {
	h := holdings{}
	for _, a := range objects {
		target, _ := a["target"].(map[string]any)
		group := slices.Index(ids(groupCount, groupID), fmt.Sprint(target["groupId"]))
		k := key{app, group, fmt.Sprint(a["intent"]), target["@odata.type"] == "#microsoft.graph.exclusionGroupAssignmentTarget"}
		if _, twice := h[k]; twice {
			return nil, fault(doubled, "%v is there twice", k)
		}
		if group < 0 {
			return nil, fault(unasked, "app %d is assigned to %v, which is none of the groups", app, target["groupId"])
		}
		h[k] = fmt.Sprint(target["deviceAndAppManagementAssignmentFilterType"])
	}
	return h, nil
}

// with are two holdings together.
func (h holdings) with(more holdings) holdings {
	out := maps.Clone(h)
	maps.Copy(out, more)
	return out
}

// ours are those that are not somebody else's.
func (h holdings) ours() holdings {
	out := maps.Clone(h)
	maps.DeleteFunc(out, func(k key, _ string) bool { return k.foreign() })
	return out
}

// sorted are the assignments in an order that is always the same.
func (h holdings) sorted() []key { return slices.SortedFunc(maps.Keys(h), compare) }

func compare(a, b key) int { return strings.Compare(a.String(), b.String()) }

// differ says in what holdings are not as they should be: nil where they are.
func (h holdings) differ(want holdings) error {
	for _, k := range want.sorted() {
		if got, there := h[k]; !there {
			return fault(lost, "%v is gone", k)
		} else if got != want[k] {
			return fault(lost, "%v has the filter %s, not %s", k, got, want[k])
		}
	}
	for _, k := range h.sorted() {
		if _, wanted := want[k]; !wanted {
			return fault(unasked, "%v is there", k)
		}
	}
	return nil
}

// letIn are the people to whom an app is given, counted without any of the
// provider's rules: the members of the groups that it is assigned to, without those
// of the groups that are excluded.
func (h holdings) letIn(app int) map[int]bool {
	in := map[int]bool{}
	for _, k := range slices.SortedFunc(maps.Keys(h), func(a, b key) int { return cmp.Compare(order(a), order(b)) }) {
		if k.app != app || k.intent == "uninstall" {
			continue
		}
		for _, p := range people(k.group) {
			if k.exclude {
				delete(in, p)
			} else {
				in[p] = true
			}
		}
	}
	return in
}

// order puts exclusions last.
func order(k key) int {
	if k.exclude {
		return 1
	}
	return 0
}

// overbooked says that a write has let in people for whom an app has no seats.
// Whoever was let in before is not the write's doing.
func (h holdings) overbooked(app int, before holdings) error {
	in, was := h.letIn(app), before.letIn(app)
	if len(in) <= seatsOf(app) {
		return nil
	}
	for _, p := range slices.Sorted(maps.Keys(in)) {
		if !was[p] {
			return fault(promised, "app %d lets in %d people, number %d anew, and has %d seats", app, len(in), p, seatsOf(app))
		}
	}
	return nil
}
