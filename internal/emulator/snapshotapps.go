package emulator

import (
	"slices"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/page"
)

// storeNames are the stores by the type of their apps.
var storeNames = map[string]string{
	"microsoftStoreForBusinessApp": "Microsoft Store for Business",
	"iosVppApp":                    "Apple, iOS",
	"macOsVppApp":                  "Apple, macOS",
	"androidManagedStoreApp":       "Managed Google Play",
}

func (st *state) pageApps() page.List[page.App] {
	licensed := slices.DeleteFunc(slices.Clone(st.apps), func(a *app) bool { return !appTypes[a.Type].licensed })
	licensed = chosen(licensed, shownApps, func(a *app) bool { return len(a.assignments) > 0 }, appName)
	return list(licensed, shownApps, func(a *app) page.App {
		shown := page.App{
			Name: a.DisplayName, Publisher: a.Publisher, Store: storeNames[a.Type], Pending: a.Pending,
			Seats: page.Seats{Total: a.TotalLicenseCount, Used: a.used()},
		}
		if !a.Pending {
			shown.Unsynced = a.bought - a.TotalLicenseCount
		}
		switch {
		case a.LicenseType == "offline":
			shown.Seats.Uncounted = "offline licence, not counted"
		case a.DistributionPolicy == "open":
			shown.Seats.Uncounted = "open licence, without limit"
		case a.TotalLicenseCount == 0 && a.used() == 0:
			shown.Seats.Uncounted = "no licences"
		}
		return shown
	})
}

func appName(a *app) string { return a.DisplayName }

func (st *state) pageAssigned() page.List[page.Assigned] {
	assigned := slices.DeleteFunc(slices.Clone(st.apps), func(a *app) bool { return len(a.assignments) == 0 })
	assigned = chosen(assigned, shownAssigned, func(*app) bool { return true }, appName)
	return list(assigned, shownAssigned, func(a *app) page.Assigned {
		return page.Assigned{App: a.DisplayName, Assignments: list(a.assignments, shownAssignments, st.pageAssignment)}
	})
}

func (st *state) pageAssignment(a assignment) page.Assignment {
	shown := page.Assignment{Intent: a.intent, Exclude: a.targetType == "exclusionGroupAssignmentTarget"}
	if a.filterID != "" {
		shown.Filter = a.filterType + "s by a filter"
	}
	switch a.targetType {
	case "allLicensedUsersAssignmentTarget":
		shown.Target, shown.Uncounted = "All users", true
	case "allDevicesAssignmentTarget":
		shown.Target, shown.Devices = "All devices", st.allDevices().size()
	case "configurationManagerCollectionAssignmentTarget":
		shown.Target, shown.Uncounted = "Collection "+a.targetID, true
	default:
		g := st.groupByID[a.targetID]
		if g == nil {
			shown.Target, shown.Gone = "Group "+a.targetID, true
			break
		}
		members := st.members(g, true)
		shown.Target, shown.Users, shown.Devices = g.name, members.size(userKind), members.size(deviceKind)
	}
	return shown
}

func (st *state) pageGroups() page.List[page.Group] {
	targets := map[string]bool{}
	for _, a := range st.apps {
		for _, as := range a.assignments {
			targets[as.targetID] = true
		}
	}
	groups := chosen(st.groups, shownGroups, func(g *group) bool { return targets[g.id] }, func(g *group) string { return g.name })
	return list(groups, shownGroups, func(g *group) page.Group {
		members := st.members(g, true)
		return page.Group{
			Name: g.name, Users: members.size(userKind), Devices: members.size(deviceKind), Groups: members.size(groupKind),
		}
	})
}

// size counts the members of a kind.
func (m *memberSet) size(of kind) int {
	n := 0
	switch of {
	case userKind:
		n = len(m.users)
	case deviceKind:
		n = len(m.devices)
	case groupKind:
		n = len(m.groups)
	}
	for use, spans := range m.spans {
		if use.kind != of {
			continue
		}
		for _, s := range spans {
			n += s.size()
		}
	}
	return n
}
