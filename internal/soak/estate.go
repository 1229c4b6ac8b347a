package soak

import (
	"fmt"
	"maps"
	"slices"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

const (
	clientID     = "c11e0000-0000-4000-8000-000000000001"
	clientSecret = "soak-secret"

	filterID = "e0000000-0000-4000-8000-000000000001"

	groupCount = 6
	// others is the group that only assignments of other people's are for.
	others    = groupCount - 1
	groupSize = 20
	// overlap is by how many people a group's first one is after that of the group
	// before it: half of each is in the next, too.
	overlap = 10
)

// The apps: assignments of two are managed one by one, those of the third as a set.
// The other two have seats for one group and a few, one managed in each way.
const (
	singleA, singleB, asSet, scarce, tight = 0, 1, 2, 3, 4
	appCount                               = 5
)

// sets are the apps that are managed as a set.
var sets = []int{asSet, tight}

func appID(n int) string   { return fmt.Sprintf("a0000000-0000-4000-8000-%012d", n) }
func groupID(n int) string { return fmt.Sprintf("b0000000-0000-4000-8000-%012d", n) }

// people are the members of a group, by their numbers.
func people(group int) []int {
	out := make([]int, groupSize)
	for i := range out {
		out[i] = overlap*group + i
	}
	return out
}

// seatsOf is how many licences there are: for everybody, or for one group and a few.
func seatsOf(app int) int {
	if app == scarce || app == tight {
		return groupSize + overlap/2
	}
	return overlap*groupCount + groupSize
}

// key is an assignment as the tenant knows it.
type key struct {
	app, group int
	intent     string
	exclude    bool
}

func (k key) String() string {
	if k.exclude {
		return fmt.Sprintf("%s except for group %d on app %d", k.intent, k.group, k.app)
	}
	return fmt.Sprintf("%s for group %d on app %d", k.intent, k.group, k.app)
}

// bystanders are assignments that somebody else made, with their source. Those of
// the apps that are managed as a set belong to a policy set, which the resource
// leaves alone.
var bystanders = map[key]string{
	{singleA, others, "uninstall", false}: "direct",
	{singleB, others, "available", false}: "direct",
	{singleB, others, "required", true}:   "direct",
	{scarce, others, "uninstall", false}:  "direct",
	{asSet, others, "uninstall", false}:   "policySets",
	{tight, others, "uninstall", false}:   "policySets",
}

// stray is what somebody assigns in the portal on an app that is managed as a set:
// the set is to remove it.
var stray = key{asSet, others, "available", false}

// guest is what somebody assigns in the portal, and removes, beside assignments that
// are managed one by one: it must come and go undisturbed.
var guest = key{singleA, others, "available", false}

// foreign says that the provider must leave an assignment alone.
func (k key) foreign() bool { return k.group == others && k != stray }

// object is an assignment as the portal writes it.
func (k key) object(filter, source string) map[string]any {
	target := map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": groupID(k.group)}
	if k.exclude {
		target["@odata.type"] = "#microsoft.graph.exclusionGroupAssignmentTarget"
	}
	if filter != unfiltered {
		target["deviceAndAppManagementAssignmentFilterId"], target["deviceAndAppManagementAssignmentFilterType"] = filterID, filter
	}
	a := map[string]any{"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": k.intent, "target": target}
	if source != "direct" {
		a["source"], a["sourceId"] = source, "d0000000-0000-4000-8000-000000000001"
	}
	return a
}

// tenant is the estate at the start.
func tenant() emulator.Tenant {
	t := emulator.Tenant{Clients: []entra.Client{{ID: clientID, Secret: clientSecret}}}
	for n := range groupCount {
		t.Groups = append(t.Groups, emulator.Group{ID: groupID(n), DisplayName: fmt.Sprintf("Group %d", n),
			Generate: []emulator.Generate{{Prefix: "staff-", From: overlap * n, Users: groupSize}}})
	}
	for n := range appCount {
		t.Apps = append(t.Apps, emulator.App{ID: appID(n), DisplayName: fmt.Sprintf("App %d", n), TotalLicenseCount: seatsOf(n)})
	}
	for _, k := range slices.SortedFunc(maps.Keys(bystanders), compare) {
		t.Apps[k.app].Assignments = append(t.Apps[k.app].Assignments, k.object(unfiltered, bystanders[k]))
	}
	return t
}
