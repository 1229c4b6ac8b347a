package graph

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// upper is a group's id as someone may have typed it.
const upper = "AAAAAAAA-1111-1111-1111-111111111111"

// roundTrips are assignments as the service writes them, what is made of them, and how they are written back.
var roundTrips = map[string]struct {
	read string
	want Assignment
	back string
}{
	"filter, echoed nulls, captured form": {
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","id":"x","intent":"required","source":"direct","sourceId":"` + appID + `",
		  "target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","deviceAndAppManagementAssignmentFilterId":"` + upper + `",
		  "deviceAndAppManagementAssignmentFilterType":"include","groupId":"` + upper + `"},
		  "settings":{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings","useDeviceContext":true,"vpnConfigurationId":null}}`,
		Assignment{ID: "x", Intent: "required", Source: "direct", SourceID: appID,
			Target:   Target{Type: GroupTarget, GroupID: strings.ToLower(upper), FilterID: strings.ToLower(upper), FilterType: "include"},
			Settings: &Settings{MicrosoftStore: &MicrosoftStoreSettings{UseDeviceContext: true}}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget",
		  "deviceAndAppManagementAssignmentFilterId":"` + strings.ToLower(upper) + `","deviceAndAppManagementAssignmentFilterType":"include",
		  "groupId":"` + strings.ToLower(upper) + `"},"settings":{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings","useDeviceContext":true}}`,
	},
	"no filter, no #, no settings": {
		`{"id":"x","intent":"available","settings":null,"target":{"@odata.type":"microsoft.graph.allLicensedUsersAssignmentTarget",
		  "deviceAndAppManagementAssignmentFilterId":null,"deviceAndAppManagementAssignmentFilterType":"none"}}`,
		Assignment{ID: "x", Intent: "available", Target: Target{Type: AllLicensedUsersTarget}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"available","settings":null,
		  "target":{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget"}}`,
	},
	"exclusion: no settings whatever came": {
		`{"id":"x","intent":"required","settings":{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings"},
		  "target":{"@odata.type":"#microsoft.graph.exclusionGroupAssignmentTarget","groupId":"g"}}`,
		Assignment{ID: "x", Intent: "required", Target: Target{Type: ExclusionGroupTarget, GroupID: "g"},
			Settings: &Settings{MicrosoftStore: &MicrosoftStoreSettings{}}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","settings":null,
		  "target":{"@odata.type":"#microsoft.graph.exclusionGroupAssignmentTarget","groupId":"g"}}`,
	},
	"iOS": {
		`{"id":"x","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},"settings":
		  {"@odata.type":"#microsoft.graph.iosVppAppAssignmentSettings","useDeviceLicensing":true,"vpnConfigurationId":"v","isRemovable":false}}`,
		Assignment{ID: "x", Intent: "required", Target: Target{Type: AllDevicesTarget},
			Settings: &Settings{AppleVPP: &AppleVPPSettings{UseDeviceLicensing: true, VPNConfigurationID: "v", IsRemovable: new(bool)}}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},
		  "settings":{"@odata.type":"#microsoft.graph.iosVppAppAssignmentSettings","useDeviceLicensing":true,"vpnConfigurationId":"v","isRemovable":false,
		  "uninstallOnDeviceRemoval":null,"preventManagedAppBackup":null,"preventAutoAppUpdate":null}}`,
	},
	"iOS without a VPN": {
		`{"id":"x","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},"settings":
		  {"@odata.type":"#microsoft.graph.iosVppAppAssignmentSettings","useDeviceLicensing":true,"vpnConfigurationId":null}}`,
		Assignment{ID: "x", Intent: "required", Target: Target{Type: AllDevicesTarget}, Settings: &Settings{AppleVPP: &AppleVPPSettings{UseDeviceLicensing: true}}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},
		  "settings":{"@odata.type":"#microsoft.graph.iosVppAppAssignmentSettings","useDeviceLicensing":true,"vpnConfigurationId":null,"isRemovable":null,
		  "uninstallOnDeviceRemoval":null,"preventManagedAppBackup":null,"preventAutoAppUpdate":null}}`,
	},
	"macOS": {
		`{"id":"x","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},"settings":
		  {"@odata.type":"#microsoft.graph.macOsVppAppAssignmentSettings","useDeviceLicensing":false}}`,
		Assignment{ID: "x", Intent: "required", Target: Target{Type: AllDevicesTarget}, Settings: &Settings{AppleVPP: &AppleVPPSettings{MacOS: true}}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},
		  "settings":{"@odata.type":"#microsoft.graph.macOsVppAppAssignmentSettings","useDeviceLicensing":false,
		  "uninstallOnDeviceRemoval":null,"preventManagedAppBackup":null,"preventAutoAppUpdate":null}}`,
	},
	"Google Play": {
		`{"id":"x","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},"settings":
		  {"@odata.type":"#microsoft.graph.androidManagedStoreAppAssignmentSettings","androidManagedStoreAppTrackIds":["t"],"autoUpdateMode":"priority"}}`,
		Assignment{ID: "x", Intent: "required", Target: Target{Type: AllDevicesTarget}, Settings: &Settings{GooglePlay: &GooglePlaySettings{[]string{"t"}, "priority"}}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},
		  "settings":{"@odata.type":"#microsoft.graph.androidManagedStoreAppAssignmentSettings","androidManagedStoreAppTrackIds":["t"],"autoUpdateMode":"priority"}}`,
	},
	"unknown target and settings": {
		`{"id":"x","intent":"required","target":{"@odata.type":"#microsoft.graph.configurationManagerCollectionAssignmentTarget","collectionId":"C1"},
		  "settings":{"@odata.type":"#microsoft.graph.win32LobAppAssignmentSettings","notifications":"showAll","deliveryOptimizationPriority":12345678901234567890}}`,
		Assignment{ID: "x", Intent: "required",
			Target: Target{Type: "configurationManagerCollectionAssignmentTarget",
				Raw: json.RawMessage(`{"@odata.type":"#microsoft.graph.configurationManagerCollectionAssignmentTarget","collectionId":"C1"}`)},
			Settings: &Settings{Raw: json.RawMessage(`{"@odata.type":"#microsoft.graph.win32LobAppAssignmentSettings","notifications":"showAll","deliveryOptimizationPriority":12345678901234567890}`)}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required",
		  "target":{"@odata.type":"#microsoft.graph.configurationManagerCollectionAssignmentTarget","collectionId":"C1"},
		  "settings":{"@odata.type":"#microsoft.graph.win32LobAppAssignmentSettings","notifications":"showAll","deliveryOptimizationPriority":12345678901234567890}}`,
	},
	"members of a newer Graph": {
		`{"id":"x","intent":"required","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g","ring":7},
		  "settings":{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings","useDeviceContext":true,"newer":{"a":[1]}}}`,
		Assignment{ID: "x", Intent: "required",
			Target: Target{Type: GroupTarget, GroupID: "g", Raw: json.RawMessage(`{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g","ring":7}`)},
			Settings: &Settings{MicrosoftStore: &MicrosoftStoreSettings{true},
				Raw: json.RawMessage(`{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings","useDeviceContext":true,"newer":{"a":[1]}}`)}},
		`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g","ring":7},
		  "settings":{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings","useDeviceContext":true,"newer":{"a":[1]}}}`,
	},
}

// sameJSON compares two JSON texts, numbers with all their digits.
func sameJSON(t *testing.T, want, got string) {
	t.Helper()
	parse := func(s string) (v any) {
		d := json.NewDecoder(strings.NewReader(s))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatalf("%v: %s", err, s)
		}
		return v
	}
	if diff := cmp.Diff(parse(want), parse(got)); diff != "" {
		t.Errorf("JSON (-want +got)\n%s", diff)
	}
}

