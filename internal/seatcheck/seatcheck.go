// Package seatcheck asks the seat rules about a tenant. It turns what Intune has
// (apps, assignments, groups) into a question of package seats, reads just what
// the answer needs (counts first, lists only where counts do not decide, each
// list once a run) and puts the verdict into words.
//
// It knows the tenant and the rules. It does not know Terraform: a plan is to it
// a change of one app's assignments.
package seatcheck

import (
	"context"
	"errors"
	"slices"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
	"github.com/intunestore/terraform-provider-intunestore/internal/tenant"
)

// Mode says what a refusal does.
type Mode string

// The modes of the seat_check attribute.
const (
	Enforce Mode = "enforce" // a refusal is an error
	Warn    Mode = "warn"    // a refusal is a warning
	Off     Mode = "off"     // nothing is counted
)

// Options are the provider's choices.
type Options struct {
	// Mode is used by every request that brings none of its own.
	Mode Mode
	// StoreService reads who holds a seat from the Store's management service.
	StoreService bool
}

// Checker checks changes of one tenant's assignments during one run. It is safe
// for concurrent use.
type Checker struct {
	tenant *tenant.Tenant
	client *graph.Client
	opts   Options
	ledger *seats.Ledger
	census *census

	snapshots memo[seats.ID, []graph.Assignment]
	held      memo[seats.ID, *seats.Holders]
	inventory memo[struct{}, map[string]graph.InventoryEntry]
}

// New returns a checker that has seen nothing yet.
func New(t *tenant.Tenant, client *graph.Client, opts Options) *Checker {
	if opts.Mode == "" {
		opts.Mode = Enforce
	}
	return &Checker{
		tenant: t,
		client: client,
		opts:   opts,
		ledger: seats.NewLedger(),
		census: &census{client: client},
	}
}

// Request is what one resource does to one app.
type Request struct {
	App graph.App
	// Adds are assignments as they will be: new ones, and changed ones.
	Adds []graph.Assignment
	// Removes are assignments as they were: ended ones, and changed ones.
	Removes []graph.Assignment
	// Destroy says that the resource itself goes. That is never refused.
	Destroy bool
	// Whole says that the change comes from the one resource that holds all of the
	// app's assignments.
	Whole bool
	// Mode is the resource's own, or empty for the provider's.
	Mode Mode
}

func (r Request) changesNothing() bool { return len(r.Adds)+len(r.Removes) == 0 }

// Severity says whether a finding stops the run.
type Severity int

// The severities.
const (
	Warning Severity = iota
	Error
)

// Finding is something to tell the user.
type Finding struct {
	Severity Severity
	Summary  string
	Detail   string
}

// Summaries of findings. Users and their CI search for them.
const (
	SummaryInsufficient = "Insufficient seats"
	SummaryOverAssigned = "Over-assigned app"
	SummaryImpossible   = "Seat check impossible"
	SummaryDeferred     = "Seat check deferred to apply"
)

// Plan announces the change to the rest of the run and says what is wrong with
// it, if anything. It may be called again for the same change, in any order.
//
// Every change is announced, also one that is not checked itself: others are.
func (c *Checker) Plan(ctx context.Context, r Request) *Finding {
	change, err := c.announce(r)
	switch {
	case c.mode(r) == Off:
		return nil
	case err != nil:
		return c.impossible(r, err)
	case r.changesNothing() && !c.ledger.First(appID(r.App), "drift"):
		return nil
	}
	q, err := c.question(ctx, r, change)
	if err != nil {
		return c.impossible(r, err)
	}
	if !r.changesNothing() {
		q.Announced = c.ledger.Others(appID(r.App), change)
	}
	f, err := c.read(ctx, r.App, c.mode(r), q, facts{})
	if err != nil {
		return c.impossible(r, err)
	}
	return c.finding(ctx, r, f.answer(q), f)
}

// Reserve checks the change just before it is written, against the tenant and
// what this run has written since, and takes its seats. When the write fails,
// the caller gives them back with release. A finding of severity Error means
// that nothing was taken and nothing may be written.
func (c *Checker) Reserve(ctx context.Context, r Request) (release func(), finding *Finding) {
	if r.changesNothing() {
		return func() {}, nil
	}
	change, err := c.announce(r)
	if err != nil {
		return func() {}, c.unlessOff(r, err)
	}
	if c.mode(r) == Off {
		return c.take(r, change), nil
	}
	q, err := c.question(ctx, r, change)
	if err == nil {
		var verdict seats.Verdict
		var f facts
		if release, verdict, f, err = c.reserve(ctx, r, q); err == nil {
			return release, c.refusal(ctx, r, verdict, f)
		}
	}
	finding = c.impossible(r, err)
	if finding.Severity == Error {
		return func() {}, finding
	}
	return c.take(r, change), finding
}

// announce makes a change known to the others. It asks nothing of the tenant.
func (c *Checker) announce(r Request) (seats.Change, error) {
	change := seats.Change{Destroy: r.Destroy}
	var err error
	if change.Adds, err = translateAll(r.App, r.Adds); err != nil {
		return change, err
	}
	if change.Removes, err = translateAll(r.App, r.Removes); err != nil || r.changesNothing() {
		return change, err
	}
	return c.ledger.Announce(appID(r.App), change), nil
}

// take takes the seats of a change whatever there are, so that others are judged
// with them taken.
func (c *Checker) take(r Request, change seats.Change) (release func()) {
	c.ledger.Reserve(appID(r.App), change, func(seats.Announced) bool { return true })
	return func() { c.ledger.Release(appID(r.App), change) }
}

// Deferred is the finding for a change of which something is not known yet.
func (c *Checker) Deferred(mode Mode, what string) *Finding {
	if c.mode(Request{Mode: mode}) == Off {
		return nil
	}
	return &Finding{Severity: Warning, Summary: SummaryDeferred, Detail: deferredDetail(what)}
}

func (c *Checker) mode(r Request) Mode {
	if r.Mode != "" {
		return r.Mode
	}
	return c.opts.Mode
}

// impossible says that the answer cannot be had. It is never silently skipped.
// It stops only what could let somebody in: the ways out stay open.
func (c *Checker) impossible(r Request, err error) *Finding {
	f := &Finding{Severity: Error, Summary: SummaryImpossible, Detail: impossibleDetail(r.App, err)}
	if c.mode(r) == Warn || r.Destroy || !r.letsIn() {
		f.Severity = Warning
	}
	return f
}

// unlessOff is impossible, for a check that was asked for.
func (c *Checker) unlessOff(r Request, err error) *Finding {
	if c.mode(r) == Off {
		return nil
	}
	return c.impossible(r, err)
}

// letsIn reports whether a change could let somebody in: it adds anything but an
// exclusion, or ends an exclusion.
func (r Request) letsIn() bool {
	excludes := func(a graph.Assignment) bool { return a.Target.Type == graph.ExclusionGroupTarget }
	return slices.ContainsFunc(r.Adds, func(a graph.Assignment) bool { return !excludes(a) }) || slices.ContainsFunc(r.Removes, excludes)
}

var errNoSuchApp = errors.New("no such app in Intune any more")
