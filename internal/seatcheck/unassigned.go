package seatcheck

import (
	"context"
	"fmt"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// Held lists the seats of an app in use, read anew each time: who acts upon the
// list must not act upon what was true when the run began.
func (c *Checker) Held(ctx context.Context, app graph.App) ([]Seat, error) {
	from := storeOf(app).holders
	if from == nil {
		return nil, fmt.Errorf("nobody says who holds a seat of an app of type %s", app.ODataType)
	}
	held, err := from.read(ctx, c.client, app)
	if err != nil {
		return nil, &unreadHolders{from.name, err}
	}
	return held, nil
}

// Unassigned lists the seats of an app in use whose holders no assignment lets in
// any more: people and devices out of scope, taken out, or gone. Everything is read
// anew, as with Held.
//
// In doubt a holder is still assigned: a filter keeps nobody out, an exclusion with
// a filter takes nobody out, and a person is let in by any device of theirs, a
// device by its primary user, whatever a seat is for. A target whose members Graph
// does not tell is an error.
func (c *Checker) Unassigned(ctx context.Context, app graph.App) ([]Seat, error) {
	held, err := c.Held(ctx, app)
	if err != nil || len(held) == 0 {
		return nil, err
	}
	answer := c.client.Assignments(ctx, []string{app.ID})[0]
	switch {
	case answer.Err != nil:
		return nil, answer.Err
	case !answer.Found:
		return nil, errNoSuchApp
	}
	assigned, err := translateAll(app, answer.Value)
	if err != nil {
		return nil, err
	}
	r := roster{checker: c, census: &census{client: c.client}, systems: storeOf(app).systems}
	letIn, err := r.letIn(ctx, assigned)
	if err != nil {
		return nil, err
	}
	ids, err := r.resolve(ctx, held)
	if err != nil {
		return nil, err
	}
	var out []Seat
	for i, s := range held {
		if !letIn.Contains(ids[i]) {
			out = append(out, s)
		}
	}
	return out, nil
}

// letIn is everyone whom the assignments let in, people and devices alike.
func (r roster) letIn(ctx context.Context, assigned []seats.Assignment) (seats.Set, error) {
	census, err := r.census.read(ctx, r.systems, seats.Question{Before: assigned}.Scopes())
	if err != nil {
		return seats.Set{}, err
	}
	devices, err := r.census.fleet(ctx, r.systems)
	if err != nil {
		return seats.Set{}, err
	}
	census.Owners = devices.owners
	var sets []seats.Set
	for _, unit := range []seats.Unit{seats.User, seats.Device} {
		for i := range assigned {
			assigned[i].Unit = unit
		}
		sets = append(sets, census.Claimants(assigned))
	}
	return seats.Union(sets...), nil
}
