package seatcheck

import (
	"context"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// Report counts how an app's seats stand against its assignments as they are in
// Intune now: every number exactly, without bounds, and whatever the mode, since
// who asks for a report wants its numbers.
func (c *Checker) Report(ctx context.Context, app graph.App) (seats.Verdict, error) {
	q, err := c.question(ctx, Request{App: app, Mode: Enforce})
	if err != nil {
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
