package seatcheck

import (
	"context"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// Leave notes a removal before it is written. The rest of the run is judged
// against the tenant as the run found it, so that must be read first; and others
// must know when an exclusion goes. When the removal is the first half of a
// replacement, Adds are what the second half puts in its place, and are credited
// with it. stay takes the note back when the write fails.
//
// Nothing is refused: what cannot be read here is said to whoever asks next.
func (c *Checker) Leave(ctx context.Context, r Request) (stay func()) {
	stay = func() {}
	if c.mode(r) == Off {
		return stay
	}
	if _, err := c.snapshot(ctx, r.App); err != nil {
		return stay
	}
	change := seats.Change{Destroy: len(r.Adds) == 0}
	var err error
	if change.Adds, err = translateAll(r.App, r.Adds); err != nil {
		return stay
	}
	if change.Removes, err = translateAll(r.App, r.Removes); err != nil {
		return stay
	}
	app := appID(r.App)
	change = c.ledger.Announce(app, change)
	if !change.Destroy {
		return stay // reserved by the half that adds
	}
	c.ledger.Reserve(app, change, func(seats.Announced) bool { return true })
	return func() { c.ledger.Release(app, change) }
}
