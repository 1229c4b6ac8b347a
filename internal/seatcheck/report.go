package seatcheck

import (
	"context"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// Report counts how an app's seats stand against its assignments as they are in
// Intune now, what this run has written included: every number exactly, without
// bounds, and whatever the mode, since who asks for a report wants its numbers.
func (c *Checker) Report(ctx context.Context, app graph.App) (seats.Verdict, error) {
	r := Request{App: app, Mode: Enforce}
	pool, err := c.pool(ctx, r)
	if err != nil {
		return seats.Verdict{}, err
	}
	all, err := c.assignments(ctx, app)
	if err != nil {
		return seats.Verdict{}, err
	}
	q := seats.Question{Pool: pool}
	if q.Before, err = translateAll(app, all); err != nil {
		return seats.Verdict{}, err
	}
	f, err := c.readHolders(ctx, app, Enforce, c.holdersFrom(app, q), facts{})
	if err != nil {
		return seats.Verdict{}, err
	}
	if f, err = c.readCensus(ctx, app, q, f); err != nil {
		return seats.Verdict{}, err
	}
	return q.Judge(f.census, f.holders), nil
}
