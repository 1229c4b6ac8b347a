package devicereadiness

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// The reasons why a device cannot take Store apps.
const (
	olderThan1511   = "older_than_windows_10_1511"
	unknownVersion  = "unknown_os_version"
	notJoined       = "not_joined_or_registered"
	notEnrolled     = "not_enrolled_in_mdm"
	withoutUser     = "no_primary_user"
	firstWithStores = 10586 // the build of Windows 10 1511
)

var allReasons = []string{olderThan1511, unknownVersion, notJoined, notEnrolled, withoutUser}

// reasons says why a device cannot take Store apps; none if it can. (Source:
// Intune docs, "Manage apps you purchased from Microsoft Store for Business",
// requirements: joined or registered, and Windows 10 1511 or later.)
func reasons(d graph.ManagedDevice) []string {
	var out []string
	switch build, known := windowsBuild(d.OSVersion); {
	case !known:
		out = append(out, unknownVersion)
	case build < firstWithStores:
		out = append(out, olderThan1511)
	}
	if !joined(d) {
		out = append(out, notJoined)
	}
	if !strings.Contains(strings.ToLower(d.ManagementAgent), "mdm") {
		out = append(out, notEnrolled)
	}
	if d.UserID == "" {
		out = append(out, withoutUser)
	}
	return out
}

// windowsBuild is the build of a version such as 10.0.19045.3803: 0 for what was
// before Windows 10. Windows 11 goes on counting under 10.0.
func windowsBuild(version string) (build int, known bool) {
	parts := strings.Split(version, ".")
	if len(parts) < 3 {
		return 0, false
	}
	major, err := strconv.Atoi(parts[0])
	if err != nil {
		return 0, false
	}
	build, err = strconv.Atoi(parts[2])
	if err != nil {
		return 0, false
	}
	if major < 10 {
		return 0, true
	}
	return build, true
}

// joined reports whether the directory knows the device. A device that is joined
// to an on-premises domain alone does not show in Graph, and counts as not joined.
func joined(d graph.ManagedDevice) bool {
	switch d.JoinType {
	case "azureADJoined", "hybridAzureADJoined", "azureADRegistered":
		return true
	}
	return d.AzureADRegistered != nil && *d.AzureADRegistered
}

// tally counts devices as they come by, and keeps only those that are not ready.
type tally struct {
	devices  int
	byReason map[string]int
	unready  []unready
}

type unready struct {
	device  graph.ManagedDevice
	reasons []string
}

func (t *tally) add(d graph.ManagedDevice) {
	t.devices++
	why := reasons(d)
	if len(why) == 0 {
		return
	}
	if t.byReason == nil {
		t.byReason = map[string]int{}
	}
	for _, r := range why {
		t.byReason[r]++
	}
	t.unready = append(t.unready, unready{d, why})
}

// sort orders the devices by name, then by id.
func (t *tally) sort() {
	slices.SortFunc(t.unready, func(a, b unready) int {
		return cmp.Or(cmp.Compare(a.device.DeviceName, b.device.DeviceName), cmp.Compare(a.device.ID, b.device.ID))
	})
}
