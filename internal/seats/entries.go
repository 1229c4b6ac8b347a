package seats

import "slices"

// entries is the assignments that changes of one app put in place and take away,
// each by its key. The two are kept apart: when an assignment moves from one
// resource to another, the same key is removed by the one and added by the other.
type entries struct{ adds, removes map[Key]Assignment }

func newEntries() entries {
	return entries{make(map[Key]Assignment), make(map[Key]Assignment)}
}

// set records the change. What it removes and adds again stays in place.
func (e entries) set(c Change) {
	again := make(map[Key]bool)
	for _, a := range distinct(c.adds()) {
		e.adds[a.Key()] = a
		again[a.Key()] = true
	}
	for _, a := range distinct(c.Removes) {
		if !again[a.Key()] {
			e.removes[a.Key()] = a
		}
	}
}

// forget drops what set recorded of the change.
func (e entries) forget(c Change) {
	for _, a := range c.adds() {
		delete(e.adds, a.plain().Key())
	}
	for _, a := range c.Removes {
		delete(e.removes, a.plain().Key())
	}
}

// others returns what changes other than own let in, and whether they also take
// something away.
func (e entries) others(own Change) Announced {
	added, removed := keys(own.adds()), keys(own.Removes)
	var n Announced
	for key, a := range e.adds {
		switch {
		case added[key]:
		case a.Claims():
			n.Adds = append(n.Adds, a)
		case a.Exclude:
			n.Uncredited = true
		}
	}
	for key, a := range e.removes {
		switch {
		case removed[key]:
		case a.Exclude:
			n.Lifts = append(n.Lifts, key)
		case a.Claims():
			n.Uncredited = true
		}
	}
	slices.SortFunc(n.Adds, Assignment.Compare)
	slices.SortFunc(n.Lifts, Key.Compare)
	return n
}

// keys is the set of the assignments' keys.
func keys(as []Assignment) map[Key]bool {
	out := make(map[Key]bool, len(as))
	for _, a := range as {
		out[a.plain().Key()] = true
	}
	return out
}
