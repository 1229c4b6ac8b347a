package seatcheck

import (
	"context"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// Report is how an app's seats stand against its assignments as they are in
// Intune now.
type Report struct {
	seats.Verdict
	// Counted is false for an app whose seats nobody keeps: then only the shares
	// say something.
	Counted bool
}

// Report counts one app's claims exactly, without bounds, whatever the mode: who
// asks for a report wants its numbers.
func (c *Checker) Report(ctx context.Context, app graph.App) (Report, error) {
	r := Request{App: app, Mode: Enforce}
	q, err := c.question(ctx, r)
	if err != nil {
		return Report{}, err
	}
	f, err := c.readHolders(ctx, app, Enforce, facts{})
	if err != nil {
		return Report{}, err
	}
	counted := q.Pool.Bounded()
	if f, err = c.readCensus(ctx, app, q, f); err != nil {
		return Report{}, err
	}
	return Report{Verdict: q.Judge(f.census, f.holders), Counted: counted}, nil
}
