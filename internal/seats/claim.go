package seats

import "slices"

// claim is a scope under the unit by which it claims: what the claim set is made
// of, whatever the intents.
type claim struct {
	Scope Scope
	Unit  Unit
}

// claims returns the distinct claims that the assignments make.
func claims(as []Assignment) map[claim]bool {
	out := make(map[claim]bool, len(as))
	for _, a := range as {
		if a.Claims() {
			out[claim{a.Scope, a.Unit}] = true
		}
	}
	return out
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

// exclusions returns the scopes that were taken out and are no more, this change's
// doing or others', and the ones that are now and were not.
func (c course) exclusions() (lifted, imposed []Scope) {
	before, after := takenOut(c.before), takenOut(assignments(c.after))
	return without(before, after), without(after, before)
}

// without returns the scopes of a that are not in b.
func without(a, b []Scope) []Scope {
	return slices.DeleteFunc(slices.Clone(a), func(s Scope) bool { return slices.Contains(b, s) })
}
