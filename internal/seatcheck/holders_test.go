package seatcheck_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// verdictOf is what a plan of these additions comes to: "" for fits.
func verdictOf(t *testing.T, r run, adds ...graph.Assignment) string {
	t.Helper()
	if f := r.Plan(t.Context(), r.add(adds...)); f != nil {
		return f.Summary
	}
	return ""
}

func TestHoldersFromTheStoreService(t *testing.T) {
	held := func(prefix string, from, n int) []string {
		var out []string
		for i := range n {
			out = append(out, strings.ToUpper(upn(prefix, from+i)))
		}
		return out
	}
	for _, tc := range []struct {
		name   string
		change func(*emulator.App)
		want   string
	}{
		{"inside the group: they need no other seat", func(a *emulator.App) { a.TotalLicenseCount, a.Holders = 30, held("p-", 0, 30) }, ""},
		{"outside it: theirs stay taken", func(a *emulator.App) { a.TotalLicenseCount, a.Holders = 40, held("p-", 100, 20) }, "Insufficient seats"},
		{"gone from the directory: theirs stay taken too", func(a *emulator.App) { a.TotalLicenseCount, a.Holders = 40, held("gone-", 0, 20) }, "Insufficient seats"},
		{"revoked: not held", func(a *emulator.App) { a.TotalLicenseCount, a.RevokedHolders = 30, held("p-", 100, 20) }, ""},
		{"open policy: no limit", func(a *emulator.App) {
			a.TotalLicenseCount, a.UsedLicenseCount, a.DistributionPolicy = 10, 10, "open"
		}, ""},
		{"offline licence: no seats", func(a *emulator.App) { a.TotalLicenseCount, a.LicenseType = 10, "offline" }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			seed := crowd(0, 0, map[string][2]int{groupA: {0, 30}})
			seed.Generate = []emulator.Generate{{Prefix: "p-", From: 100, Users: 50}}
			tc.change(&seed.Apps[0])
			r := begin(t, serve(t, seed), seatcheck.Options{StoreService: true})
			if got := verdictOf(t, r, on("required", groupA)); got != tc.want {
				t.Errorf("finding %q, want %q", got, tc.want)
			}
		})
	}
}

// A hundred and fifty holders are two pages of the Store and few round trips to
// the directory, not one each.
func TestHoldersAreResolvedInBulk(t *testing.T) {
	seed := crowd(160, 0, map[string][2]int{groupA: {0, 40}})
	seed.Generate = []emulator.Generate{{Prefix: "p-", From: 100, Users: 150}}
	for i := range 150 {
		seed.Apps[0].Holders = append(seed.Apps[0].Holders, upn("p-", 100+i))
	}
	r := begin(t, serve(t, seed), seatcheck.Options{StoreService: true})
	if got := verdictOf(t, r, on("required", groupA)); got != seatcheck.SummaryInsufficient {
		t.Errorf("finding %q, want %q", got, seatcheck.SummaryInsufficient)
	}
	if n := r.counted("GET /users"); n != 10 {
		t.Errorf("%d requests for users, want 10 of 15 names each: %v", n, r.server.RequestCounts())
	}
	if n := len(outer(r.server.Requests())); n > 9 {
		t.Errorf("%d round trips: %v", n, r.server.RequestCounts())
	}
}

func outer(all []emulator.Request) (out []emulator.Request) {
	for _, q := range all {
		if !q.InBatch {
			out = append(out, q)
		}
	}
	return out
}

func TestUnreadableStoreService(t *testing.T) {
	broken := emulator.Fault{Match: emulator.Match{PathRegexp: "^/V1/Inventory"}, Status: 403}
	t.Run("enforce: an error that says so", func(t *testing.T) {
		r := begin(t, serve(t, crowd(20, 0, map[string][2]int{groupA: {0, 30}})), seatcheck.Options{StoreService: true})
		if err := r.server.Fault(broken); err != nil {
			t.Fatal(err)
		}
		f := r.Plan(t.Context(), r.add(on("required", groupA)))
		if f == nil || f.Severity != seatcheck.Error || f.Summary != seatcheck.SummaryImpossible || !strings.Contains(f.Detail, "who holds a seat could not be read from the Store's management service") {
			t.Errorf("finding = %+v", f)
		}
	})
	t.Run("warn: the estimate, which says so", func(t *testing.T) {
		r := begin(t, serve(t, crowd(20, 0, map[string][2]int{groupA: {0, 30}})), seatcheck.Options{StoreService: true, Mode: seatcheck.Warn})
		if err := r.server.Fault(broken); err != nil {
			t.Fatal(err)
		}
		f := r.Plan(t.Context(), r.add(on("required", groupA)))
		if f == nil || f.Severity != seatcheck.Warning || f.Summary != seatcheck.SummaryInsufficient || !strings.Contains(f.Detail, "The number needed is an estimate: who holds a seat could not be read") {
			t.Errorf("finding = %+v", f)
		}
	})
}

