package graph_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// everyCall makes each call of the client to Graph.
var everyCall = map[string]func(context.Context, *graph.Client) error{
	"Organization":        func(ctx context.Context, c *graph.Client) error { return last(c.Organization(ctx)) },
	"DeviceAppManagement": func(ctx context.Context, c *graph.Client) error { return last(c.DeviceAppManagement(ctx)) },
	"SyncMicrosoftStoreForBusinessApps": func(ctx context.Context, c *graph.Client) error {
		return last(c.SyncMicrosoftStoreForBusinessApps(ctx))
	},
	"UpdateDeviceAppManagement": func(ctx context.Context, c *graph.Client) error {
		off := false
		return last(c.UpdateDeviceAppManagement(ctx, graph.DeviceAppManagementUpdate{Enabled: &off}))
	},
	"LicensedApps": func(ctx context.Context, c *graph.Client) error { return last(c.LicensedApps(ctx)) },
	"Apps":         func(ctx context.Context, c *graph.Client) error { return c.Apps(ctx, []string{notes})[0].Err },
	"Assignments":  func(ctx context.Context, c *graph.Client) error { return c.Assignments(ctx, []string{notes})[0].Err },
	"Assignment": func(ctx context.Context, c *graph.Client) error {
		_, _, err := c.Assignment(ctx, notes, notes)
		return err
	},
	"CreateAssignment": func(ctx context.Context, c *graph.Client) error {
		return last(c.CreateAssignment(ctx, notes, toEveryDevice))
	},
	"UpdateAssignment": func(ctx context.Context, c *graph.Client) error {
		return last(c.UpdateAssignment(ctx, notes, notes, toEveryDevice))
	},
	"DeleteAssignment": func(ctx context.Context, c *graph.Client) error { return c.DeleteAssignment(ctx, notes, notes) },
	"Assign": func(ctx context.Context, c *graph.Client) error {
		return c.Assign(ctx, notes, []graph.Assignment{toEveryDevice})
	},
	"Groups":       func(ctx context.Context, c *graph.Client) error { return c.Groups(ctx, []string{sales})[0].Err },
	"FewGroups":    func(ctx context.Context, c *graph.Client) error { return last(c.FewGroups(ctx)) },
	"MemberCounts": func(ctx context.Context, c *graph.Client) error { return c.MemberCounts(ctx, []string{sales})[0].Err },
	"Members": func(ctx context.Context, c *graph.Client) error {
		return last(c.Members(ctx, sales, nothing[graph.Member]))
	},
	"LicensedUserCount": func(ctx context.Context, c *graph.Client) error { return last(c.LicensedUserCount(ctx)) },
	"LicensedUsers":     func(ctx context.Context, c *graph.Client) error { return c.LicensedUsers(ctx, nothing[string]) },
	"UserIDs": func(ctx context.Context, c *graph.Client) error {
		return last(c.UserIDs(ctx, []string{"ann@contoso.example"}))
	},
	"ManagedDevices": func(ctx context.Context, c *graph.Client) error {
		return c.ManagedDevices(ctx, graph.ManagedDeviceFilter{}, nothing[graph.ManagedDevice])
	},
	"AppleVPPTokens":    func(ctx context.Context, c *graph.Client) error { return last(c.AppleVPPTokens(ctx)) },
	"AppleVPPToken":     func(ctx context.Context, c *graph.Client) error { _, _, err := c.AppleVPPToken(ctx, notes); return err },
	"SyncAppleVPPToken": func(ctx context.Context, c *graph.Client) error { return last(c.SyncAppleVPPToken(ctx, notes)) },
	"AssignedLicenses": func(ctx context.Context, c *graph.Client) error {
		return c.AssignedLicenses(ctx, graph.App{ID: phone, ODataType: graph.IOSVPPApp}, nothing[graph.AssignedLicense])
	},
	"RevokeAllLicenses": func(ctx context.Context, c *graph.Client) error { return c.RevokeAllLicenses(ctx, phone, false) },
	"RevokeUserLicense": func(ctx context.Context, c *graph.Client) error { return c.RevokeUserLicense(ctx, phone, notes, false) },
	"RevokeDeviceLicense": func(ctx context.Context, c *graph.Client) error {
		return c.RevokeDeviceLicense(ctx, phone, notes, false)
	},
	"ManagedGooglePlay":     func(ctx context.Context, c *graph.Client) error { return last(c.ManagedGooglePlay(ctx)) },
	"SyncManagedGooglePlay": func(ctx context.Context, c *graph.Client) error { return last(c.SyncManagedGooglePlay(ctx)) },
}

var toEveryDevice = graph.Assignment{Intent: "required", Target: graph.Target{Type: graph.AllDevicesTarget}}

func last[V any](_ V, err error) error { return err }

func nothing[V any]([]V) error { return nil }

// What a refused call says would have let it through is what the service takes, whose lists are its own.
func TestPermissionsAreThoseOfTheService(t *testing.T) {
	server, c := start(t, []string{})
	for name, call := range everyCall {
		server.ResetRequests()
		e, ok := errors.AsType[*graph.Error](call(t.Context(), c))
		requests := slices.DeleteFunc(server.Requests(), func(r emulator.Request) bool { return r.BatchSize > 0 })
		if !ok || !graph.IsForbidden(e) || len(requests) != 1 {
			t.Errorf("%s: %v after %+v", name, e, requests)
			continue
		}
		want := emulator.Permissions(requests[0].Kind())
		got := slices.Sorted(slices.Values(e.Permissions))
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Errorf("%s, %s: permissions (-emulator +client)\n%s", name, requests[0].Kind(), diff)
		}
	}
	client := reflect.TypeFor[*graph.Client]()
	for i := range client.NumMethod() {
		name := client.Method(i).Name
		if _, ok := everyCall[name]; !ok && !strings.HasPrefix(name, "Store") {
			t.Errorf("%s is not called", name)
		}
	}
}

// So it is where the devices of a group come without what names them.
func TestPermissionsForTheDevicesOfAGroup(t *testing.T) {
	_, c := start(t, []string{"GroupMember.Read.All", "User.Read.All"})
	_, err := c.Members(t.Context(), sales, nothing[graph.Member])
	e, ok := errors.AsType[*graph.Error](err)
	if !ok {
		t.Fatal(err)
	}
	want := emulator.Permissions("GET /devices")
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(e.Permissions))); diff != "" {
		t.Errorf("permissions (-emulator +client)\n%s", diff)
	}
}
