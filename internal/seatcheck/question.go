package seatcheck

import (
	"context"
	"fmt"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// question puts a request into the words of the rules, against the app's
// assignments as the run found them. They stay what they were although the run
// writes: what the run adds is in the ledger, and what it takes away frees no seat
// before the app is uninstalled. A pool that cannot run out needs none of them.
func (c *Checker) question(ctx context.Context, r Request, change seats.Change) (seats.Question, error) {
	q := seats.Question{Change: change}
	var err error
	if q.Pool, err = c.pool(ctx, r); err != nil || !q.Pool.Bounded() {
		return q, err
	}
	all, err := c.snapshot(ctx, r.App)
	if err != nil {
		return q, err
	}
	q.Before, err = translateAll(r.App, all)
	return q, err
}

// snapshot is the app's assignments as the run found them.
func (c *Checker) snapshot(ctx context.Context, app graph.App) ([]graph.Assignment, error) {
	return c.snapshots.get(ctx, appID(app), func(ctx context.Context) ([]graph.Assignment, error) {
		return c.assignments(ctx, app)
	})
}

// assignments is the app's assignments as they are now.
func (c *Checker) assignments(ctx context.Context, app graph.App) ([]graph.Assignment, error) {
	all, found, err := c.tenant.Assignments(ctx, app.ID)
	if err == nil && !found {
		err = errNoSuchApp
	}
	return all, err
}

func translateAll(app graph.App, all []graph.Assignment) ([]seats.Assignment, error) {
	out := make([]seats.Assignment, 0, len(all))
	for _, a := range all {
		t, err := translate(app, a)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// translate puts one assignment into the words of the rules.
func translate(app graph.App, a graph.Assignment) (seats.Assignment, error) {
	intent, err := seats.ParseIntent(a.Intent)
	if err != nil {
		return seats.Assignment{}, fmt.Errorf("the assignment %s: %w", a.ID, err)
	}
	out := seats.Assignment{
		Intent:   intent,
		Unit:     storeOf(app).unit(a.Settings),
		Filtered: a.Target.FilterID != "" && !strings.EqualFold(a.Target.FilterType, "none"),
	}
	switch a.Target.Type {
	case graph.GroupTarget, graph.ExclusionGroupTarget:
		id, err := seats.ParseID(a.Target.GroupID)
		if err != nil {
			return seats.Assignment{}, fmt.Errorf("the assignment %s: its group: %w", a.ID, err)
		}
		out.Scope = seats.GroupScope(id)
		out.Exclude = a.Target.Type == graph.ExclusionGroupTarget
	case graph.AllLicensedUsersTarget:
		out.Scope.Kind = seats.AllLicensedUsers
	case graph.AllDevicesTarget:
		out.Scope.Kind = seats.AllDevices
	default:
		return seats.Assignment{}, fmt.Errorf("the assignment %s of %s has a target of type %s, whose members Graph does not tell", a.ID, printable.Name(app.DisplayName), a.Target.Type)
	}
	return out, nil
}

// appID is the app's id in the ledger. Graph's app ids are GUIDs; should one not
// be, it still gets a key of its own.
func appID(app graph.App) seats.ID {
	id, err := seats.ParseID(app.ID)
	if err != nil {
		copy(id[:], app.ID)
	}
	return id
}
