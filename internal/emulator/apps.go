package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// Permissions for apps and their assignments, and for the association.
// Source: Graph docs, intune-apps-mobileapp-*, intune-onboarding-deviceappmanagement-*.
var (
	readApps         = []string{"DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"}
	writeApps        = []string{"DeviceManagementApps.ReadWrite.All"}
	readAssociation  = []string{"DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All", "DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"}
	writeAssociation = []string{"DeviceManagementConfiguration.ReadWrite.All", "DeviceManagementApps.ReadWrite.All"}
)

// synced are the apps that Intune knows of.
func (st *state) synced(v version, cast string) sequence {
	objects := make([]*app, 0, len(st.apps))
	for _, a := range st.apps {
		if !a.Pending && (cast == "" || a.Type == cast) {
			objects = append(objects, a)
		}
	}
	return sequence{{n: len(objects), at: func(i int) map[string]any { return objects[i].object(v) }}}
}

func appListing(c *call) (listing, string, error) {
	cast, err := appCast(c)
	if err != nil {
		return listing{}, "", err
	}
	declared := "mobileApp"
	if cast != "" {
		declared = cast
	}
	// A list claims a count of 0, whatever it holds. Observed in captured traffic.
	return listing{rules: appRules(c.version, declared), miscounts: true}, cast, nil
}

// appCast reads a cast segment; both the namespace and its alias are taken.
func appCast(c *call) (string, error) {
	segment, ok := c.params["cast"]
	if !ok {
		return "", nil
	}
	name, qualified := strings.CutPrefix(strings.TrimPrefix(segment, "microsoft."), "graph.")
	t, known := appTypes[name]
	if !qualified || !known || t.beta && c.version == v1 {
		return "", noRoute(c.path)
	}
	return name, nil
}

func listApps(st *state, c *call) (answer, error) {
	l, cast, err := appListing(c)
	if err != nil {
		return answer{}, err
	}
	if c.options().Has("$expand") {
		return answer{}, badRequest("Expanding a list of mobileApps is not supported: expand one app at a time.")
	}
	return c.list(st.synced(c.version, cast), l)
}

func countApps(st *state, c *call) (answer, error) {
	l, cast, err := appListing(c)
	if err != nil {
		return answer{}, err
	}
	return c.segmentCount(st.synced(c.version, cast), l)
}

// app finds the app that the path names.
func (st *state) app(c *call) (*app, error) {
	id := c.params["id"]
	if !isGUID(id) {
		return nil, badRequest("'%s' is not a valid app id.", id)
	}
	a := st.appByID[strings.ToLower(id)]
	cast, err := appCast(c)
	if err != nil {
		return nil, err
	}
	if a == nil || a.Pending || cast != "" && a.Type != cast {
		return nil, notFound("MobileApp", id)
	}
	return a, nil
}

func getApp(st *state, c *call) (answer, error) {
	a, err := st.app(c)
	if err != nil {
		return answer{}, err
	}
	object := a.object(c.version)
	object["assignments"] = a.assignmentObjects(c.version)
	object["categories"] = []any{}
	return c.entity("mobileApp", object)
}

// refuseAppWrite refuses to create, change or delete an app. Store apps come
// and go by the sync only; other types are outside what the emulator covers.
// Source: Graph docs, microsoftStoreForBusinessApp; status and text assumed.
func refuseAppWrite(st *state, c *call) (answer, error) {
	if c.params["id"] != "" {
		if _, err := st.app(c); err != nil {
			return answer{}, err
		}
	}
	verb := map[string]string{http.MethodPost: "Create", http.MethodPatch: "Update", http.MethodDelete: "Delete"}[c.method]
	return answer{}, badRequest("%s is not supported for this MobileApp: apps of a store are added and removed by its synchronization.", verb)
}

func (a *app) assignmentObjects(v version) []map[string]any {
	objects := make([]map[string]any, 0, len(a.assignments))
	for _, as := range a.shuffled() {
		objects = append(objects, as.object(v))
	}
	return objects
}

// shuffled returns the assignments in an order that is stable and has nothing
// to do with that of the request. Observed by tools; see ASSUMPTIONS.md.
func (a *app) shuffled() []assignment {
	list := slices.Clone(a.assignments)
	slices.SortFunc(list, func(x, y assignment) int {
		return strings.Compare(stableID("order", x.id()), stableID("order", y.id()))
	})
	return list
}
