package seatcheck_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// Who holds a seat and is in no assignment's scope, of Apple's apps.
func TestUnassigned(t *testing.T) {
	filtered := there("required", "exclusionGroupAssignmentTarget", groupX)
	filtered["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterId"] = groupB
	filtered["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterType"] = "include"
	all := []string{"device Kiosk", "device Phone of 0", "device Phone of 5", "left@contoso.example", upn("p-", 0), upn("p-", 1), upn("p-", 5)}
	for _, tc := range []struct {
		name     string
		assigned []map[string]any
		want     []string
	}{
		{"nothing is assigned", nil, all},
		{"uninstalling lets nobody in", []map[string]any{there("uninstall", "groupAssignmentTarget", groupA)}, all},
		{"a group of people", []map[string]any{there("required", "groupAssignmentTarget", groupA)}, []string{"device Kiosk", "device Phone of 5", "left@contoso.example", upn("p-", 5)}},
		{"those taken out", []map[string]any{there("required", "groupAssignmentTarget", groupA), there("required", "exclusionGroupAssignmentTarget", groupX)},
			[]string{"device Kiosk", "device Phone of 5", "left@contoso.example", upn("p-", 1), upn("p-", 5)}},
		{"a filtered exclusion takes nobody out", []map[string]any{there("available", "groupAssignmentTarget", groupA), filtered},
			[]string{"device Kiosk", "device Phone of 5", "left@contoso.example", upn("p-", 5)}},
		{"by device", []map[string]any{licensings[1].there("required", groupA)}, []string{"device Kiosk", "device Phone of 5", "left@contoso.example", upn("p-", 5)}},
		{"a group that is gone", []map[string]any{there("required", "groupAssignmentTarget", groupID(99))}, all},
		{"all devices", []map[string]any{{"intent": "required", "target": map[string]any{"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}},
			[]string{"left@contoso.example", upn("p-", 1)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			seed := licensings[0].orchard(20, [2]int{0, 2}, map[string][2]int{groupA: {0, 5}, groupX: {1, 2}}, tc.assigned...)
			seed.ManagedDevices = []emulator.ManagedDevice{
				{DeviceName: "Kiosk", OperatingSystem: "iOS"},
				{DeviceName: "Phone of 0", OperatingSystem: "iOS", UserID: upn("p-", 0), AzureADDeviceID: groupID(1)},
				{DeviceName: "Phone of 5", OperatingSystem: "iPadOS", UserID: upn("p-", 5), AzureADDeviceID: groupID(2)},
			}
			seed.Apps[0].Holders = append(seed.Apps[0].Holders, upn("p-", 5), "left@contoso.example")
			seed.Apps[0].DeviceHolders = []string{"Kiosk", "Phone of 0", "Phone of 5"}
			r := begin(t, serve(t, seed), seatcheck.Options{})
			got, err := r.Unassigned(t.Context(), r.app)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, names(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func names(all []seatcheck.Seat) []string {
	out := []string{}
	for _, s := range all {
		if s.DeviceName != "" {
			out = append(out, "device "+s.DeviceName)
		} else {
			out = append(out, s.Name())
		}
	}
	slices.Sort(out)
	return out
}

// Of the Store's apps, without store_service: asking is enough. Nothing is kept
// from one asking to the next.
func TestUnassignedInTheStore(t *testing.T) {
	seed := crowd(20, 0, map[string][2]int{groupA: {0, 5}}, there("required", "groupAssignmentTarget", groupA))
	seed.Apps[0].Holders = []string{upn("P-", 0), upn("left-", 0), upn("p-", 9)}
	seed.Generate = []emulator.Generate{{Prefix: "p-", Users: 10}}
	r := begin(t, serve(t, seed), seatcheck.Options{})
	for _, want := range [][]string{{upn("left-", 0), upn("p-", 9)}, {upn("left-", 0), upn("p-", 0), upn("p-", 9)}} {
		got, err := r.Unassigned(t.Context(), r.app)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, names(got)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if err := r.server.EditAssignments(appID, func([]map[string]any) []map[string]any { return nil }); err != nil {
			t.Fatal(err)
		}
	}
}

// Where the members of a target cannot be told, nobody is called unassigned.
func TestUnassignedInDoubt(t *testing.T) {
	seed := licensings[0].orchard(20, [2]int{0, 2}, nil, map[string]any{"intent": "required",
		"target": map[string]any{"@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget", "collectionId": "c1"}})
	r := begin(t, serve(t, seed), seatcheck.Options{})
	if got, err := r.Unassigned(t.Context(), r.app); err == nil {
		t.Errorf("%+v", got)
	}
	r = begin(t, serve(t, licensings[0].orchard(20, [2]int{0, 2}, map[string][2]int{groupA: {0, 5}}, there("required", "groupAssignmentTarget", groupA))), seatcheck.Options{})
	if err := r.server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/transitiveMembers"}, Status: 403}); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Unassigned(t.Context(), r.app); err == nil {
		t.Errorf("%+v", got)
	}
}
