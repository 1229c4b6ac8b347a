package seats_test

import (
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// The world the properties run in is small, so that everything meets everything:
// eight users, six devices, five groups and the two scopes of everyone.

var worldScopes = []seats.Scope{
	scope("A"), scope("B"), scope("C"), scope("X"), scope("Y"), scope("all users"), scope("all devices"),
}

func drawSet(t *rapid.T, make func(int) seats.ID, n int, label string) seats.Set {
	var ids []seats.ID
	for _, i := range rapid.SliceOfN(rapid.IntRange(0, n-1), 0, n).Draw(t, label) {
		ids = append(ids, make(i))
	}
	return seats.NewSet(ids)
}

func drawCensus(t *rapid.T) seats.Census {
	c := seats.Census{Scopes: make(map[seats.Scope]seats.Population), Owners: make(seats.Owners)}
	for i := range 6 {
		if owner := rapid.IntRange(-1, 7).Draw(t, "owner"); owner >= 0 {
			c.Owners[device(i)] = user(owner)
		}
	}
	for _, s := range worldScopes {
		var p seats.Population
		if s.Kind != seats.AllDevices {
			p.Users = drawSet(t, user, 8, "users")
		}
		if s.Kind != seats.AllLicensedUsers {
			p.Devices = drawSet(t, device, 6, "devices")
		}
		c.Scopes[s] = p
	}
	return c
}

func drawAssignment(t *rapid.T) seats.Assignment {
	return seats.Assignment{
		Scope:    rapid.SampledFrom(worldScopes).Draw(t, "scope"),
		Intent:   rapid.SampledFrom([]seats.Intent{seats.Required, seats.Available, seats.Uninstall}).Draw(t, "intent"),
		Exclude:  rapid.IntRange(0, 2).Draw(t, "exclude") == 0,
		Unit:     rapid.SampledFrom([]seats.Unit{seats.User, seats.User, seats.Device}).Draw(t, "unit"),
		Filtered: rapid.IntRange(0, 9).Draw(t, "filtered") == 0,
	}
}

func drawAssignments(t *rapid.T, most int, label string) []seats.Assignment {
	return rapid.SliceOfNDistinct(rapid.Custom(drawAssignment), 0, most, seats.Assignment.Key).Draw(t, label)
}

func drawPool(t *rapid.T) seats.Pool {
	return seats.Pool{
		Limit: rapid.SampledFrom([]seats.Limit{seats.Limited, seats.Limited, seats.Limited, seats.Limited, seats.Unlimited, seats.NotCounted}).Draw(t, "limit"),
		Total: rapid.IntRange(0, 14).Draw(t, "total"),
		Used:  rapid.IntRange(0, 16).Draw(t, "used"),
	}
}

func drawQuestion(t *rapid.T) seats.Question {
	q := seats.Question{Pool: drawPool(t), Before: drawAssignments(t, 5, "before")}
	q.Change.Adds = drawAssignments(t, 3, "adds")
	q.Change.Removes = drawAssignments(t, 1, "removes")
	for _, a := range q.Before {
		if rapid.IntRange(0, 3).Draw(t, "remove") == 0 {
			q.Change.Removes = append(q.Change.Removes, a)
		}
	}
	q.Change.Destroy = rapid.IntRange(0, 5).Draw(t, "destroy") == 0
	for _, a := range drawAssignments(t, 2, "announced") {
		if a.Claims() {
			q.Announced.Adds = append(q.Announced.Adds, a)
		}
	}
	for _, a := range q.Before { // some that another wrote already
		if a.Claims() && rapid.IntRange(0, 5).Draw(t, "written") == 0 {
			q.Announced.Adds = append(q.Announced.Adds, a)
		}
		if a.Exclude && rapid.IntRange(0, 3).Draw(t, "lift") == 0 {
			q.Announced.Lifts = append(q.Announced.Lifts, a.Key())
		}
	}
	return q
}

func drawHolders(t *rapid.T) *seats.Holders {
	return &seats.Holders{
		Known:      seats.Union(drawSet(t, user, 10, "holders"), drawSet(t, device, 3, "holding devices")),
		Unresolved: rapid.IntRange(0, 2).Draw(t, "unresolved"),
	}
}
