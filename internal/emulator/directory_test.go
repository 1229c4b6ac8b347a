package emulator_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	ana    = "50000000-0000-4000-8000-000000000001"
	bob    = "50000000-0000-4000-8000-000000000002"
	laptop = "d0000000-0000-4000-8000-000000000001"
	aadID  = "dd000000-0000-4000-8000-000000000001"
	ring   = "60000000-0000-4000-8000-0000000000ff"
	intune = "c1ec4a95-1f05-45b3-a911-aa3fa01094f5"
)

// circle is a tenant whose groups contain one another.
func circle() emulator.Tenant {
	no := false
	return emulator.Tenant{
		Users: []emulator.User{
			{ID: ana, UserPrincipalName: "ana@contoso.example", DisplayName: "Ana", Plans: []string{"INTUNE_A"}},
			{ID: bob, UserPrincipalName: "Bob.O'Hara@contoso.example", DisplayName: "Bob", Plans: []string{"INTUNE_A:Suspended", "EXCHANGE_S_ENTERPRISE"}, UserType: "Guest"},
			{UserPrincipalName: "eve@contoso.example", AccountEnabled: &no, Plans: []string{"INTUNE_A"}},
		},
		Devices: []emulator.Device{{ID: laptop, DeviceID: aadID, DisplayName: "LAPTOP-1"}},
		Groups: []emulator.Group{
			{ID: sales, DisplayName: "Sales", Members: []string{ana, finance, laptop}},
			{ID: finance, DisplayName: "Finance", Members: []string{"bob.o'hara@contoso.example", ana, ring}},
			{ID: ring, DisplayName: "Ring", Members: []string{sales, finance}},
		},
	}
}

func sorted(column []any) []string {
	var names []string
	for _, item := range column {
		names = append(names, fmt.Sprint(item))
	}
	slices.Sort(names)
	return names
}

func TestTransitiveMembersAreFlatAndEndInCircles(t *testing.T) {
	x := start(t, circle())
	for _, group := range []string{sales, finance, ring} {
		r := x.is(x.get("/v1.0/groups/"+group+"/transitiveMembers"), 200)
		want := []string{ana, bob, laptop, sales, finance, ring}
		slices.Sort(want)
		x.equal("members", sorted(r.column("id")), want)
		for _, item := range r.values() {
			if item["@odata.type"] == nil {
				t.Errorf("a member without a type: %v", item)
			}
		}
		for cast, ids := range map[string][]string{"microsoft.graph.user": {ana, bob}, "graph.device": {laptop}} {
			r := x.is(x.get("/v1.0/groups/"+group+"/transitiveMembers/"+cast+"?$count=true&$select=id", eventual, "eventual"), 200)
			x.equal(cast, sorted(r.column("id")), ids)
			x.equal("count", r.json["@odata.count"], any(float64(len(ids))))
			r = x.is(x.get("/v1.0/groups/"+group+"/transitiveMembers/"+cast+"/$count", eventual, "eventual"), 200)
			x.equal("segment", []string{r.body, r.header.Get("Content-Type")}, []string{fmt.Sprint(len(ids)), "text/plain"})
		}
	}
	x.equal("direct", sorted(x.get("/v1.0/groups/"+sales+"/members").column("id")), []string{ana, finance, laptop})
}

