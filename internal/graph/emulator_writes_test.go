package graph_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

func TestEmulatorAssociation(t *testing.T) {
	server, c := start(t, nil)
	ctx := t.Context()
	before, err := c.DeviceAppManagement(ctx)
	if err != nil || !before.LastSuccessfulSync.IsZero() || before.ServiceTime.IsZero() || before.Language != "fr-FR" {
		t.Fatalf("before %+v, %v", before, err)
	}
	language := "en-GB"
	after, err := c.UpdateDeviceAppManagement(ctx, graph.DeviceAppManagementUpdate{Language: &language, PortalSelection: []string{graph.PrivateStore, graph.CompanyPortal}})
	if err != nil || !after.Enabled || after.Language != "en-GB" || !slices.Equal(after.PortalSelection, []string{graph.CompanyPortal, graph.PrivateStore}) {
		t.Errorf("after %+v, %v", after, err)
	}
	requested, err := c.SyncMicrosoftStoreForBusinessApps(ctx)
	if err != nil || requested.IsZero() {
		t.Fatal(requested, err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		m, err := c.DeviceAppManagement(ctx)
		if err != nil || time.Now().After(deadline) {
			t.Fatal(m, err)
		}
		if m.LastSuccessfulSync.After(requested) {
			break
		}
	}
	gone := true
	if err := server.SetDeviceAppManagement(emulator.Edit{Retired: &gone}); err != nil {
		t.Fatal(err)
	}
	_, err = c.SyncMicrosoftStoreForBusinessApps(ctx)
	if e, ok := errors.AsType[*graph.Error](err); !ok || !strings.HasPrefix(e.Hint, "Microsoft ended the sync") || graph.IsAmbiguous(err) {
		t.Errorf("retired: %v", err)
	}
}

func TestEmulatorStore(t *testing.T) {
	_, c := start(t, nil)
	ctx := t.Context()
	entries, err := c.StoreInventory(ctx)
	i := slices.IndexFunc(entries, func(e graph.InventoryEntry) bool { return e.ProductKey == "9WZDNCRFJB8P/0011" })
	if err != nil || i < 0 || !entries[i].Open() || !entries[i].Offline() {
		t.Errorf("%+v, %v", entries, err)
	}
	var seats []graph.Seat
	err = c.StoreSeats(ctx, "9WZDNCRFJB8P/0010", func(s []graph.Seat) error { seats = append(seats, s...); return nil })
	if diff := cmp.Diff([]graph.Seat{{AssignedTo: "ann@contoso.example"}}, seats); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if err := c.StoreSeats(ctx, "9WZDNCRFJB8P/0011", nil); !graph.IsNotOnline(err) {
		t.Errorf("offline: %v", err)
	}
	if err := c.StoreSeats(ctx, "nosuch/0010", nil); !graph.IsNotFound(err) {
		t.Errorf("unknown: %v", err)
	}
}

func TestEmulatorAssignments(t *testing.T) {
	server, c := start(t, nil)
	ctx := t.Context()
	want := graph.Assignment{Intent: "required", Target: graph.Target{Type: graph.GroupTarget, GroupID: sales},
		Settings: &graph.Settings{MicrosoftStore: &graph.MicrosoftStoreSettings{}}}
	got, err := c.CreateAssignment(ctx, notes, want)
	if err != nil {
		t.Fatal(err)
	}
	ignore := cmpopts.IgnoreFields(graph.Assignment{}, "ID", "Source", "SourceID")
	if diff := cmp.Diff(want, got, ignore); diff != "" || got.ID != graph.AssignmentID(want) {
		t.Errorf("id %s\n%s", got.ID, diff)
	}
	if _, err := c.CreateAssignment(ctx, notes, want); !graph.IsAlreadyExists(err) {
		t.Errorf("again: %v", err)
	}
	// The answer to a create that was performed is lost.
	if err := server.Fault(emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: "/assignments$"}, Times: 1, Cut: "after"}); err != nil {
		t.Fatal(err)
	}
	lost := graph.Assignment{Intent: "available", Target: graph.Target{Type: graph.AllLicensedUsersTarget}}
	if _, err := c.CreateAssignment(ctx, notes, lost); !graph.IsAmbiguous(err) {
		t.Errorf("lost: %v", err)
	}
	if _, found, err := c.Assignment(ctx, notes, graph.AssignmentID(lost)); !found || err != nil {
		t.Errorf("read back: %v, %v", found, err)
	}
	want.Target.FilterID, want.Target.FilterType = "f1170000-0000-4000-8000-000000000001", "include"
	for range 2 { // with the filter, then without it again
		updated, err := c.UpdateAssignment(ctx, notes, got.ID, want)
		if diff := cmp.Diff(want, updated, ignore); diff != "" || err != nil {
			t.Error(err, diff)
		}
		want.Target.FilterID, want.Target.FilterType = "", ""
	}
	all := c.Assignments(ctx, []string{notes, offline, "99999999-0000-4000-8000-000000000000"})
	if len(all[0].Value) != 2 || !all[1].Found || len(all[1].Value) != 0 || all[2].Found || all[2].Err != nil {
		t.Errorf("all %+v", all)
	}
	if err := c.Assign(ctx, notes, all[0].Value); err != nil {
		t.Error(err)
	}
	again := c.Assignments(ctx, []string{notes})[0]
	byID := cmpopts.SortSlices(func(a, b graph.Assignment) bool { return a.ID < b.ID })
	if diff := cmp.Diff(all[0].Value, again.Value, byID); diff != "" {
		t.Errorf("writing back what was read changed it\n%s", diff)
	}
	for range 2 {
		if err := c.DeleteAssignment(ctx, notes, got.ID); err != nil {
			t.Error(err)
		}
	}
	if n := len(server.Assignments(notes)); n != 1 {
		t.Errorf("%d left", n)
	}
}

