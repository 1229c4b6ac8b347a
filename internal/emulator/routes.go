package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is one operation of Graph or the Store.
type route struct {
	method      string
	pattern     string // below the version; {name} takes one segment
	area        area
	permissions []string // any one of them will do
	handle      func(*state, *call) (answer, error)
	segments    []string
}

const (
	apps         = "/deviceAppManagement/mobileApps"
	assignedOnes = apps + "/{id}/assignments"
	tokens       = "/deviceAppManagement/vppTokens"
	playSettings = "/deviceManagement/androidManagedStoreAccountEnterpriseSettings"
)

var routes = prepared([]route{
	{method: "GET", pattern: "/organization", permissions: readOrganization, handle: getOrganization},
	{method: "GET", pattern: "/organization/{id}", permissions: readOrganization, handle: getOrganizationByID},

	{method: "GET", pattern: "/deviceAppManagement", area: intuneArea, permissions: readAssociation, handle: getDeviceAppManagement},
	{method: "PATCH", pattern: "/deviceAppManagement", area: intuneArea, permissions: writeAssociation, handle: patchDeviceAppManagement},
	{method: "POST", pattern: "/deviceAppManagement/syncMicrosoftStoreForBusinessApps", area: intuneArea, permissions: writeAssociation, handle: syncMicrosoftStoreForBusinessApps},

	{method: "GET", pattern: apps, area: intuneArea, permissions: readApps, handle: listApps},
	{method: "GET", pattern: apps + "/$count", area: intuneArea, permissions: readApps, handle: countApps},
	{method: "GET", pattern: apps + "/{cast:type}", area: intuneArea, permissions: readApps, handle: listApps},
	{method: "GET", pattern: apps + "/{cast:type}/$count", area: intuneArea, permissions: readApps, handle: countApps},
	{method: "POST", pattern: apps, area: intuneArea, permissions: writeApps, handle: refuseAppWrite},
	{method: "GET", pattern: apps + "/{id}", area: intuneArea, permissions: readApps, handle: getApp},
	{method: "PATCH", pattern: apps + "/{id}", area: intuneArea, permissions: writeApps, handle: refuseAppWrite},
	{method: "DELETE", pattern: apps + "/{id}", area: intuneArea, permissions: writeApps, handle: refuseAppWrite},
	{method: "GET", pattern: apps + "/{id}/{cast:type}", area: intuneArea, permissions: readApps, handle: getApp},
	{method: "POST", pattern: apps + "/{id}/assign", area: intuneArea, permissions: writeApps, handle: assign},
	{method: "GET", pattern: assignedOnes, area: intuneArea, permissions: readApps, handle: listAssignments},
	{method: "POST", pattern: assignedOnes, area: intuneArea, permissions: writeApps, handle: createAssignment},
	{method: "GET", pattern: assignedOnes + "/{assignment}", area: intuneArea, permissions: readApps, handle: getAssignment},
	{method: "PATCH", pattern: assignedOnes + "/{assignment}", area: intuneArea, permissions: writeApps, handle: patchAssignment},
	{method: "DELETE", pattern: assignedOnes + "/{assignment}", area: intuneArea, permissions: writeApps, handle: deleteAssignment},

	{method: "GET", pattern: apps + "/{id}/{cast:type}/assignedLicenses", area: intuneArea, permissions: readApps, handle: listLicenses},
	{method: "POST", pattern: apps + "/{id}/revokeAllLicenses", area: intuneArea, permissions: revokeLicenses, handle: revoke},
	{method: "POST", pattern: apps + "/{id}/revokeUserLicense", area: intuneArea, permissions: revokeLicenses, handle: revoke},
	{method: "POST", pattern: apps + "/{id}/revokeDeviceLicense", area: intuneArea, permissions: revokeLicenses, handle: revoke},

	{method: "GET", pattern: tokens, area: intuneArea, permissions: readTokens, handle: listTokens},
	{method: "GET", pattern: tokens + "/{id}", area: intuneArea, permissions: readTokens, handle: getToken},
	{method: "POST", pattern: tokens + "/{id}/syncLicenses", area: intuneArea, permissions: syncTokens, handle: syncLicenses},
	{method: "GET", pattern: playSettings, area: intuneArea, permissions: readGooglePlay, handle: getGooglePlay},
	{method: "POST", pattern: playSettings + "/syncApps", area: intuneArea, permissions: syncGooglePlay, handle: syncApps},

	{method: "GET", pattern: "/groups", permissions: readGroups, handle: listGroups},
	{method: "GET", pattern: "/groups/$count", permissions: readGroups, handle: countGroups},
	{method: "GET", pattern: "/groups/{id}", permissions: readGroups, handle: getGroup},
	{method: "GET", pattern: "/groups/{id}/{members:members}", permissions: readMembers, handle: listMembers},
	{method: "GET", pattern: "/groups/{id}/{members:members}/$count", permissions: readMembers, handle: countMembers},
	{method: "GET", pattern: "/groups/{id}/{members:members}/{cast:type}", permissions: readMembers, handle: listMembers},
	{method: "GET", pattern: "/groups/{id}/{members:members}/{cast:type}/$count", permissions: readMembers, handle: countMembers},

	{method: "GET", pattern: "/users", permissions: readUsers, handle: listUsers},
	{method: "GET", pattern: "/users/$count", permissions: readUsers, handle: countUsers},
	{method: "GET", pattern: "/users/{id}", permissions: readUsers, handle: getUser},
	{method: "GET", pattern: "/devices", permissions: readDevices, handle: listDevices},
	{method: "GET", pattern: "/devices/$count", permissions: readDevices, handle: countDevices},
	{method: "GET", pattern: "/devices/{id}", permissions: readDevices, handle: getDevice},

	{method: "GET", pattern: "/deviceManagement/managedDevices", area: intuneArea, permissions: readManagedDevices, handle: listManagedDevices},
	{method: "GET", pattern: "/deviceManagement/managedDevices/$count", area: intuneArea, permissions: readManagedDevices, handle: countManagedDevices},
	{method: "GET", pattern: "/deviceManagement/managedDevices/{id}", area: intuneArea, permissions: readManagedDevices, handle: getManagedDevice},
})