func TestAssignmentRoundTrip(t *testing.T) {
	for name, test := range roundTrips {
		t.Run(name, func(t *testing.T) {
			c, s := scripted(t, reply{status: 201, body: test.read})
			got, err := c.CreateAssignment(t.Context(), appID, test.want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("read (-want +got)\n%s", diff)
			}
			sameJSON(t, test.back, s.requests()[0].Body)
			if want := "POST /beta/deviceAppManagement/mobileApps/" + appID + "/assignments"; s.requests()[0].Line != want {
				t.Errorf("request %s", s.requests()[0].Line)
			}
		})
	}
}

// A PATCH says that there is no filter; leaving it out might leave one in force. Settings go whole.
func TestUpdateAssignment(t *testing.T) {
	for name, test := range map[string]struct {
		a    Assignment
		body string
	}{
		"group": {Assignment{Intent: "required", Target: Target{Type: GroupTarget, GroupID: "g"}, Settings: &Settings{MicrosoftStore: &MicrosoftStoreSettings{}}},
			`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g",
			"deviceAndAppManagementAssignmentFilterId":null,"deviceAndAppManagementAssignmentFilterType":"none"},
			"settings":{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings","useDeviceContext":false}}`},
		"exclusion": {Assignment{Intent: "required", Target: Target{Type: ExclusionGroupTarget, GroupID: "g"}},
			`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","settings":null,
			"target":{"@odata.type":"#microsoft.graph.exclusionGroupAssignmentTarget","groupId":"g"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := scripted(t, ok(`{"id":"b","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}`))
			if _, err := c.UpdateAssignment(t.Context(), "a", "b", test.a); err != nil {
				t.Fatal(err)
			}
			sameJSON(t, test.body, s.requests()[0].Body)
		})
	}
}

