package seatcheck

import (
	"context"
	"fmt"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// question puts a request into the words of the rules.
func (c *Checker) question(ctx context.Context, r Request) (seats.Question, error) {
	pool, err := c.pool(ctx, r)
	if err != nil {
		return seats.Question{}, err
	}
	before, err := c.snapshot(ctx, r.App)
	if err != nil {
		return seats.Question{}, err
	}
	q := seats.Question{Pool: pool, Before: before, Change: seats.Change{Destroy: r.Destroy}}
	if q.Change.Adds, err = translateAll(r.App, r.Adds); err != nil {
		return seats.Question{}, err
	}
	if q.Change.Removes, err = translateAll(r.App, r.Removes); err != nil {
		return seats.Question{}, err
	}
	return q, nil
}

// snapshot is the app's assignments as the run found them. It stays what it was
// although the run writes: what the run adds is in the ledger, and what it takes
// away frees no seat before the app is uninstalled.
func (c *Checker) snapshot(ctx context.Context, app graph.App) ([]seats.Assignment, error) {
	return c.snapshots.get(ctx, appID(app), func(ctx context.Context) ([]seats.Assignment, error) {
		all, found, err := c.tenant.Assignments(ctx, app.ID)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, errNoSuchApp
		}
		return translateAll(app, all)
	})
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
