package graph

import (
	"context"
	"encoding/json"
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
	var entries []InventoryEntry
	first := call{op: readInventory, path: path{"Inventory"},
		query: query("licenseTypes", "online", "licenseTypes", "offline", "maxResults", inventoryPage)}
	err := continued(ctx, c, first, "inventoryEntries", func(page []inventoryWire) error {
		for _, w := range page {
			if w.SeatCapacity < 0 || w.ProductKey.ProductID == "" || w.ProductKey.SkuID == "" {
				return senseless("the answer holds an app without its product key or its seats")
			}
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

type inventoryWire struct {
	ProductKey         struct{ ProductID, SkuID string }
	SeatCapacity       int64
	AvailableSeats     int64
	LicenseType        string
	DistributionPolicy string
	Status             string
}

type seatWire struct{ AssignedTo, State string }

// StoreSeats lists who holds a seat of an app, in pages of up to 100. Revoked seats are left out: nobody holds them.
// What page returns ends the listing. For an app licensed offline the error is one of IsNotOnline.
func (c *Client) StoreSeats(ctx context.Context, productKey string, page func([]Seat) error) error {
	product, sku, ok := strings.Cut(productKey, "/")
	if !ok {
		return fmt.Errorf("the product key %q is not of the form {productId}/{skuId}", productKey)
	}
	first := call{op: readSeats, path: path{"Inventory", product, sku, "Seats"}, query: query("maxResults", seatsPage)}
	return continued(ctx, c, first, "seats", func(wire []seatWire) error {
		var seats []Seat
		for _, s := range wire {
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

// continued reads a list of the Store's service page by page: each answer but the last has the token of the next, and
// all have the items in the named member. An answer without that member is an error rather than an empty page: no
// seats in use and no seats understood must not look alike.
func continued[T any](ctx context.Context, c *Client, first call, member string, each func([]T) error) error {
	seen, size := map[string]bool{}, 0
	k := first
	for {
		a, err := c.do(ctx, k)
		if err != nil {
			return err
		}
		var members map[string]json.RawMessage
		if err := a.decode(&members); err != nil {
			return err
		}
		raw, there := members[member]
		if !there {
			return a.nonsense("the answer has no list of " + member)
		}
		var all items[T]
		var token string
		if err := a.with(raw).decode(&all); err != nil {
			return err
		}
		if all == nil {
			return a.nonsense("the answer has no list of " + member)
		}
		if next := members["continuationToken"]; !empty(next) {
			if err := a.with(next).decode(&token); err != nil {
				return err
			}
		}
		if err := each(all); err != nil {
			return a.sense(err)
		}
		size += len(a.body)
		switch {
		case token == "":
			return nil
		case seen[token]:
			return a.nonsense("the list does not end: a page names one that was read already as the next")
		case len(seen) == maxPages || size > maxKept || len(token) > maxLink:
			return a.nonsense(fmt.Sprintf("the list does not end after %d pages and %d MiB", len(seen)+1, size>>20))
		}
		seen[token] = true
		k.query = first.query + "&" + query("continuationToken", token)
	}
}
