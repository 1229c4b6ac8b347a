package devicereadiness

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

func TestReasons(t *testing.T) {
	yes, no := true, false
	ready := graph.ManagedDevice{OSVersion: "10.0.19045.3803", JoinType: "azureADJoined", ManagementAgent: "mdm", UserID: "u"}
	for _, tc := range []struct {
		name   string
		change func(*graph.ManagedDevice)
		want   []string
	}{
		{"ready", func(*graph.ManagedDevice) {}, nil},
		{"1511 itself", func(d *graph.ManagedDevice) { d.OSVersion = "10.0.10586" }, nil},
		{"Windows 11", func(d *graph.ManagedDevice) { d.OSVersion = "10.0.22631.1" }, nil},
		{"1507", func(d *graph.ManagedDevice) { d.OSVersion = "10.0.10240.1" }, []string{olderThan1511}},
		{"Windows 8.1", func(d *graph.ManagedDevice) { d.OSVersion = "6.3.9600" }, []string{olderThan1511}},
		{"no version", func(d *graph.ManagedDevice) { d.OSVersion = "" }, []string{unknownVersion}},
		{"odd version", func(d *graph.ManagedDevice) { d.OSVersion = "10.0.x" }, []string{unknownVersion}},
		{"hybrid", func(d *graph.ManagedDevice) { d.JoinType = "hybridAzureADJoined" }, nil},
		{"registered", func(d *graph.ManagedDevice) { d.JoinType = "azureADRegistered" }, nil},
		{"registered, said the old way", func(d *graph.ManagedDevice) { d.JoinType, d.AzureADRegistered = "unknown", &yes }, nil},
		{"neither", func(d *graph.ManagedDevice) { d.JoinType, d.AzureADRegistered = "unknown", &no }, []string{notJoined}},
		{"co-managed", func(d *graph.ManagedDevice) { d.ManagementAgent = "configurationManagerClientMdm" }, nil},
		{"Configuration Manager alone", func(d *graph.ManagedDevice) { d.ManagementAgent = "configurationManagerClient" }, []string{notEnrolled}},
		{"nobody's", func(d *graph.ManagedDevice) { d.UserID = "" }, []string{withoutUser}},
		{"everything", func(d *graph.ManagedDevice) { *d = graph.ManagedDevice{OSVersion: "10.0.10240"} }, []string{olderThan1511, notJoined, notEnrolled, withoutUser}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := ready
			tc.change(&d)
			if diff := cmp.Diff(tc.want, reasons(d)); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
		})
	}
}

// Intune can have two records of one device, as after a second enrolment.
func TestUnmanagedCountsDevicesNotRecords(t *testing.T) {
	in := &membership{
		devices: map[string]struct{}{"a": {}, "b": {}},
		managed: map[string]struct{}{},
	}
	for range 2 {
		if !in.has(graph.ManagedDevice{AzureADDeviceID: "a"}) {
			t.Error("a member is not in the group")
		}
	}
	if got := in.unmanaged(); got != 1 {
		t.Errorf("%d unmanaged, want 1", got)
	}
}

func FuzzWindowsBuild(f *testing.F) {
	for _, s := range []string{"10.0.19045.3803", "6.3.9600", "", "10.0", "..", "10.0.-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, version string) {
		if build, known := windowsBuild(version); !known && build != 0 {
			t.Errorf("windowsBuild(%q) = %d, unknown", version, build)
		}
	})
}
