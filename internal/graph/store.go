package graph

import "strings"

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
