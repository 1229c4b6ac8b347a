package seatcheck

import (
	"context"
	"errors"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// facts is what has been read to answer a question. It grows: counts first, and
// the lists only when counts do not decide.
type facts struct {
	counts  map[seats.Scope]int
	census  seats.Census
	holders *seats.Holders
	// exact: who holds a seat is known or, where counts decide without, how many
	// do: held.
	exact bool
	held  int
	// estimate is why the holders are not known although they were asked for.
	estimate error
}

// answer judges with what is known. Undecided means that more must be read.
func (f facts) answer(q seats.Question) seats.Verdict {
	if v, ok := q.Bound(nil); ok {
		return v
	}
	if v, ok := f.bound(q); ok {
		return v
	}
	if f.census.Scopes == nil {
		return seats.Verdict{Decision: seats.Undecided, Pool: q.Pool}
	}
	return q.Judge(f.census, f.holders)
}

// bound decides from counts, on the holders' number where it is known.
func (f facts) bound(q seats.Question) (seats.Verdict, bool) {
	if f.counts == nil {
		return seats.Verdict{}, false
	}
	if f.exact {
		return q.BoundHeld(f.counts, f.held)
	}
	return q.Bound(f.counts)
}

// read reads just what the question needs beyond what f has.
func (c *Checker) read(ctx context.Context, app graph.App, mode Mode, q seats.Question, f facts) (facts, error) {
	if _, ok := q.Bound(nil); ok {
		return f, nil
	}
	from := c.holdersFrom(app, q)
	late := from != nil && from.current
	var err error
	f.holders, f.exact, f.held = nil, late, app.UsedLicenseCount
	if !late {
		if f, err = c.readHolders(ctx, app, mode, from, f); err != nil {
			return f, err
		}
	}
	if f.counts, err = c.counts(ctx, q); err != nil {
		return f, err
	}
	if _, ok := f.bound(q); ok {
		return f, nil
	}
	if late {
		if f, err = c.readHolders(ctx, app, mode, from, f); err != nil {
			return f, err
		}
	}
	return c.readCensus(ctx, app, q, f)
}

// readHolders reads who holds a seat. When only that fails, warn goes on with the
// estimate and says so.
func (c *Checker) readHolders(ctx context.Context, app graph.App, mode Mode, from *source, f facts) (facts, error) {
	f.holders, f.exact = nil, false
	if from == nil {
		return f, nil
	}
	var unread *unreadHolders
	holders, err := c.holders(ctx, app, from)
	if errors.As(err, &unread) && mode == Warn {
		f.estimate = err
		return f, nil
	}
	f.holders, f.exact, f.held = holders, holders != nil, holders.Count()
	return f, err
}

// counts says for each scope how many it can hold at most. A group that was
// deleted holds nobody.
func (c *Checker) counts(ctx context.Context, q seats.Question) (map[seats.Scope]int, error) {
	counts := map[seats.Scope]int{}
	var groups []seats.Scope
	var ids []string
	for _, s := range q.Countable() {
		switch s.Kind {
		case seats.Group:
			groups, ids = append(groups, s), append(ids, s.Group.String())
		case seats.AllLicensedUsers:
			n, err := c.tenant.LicensedUserCount(ctx)
			if err != nil {
				return nil, err
			}
			counts[s] = n
		case seats.AllDevices:
			// Intune counts managed devices only by listing them.
		}
	}
	for i, a := range c.tenant.MemberCounts(ctx, ids) {
		if a.Err != nil {
			return nil, a.Err
		}
		counts[groups[i]] = a.Value
	}
	return counts, nil
}

// readCensus lists the members of every scope the question needs.
func (c *Checker) readCensus(ctx context.Context, app graph.App, q seats.Question, f facts) (facts, error) {
	systems := storeOf(app).systems
	census, err := c.census.read(ctx, systems, q.Scopes())
	if err != nil {
		return f, err
	}
	if q.NeedsOwners(census) {
		fleet, err := c.census.fleet(ctx, systems)
		if err != nil {
			return f, err
		}
		census.Owners = fleet.owners
	}
	f.census = census
	return f, nil
}

// reserve takes the seats of a change, if the app has them. What others have
// taken by then may need more facts than were read, so it may take a few rounds.
func (c *Checker) reserve(ctx context.Context, r Request, q seats.Question) (release func(), verdict seats.Verdict, f facts, err error) {
	app, mode := appID(r.App), c.mode(r)
	q.Announced = c.ledger.Others(app, q.Change)
	for {
		if f, err = c.read(ctx, r.App, mode, q, f); err != nil {
			return nil, verdict, f, err
		}
		var met seats.Announced
		taken := c.ledger.Reserve(app, q.Change, func(reserved seats.Announced) bool {
			met = reserved
			asked := q
			asked.Announced = reserved
			verdict = f.answer(asked)
			return verdict.Decision == seats.Fits || verdict.Decision == seats.Warning ||
				(verdict.Decision == seats.Refused && mode == Warn)
		})
		switch {
		case taken:
			return func() { c.ledger.Release(app, q.Change) }, verdict, f, nil
		case verdict.Decision == seats.Refused:
			return func() {}, verdict, f, nil
		case context.Cause(ctx) != nil:
			return nil, verdict, f, context.Cause(ctx)
		}
		q.Announced = met
	}
}