func TestEmulatorForbidden(t *testing.T) {
	_, c := start(t, []string{"DeviceManagementApps.Read.All"})
	if _, err := c.LicensedApps(t.Context()); err != nil {
		t.Error(err)
	}
	_, err := c.CreateAssignment(t.Context(), notes, graph.Assignment{Intent: "required", Target: graph.Target{Type: graph.AllDevicesTarget}})
	if e, ok := errors.AsType[*graph.Error](err); !ok || !slices.Equal(e.Permissions, []string{"DeviceManagementApps.ReadWrite.All"}) {
		t.Errorf("write: %v", err)
	}
	if a := c.MemberCounts(t.Context(), []string{sales})[0]; !graph.IsForbidden(a.Err) {
		t.Errorf("count: %+v", a)
	}
}

// Bad weather: every 4th answer 429, every 5th 503, every 3rd write's answer cut. Whatever may be repeated arrives.
func TestEmulatorBadWeather(t *testing.T) {
	server, c := start(t, nil)
	for _, f := range []emulator.Fault{
		{Every: 4, Status: 429, RetryAfter: "0.01"},
		{Every: 5, Status: 503, RetryAfter: "0.01"},
		{Match: emulator.Match{Method: "DELETE"}, Every: 3, Cut: "after"},
	} {
		if err := server.Fault(f); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var group sync.WaitGroup
	for i := range 5 {
		group.Go(func() {
			target := graph.Target{Type: graph.GroupTarget, GroupID: fmt.Sprintf("69000000-0000-4000-8000-0000000001%02d", i)}
			if err := c.DeleteAssignment(ctx, notes, graph.AssignmentID(graph.Assignment{Intent: "required", Target: target})); err != nil {
				t.Error(err)
			}
			if err := c.Assign(ctx, offline, []graph.Assignment{{Intent: "required", Target: graph.Target{Type: graph.AllDevicesTarget}}}); err != nil {
				t.Error(err)
			}
			if a := c.Apps(ctx, []string{notes, phone}); !a[0].Found || !a[1].Found {
				t.Errorf("%+v", a)
			}
		})
	}
	group.Wait()
}