// The whole set goes in one call, what policy sets own marked as theirs; an empty set is an empty list.
func TestAssign(t *testing.T) {
	c, s := scripted(t, reply{status: 204})
	err := c.Assign(t.Context(), "a", []Assignment{
		{ID: "1", Intent: "required", Target: Target{Type: AllDevicesTarget}, Source: "direct", SourceID: "a"},
		{ID: "2", Intent: "available", Target: Target{Type: AllLicensedUsersTarget}, Source: "policySets", SourceID: "p"},
	})
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, `{"mobileAppAssignments":[
		{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"required","settings":null,"target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}},
		{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":"available","settings":null,"source":"policySets","sourceId":"p",
		 "target":{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget"}}]}`, s.requests()[0].Body)
	if err := c.Assign(t.Context(), "a", nil); err != nil {
		t.Fatal(err)
	}
	if got := s.requests()[1]; got.Body != `{"mobileAppAssignments":[]}` || got.Line != "POST /beta/deviceAppManagement/mobileApps/a/assign" {
		t.Errorf("got %+v", got)
	}
	for name, call := range map[string]func(context.Context, Assignment) error{
		"assign": func(ctx context.Context, a Assignment) error { return c.Assign(ctx, "a", []Assignment{a}) },
		"create": func(ctx context.Context, a Assignment) error { _, err := c.CreateAssignment(ctx, "a", a); return err },
		"update": func(ctx context.Context, a Assignment) error {
			_, err := c.UpdateAssignment(ctx, "a", "b", a)
			return err
		},
	} {
		if err := call(t.Context(), Assignment{Target: Target{Type: "new"}}); text(err) != `a target of type "new" cannot be written` {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.requests()) != 2 {
		t.Error("something was sent")
	}
}

func TestAssignmentID(t *testing.T) {
	for want, a := range map[string]Assignment{
		"aaaaaaaa-1111-1111-1111-111111111111_1_0": {Intent: "required", Target: Target{Type: GroupTarget, GroupID: upper}},
		"aaaaaaaa-1111-1111-1111-111111111111_2_1": {Intent: "uninstall", Target: Target{Type: ExclusionGroupTarget, GroupID: upper}},
		"acacacac-9df4-4c7d-9d50-4ef0226f57a9_0_0": {Intent: "available", Target: Target{Type: AllLicensedUsersTarget}},
		"adadadad-808e-44e2-905a-0b7873a8a531_3_0": {Intent: "availableWithoutEnrollment", Target: Target{Type: AllDevicesTarget}},
		"": {Intent: "maybe", Target: Target{Type: AllDevicesTarget}},
	} {
		if got := AssignmentID(a); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := AssignmentID(Assignment{Intent: "required", Target: Target{Type: "other"}}); got != "" {
		t.Errorf("unknown target: %q", got)
	}
}