func TestAdvancedQueriesNeedTheHeader(t *testing.T) {
	x := start(t, circle())
	members := "/v1.0/groups/" + sales + "/transitiveMembers"
	x.refused(x.get(members+"/$count"), 400, "Request_BadRequest", "$count is not currently supported.")
	cast := "OData cast on this collection needs the header 'ConsistencyLevel: eventual' and $count=true."
	x.refused(x.get(members+"/microsoft.graph.user?$count=true"), 400, "Request_UnsupportedQuery", cast)
	x.refused(x.get(members+"/microsoft.graph.user", eventual, "eventual"), 400, "Request_UnsupportedQuery", cast)
	// Without the header $count=true is ignored.
	if _, ok := x.is(x.get(members+"?$count=true"), 200).json["@odata.count"]; ok {
		t.Error("@odata.count without the header")
	}
	r := x.is(x.get(members+"?$count=true&$top=1&$select=id", eventual, "eventual"), 200)
	x.equal("count", []any{r.json["@odata.count"], len(r.values())}, []any{6.0, 1})
	// The count is on the first page only, and the header is not in the link.
	next := x.is(x.get(r.json["@odata.nextLink"].(string), eventual, "eventual"), 200)
	if _, ok := next.json["@odata.count"]; ok {
		t.Error("@odata.count on the second page")
	}
	plans := escape("/v1.0/users?$count=true&$select=id&$filter=assignedPlans/any(p:p/servicePlanId eq " + intune + " and p/capabilityStatus eq 'Enabled')")
	x.is(x.get(plans), 400)
	x.equal("licensed", x.is(x.get(plans, eventual, "eventual"), 200).json["@odata.count"], any(2.0))
}

func TestUsers(t *testing.T) {
	x := start(t, circle())
	r := x.is(x.get(escape("/v1.0/users?$select=id,userPrincipalName&$filter=userPrincipalName in ('bob.o''hara@contoso.example','NOBODY@contoso.example','Ana@contoso.example')")), 200)
	x.equal("by name", sorted(r.column("id")), []string{ana, bob})
	x.equal("count", x.is(x.get("/v1.0/users/$count", eventual, "eventual"), 200).body, "3")
	// Without $select accountEnabled, userType and the plans do not come.
	one := x.is(x.get("/v1.0/users/ANA@contoso.example"), 200).json
	delete(one, "@odata.context")
	x.equal("default", one, map[string]any{"id": ana, "userPrincipalName": "ana@contoso.example", "displayName": "Ana", "mail": "ana@contoso.example"})
	for _, item := range x.get("/v1.0/users").values() {
		if _, ok := item["assignedPlans"]; ok {
			t.Error("assignedPlans came without $select")
		}
	}
	plans := x.is(x.get("/v1.0/users/"+bob+"?$select=assignedPlans"), 200).json["assignedPlans"].([]any)[0]
	x.equal("plan", plans, any(map[string]any{"assignedDateTime": "2023-01-10T08:30:00Z", "capabilityStatus": "Suspended", "service": "SCO", "servicePlanId": intune}))
	x.equal("enabled", x.is(x.get(escape("/v1.0/users?$filter=accountEnabled eq true and userType eq 'Member'")), 200).column("id"), []any{ana})
	x.refused(x.get("/v1.0/users/nobody@contoso.example"), 404, "Request_ResourceNotFound",
		"Resource 'nobody@contoso.example' does not exist or one of its queried reference-property objects are not present.")
}

func TestGroupsAndDevices(t *testing.T) {
	x := start(t, circle())
	r := x.is(x.get("/v1.0/groups/"+sales+"?$select=id,displayName,groupTypes,membershipRule,membershipRuleProcessingState,securityEnabled,mailEnabled"), 200).json
	delete(r, "@odata.context")
	x.equal("group", r, map[string]any{"id": sales, "displayName": "Sales", "groupTypes": []any{}, "membershipRule": nil, "membershipRuleProcessingState": nil, "securityEnabled": true, "mailEnabled": false})
	x.equal("device", x.is(x.get("/v1.0/devices/"+laptop), 200).json["deviceId"], any(aadID))
	for path, want := range map[string][3]any{
		"/groups/" + bob:                {404, "Request_ResourceNotFound", "Resource '" + bob + "' does not exist or one of its queried reference-property objects are not present."},
		"/groups/Sales":                 {400, "Request_BadRequest", "Invalid object identifier 'Sales'."},
		"/groups/" + sales + "/nothing": {400, "BadRequest", "Resource not found for the segment 'nothing'."},
		"/groups/" + sales + "/transitiveMembers/microsoft.graph.printer": {400, "BadRequest", "Resource not found for the segment 'microsoft.graph.printer'."},
	} {
		x.refused(x.get("/v1.0"+path), want[0].(int), want[1].(string), want[2].(string))
	}
	x.is(x.get("/v1.0/groups/"+sales+"/transitiveMembers?$top=1000"), 400)
	x.is(x.get("/v1.0/groups/"+sales+"?$select=members_count"), 400)
}