func TestForbiddenMembers(t *testing.T) {
	for _, tc := range []struct {
		mode seatcheck.Mode
		want seatcheck.Severity
	}{{seatcheck.Enforce, seatcheck.Error}, {seatcheck.Warn, seatcheck.Warning}} {
		t.Run(string(tc.mode), func(t *testing.T) {
			r := begin(t, serve(t, crowd(20, 0, map[string][2]int{groupA: {0, 30}})), seatcheck.Options{Mode: tc.mode}, "DeviceManagementApps.ReadWrite.All")
			f := r.Plan(t.Context(), r.add(on("required", groupA)))
			if f == nil || f.Severity != tc.want || f.Summary != seatcheck.SummaryImpossible {
				t.Fatalf("finding = %+v, want severity %d", f, tc.want)
			}
			if !strings.Contains(f.Detail, "GroupMember.Read.All") {
				t.Errorf("the permission is not named:\n%s", f.Detail)
			}
		})
	}
}

func TestDevicesAndTheirPeople(t *testing.T) {
	// Forty devices of twenty people, and ten of nobody.
	seed := func(total int) emulator.Tenant {
		s := crowd(total, 0, nil)
		s.Apps[0].LicenseType = "online"
		group := emulator.Group{ID: groupA, DisplayName: "Devices"}
		for i := range 50 {
			d := emulator.Device{ID: "d0000000-0000-4000-8000-" + groupID(i)[24:], DeviceID: "e0000000-0000-4000-8000-" + groupID(i)[24:], DisplayName: "PC"}
			m := emulator.ManagedDevice{ID: "f0000000-0000-4000-8000-" + groupID(i)[24:], DeviceName: "PC", AzureADDeviceID: d.DeviceID}
			if i < 40 {
				m.UserID = upn("p-", i%20)
			}
			s.Devices, s.ManagedDevices = append(s.Devices, d), append(s.ManagedDevices, m)
			group.Members = append(group.Members, d.ID)
		}
		s.Groups = []emulator.Group{group}
		s.Generate = []emulator.Generate{{Prefix: "p-", Users: 20}}
		return s
	}
	context := on("required", groupA)
	context.Settings = &graph.Settings{MicrosoftStore: &graph.MicrosoftStoreSettings{UseDeviceContext: true}}
	all := graph.Assignment{Intent: "required", Target: graph.Target{Type: graph.AllDevicesTarget}}
	for _, tc := range []struct {
		name  string
		total int
		add   graph.Assignment
		want  string
	}{
		{"a person counts once for all devices", 20, on("required", groupA), ""},
		{"one person too many", 19, on("required", groupA), seatcheck.SummaryInsufficient},
		{"in device context each device counts", 50, context, ""},
		{"one device too many", 49, context, seatcheck.SummaryInsufficient},
		{"all devices: their people", 20, all, ""},
		{"all devices: one person too many", 19, all, seatcheck.SummaryInsufficient},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := begin(t, serve(t, seed(tc.total)), seatcheck.Options{})
			if got := verdictOf(t, r, tc.add); got != tc.want {
				t.Errorf("finding %q, want %q", got, tc.want)
			}
		})
	}
}

func TestAllLicensedUsers(t *testing.T) {
	no := false
	seed := func(total int) emulator.Tenant {
		s := crowd(total, 0, nil)
		for i := range 5 {
			s.Users = append(s.Users, emulator.User{UserPrincipalName: upn("a-", i), Plans: []string{"INTUNE_A"}})
		}
		s.Users = append(s.Users,
			emulator.User{UserPrincipalName: upn("edu-", 0), Plans: []string{"INTUNE_EDU"}},
			emulator.User{UserPrincipalName: upn("none-", 0)},
			emulator.User{UserPrincipalName: upn("suspended-", 0), Plans: []string{"INTUNE_A:Suspended"}},
			emulator.User{UserPrincipalName: upn("disabled-", 0), Plans: []string{"INTUNE_A"}, AccountEnabled: &no})
		return s
	}
	everyone := graph.Assignment{Intent: "available", Target: graph.Target{Type: graph.AllLicensedUsersTarget}}
	for total, want := range map[int]string{6: "", 5: seatcheck.SummaryInsufficient} {
		r := begin(t, serve(t, seed(total)), seatcheck.Options{})
		if got := verdictOf(t, r, everyone); got != want {
			t.Errorf("with %d licences: finding %q, want %q", total, got, want)
		}
	}
}

func TestMissingGroups(t *testing.T) {
	for _, mode := range []seatcheck.Mode{seatcheck.Enforce, seatcheck.Off} {
		r := begin(t, serve(t, crowd(20, 0, map[string][2]int{groupA: {0, 3}})), seatcheck.Options{Mode: mode})
		got, err := r.MissingGroups(t.Context(), r.add(on("required", groupA), on("required", groupX)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{groupX}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", mode, diff)
		}
	}
}
