package seats

import (
	"maps"
	"slices"
)

// Question asks whether an app has a seat for everyone a change lets in.
type Question struct {
	Pool Pool
	// Before is all the app's assignments as they are now, whoever made them.
	Before    []Assignment
	Change    Change
	Announced Announced
}

// Scopes returns the scopes whose population the answer needs, sorted, each once:
// those that claim, and those that take people out. None if nothing claims.
func (q Question) Scopes() []Scope { return q.course().scopes() }

// Missing returns the scopes of Scopes that the census lacks.
func (q Question) Missing(c Census) []Scope { return q.course().missing(c) }

// NeedsOwners reports whether the answer needs Census.Owners: some claim by user
// reaches devices, or some claim by device reaches users. It looks only at the
// census's Scopes.
func (q Question) NeedsOwners(c Census) bool { return q.course().needsOwners(c) }

// Countable returns the scopes whose counts can decide the question by Bound,
// sorted, each once. None where counting is of no use: the pool cannot run out, or
// some scope is such that its count is no bound of its claims.
func (q Question) Countable() []Scope {
	if !q.Pool.Bounded() {
		return nil
	}
	c := q.course()
	after := claims(assignments(c.after))
	for _, t := range after {
		if !t.countable() {
			return nil
		}
	}
	scopes := make(map[Scope]bool)
	for _, t := range after {
		scopes[t.Scope] = true
	}
	for _, t := range claims(c.before) {
		if t.countable() {
			scopes[t.Scope] = true
		}
	}
	for _, s := range c.lifted() {
		scopes[s] = true
	}
	return sortedScopes(scopes)
}

func (c course) scopes() []Scope {
	scopes := make(map[Scope]bool)
	claimed := false
	for _, a := range slices.Concat(c.before, assignments(c.after)) {
		if a.Claims() || a.takesOut() {
			scopes[a.Scope] = true
		}
		claimed = claimed || a.Claims()
	}
	if !claimed {
		return nil
	}
	return sortedScopes(scopes)
}

func (c course) missing(census Census) []Scope {
	var missing []Scope
	for _, s := range c.scopes() {
		if _, found := census.Scopes[s]; !found {
			missing = append(missing, s)
		}
	}
	return missing
}

func (c course) needsOwners(census Census) bool {
	for _, a := range slices.Concat(c.before, assignments(c.after)) {
		p := census.Scopes[a.Scope]
		if a.Claims() && (a.Unit == User && p.Devices.Len() > 0 || a.Unit == Device && p.Users.Len() > 0) {
			return true
		}
	}
	return false
}

// sortedScopes returns the keys in order; nil for none.
func sortedScopes(scopes map[Scope]bool) []Scope {
	return slices.SortedFunc(maps.Keys(scopes), Scope.Compare)
}
