package graph

import (
	"cmp"
	"context"
	"fmt"
	"strings"
)

// InventoryEntry is one app in the Store's inventory of the tenant.
type InventoryEntry struct {
	ProductKey         string // {productId}/{skuId}, as App.ProductKey
	SeatCapacity       int64
	AvailableSeats     int64
	LicenseType        string // Online, Offline
	DistributionPolicy string // Open, Restricted
	Status             string // Active, Removed
}

// Open says that the app is used without limit, whatever its seat counts.
func (e InventoryEntry) Open() bool { return strings.EqualFold(e.DistributionPolicy, "open") }

// Offline says that the app is licensed offline, and that the Store so keeps no seats for it.
func (e InventoryEntry) Offline() bool { return strings.EqualFold(e.LicenseType, "offline") }

// Removed says that the tenant no longer has the app.
func (e InventoryEntry) Removed() bool { return strings.EqualFold(e.Status, "removed") }

// Seat is one licence in use.
type Seat struct {
	AssignedTo string // user principal name, lower case
}

// Page sizes of the Store's service: 25 is the default of both lists, 100 the most for seats (Windows docs, Get
// inventory and Get seats). None is documented as the most for the inventory.
const (
	inventoryPage = "25"
	seatsPage     = "100"
)

// StoreInventory lists the tenant's apps in the Store, online and offline licensed.
func (c *Client) StoreInventory(ctx context.Context) ([]InventoryEntry, error) {
	type wire struct {
		ProductKey         struct{ ProductID, SkuID string }
		SeatCapacity       int64
		AvailableSeats     int64
		LicenseType        string
		DistributionPolicy string
		Status             string
	}
	var entries []InventoryEntry
	first := call{op: readInventory, path: path{"Inventory"},
		query: query("licenseTypes", "online", "licenseTypes", "offline", "maxResults", inventoryPage)}
	err := continued(ctx, c, first, func(p struct{ InventoryEntries []wire }) error {
		for _, w := range p.InventoryEntries {
			entries = append(entries, InventoryEntry{
				ProductKey:         w.ProductKey.ProductID + "/" + w.ProductKey.SkuID,
				SeatCapacity:       w.SeatCapacity,
				AvailableSeats:     w.AvailableSeats,
				LicenseType:        w.LicenseType,
				DistributionPolicy: w.DistributionPolicy,
				Status:             w.Status,
			})
		}
		return nil
	})
	return entries, err
}

// StoreSeats lists who holds a seat of an app, in pages of up to 100. Revoked seats are left out: nobody holds them.
// What page returns ends the listing. For an app licensed offline the error is one of IsNotOnline.
func (c *Client) StoreSeats(ctx context.Context, productKey string, page func([]Seat) error) error {
	product, sku, ok := strings.Cut(productKey, "/")
	if !ok {
		return fmt.Errorf("the product key %q is not of the form {productId}/{skuId}", productKey)
	}
	first := call{op: readSeats, path: path{"Inventory", product, sku, "Seats"}, query: query("maxResults", seatsPage)}
	return continued(ctx, c, first, func(p struct {
		Seats []struct{ AssignedTo, State string }
	}) error {
		var seats []Seat
		for _, s := range p.Seats {
			if strings.EqualFold(s.State, "active") {
				seats = append(seats, Seat{strings.ToLower(strings.TrimSpace(s.AssignedTo))})
			}
		}
		if len(seats) == 0 {
			return nil
		}
		return page(seats)
	})
}

// continued reads a list of the Store's service page by page: each answer but the last has the token of the next.
func continued[P any](ctx context.Context, c *Client, first call, each func(P) error) error {
	seen := map[string]bool{}
	k := first
	for {
		a, err := c.do(ctx, k)
		if err != nil {
			return err
		}
		var next struct{ ContinuationToken string }
		var p P
		if err := cmp.Or(a.decode(&next), a.decode(&p)); err != nil {
			return err
		}
		if err := each(p); err != nil {
			return err
		}
		token := next.ContinuationToken
		switch {
		case token == "":
			return nil
		case seen[token] || len(seen) == maxPages:
			return a.nonsense("the list does not end: a page names one that was read already as the next")
		}
		seen[token] = true
		k.query = first.query + "&" + query("continuationToken", token)
	}
}
