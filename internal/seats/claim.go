package seats

import (
	"cmp"
	"slices"
)

// claim is a scope under the unit by which it claims: what the claim set is made
// of, whatever the intents.
type claim struct {
	Scope Scope
	Unit  Unit
}

// claims returns the distinct claims that the assignments make, sorted.
func claims(as []Assignment) []claim {
	out := make([]claim, 0, len(as))
	for _, a := range as {
		if a.Claims() {
			out = append(out, claim{a.Scope, a.Unit})
		}
	}
	slices.SortFunc(out, func(a, b claim) int {
		return cmp.Or(a.Scope.Compare(b.Scope), cmp.Compare(a.Unit, b.Unit))
	})
	return slices.Compact(out)
}

// countable reports whether the count of the scope's members bounds the claim.
// Each user, and each device by its primary user, is one claimant by user at
// most. By device that holds of devices alone: a user may own many.
func (c claim) countable() bool { return c.Unit == User || c.Scope.Kind == AllDevices }

// takenOut returns the scopes that the assignments take out, sorted, each once.
func takenOut(as []Assignment) []Scope {
	var out []Scope
	for _, a := range as {
		if a.takesOut() {
			out = append(out, a.Scope)
		}
	}
	slices.SortFunc(out, Scope.Compare)
	return slices.Compact(out)
}

// lifted returns the scopes that were taken out and are no more, by this change's
// doing or by others'.
func (c course) lifted() []Scope {
	return without(takenOut(c.before), takenOut(assignments(c.after)))
}

// without returns what of a is not in b, and within what is: for the few that one
// app has.
func without[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(x T) bool { return slices.Contains(b, x) })
}

func within[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(x T) bool { return !slices.Contains(b, x) })
}
