package seatcheck

import "context"

// Leave notes a removal before it is written. The rest of the run is judged
// against the tenant as the run found it, so that must be read first; and others
// must know when an exclusion goes. When the removal is the first half of a
// replacement, Adds are what the second half puts in its place, and are credited
// with it. stay takes the note back when the write fails.
//
// Nothing is refused: what cannot be read here is said to whoever asks next.
func (c *Checker) Leave(ctx context.Context, r Request) (stay func()) {
	stay = func() {}
	app, found, err := c.tenant.App(ctx, r.App.ID)
	if err != nil || !found {
		return stay // the app is gone, and its assignments with it
	}
	r.App, r.Destroy = app, len(r.Adds) == 0
	if _, err := c.snapshot(ctx, app); err != nil {
		return stay
	}
	change, err := c.announce(r)
	if err != nil || !r.Destroy {
		return stay // reserved by the half that adds
	}
	return c.take(r, change)
}
