package seatcheck

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// listsAtOnce bounds how many groups are listed at the same time. Listing
// members is what Graph throttles first (5 resource units a page; source: Graph
// throttling limits, identity and access).
const listsAtOnce = 4

// census reads who is in a group, who has a licence and which devices there are.
// Each is read once a run, whatever number of apps and assignments use it.
type census struct {
	client *graph.Client
	groups memo[seats.ID, seats.Population]
	users  memo[struct{}, seats.Population]
	fleets memo[string, fleet]
}

// fleet is the managed devices of some operating systems.
type fleet struct {
	devices seats.Set
	owners  seats.Owners
	// ids leads from Intune's id of a device to its id here, sorted by the former: a
	// slice, since a map of a million would take twice the memory.
	ids []deviceIDs
}

type deviceIDs struct{ managed, device seats.ID }

// managed returns the id of a device by the one that Intune gave it, zero if there
// is none.
func (f fleet) managed(id string) seats.ID {
	managed, err := seats.ParseID(id)
	if err != nil {
		return seats.ID{}
	}
	i, found := slices.BinarySearchFunc(f.ids, managed, func(d deviceIDs, id seats.ID) int { return d.managed.Compare(id) })
	if !found {
		return seats.ID{}
	}
	return f.ids[i].device
}

// read lists the scopes.
func (c *census) read(ctx context.Context, systems []string, scopes []seats.Scope) (seats.Census, error) {
	found := make([]seats.Population, len(scopes))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(listsAtOnce)
	for i, s := range scopes {
		g.Go(func() error {
			p, err := c.population(ctx, systems, s)
			found[i] = p
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return seats.Census{}, err
	}
	out := seats.Census{Scopes: make(map[seats.Scope]seats.Population, len(scopes))}
	for i, s := range scopes {
		out.Scopes[s] = found[i]
	}
	return out, nil
}

func (c *census) population(ctx context.Context, systems []string, s seats.Scope) (seats.Population, error) {
	switch s.Kind {
	case seats.Group:
		return c.groups.get(ctx, s.Group, func(ctx context.Context) (seats.Population, error) {
			return c.listGroup(ctx, s.Group)
		})
	case seats.AllLicensedUsers:
		return c.users.get(ctx, struct{}{}, c.listUsers)
	case seats.AllDevices:
		f, err := c.fleet(ctx, systems)
		return seats.Population{Devices: f.devices}, err
	}
	return seats.Population{}, fmt.Errorf("no way to list %s", s.Kind)
}

// listGroup lists a group's users and devices, nested ones included. A group
// that was deleted in the directory may still be assigned: nobody is in it.
func (c *census) listGroup(ctx context.Context, group seats.ID) (seats.Population, error) {
	var users, devices []seats.ID
	_, err := c.client.Members(ctx, group.String(), func(page []graph.Member) error {
		for _, m := range page {
			id, err := seats.ParseID(m.ID)
			if err != nil {
				return fmt.Errorf("a member of group %s: %w", group, err)
			}
			if m.Kind == graph.DeviceMember {
				devices = append(devices, id)
			} else {
				users = append(users, id)
			}
		}
		return nil
	})
	return seats.Population{Users: seats.NewSet(users), Devices: seats.NewSet(devices)}, err
}

func (c *census) listUsers(ctx context.Context) (seats.Population, error) {
	var users []seats.ID
	err := c.client.LicensedUsers(ctx, func(page []string) error {
		for _, s := range page {
			id, err := seats.ParseID(s)
			if err != nil {
				return fmt.Errorf("a licensed user: %w", err)
			}
			users = append(users, id)
		}
		return nil
	})
	return seats.Population{Users: seats.NewSet(users)}, err
}

// fleet lists the managed devices of some operating systems. A device that the
// directory does not know has no id there, so no group can hold it: it counts
// under the id that Intune gave it.
func (c *census) fleet(ctx context.Context, systems []string) (fleet, error) {
	return c.fleets.get(ctx, strings.Join(systems, ","), func(ctx context.Context) (fleet, error) {
		var devices []seats.ID
		f := fleet{owners: seats.Owners{}}
		add := func(page []graph.ManagedDevice) error {
			for _, d := range page {
				id, err := deviceID(d)
				if err != nil {
					return err
				}
				devices = append(devices, id)
				if user, err := seats.ParseID(d.UserID); err == nil && user != (seats.ID{}) {
					f.owners[id] = user
				}
				if managed, err := seats.ParseID(d.ID); err == nil {
					f.ids = append(f.ids, deviceIDs{managed, id})
				}
			}
			return nil
		}
		for _, system := range systems {
			if err := c.client.ManagedDevices(ctx, graph.ManagedDeviceFilter{OperatingSystem: system}, add); err != nil {
				return fleet{}, err
			}
		}
		f.devices = seats.NewSet(devices)
		slices.SortFunc(f.ids, func(a, b deviceIDs) int { return a.managed.Compare(b.managed) })
		return f, nil
	})
}

func deviceID(d graph.ManagedDevice) (seats.ID, error) {
	if id, err := seats.ParseID(d.AzureADDeviceID); err == nil && id != (seats.ID{}) {
		return id, nil
	}
	id, err := seats.ParseID(d.ID)
	if err != nil {
		return seats.ID{}, fmt.Errorf("the managed device %s: %w", printable.Name(d.DeviceName), err)
	}
	return id, nil
}
