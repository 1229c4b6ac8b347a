package seatcheck_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// A person with five devices takes one seat; the same five devices take five.
func TestAPersonCountsOnceForAllTheirDevices(t *testing.T) {
	seed := func(total int) emulator.Tenant {
		s := licensings[0].orchard(total, [2]int{}, map[string][2]int{groupA: {0, 1}})
		for i, system := range []string{"iOS", "iOS", "iPadOS", "iOS", "iPadOS", "Windows", "macOS"} {
			s.ManagedDevices = append(s.ManagedDevices, emulator.ManagedDevice{
				DeviceName: fmt.Sprint("device ", i), OperatingSystem: system, UserID: upn("p-", 0), AzureADDeviceID: groupID(i)})
		}
		return s
	}
	everywhere := func(device bool) graph.Assignment {
		return graph.Assignment{Intent: "required", Target: graph.Target{Type: graph.AllDevicesTarget},
			Settings: &graph.Settings{AppleVPP: &graph.AppleVPPSettings{UseDeviceLicensing: device}}}
	}
	for _, tc := range []struct {
		name  string
		total int
		add   graph.Assignment
		want  string
	}{
		{"the person", 1, licensings[0].on("required", groupA), ""},
		{"the person's devices", 5, licensings[1].on("required", groupA), ""},
		{"one device too many", 4, licensings[1].on("required", groupA), seatcheck.SummaryInsufficient},
		{"all devices, by person", 1, everywhere(false), ""},
		{"all devices: those of the app's system only", 5, everywhere(true), ""},
		{"all devices: one too many", 4, everywhere(true), seatcheck.SummaryInsufficient},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := verdictOf(t, begin(t, serve(t, seed(tc.total)), seatcheck.Options{}), tc.add); got != tc.want {
				t.Errorf("finding %q, want %q", got, tc.want)
			}
		})
	}
}

// Whose licence it is matters: of somebody who has left, of a device that is no
// longer managed, or beyond what the list names, it stays taken.
func TestLicencesOfNobodyStayTaken(t *testing.T) {
	gone := emulator.Tenant{}
	gone.Apps = []emulator.App{{ID: appID, DisplayName: "Keynote", Type: "iosVppApp", TotalLicenseCount: 32, UsedLicenseCount: 3, Holders: []string{"left@contoso.example"}}}
	gone.Groups = []emulator.Group{{ID: groupA, DisplayName: "A", Generate: []emulator.Generate{{Prefix: "p-", Users: 30}}}}
	r := begin(t, serve(t, gone), seatcheck.Options{})
	if got := verdictOf(t, r, on("required", groupA)); got != seatcheck.SummaryInsufficient {
		t.Errorf("finding %q", got)
	}
	gone.Apps[0].TotalLicenseCount = 33
	if got := verdictOf(t, begin(t, serve(t, gone), seatcheck.Options{}), on("required", groupA)); got != "" {
		t.Errorf("finding %q", got)
	}

	// The list comes short of the count.
	r = begin(t, serve(t, licensings[0].orchard(32, [2]int{0, 3}, map[string][2]int{groupA: {0, 30}})), seatcheck.Options{})
	if err := r.server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/assignedLicenses"}, Status: 200, Body: `{"value":[]}`}); err != nil {
		t.Fatal(err)
	}
	if got := verdictOf(t, r, on("required", groupA)); got != seatcheck.SummaryInsufficient {
		t.Errorf("finding %q", got)
	}
}

