package seatcheck

import (
	"context"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// Seat is one seat in use, as far as its store says whose it is. It is a device's
// when ManagedDeviceID is set, and a person's otherwise.
type Seat struct {
	UserPrincipalName string
	UserID            string // where the store tells it
	ManagedDeviceID   string
	DeviceName        string
}

// longestName is how much of a device's name is shown, so that its id is not what is cut off.
const longestName = 200

// Name is whose seat it is, for people to read.
func (s Seat) Name() string {
	switch {
	case s.DeviceName != "":
		return "device " + printable.Cut(s.DeviceName, longestName) + " (" + s.ManagedDeviceID + ")"
	case s.ManagedDeviceID != "":
		return "device " + s.ManagedDeviceID
	case s.UserPrincipalName != "":
		return s.UserPrincipalName
	case s.UserID != "":
		return "user " + s.UserID
	}
	return "somebody whose name is not known"
}

// source is where the seats of an app in use are read from.
type source struct {
	// name stands in "could not be read from …".
	name string
	read func(context.Context, *graph.Client, graph.App) ([]Seat, error)
	// known reports whether the source can name the holders of this app when seats
	// are for these units.
	known func(*Checker, graph.App, map[seats.Unit]bool) bool
	// current: the app's used count is the source's own, so that names need be
	// read only where counts do not decide.
	current bool
	// whole: every seat in use is in the list by a name. Otherwise one without a
	// name may be anybody's, and then the holders are not known.
	whole bool
}

var (
	// storeService is asked only where the provider's store_service says so: it
	// takes a registration of its own.
	storeService = source{
		name: "the Store's management service",
		read: readStoreSeats,
		known: func(c *Checker, app graph.App, _ map[seats.Unit]bool) bool {
			return c.opts.StoreService && !offline(app)
		},
		whole: true,
	}
	appleLicenses = source{
		name:    "Intune's list of the app's licences",
		read:    readAppleLicenses,
		known:   func(*Checker, graph.App, map[seats.Unit]bool) bool { return true },
		current: true,
		whole:   true,
	}
	// macLicenses can name people only: the type of a macOS app's licences has no
	// property for a device (msgraph-beta-sdk-go, macOsVppAppAssignedLicense).
	macLicenses = source{
		name:    appleLicenses.name,
		read:    readAppleLicenses,
		known:   func(_ *Checker, _ graph.App, units map[seats.Unit]bool) bool { return !units[seats.Device] },
		current: true,
	}
)

func readStoreSeats(ctx context.Context, client *graph.Client, app graph.App) ([]Seat, error) {
	var held []Seat
	seen := map[string]bool{} // a person has one seat, also where the list shifts between two pages
	err := client.StoreSeats(ctx, app.ProductKey, func(page []graph.Seat) error {
		for _, s := range page {
			if name := strings.ToLower(s.AssignedTo); !seen[name] {
				seen[name] = true
				held = append(held, Seat{UserPrincipalName: name})
			}
		}
		return nil
	})
	return held, err
}

func readAppleLicenses(ctx context.Context, client *graph.Client, app graph.App) ([]Seat, error) {
	var held []Seat
	err := client.AssignedLicenses(ctx, app, func(page []graph.AssignedLicense) error {
		for _, l := range page {
			held = append(held, Seat{UserPrincipalName: l.UserPrincipalName, UserID: l.UserID, ManagedDeviceID: l.ManagedDeviceID, DeviceName: l.DeviceName})
		}
		return nil
	})
	return held, err
}

// unreadHolders says that who holds a seat could not be read, while everything
// else could: then an estimate is still to be had.
type unreadHolders struct {
	from string
	err  error
}

func (e *unreadHolders) Error() string {
	return "who holds a seat could not be read from " + e.from + ": " + e.err.Error()
}

func (e *unreadHolders) Unwrap() error { return e.err }
