package seatcheck

import (
	"context"
	"fmt"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// holdersFrom is the source that names who holds a seat of the app, for a question
// about it; nil where nobody can say.
func (c *Checker) holdersFrom(app graph.App, q seats.Question) *source {
	s := storeOf(app).holders
	if s == nil || !s.known(c, app, unitsOf(q)) {
		return nil
	}
	return s
}

// unitsOf is what the seats of a question are for.
func unitsOf(q seats.Question) map[seats.Unit]bool {
	units := map[seats.Unit]bool{}
	for _, list := range [][]seats.Assignment{q.Before, q.Change.Adds, q.Announced.Adds} {
		for _, a := range list {
			if a.Claims() {
				units[a.Unit] = true
			}
		}
	}
	return units
}

// holders is who holds a seat of the app now, read once a run; nil where the
// source names some of them not at all.
func (c *Checker) holders(ctx context.Context, app graph.App, from *source) (*seats.Holders, error) {
	return c.held.get(ctx, appID(app), func(ctx context.Context) (*seats.Holders, error) {
		held, err := from.read(ctx, c.client, app)
		if err != nil {
			return nil, &unreadHolders{from.name, err}
		}
		r := roster{checker: c, census: c.census, systems: storeOf(app).systems}
		ids, err := r.resolve(ctx, held)
		if err != nil {
			return nil, err
		}
		h := &seats.Holders{}
		known := make([]seats.ID, 0, len(ids))
		for _, id := range ids {
			if id == (seats.ID{}) {
				h.Unresolved++
			} else {
				known = append(known, id)
			}
		}
		if h.Unresolved > 0 && !from.whole {
			return nil, nil
		}
		h.Known = seats.NewSet(known)
		if from.current {
			// What is counted as used and not in the list is somebody's all the same.
			h.Unresolved += max(0, app.UsedLicenseCount-len(held))
		}
		return h, nil
	})
}

// roster leads from the names that a store knows holders by to their ids.
type roster struct {
	checker *Checker
	census  *census
	systems []string
}

// resolve returns the id of each seat's holder: a user's, or a device's as the
// census knows it. It is zero for one whose name leads to nobody any more: a
// person who has left, a device that is no longer managed.
func (r roster) resolve(ctx context.Context, held []Seat) ([]seats.ID, error) {
	users, err := r.userIDs(ctx, held)
	if err != nil {
		return nil, err
	}
	var devices fleet
	for _, s := range held {
		if s.ManagedDeviceID != "" {
			if devices, err = r.census.fleet(ctx, r.systems); err != nil {
				return nil, err
			}
			break
		}
	}
	ids := make([]seats.ID, len(held))
	for i, s := range held {
		name := s.UserID
		switch {
		case s.ManagedDeviceID != "":
			ids[i] = devices.managed(s.ManagedDeviceID)
			continue
		case name == "":
			name = users[strings.ToLower(strings.TrimSpace(s.UserPrincipalName))]
		}
		if name == "" {
			continue
		}
		if ids[i], err = seats.ParseID(name); err != nil {
			return nil, fmt.Errorf("the id of user %s: %w", printable.Name(s.UserPrincipalName), err)
		}
	}
	return ids, nil
}

// userIDs looks up the people of whom only the name is known, in bulk.
func (r roster) userIDs(ctx context.Context, held []Seat) (map[string]string, error) {
	var names []string
	for _, s := range held {
		if s.ManagedDeviceID == "" && s.UserID == "" && s.UserPrincipalName != "" {
			names = append(names, s.UserPrincipalName)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	return r.checker.client.UserIDs(ctx, names)
}
