package seats_test

import (
	"maps"
	"slices"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// The model recounts everything from scratch, one person and one assignment at a
// time, with maps and loops and no set operations. It shares only the types.

type people map[seats.ID]bool

// modelReach is the claimants that a claims through members, of whom excluded
// holds those who are taken out.
func modelReach(c seats.Census, a seats.Assignment, takenOut func(seats.ID) bool) people {
	out := make(people)
	for u := range c.Scopes[a.Scope].Users.All() {
		if takenOut(u) {
			continue
		}
		if a.Unit == seats.User {
			out[u] = true
			continue
		}
		for d, owner := range c.Owners {
			if owner == u {
				out[d] = true
			}
		}
	}
	for d := range c.Scopes[a.Scope].Devices.All() {
		if takenOut(d) {
			continue
		}
		if a.Unit == seats.Device {
			out[d] = true
		} else if owner, found := c.Owners[d]; found {
			out[owner] = true
		}
	}
	return out
}

func modelMember(c seats.Census, id seats.ID, exclusions []seats.Assignment) bool {
	for _, x := range exclusions {
		p := c.Scopes[x.Scope]
		if x.Exclude && !x.Filtered && (p.Users.Contains(id) || p.Devices.Contains(id)) {
			return true
		}
	}
	return false
}

func modelClaims(c seats.Census, as []seats.Assignment) people {
	out := make(people)
	for _, a := range as {
		if a.Claims() {
			maps.Copy(out, modelReach(c, a, func(id seats.ID) bool { return modelMember(c, id, as) }))
		}
	}
	return out
}

// modelReached tells whether some claim by that unit has the member in its scope.
func modelReached(c seats.Census, as []seats.Assignment, unit seats.Unit, id seats.ID) bool {
	for _, a := range as {
		p := c.Scopes[a.Scope]
		if a.Claims() && a.Unit == unit && (p.Users.Contains(id) || p.Devices.Contains(id)) {
			return true
		}
	}
	return false
}

// modelSame is equality of what an assignment means.
func modelSame(a, b seats.Assignment) bool {
	return a.Key() == b.Key() && a.Filtered == b.Filtered && (a.Unit == b.Unit || a.Exclude)
}

func modelHas(as []seats.Assignment, a seats.Assignment) bool {
	return slices.ContainsFunc(as, func(b seats.Assignment) bool { return modelSame(a, b) })
}

// model is the answer to a question.
type model struct {
	after             []seats.Assignment
	before, claimed   people
	needed, newcomers int
	decision          seats.Decision
	changed           bool // the change does something
}

func modelJudge(q seats.Question, c seats.Census, h *seats.Holders) model {
	var m model
	var own, adds, lifts []seats.Assignment
	for _, a := range q.Before {
		hit := func(b seats.Assignment) bool { return a.Key() == b.Key() }
		if slices.ContainsFunc(q.Change.Removes, hit) || !q.Change.Destroy && slices.ContainsFunc(q.Change.Adds, hit) {
			continue
		}
		own = append(own, a)
	}
	if !q.Change.Destroy {
		own = append(own, q.Change.Adds...)
	}
	for _, a := range own {
		if !modelHas(q.Before, a) {
			m.changed = true
			adds = append(adds, a)
		}
	}
	for _, a := range q.Before {
		if !modelHas(own, a) {
			m.changed = true
			if a.Exclude {
				lifts = append(lifts, a)
			}
		}
	}
	m.after = own
	if m.changed {
		m.after = append(slices.Clone(own), q.Announced.Adds...)
		m.after = slices.DeleteFunc(m.after, func(a seats.Assignment) bool {
			return a.Exclude && slices.Contains(q.Announced.Lifts, a.Key())
		})
	}
	m.before, m.claimed = modelClaims(c, q.Before), modelClaims(c, m.after)
	m.count(q, c, h, adds, lifts)
	return m
}

func (m *model) count(q seats.Question, c seats.Census, h *seats.Holders, adds, lifts []seats.Assignment) {
	let := make(people)
	for _, a := range adds {
		if a.Claims() {
			maps.Copy(let, modelReach(c, a, func(id seats.ID) bool { return modelReached(c, q.Before, a.Unit, id) }))
		}
	}
	for _, a := range m.after {
		if a.Claims() {
			maps.Copy(let, modelReach(c, a, func(id seats.ID) bool { return !modelMember(c, id, lifts) }))
		}
	}
	dropped := 0
	for id := range m.before {
		if !m.claimed[id] {
			dropped++
		}
	}
	for id := range m.claimed {
		if !m.before[id] && let[id] {
			m.newcomers++
		}
	}
	m.needed = len(m.claimed) + max(0, q.Pool.Used-len(m.before)) + min(q.Pool.Used, dropped)
	if h != nil {
		m.needed = len(m.claimed) + h.Unresolved
		for id := range h.Known.All() {
			if !m.claimed[id] {
				m.needed++
			}
		}
	}
	switch {
	case q.Pool.Limit != seats.Limited || q.Pool.Total == 0 || m.needed <= q.Pool.Total:
		m.decision = seats.Fits
	case m.newcomers > 0 && !q.Change.Destroy:
		m.decision = seats.Refused
	default:
		m.decision = seats.Warning
	}
}
