package seatcheck

import (
	"context"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// store is all that tells the apps of one type from those of another when seats
// are counted: what their pool is, what a seat is for, whose devices they are for,
// and who says who holds a seat.
type store struct {
	// systems are the operating systems whose devices the app is for, in the words
	// of managedDevice.operatingSystem.
	systems []string
	// unit is what a seat is for under these settings of an assignment.
	unit func(*graph.Settings) seats.Unit
	// limit says whether the app's seats can run out; nil: they can.
	limit func(*Checker, context.Context, Request) (seats.Limit, error)
	// holders says who holds a seat; nil where nobody does.
	holders *source
}

// stores is what is known of each type of app that has seats. An app of another
// type counts as Windows does, by user.
var stores = map[string]store{
	graph.MicrosoftStoreForBusinessApp: {systems: []string{"Windows"}, unit: byContext, limit: (*Checker).storeLimit, holders: &storeService},
	// Intune shows an iPad as iOS, or as iPadOS since the two have parted.
	graph.IOSVPPApp:              {systems: []string{"iOS", "iPadOS"}, unit: byLicensing, holders: &appleLicenses},
	graph.MacOSVPPApp:            {systems: []string{"macOS"}, unit: byLicensing, holders: &macLicenses},
	graph.AndroidManagedStoreApp: {systems: []string{"Android"}, unit: byUser},
}

func storeOf(app graph.App) store {
	if s, ok := stores[app.ODataType]; ok {
		return s
	}
	return store{systems: []string{"Windows"}, unit: byUser}
}

func byUser(*graph.Settings) seats.Unit { return seats.User }

// byContext: an install for the device takes a seat for the device.
func byContext(s *graph.Settings) seats.Unit {
	if s != nil && s.MicrosoftStore != nil && s.MicrosoftStore.UseDeviceContext {
		return seats.Device
	}
	return seats.User
}

// byLicensing: under user licensing one seat serves a person on up to five devices,
// under device licensing each device takes one (source: Intune docs, "Manage
// volume-purchased apps for iOS").
func byLicensing(s *graph.Settings) seats.Unit {
	if s != nil && s.AppleVPP != nil && s.AppleVPP.UseDeviceLicensing {
		return seats.Device
	}
	return seats.User
}

// pool is the app's seats as Intune last synced them, and whether they can run
// out at all.
func (c *Checker) pool(ctx context.Context, r Request) (seats.Pool, error) {
	p := seats.Pool{Total: r.App.TotalLicenseCount, Used: r.App.UsedLicenseCount}
	var err error
	if limit := storeOf(r.App).limit; limit != nil {
		p.Limit, err = limit(c, ctx, r)
	}
	return p, err
}

// storeLimit: an offline-licensed app has no seats of its own, since the Store
// keeps none (its management service answers 409 "Not online" when asked for
// them); and the Store may hand out licences without limit.
func (c *Checker) storeLimit(ctx context.Context, r Request) (seats.Limit, error) {
	if offline(r.App) {
		return seats.NotCounted, nil
	}
	if !c.opts.StoreService || r.App.TotalLicenseCount == 0 {
		return seats.Limited, nil
	}
	entry, found, err := c.inventoryEntry(ctx, r.App)
	switch {
	case err != nil && c.mode(r) == Warn:
		return seats.Limited, nil // at worst warned about for nothing
	case err != nil:
		return seats.Limited, err
	case found && entry.Open():
		return seats.Unlimited, nil
	}
	return seats.Limited, nil
}

func offline(app graph.App) bool { return strings.EqualFold(app.LicenseType, "offline") }

// inventoryEntry is what the Store knows of the app's licences. The inventory is
// read once a run.
func (c *Checker) inventoryEntry(ctx context.Context, app graph.App) (graph.InventoryEntry, bool, error) {
	inventory, err := c.inventory.get(ctx, struct{}{}, func(ctx context.Context) (map[string]graph.InventoryEntry, error) {
		entries, err := c.client.StoreInventory(ctx)
		if err != nil {
			return nil, &unreadHolders{storeService.name, err}
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
