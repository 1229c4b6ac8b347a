package soak

import (
	"errors"
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
		return r.portal(singleB, func(now holdings) {
			for _, k := range w.keys {
				if _, there := now[k]; !there && k.app == singleB {
					now[k] = w.filterOf(k)
					return
				}
			}
		})
	}},
	{"adds to a set's app", func(r *runner, _ wish) error {
		return r.portal(stray.app, func(now holdings) { now[stray] = unfiltered })
	}},
	{"lets somebody else's come or go", func(r *runner, _ wish) error {
		return r.portal(guest.app, func(now holdings) {
			if _, there := now[guest]; there {
				delete(now, guest)
				delete(r.others, guest)
			} else {
				now[guest], r.others[guest] = unfiltered, unfiltered
			}
		})
	}},
}

// touch gives the first of ours that has a filter another type of it, or removes it.
func (r *runner) touch(filter func(key) *string) error {
	before, err := held(r.server)
	if err != nil {
		return err
	}
	for _, k := range before.ours().sorted() {
		if k.app != singleA && k.app != singleB || before[k] == unfiltered {
			continue
		}
		return r.portal(k.app, func(now holdings) {
			if f := filter(k); f == nil {
				delete(now, k)
			} else if _, there := now[k]; there {
				now[k] = *f
			}
		})
	}
	return nil
}

// portal changes the assignments of an app, in one go: what the provider removes
// meanwhile must not come back by it.
func (r *runner) portal(app int, change func(now holdings)) error {
	var unread error
	err := r.server.EditAssignments(appID(app), func(objects []map[string]any) []map[string]any {
		now, err := read(app, objects)
		if err != nil {
			unread = err
			return objects
		}
		change(now)
		var out []map[string]any
		for _, k := range now.sorted() {
			source := "direct"
			if s, there := bystanders[k]; there {
				source = s
			}
			out = append(out, k.object(now[k], source))
		}
		return out
	})
	return errors.Join(err, unread)
}

func find[T named](kinds []T, name string) T {
	return kinds[slices.IndexFunc(kinds, func(k T) bool { return k.called() == name })]
}
