package graph_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

const location = "70000000-0000-4000-8000-000000000001"

// Apple's token and licences, end to end: sync, who holds what, and taking it back.
func TestEmulatorVPP(t *testing.T) {
	server, c := start(t, nil)
	seed := tenant()
	seed.VPPTokens = []emulator.VPPToken{{ID: location, DisplayName: "Head office", SyncSeconds: new(0.0), RevokeSeconds: new(0.0)}}
	seed.ManagedDevices = []emulator.ManagedDevice{{DeviceName: "iPad", OperatingSystem: "iOS", UserID: "bob@contoso.example"}}
	seed.Apps[2].VPPTokenID, seed.Apps[2].BoughtLicenseCount = location, 9
	seed.Apps[2].Holders, seed.Apps[2].DeviceHolders = []string{"ann@contoso.example"}, []string{"iPad"}
	if err := server.Seed(seed); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	tokens, err := c.AppleVPPTokens(ctx)
	if err != nil || len(tokens) != 1 || tokens[0].State != graph.VPPTokenValid || tokens[0].DisplayName != "Head office" {
		t.Errorf("%+v, %v", tokens, err)
	}
	requested, err := c.SyncAppleVPPToken(ctx, location)
	token, found, readErr := c.AppleVPPToken(ctx, location)
	if err != nil || readErr != nil || !found || token.LastSyncStatus != graph.VPPSyncCompleted || token.LastSync.Before(requested) {
		t.Errorf("%+v, %v, %v", token, err, readErr)
	}
	app := c.Apps(ctx, []string{phone})[0].Value
	if app.TotalLicenseCount != 9 || app.VPPTokenID != location || app.VPPTokenDisplayName != "Head office" {
		t.Errorf("%+v", app)
	}
	holders := func() (names []string) {
		err := c.AssignedLicenses(ctx, app, func(page []graph.AssignedLicense) error {
			for _, l := range page {
				names = append(names, l.DeviceName+"/"+l.UserPrincipalName)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		slices.Sort(names)
		return names
	}
	if diff := cmp.Diff([]string{"/ann@contoso.example", "iPad/bob@contoso.example"}, holders()); diff != "" {
		t.Error(diff)
	}
	ids, err := c.UserIDs(ctx, []string{"ann@contoso.example"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // taking back twice is taking back once
		if err := c.RevokeUserLicense(ctx, phone, ids["ann@contoso.example"], true); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"iPad/bob@contoso.example"}, holders()); diff != "" {
		t.Error(diff)
	}
	if err := c.RevokeAllLicenses(ctx, phone, true); err != nil || len(holders()) != 0 {
		t.Errorf("%v, %v", holders(), err)
	}
	for _, r := range server.Requests() {
		if r.Route == "/deviceAppManagement/vppTokens/{id}" && r.Query == "" {
			t.Error("the token's secret was asked for")
		}
	}
}

func TestEmulatorGooglePlay(t *testing.T) {
	server, c := start(t, nil)
	ctx := t.Context()
	before, err := c.ManagedGooglePlay(ctx)
	if err != nil || before.Bound() || !before.LastSync.IsZero() {
		t.Errorf("%+v, %v", before, err)
	}
	if err := server.EditGooglePlay(emulator.GooglePlay{BindStatus: "bound", OrganizationName: "Contoso", SyncSeconds: new(0.0)}); err != nil {
		t.Fatal(err)
	}
	requested, err := c.SyncManagedGooglePlay(ctx)
	after, readErr := c.ManagedGooglePlay(ctx)
	if err != nil || readErr != nil || !after.Bound() || after.LastSyncStatus != graph.GooglePlaySuccess || after.LastSync.Before(requested) || time.Since(after.LastSync) > time.Hour {
		t.Errorf("%+v, %v, %v", after, err, readErr)
	}
}

func TestEmulatorReclaim(t *testing.T) {
	server, c := start(t, nil)
	failed, err := c.StoreReclaimSeats(t.Context(), "9WZDNCRFJB8P/0010", []string{"ann@contoso.example", "bob@contoso.example"})
	if diff := cmp.Diff([]graph.SeatFailure{{UserPrincipalName: "bob@contoso.example", Reason: "Seat"}}, failed); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if got := server.Holders(notes); len(got) != 0 {
		t.Error(got)
	}
	if _, err := c.StoreReclaimSeats(t.Context(), "9WZDNCRFJB8P/0011", []string{"ann@contoso.example"}); !graph.IsNotOnline(err) {
		t.Errorf("offline: %v", err)
	}
}