// A Mac's licences name people. Where a device may hold one, or one has no name,
// the answer is an estimate and says so.
func TestAMacsLicences(t *testing.T) {
	for _, tc := range []struct {
		name   string
		l      licensing
		change func(*emulator.App)
		exact  bool
	}{
		{"people", licensings[0], func(*emulator.App) {}, true},
		{"a device holds one", licensings[0], func(a *emulator.App) { a.DeviceHolders = []string{"Studio"} }, false},
		{"devices claim", licensings[1], func(*emulator.App) {}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			seed := licensings[0].orchard(20, [2]int{0, 10}, map[string][2]int{groupA: {0, 30}})
			seed.ManagedDevices = []emulator.ManagedDevice{{DeviceName: "Studio", OperatingSystem: "macOS"}}
			for i := range 30 {
				seed.ManagedDevices = append(seed.ManagedDevices, emulator.ManagedDevice{DeviceName: fmt.Sprint("Mac ", i), OperatingSystem: "macOS", UserID: upn("p-", i)})
			}
			seed.Apps[0].Type = "macOsVppApp"
			tc.change(&seed.Apps[0])
			r := begin(t, serve(t, seed), seatcheck.Options{})
			f := r.Plan(t.Context(), r.add(tc.l.on("required", groupA)))
			if f == nil || f.Summary != seatcheck.SummaryInsufficient || strings.Contains(f.Detail, "is exact") != tc.exact {
				t.Errorf("finding %+v", f)
			}
		})
	}
}

// Names are read only where counts do not decide, and once.
func TestLicencesAreReadOnlyWhereTheyDecide(t *testing.T) {
	const licences = "GET /deviceAppManagement/mobileApps/{id}/{cast:type}/assignedLicenses"
	spans := map[string][2]int{groupA: {0, 30}, groupB: {10, 40}}
	r := begin(t, serve(t, licensings[0].orchard(1000, [2]int{0, 100}, spans)), seatcheck.Options{})
	if got := verdictOf(t, r, on("required", groupA)); got != "" || r.counted(licences) != 0 {
		t.Errorf("finding %q, %v", got, r.server.RequestCounts())
	}
	r = begin(t, serve(t, licensings[0].orchard(110, [2]int{0, 100}, spans)), seatcheck.Options{})
	for _, group := range []string{groupA, groupB} {
		if got := verdictOf(t, r, on("required", group)); got != "" {
			t.Errorf("finding %q", got)
		}
	}
	if n := r.counted(licences); n != 1 {
		t.Errorf("%d pages of licences, want 1: %v", n, r.server.RequestCounts())
	}
}

func TestUnreadableLicences(t *testing.T) {
	for mode, want := range map[seatcheck.Mode]string{seatcheck.Enforce: seatcheck.SummaryImpossible, seatcheck.Warn: seatcheck.SummaryInsufficient} {
		r := begin(t, serve(t, licensings[0].orchard(20, [2]int{0, 10}, map[string][2]int{groupA: {0, 30}})), seatcheck.Options{Mode: mode})
		if err := r.server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/assignedLicenses"}, Status: 403}); err != nil {
			t.Fatal(err)
		}
		f := r.Plan(t.Context(), r.add(on("required", groupA)))
		if f == nil || f.Summary != want || !strings.Contains(f.Detail, "who holds a seat could not be read from Intune's list of the app's licences") {
			t.Errorf("%s: %+v", mode, f)
		}
	}
}

// Apps of every store in one run keep to themselves, and what is not counted is
// not limited.
func TestStoresSideBySide(t *testing.T) {
	seed := licensings[0].orchard(20, [2]int{}, map[string][2]int{groupA: {0, 30}})
	ids := []string{appID}
	for i, app := range []emulator.App{
		{Type: "macOsVppApp", TotalLicenseCount: 30},
		{Type: "androidManagedStoreApp"},
		{Type: "androidManagedStoreApp", TotalLicenseCount: 29},
		{TotalLicenseCount: 29},
		{TotalLicenseCount: 29, LicenseType: "offline"},
	} {
		app.ID, app.DisplayName = fmt.Sprintf("a0000000-0000-4000-8000-%012d", i+2), fmt.Sprint("App ", i)
		seed.Apps = append(seed.Apps, app)
		ids = append(ids, app.ID)
	}
	r := begin(t, serve(t, seed), seatcheck.Options{})
	var got []string
	for _, id := range ids {
		app, _, err := r.view.App(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		summary := ""
		if f := r.Plan(t.Context(), seatcheck.Request{App: app, Adds: []graph.Assignment{on("required", groupA)}}); f != nil {
			summary = f.Summary
		}
		got = append(got, summary)
	}
	if diff := cmp.Diff([]string{seatcheck.SummaryInsufficient, "", "", seatcheck.SummaryInsufficient, seatcheck.SummaryInsufficient, ""}, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