var storeRoutes = prepared([]route{
	{method: "GET", pattern: "/Inventory", area: storeArea, handle: getInventory},
	{method: "GET", pattern: "/Inventory/{product}/{sku}/Seats", area: storeArea, handle: getSeats},
	{method: "POST", pattern: "/Inventory/{product}/{sku}/Seats", area: storeArea, handle: writeSeats},
	{method: "GET", pattern: "/Inventory/{product}/{sku}/Seats/{user}", area: storeArea, handle: getSeat},
	{method: "POST", pattern: "/Inventory/{product}/{sku}/Seats/{user}", area: storeArea, handle: writeSeat},
	{method: "DELETE", pattern: "/Inventory/{product}/{sku}/Seats/{user}", area: storeArea, handle: writeSeat},
})

// Permissions are those of which any one lets a caller make requests of a kind
// (see [Request.Kind]). The Store's have none.
func Permissions(kind string) []string {
	for i := range routes {
		if routes[i].method+" "+routes[i].pattern == kind {
			return slices.Clone(routes[i].permissions)
		}
	}
	return nil
}

func prepared(list []route) []route {
	for i := range list {
		list[i].segments = strings.Split(list[i].pattern, "/")[1:]
	}
	return list
}

// match tells whether the segments of a path are those of the route. A
// placeholder may say what it takes: {cast:type} a qualified type name,
// {members:members} one of the two membership relations.
func (r *route) match(segments []string) (map[string]string, bool) {
	if len(segments) != len(r.segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, want := range r.segments {
		if !strings.HasPrefix(want, "{") {
			if segments[i] != want {
				return nil, false
			}
			continue
		}
		name, takes, _ := strings.Cut(strings.Trim(want, "{}"), ":")
		given := segments[i]
		isType := strings.HasPrefix(given, "graph.") || strings.HasPrefix(given, "microsoft.graph.")
		switch {
		case given == "",
			takes == "type" && !isType, takes == "" && (isType || strings.HasPrefix(given, "$")),
			takes == "members" && given != "members" && given != "transitiveMembers":
			return nil, false
		}
		params[name] = given
	}
	return params, true
}

// find finds the operation of a path. Without one, the error is that of the
// service the path belongs to.
func findRoute(list []route, method, path string) (*route, map[string]string, error) {
	var segments []string
	for segment := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		unescaped, err := url.PathUnescape(segment)
		if err != nil {
			return nil, nil, missingSegment(segment)
		}
		segments = append(segments, unescaped)
	}
	known := false
	for i := range list {
		if params, ok := list[i].match(segments); ok {
			if list[i].method == method {
				return &list[i], params, nil
			}
			known = true
		}
	}
	intune := strings.HasPrefix(segments[0], "deviceAppManagement") || strings.HasPrefix(segments[0], "deviceManagement")
	switch {
	case known:
		return nil, nil, &apiError{status: http.StatusMethodNotAllowed, code: "Request_BadRequest", message: "Specified HTTP method is not allowed for the request target.", plain: true}
	case intune:
		return nil, nil, noRoute(path)
	}
	return nil, nil, missingSegment(segments[len(segments)-1])
}

// areaOf is the service that a path without a route belongs to.
func areaOf(path string) area {
	if strings.HasPrefix(path, "/deviceAppManagement") || strings.HasPrefix(path, "/deviceManagement") {
		return intuneArea
	}
	return directoryArea
}
