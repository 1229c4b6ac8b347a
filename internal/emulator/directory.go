package emulator

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// Permissions that let a caller read the directory. A right to write is not always one to read: each page has its own list.
// Source: Graph docs, organization-get, intune-onboarding-organization-list, group-get, group-list, group-list-transitivemembers,
// user-list, device-list.
var (
	readOrganization = []string{"Organization.Read.All", "Organization.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", "DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"}
	readGroups       = []string{"GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readMembers      = []string{"GroupMember.Read.All", "Group.Read.All", "GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.Read.All"}
	readUsers        = []string{"User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readDevices      = []string{"Device.Read.All", "Device.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
)

// Pages of directory objects. Source: Graph docs, paging and group-list-members.
const (
	directoryPage    = 100
	directoryMaxPage = 999
	directoryMaxOr   = 15
)

var directoryTypes = map[string]odata.Type{
	"directoryObject": {Properties: []string{"id", "deletedDateTime"}},
	"user": {Base: "directoryObject", Properties: []string{
		"userPrincipalName", "displayName", "mail", "accountEnabled", "userType", "assignedPlans", "assignedLicenses"}},
	"device": {Base: "directoryObject", Properties: []string{"deviceId", "displayName", "operatingSystem", "accountEnabled"}},
	"group": {Base: "directoryObject", Properties: []string{
		"displayName", "groupTypes", "securityEnabled", "mailEnabled", "membershipRule", "membershipRuleProcessingState"}},
}

// defaultProperties of users come without $select; accountEnabled, userType,
// assignedPlans and assignedLicenses only with it. Source: Graph docs, user.
var defaultProperties = []string{"id", "displayName", "userPrincipalName", "mail"}

func directoryListing(typeName string) listing {
	return listing{directory: true, rules: odata.Rules{
		Type: typeName, Types: directoryTypes, GUIDs: []string{"servicePlanId", "skuId"},
		DefaultTop: directoryPage, MaxTop: directoryMaxPage, MaxOr: directoryMaxOr,
		Options: []string{"$select", "$filter", "$count", "$top", "$orderby", "$search"},
	}}
}

func getOrganization(st *state, c *call) (answer, error) {
	return c.list(sequenceOf([]map[string]any{organizationObject(st)}), listing{rules: odata.Rules{DefaultTop: directoryPage, Options: []string{"$select"}}})
}

func getOrganizationByID(st *state, c *call) (answer, error) {
	if !strings.EqualFold(c.params["id"], st.organization.ID) {
		return answer{}, noObject(c.params["id"])
	}
	return c.entity("organization", organizationObject(st))
}

func organizationObject(st *state) map[string]any {
	o := st.organization
	return map[string]any{
		"id": o.ID, "displayName": o.DisplayName, "mobileDeviceManagementAuthority": o.MDMAuthority, "tenantType": "AAD",
		"verifiedDomains": []any{map[string]any{"name": o.Domain, "isDefault": true, "isInitial": true, "capabilities": "", "type": "Managed"}},
	}
}

func listUsers(st *state, c *call) (answer, error) {
	l := directoryListing("user")
	l.hidden = hiddenUserProperties
	l.advanced = "assignedPlans"
	if people, ok := st.byName(c.options().Get("$filter")); ok {
		return c.list(people, l)
	}
	return c.list(st.allUsers(), l)
}

func countUsers(st *state, c *call) (answer, error) {
	return c.segmentCount(st.allUsers(), directoryListing("user"))
}

func getUser(st *state, c *call) (answer, error) {
	u := st.user(c.params["id"])
	if u == nil {
		return answer{}, noObject(c.params["id"])
	}
	object := userObject(u)
	if !c.options().Has("$select") {
		hiddenUserProperties(object)
	}
	return c.entity("user", object)
}

func hiddenUserProperties(object map[string]any) {
	for name := range object {
		if !slices.Contains(defaultProperties, name) && name != "@odata.type" {
			delete(object, name)
		}
	}
}

func listDevices(st *state, c *call) (answer, error) {
	return c.list(st.allDevices(), directoryListing("device"))
}

func countDevices(st *state, c *call) (answer, error) {
	return c.segmentCount(st.allDevices(), directoryListing("device"))
}

func getDevice(st *state, c *call) (answer, error) {
	d := st.device(c.params["id"])
	if d == nil {
		return answer{}, noObject(c.params["id"])
	}
	return c.entity("device", deviceObject(d))
}

func (st *state) allGroups() sequence {
	return sequence{{n: len(st.groups), at: func(i int) map[string]any { return groupObject(st.groups[i]) }}}
}

func listGroups(st *state, c *call) (answer, error) {
	return c.list(st.allGroups(), directoryListing("group"))
}

func countGroups(st *state, c *call) (answer, error) {
	return c.segmentCount(st.allGroups(), directoryListing("group"))
}

func getGroup(st *state, c *call) (answer, error) {
	g, err := st.group(c.params["id"])
	if err != nil {
		return answer{}, err
	}
	return c.entity("group", groupObject(g))
}

func (st *state) group(id string) (*group, error) {
	if !isGUID(id) {
		return nil, &apiError{status: http.StatusBadRequest, code: "Request_BadRequest", message: "Invalid object identifier '" + id + "'."}
	}
	if g := st.groupByID[strings.ToLower(id)]; g != nil {
		return g, nil
	}
	return nil, noObject(id)
}

// listMembers answers members and transitiveMembers, of all kinds or cast to
// one. A cast is an advanced query.
func listMembers(st *state, c *call) (answer, error) {
	set, want, err := memberQuery(st, c)
	if err != nil {
		return answer{}, err
	}
	l := directoryListing("directoryObject")
	if want != "" {
		l = directoryListing(string(want))
		if !c.eventual() || !strings.EqualFold(c.options().Get("$count"), "true") {
			return answer{}, unsupportedQuery("OData cast on this collection needs the header 'ConsistencyLevel: eventual' and $count=true.")
		}
	}
	l.onlyID = memberRights(c, want)
	return c.list(set.sequence(want), l)
}

func countMembers(st *state, c *call) (answer, error) {
	set, want, err := memberQuery(st, c)
	if err != nil {
		return answer{}, err
	}
	typeName := cmp.Or(string(want), "directoryObject")
	return c.segmentCount(set.sequence(want), directoryListing(typeName))
}

func memberQuery(st *state, c *call) (*memberSet, kind, error) {
	g, err := st.group(c.params["id"])
	if err != nil {
		return nil, "", err
	}
	var want kind
	if cast, ok := c.params["cast"]; ok {
		name, _ := strings.CutPrefix(strings.TrimPrefix(cast, "microsoft."), "graph.")
		if want = kind(name); want != userKind && want != deviceKind && want != groupKind {
			return nil, "", missingSegment(cast)
		}
	}
	return st.members(g, c.params["members"] == "transitiveMembers"), want, nil
}

// memberRights tells which members a caller sees by id and type only: those of
// a kind that none of its permissions lets it read.
// Source: Graph docs, group-list-transitivemembers, "limited information".
func memberRights(c *call, want kind) func(map[string]any) bool {
	users, devices := c.caller.Has(readUsers...), c.caller.Has(readDevices...)
	if users && devices {
		return nil
	}
	return func(object map[string]any) bool {
		of := want
		if of == "" {
			of = kind(strings.TrimPrefix(object["@odata.type"].(string), "#microsoft.graph."))
		}
		return of == userKind && !users || of == deviceKind && !devices
	}
}

// limited blanks what the caller may not read.
func limited(object map[string]any) map[string]any {
	for name := range object {
		if name != "id" && name != "@odata.type" {
			object[name] = nil
		}
	}
	return object
}
