package soak

import (
	"slices"
)

// edit is what somebody does in the portal while an apply runs.
type edit struct {
	name string
	do   func(r *runner, w wish) error
}

func (e edit) called() string { return e.name }

var edits = []edit{
	{"removes one of ours", func(r *runner, _ wish) error { return r.touch(func(key) *string { return nil }) }},
	{"changes one of ours", func(r *runner, _ wish) error {
		changed := "exclude"
		return r.touch(func(key) *string { return &changed })
	}},
	{"makes one before us", func(r *runner, w wish) error {
		now, err := held(r.server)
		if err != nil {
			return err
		}
		for _, k := range w.keys {
			if _, there := now[k]; !there && k.app == singleB {
				return r.portal(k.app, now.with(holdings{k: w.filterOf(k)}))
			}
		}
		return nil
	}},
	{"adds to a set's app", func(r *runner, _ wish) error {
		now, err := held(r.server)
		if err != nil {
			return err
		}
		return r.portal(stray.app, now.with(holdings{stray: unfiltered}))
	}},
	{"lets somebody else's come or go", func(r *runner, _ wish) error {
		now, err := held(r.server)
		if err != nil {
			return err
		}
		if _, there := now[guest]; there {
			delete(now, guest)
			delete(r.others, guest)
		} else {
			now[guest], r.others[guest] = unfiltered, unfiltered
		}
		return r.portal(guest.app, now)
	}},
}

// touch gives the first of ours that has a filter another type of it, or removes it.
func (r *runner) touch(filter func(key) *string) error {
	now, err := held(r.server)
	if err != nil {
		return err
	}
	for _, k := range now.ours().sorted() {
		if k.app != singleA && k.app != singleB || now[k] == unfiltered {
			continue
		}
		if f := filter(k); f == nil {
			delete(now, k)
		} else {
			now[k] = *f
		}
		return r.portal(k.app, now)
	}
	return nil
}

// portal makes the assignments of an app what is given.
func (r *runner) portal(app int, all holdings) error {
	return r.server.EditAssignments(appID(app), func([]map[string]any) []map[string]any {
		var out []map[string]any
		for _, k := range all.sorted() {
			if k.app == app {
				source := "direct"
				if s, there := bystanders[k]; there {
					source = s
				}
				out = append(out, k.object(all[k], source))
			}
		}
		return out
	})
}

func find[T named](kinds []T, name string) T {
	return kinds[slices.IndexFunc(kinds, func(k T) bool { return k.called() == name })]
}
