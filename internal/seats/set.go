package seats

import (
	"iter"
	"slices"
)

// Set is an immutable set of ids. The zero Set is empty. It is a sorted slice
// that holds each id once, so it takes 16 bytes per member and is shared, never
// copied, by whoever uses it.
type Set struct{ ids []ID }

// NewSet makes a set of ids, which may repeat and come in any order. It takes the
// slice over, and sorts it in place: no second copy of a large scope is made.
func NewSet(ids []ID) Set {
	slices.SortFunc(ids, ID.Compare)
	return Set{slices.Compact(ids)}
}

// Len returns the number of members.
func (s Set) Len() int { return len(s.ids) }

// All yields the members in order.
func (s Set) All() iter.Seq[ID] { return slices.Values(s.ids) }

// Contains reports whether id is a member.
func (s Set) Contains(id ID) bool {
	_, found := slices.BinarySearchFunc(s.ids, id, ID.Compare)
	return found
}

// Equal reports whether s and t have the same members.
func (s Set) Equal(t Set) bool { return slices.Equal(s.ids, t.ids) }

// Minus returns the members of s that are not in t. Where t takes nothing out,
// that is s itself.
func (s Set) Minus(t Set) Set {
	n := s.MinusLen(t)
	switch n {
	case 0:
		return Set{}
	case s.Len():
		return s
	}
	out := make([]ID, 0, n)
	rest := t.ids
	for _, id := range s.ids {
		rest = rest[seek(rest, id):]
		if len(rest) == 0 || rest[0] != id {
			out = append(out, id)
		}
	}
	return Set{out}
}

// MinusLen returns s.Minus(t).Len() without making the set.
func (s Set) MinusLen(t Set) int { return s.Len() - s.IntersectLen(t) }

// Intersect returns the members that s and t share. Where that is all of s, it
// is s itself.
func (s Set) Intersect(t Set) Set {
	n := s.IntersectLen(t)
	switch n {
	case 0:
		return Set{}
	case s.Len():
		return s
	case t.Len():
		return t
	}
	out := make([]ID, 0, n)
	for id := range shared(s, t) {
		out = append(out, id)
	}
	return Set{out}
}

// IntersectLen returns s.Intersect(t).Len() without making the set.
func (s Set) IntersectLen(t Set) int {
	n := 0
	for range shared(s, t) {
		n++
	}
	return n
}

// shared yields the members of both sets in order. It walks the smaller set and
// leaps through the larger one.
func shared(s, t Set) iter.Seq[ID] {
	if s.Len() > t.Len() {
		s, t = t, s
	}
	return func(yield func(ID) bool) {
		rest := t.ids
		for _, id := range s.ids {
			rest = rest[seek(rest, id):]
			if len(rest) == 0 {
				return
			}
			if rest[0] == id && !yield(id) {
				return
			}
		}
	}
}

// seek returns the place of the first of the sorted ids that is not below id. It
// looks near the front first and doubles its step: walks of two sets of like size
// take a step or two, and a small set crosses a huge one without reading it all.
func seek(ids []ID, id ID) int {
	step := 1
	for step <= len(ids) && ids[step-1].Compare(id) < 0 {
		step *= 2
	}
	// The place is past step/2-1, which is below id, and at step-1 at the latest.
	from, to := step/2, min(step-1, len(ids))
	i, _ := slices.BinarySearchFunc(ids[from:to], id, ID.Compare)
	return from + i
}
