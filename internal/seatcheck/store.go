package seatcheck

import (
	"context"
	"fmt"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// pool is the app's seats as Intune last synced them, and whether they can run
// out at all.
func (c *Checker) pool(ctx context.Context, r Request) (seats.Pool, error) {
	app := r.App
	p := seats.Pool{Total: app.TotalLicenseCount, Used: app.UsedLicenseCount}
	if offline(app) {
		// The Store keeps no seats of an offline-licensed app: its management
		// service answers 409 "Not online" when asked for them.
		p.Limit = seats.NotCounted
		return p, nil
	}
	if !c.exact(app) || !p.Bounded() {
		return p, nil
	}
	entry, found, err := c.inventoryEntry(ctx, app)
	switch {
	case err != nil && c.mode(r) == Warn:
		return p, nil // readHolders meets the same failure and says so
	case err != nil:
		return p, err
	case found && entry.Open():
		p.Limit = seats.Unlimited
	}
	return p, nil
}

// exact reports whether who holds a seat of the app is to be read. The Store
// keeps no seats of offline licences.
func (c *Checker) exact(app graph.App) bool {
	return c.opts.StoreService && app.Store() == graph.MicrosoftStoreForBusiness && !offline(app)
}

func offline(app graph.App) bool { return strings.EqualFold(app.LicenseType, "offline") }

// inventoryEntry is what the Store knows of the app's licences. The inventory is
// read once a run.
func (c *Checker) inventoryEntry(ctx context.Context, app graph.App) (graph.InventoryEntry, bool, error) {
	inventory, err := c.inventory.get(ctx, struct{}{}, func(ctx context.Context) (map[string]graph.InventoryEntry, error) {
		entries, err := c.client.StoreInventory(ctx)
		if err != nil {
			return nil, &storeServiceError{err}
		}
		byKey := make(map[string]graph.InventoryEntry, len(entries))
		for _, e := range entries {
			// A product may be licensed online and offline; only the online licence
			// has seats.
			if !e.Offline() && !e.Removed() {
				byKey[strings.ToLower(e.ProductKey)] = e
			}
		}
		return byKey, nil
	})
	if err != nil {
		return graph.InventoryEntry{}, false, err
	}
	entry, found := inventory[strings.ToLower(app.ProductKey)]
	return entry, found, nil
}

// holders is who holds a seat of the app now, or nil where nobody can say.
func (c *Checker) holders(ctx context.Context, app graph.App) (*seats.Holders, error) {
	if !c.exact(app) {
		return nil, nil
	}
	return c.held.get(ctx, appID(app), func(ctx context.Context) (*seats.Holders, error) {
		var upns []string
		err := c.client.StoreSeats(ctx, app.ProductKey, func(page []graph.Seat) error {
			for _, s := range page {
				upns = append(upns, strings.ToLower(s.AssignedTo))
			}
			return nil
		})
		if err != nil {
			return nil, &storeServiceError{err}
		}
		return c.resolve(ctx, upns)
	})
}

// resolve leads from the names the Store knows people by to their ids.
func (c *Checker) resolve(ctx context.Context, upns []string) (*seats.Holders, error) {
	ids, err := c.client.UserIDs(ctx, upns)
	if err != nil {
		return nil, err
	}
	known := make([]seats.ID, 0, len(ids))
	h := &seats.Holders{}
	seen := make(map[string]struct{}, len(upns))
	for _, upn := range upns {
		if _, again := seen[upn]; again {
			continue
		}
		seen[upn] = struct{}{}
		id, found := ids[upn]
		if !found {
			h.Unresolved++ // has left the directory, and still holds the seat
			continue
		}
		parsed, err := seats.ParseID(id)
		if err != nil {
			return nil, fmt.Errorf("the id of user %s: %w", printable.Name(upn), err)
		}
		known = append(known, parsed)
	}
	h.Known = seats.NewSet(known)
	return h, nil
}

// storeServiceError says that the Store's management service could not be read,
// while everything else could: then an estimate is still to be had.
type storeServiceError struct{ err error }

func (e *storeServiceError) Error() string {
	return "who holds a seat could not be read from the Store's management service: " + e.err.Error()
}

func (e *storeServiceError) Unwrap() error { return e.err }