func TestPermissionsAreAskedFor(t *testing.T) {
	x := start(t, circle())
	x.actAs([]string{"GroupMember.Read.All"})
	x.refused(x.get("/v1.0/users"), 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
	x.refused(x.get("/v1.0"+onApps), 403, "Forbidden",
		"Application is not authorized to perform this operation. Application must have one of the following scopes: DeviceManagementApps.Read.All, DeviceManagementApps.ReadWrite.All")
	// Members come, but of those it may not read only ids.
	r := x.is(x.get("/v1.0/groups/"+sales+"/transitiveMembers/microsoft.graph.device?$count=true&$select=id,deviceId", eventual, "eventual"), 200)
	x.equal("limited", r.values(), []map[string]any{{"id": laptop, "deviceId": nil}})
	x.actAs([]string{"DeviceManagementApps.Read.All"})
	x.is(x.get("/v1.0"+onApps), 200)
	x.is(x.do("POST", "/v1.0"+singleton+"/syncMicrosoftStoreForBusinessApps", ""), 403)
	x.actAs([]string{})
	x.is(x.get("/v1.0/organization"), 403)
	x.token = "nonsense"
	x.is(x.get("/v1.0/organization"), 401)
	x.token = x.mint("https://onestore.microsoft.com", nil)
	x.is(x.get("/v1.0/organization"), 401)
}

func TestManagedDevices(t *testing.T) {
	yes := true
	tenant := circle()
	tenant.ManagedDevices = []emulator.ManagedDevice{
		{DeviceName: "LAPTOP-1", AzureADDeviceID: aadID, UserID: "ana@contoso.example", AzureADRegistered: &yes},
		{DeviceName: "OLD", OSVersion: "10.0.10240.16384", JoinType: "unknown"},
		{DeviceName: "PHONE", OperatingSystem: "iOS", OSVersion: "17.1"},
	}
	x := start(t, tenant)
	r := x.is(x.get(escape("/beta/deviceManagement/managedDevices?$filter=operatingSystem eq 'Windows'&$select=deviceName,azureADDeviceId,userId,userPrincipalName,osVersion,joinType,azureADRegistered,deviceEnrollmentType,managementAgent")), 200)
	x.equal("devices", r.values(), []map[string]any{
		{"deviceName": "LAPTOP-1", "azureADDeviceId": aadID, "userId": ana, "userPrincipalName": "ana@contoso.example", "osVersion": "10.0.19045.3803",
			"joinType": "azureADJoined", "azureADRegistered": true, "deviceEnrollmentType": "windowsAutoEnrollment", "managementAgent": "mdm"},
		{"deviceName": "OLD", "azureADDeviceId": "", "userId": "", "userPrincipalName": nil, "osVersion": "10.0.10240.16384",
			"joinType": "unknown", "azureADRegistered": nil, "deviceEnrollmentType": "windowsAutoEnrollment", "managementAgent": "mdm"},
	})
	x.is(x.get("/v1.0/deviceManagement/managedDevices?$select=joinType"), 400) // beta only
	x.equal("count", x.is(x.get("/v1.0/deviceManagement/managedDevices/$count"), 200).body, "3")
	x.refused(x.get("/v1.0/deviceManagement/managedDevices/"+aadID), 404, "ResourceNotFound", "Managed device with id '"+aadID+"' was not found.")
}
