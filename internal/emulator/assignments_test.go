package emulator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	sales    = "60000000-0000-4000-8000-00000000000a"
	finance  = "60000000-0000-4000-8000-00000000000b"
	filterID = "f0000000-0000-4000-8000-000000000001"

	groupTarget     = `{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"` + sales + `"}`
	exclusionTarget = `{"@odata.type":"#microsoft.graph.exclusionGroupAssignmentTarget","groupId":"` + sales + `"}`
	usersTarget     = `{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget"}`
	devicesTarget   = `{"@odata.type":"microsoft.graph.allDevicesAssignmentTarget"}` // documentation leaves the # out
	filteredTarget  = `{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"` + sales + `","deviceAndAppManagementAssignmentFilterId":"` + filterID + `","deviceAndAppManagementAssignmentFilterType":"include"}`
	storeSettings   = `{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings","useDeviceContext":true}`
)

func assignmentBody(intent, target, settings string) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.mobileAppAssignment","intent":%q,"target":%s,"settings":%s}`, intent, target, settings)
}

func assignmentsOf(app string) string { return onApps + "/" + app + "/assignments" }

func TestAssignmentLives(t *testing.T) {
	x := start(t, catalogue())
	id := sales + "_1_0"
	created := x.is(x.do("POST", "/beta"+assignmentsOf(paint), assignmentBody("required", filteredTarget, storeSettings)), 201)
	delete(created.json, "@odata.context")
	want := map[string]any{
		"@odata.type": "#microsoft.graph.mobileAppAssignment", "id": id, "intent": "required", "source": "direct", "sourceId": nil,
		"target": map[string]any{
			"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": sales,
			"deviceAndAppManagementAssignmentFilterId": filterID, "deviceAndAppManagementAssignmentFilterType": "include",
		},
		"settings": map[string]any{"@odata.type": "#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings", "useDeviceContext": true},
	}
	x.equal("created", created.json, want)
	x.equal("listed", x.get("/beta"+assignmentsOf(paint)).values(), []map[string]any{want})
	x.equal("seen by the test", len(x.Assignments(strings.ToUpper(paint))), 1)

	plain := x.is(x.get("/v1.0"+assignmentsOf(paint)+"/"+strings.ToUpper(id)), 200).json
	delete(plain, "@odata.context")
	x.equal("v1.0", plain, map[string]any{
		"@odata.type": "#microsoft.graph.mobileAppAssignment", "id": id, "intent": "required", "settings": want["settings"],
		"target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": sales},
	})
	x.equal("isAssigned", x.get("/beta" + onApps + "/" + paint).json["isAssigned"], any(true))

	// Settings go as a whole, the target's filter with the target.
	x.is(x.do("PATCH", "/beta"+assignmentsOf(paint)+"/"+id, `{"settings":null,"target":`+groupTarget+`}`), 200)
	after := x.get("/beta" + assignmentsOf(paint) + "/" + id).json
	x.equal("settings", after["settings"], any(nil))
	x.equal("filter", after["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterType"], any("none"))

	x.is(x.do("DELETE", "/v1.0"+assignmentsOf(paint)+"/"+id, ""), 204)
	x.refused(x.do("DELETE", "/v1.0"+assignmentsOf(paint)+"/"+id, ""), 404, "ResourceNotFound", "MobileAppAssignment with id '"+id+"' was not found.")
	x.equal("left", x.Assignments(paint), []map[string]any{})
}

func TestAssignmentIDsNameTargetIntentAndMode(t *testing.T) {
	x := start(t, catalogue())
	for _, test := range []struct{ intent, target, id string }{
		{"available", groupTarget, sales + "_0_0"},
		{"required", groupTarget, sales + "_1_0"}, // the same group may have several intents
		{"uninstall", exclusionTarget, sales + "_2_1"},
		{"availableWithoutEnrollment", usersTarget, "acacacac-9df4-4c7d-9d50-4ef0226f57a9_3_0"},
		{"required", devicesTarget, "adadadad-808e-44e2-905a-0b7873a8a531_1_0"},
	} {
		r := x.is(x.do("POST", "/v1.0"+assignmentsOf(paint), assignmentBody(test.intent, test.target, "null")), 201)
		x.equal("id", r.json["id"], any(test.id))
	}
	x.is(x.do("POST", "/v1.0"+assignmentsOf(paint), assignmentBody("required", `{"@odata.type":"#microsoft.graph.configurationManagerCollectionAssignmentTarget","collectionId":"SMS00001"}`, "null")), 201)
}

func TestSettingsEchoNullMembers(t *testing.T) {
	x := start(t, catalogue())
	settings := `{"@odata.type":"#microsoft.graph.iosVppAppAssignmentSettings","useDeviceLicensing":true,"uninstallOnDeviceRemoval":true}`
	r := x.is(x.do("POST", "/beta"+assignmentsOf(pages), assignmentBody("available", groupTarget, settings)), 201)
	x.equal("beta", r.json["settings"], any(map[string]any{
		"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings", "useDeviceLicensing": true, "uninstallOnDeviceRemoval": true,
		"vpnConfigurationId": nil, "isRemovable": nil, "preventManagedAppBackup": nil, "preventAutoAppUpdate": nil,
	}))
	x.equal("v1.0", x.get("/v1.0" + assignmentsOf(pages)).values()[0]["settings"], any(map[string]any{
		"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings", "useDeviceLicensing": true, "vpnConfigurationId": nil,
	}))
	r = x.is(x.do("POST", "/beta"+assignmentsOf(maps), assignmentBody("required", groupTarget, `{"@odata.type":"#microsoft.graph.androidManagedStoreAppAssignmentSettings","androidManagedStoreAppTrackIds":["t1"],"autoUpdateMode":"priority"}`)), 201)
	x.equal("google", r.json["settings"], any(map[string]any{
		"@odata.type": "#microsoft.graph.androidManagedStoreAppAssignmentSettings", "androidManagedStoreAppTrackIds": []any{"t1"}, "autoUpdateMode": "priority",
	}))
	x.is(x.do("POST", "/beta"+assignmentsOf(xcode), assignmentBody("required", groupTarget, `{"@odata.type":"#microsoft.graph.macOsVppAppAssignmentSettings","useDeviceLicensing":true}`)), 201)
}

func TestAssignmentRefusals(t *testing.T) {
	tenant := catalogue()
	tenant.Apps[0].Assignments = []map[string]any{
		{"intent": "required", "target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": finance}},
		{"intent": "available", "source": "policySets", "sourceId": "p1", "target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": finance}},
	}
	x := start(t, tenant)
	before := x.get("/beta" + assignmentsOf(paint)).body
	post := func(app, body string) [4]string { return [4]string{"POST", "/beta", assignmentsOf(app), body} }
	one := assignmentsOf(paint) + "/" + finance + "_1_0"
	const model, bad = "ModelValidationFailure", "BadRequest"
	for name, test := range map[string]struct {
		request       [4]string
		status        int
		code, message string
	}{
		"duplicate": {post(paint, assignmentBody("required", strings.Replace(groupTarget, sales, strings.ToUpper(finance), 1), "null")), 400, bad,
			"The MobileApp Assignment already exists, for AppId: " + paint + ", AssignmentId: " + finance + "_1_0."},
		"unknown intent": {post(paint, assignmentBody("mandatory", groupTarget, "null")), 500, "InternalServerError", "An internal server error has occurred"},
		"no intent":      {post(paint, `{"target":`+groupTarget+`}`), 400, bad, "The Intent of a MobileAppAssignment is required."},
		"no target":      {post(paint, `{"intent":"required"}`), 400, bad, "The Target of a MobileAppAssignment is required."},
		"group name": {post(paint, assignmentBody("required", `{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"Sales"}`, "null")), 400, bad,
			"The GroupId 'Sales' of the assignment target is not a valid GUID."},
		"no target type": {post(paint, assignmentBody("required", `{"groupId":"`+sales+`"}`, "null")), 400, model,
			"The type 'microsoft.graph.deviceAndAppManagementAssignmentTarget' is abstract: a value of it needs '@odata.type'."},
		"unknown target type": {post(paint, assignmentBody("required", `{"@odata.type":"#microsoft.graph.androidFotaDeploymentAssignmentTarget"}`, "null")), 400, model,
			"A type named 'microsoft.graph.androidFotaDeploymentAssignmentTarget' could not be resolved by the model. When a model is available, each type name must resolve to a valid type."},
		"target as settings": {post(paint, assignmentBody("required", groupTarget, usersTarget)), 400, model,
			"A type named 'microsoft.graph.allLicensedUsersAssignmentTarget' could not be resolved by the model. When a model is available, each type name must resolve to a valid type."},
		"group of all users": {post(paint, assignmentBody("required", `{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget","groupId":"`+sales+`"}`, "null")), 400, model,
			"The property 'groupId' does not exist on type 'microsoft.graph.allLicensedUsersAssignmentTarget'. Make sure to only use property names that are defined by the type."},
		"settings of another store": {post(pages, assignmentBody("required", groupTarget, storeSettings)), 400, bad,
			"Assignment settings of type 'microsoftStoreForBusinessAppAssignmentSettings' cannot be used for a MobileApp of type 'iosVppApp'."},
		"settings without type": {post(paint, assignmentBody("required", groupTarget, `{"useDeviceContext":true}`)), 400, model,
			"The type 'microsoft.graph.mobileAppAssignmentSettings' is abstract: a value of it needs '@odata.type'."},
		"filter on v1.0": {[4]string{"POST", "/v1.0", assignmentsOf(paint), assignmentBody("required", filteredTarget, "null")}, 400, model,
			"The property 'deviceAndAppManagementAssignmentFilterId' does not exist on type 'microsoft.graph.groupAssignmentTarget'. Make sure to only use property names that are defined by the type."},
		"beta settings on v1.0": {[4]string{"POST", "/v1.0", assignmentsOf(xcode), assignmentBody("required", groupTarget, `{"@odata.type":"#microsoft.graph.macOsVppAppAssignmentSettings"}`)}, 400, model,
			"A type named 'microsoft.graph.macOsVppAppAssignmentSettings' could not be resolved by the model. When a model is available, each type name must resolve to a valid type."},
		"half a filter": {post(paint, assignmentBody("required", strings.Replace(filteredTarget, filterID, "", 1), "null")), 400, bad,
			"The assignment filter id '' does not go with the filter type 'include'."},
		"not published": {post(draft, assignmentBody("required", groupTarget, "null")), 400, bad,
			"The MobileApp '" + draft + "' is not published and cannot be assigned."},
		"removable and available": {post(pages, assignmentBody("available", groupTarget, `{"@odata.type":"#microsoft.graph.iosVppAppAssignmentSettings","isRemovable":true}`)), 400, bad,
			"IsRemovable setting is only supported for Required intent"},
		"uninstall on removal": {post(pages, assignmentBody("uninstall", groupTarget, `{"@odata.type":"#microsoft.graph.iosVppAppAssignmentSettings","uninstallOnDeviceRemoval":true}`)), 400, bad,
			"UninstallOnDeviceRemoval setting is not supported for Uninstall intent"},
		"changed intent": {[4]string{"PATCH", "/beta", one, `{"intent":"available"}`}, 400, bad,
			"The Intent and Target of the MobileApp Assignment " + finance + "_1_0 cannot be changed."},
		"changed target": {[4]string{"PATCH", "/beta", one, `{"target":` + groupTarget + `}`}, 400, bad,
			"The Intent and Target of the MobileApp Assignment " + finance + "_1_0 cannot be changed."},
		"policy set's": {[4]string{"DELETE", "/beta", assignmentsOf(paint) + "/" + finance + "_0_0", ""}, 400, bad,
			"The MobileApp Assignment " + finance + "_0_0 is managed by a policy set."},
		"assign: twice": {[4]string{"POST", "/beta", onApps + "/" + paint + "/assign", `{"mobileAppAssignments":[` + assignmentBody("required", groupTarget, "null") + `,` + assignmentBody("required", groupTarget, storeSettings) + `]}`}, 400, bad,
			"The MobileApp Assignment already exists, for AppId: " + paint + ", AssignmentId: " + sales + "_1_0."},
		"assign: one bad of two": {[4]string{"POST", "/beta", onApps + "/" + paint + "/assign", `{"mobileAppAssignments":[` + assignmentBody("required", groupTarget, "null") + `,` + assignmentBody("nope", groupTarget, "null") + `]}`}, 500, "InternalServerError",
			"An internal server error has occurred"},
		"assign: no list": {[4]string{"POST", "/beta", onApps + "/" + paint + "/assign", `{}`}, 400, "No method match route template",
			"No OData route exists that match template ~/singleton/navigation/key/navigation with http verb for request /deviceAppManagement/mobileApps/" + paint + "/assign."},
	} {
		t.Run(name, func(t *testing.T) {
			x.in(t).refused(x.do(test.request[0], test.request[1]+test.request[2], test.request[3]), test.status, test.code, test.message)
		})
	}
	x.equal("assignments", x.get("/beta"+assignmentsOf(paint)).body, before)
	x.refused(x.do("POST", "/v1.0"+assignmentsOf(paint), "{}", "Content-Type", "text/plain"), 415, "BadRequest",
		"A Content-Type header of application/json is required with a body.")
}

func TestAssignReplacesTheWholeSet(t *testing.T) {
	tenant := catalogue()
	tenant.Apps[0].Assignments = []map[string]any{
		{"intent": "required", "target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": finance}},
		{"intent": "available", "source": "policySets", "sourceId": "p1", "target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": finance}},
	}
	x := start(t, tenant)
	ids := func() []any {
		var ids []any
		for _, object := range x.Assignments(paint) {
			ids = append(ids, object["id"])
		}
		return ids
	}
	assign := func(version string, bodies ...string) response {
		return x.do("POST", "/"+version+onApps+"/"+paint+"/assign", `{"mobileAppAssignments":[`+strings.Join(bodies, ",")+`]}`)
	}
	r := x.is(assign("beta", assignmentBody("required", filteredTarget, storeSettings), assignmentBody("uninstall", devicesTarget, "null")), 204)
	x.equal("body", r.body, "")
	x.equal("ids", ids(), []any{sales + "_1_0", finance + "_0_0", "adadadad-808e-44e2-905a-0b7873a8a531_2_0"})

	// Posted back as read, the policy set's assignment is no duplicate.
	whole := x.get("/beta" + assignmentsOf(paint))
	list := strings.TrimSuffix(whole.body[strings.Index(whole.body, `"value":[`)+len(`"value":[`):], "]}\n")
	x.is(assign("beta", list), 204)
	x.equal("unchanged", x.get("/beta"+assignmentsOf(paint)).body, whole.body)

	// v1.0 cannot say filters, so it takes them away.
	x.is(assign("v1.0", assignmentBody("required", groupTarget, "null")), 204)
	x.equal("filter", x.get("/beta" + assignmentsOf(paint) + "/" + sales + "_1_0").json["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterType"], any("none"))
	x.is(assign("v1.0"), 204)
	x.equal("cleared", ids(), []any{finance + "_0_0"})
}

func TestAssignmentsComeInAnotherOrder(t *testing.T) {
	x := start(t, catalogue())
	var bodies, order []string
	for i := range 20 {
		group := fmt.Sprintf("60000000-0000-4000-8000-%012d", i)
		bodies = append(bodies, assignmentBody("required", strings.Replace(groupTarget, sales, group, 1), "null"))
		order = append(order, group+"_1_0")
	}
	x.is(x.do("POST", "/v1.0"+onApps+"/"+paint+"/assign", `{"mobileAppAssignments":[`+strings.Join(bodies, ",")+`]}`), 204)
	got := x.get("/v1.0" + assignmentsOf(paint)).column("id")
	if fmt.Sprint(got) == fmt.Sprint(order) || len(got) != 20 {
		t.Errorf("the order is that of the request: %v", got)
	}
	x.equal("stable", x.get("/v1.0"+assignmentsOf(paint)).column("id"), got)
}

func TestGhostsStayAssigned(t *testing.T) {
	tenant := catalogue()
	tenant.Groups = []emulator.Group{{ID: sales, DisplayName: "Sales"}}
	x := start(t, tenant)
	x.is(x.do("POST", "/v1.0"+assignmentsOf(paint), assignmentBody("required", groupTarget, "null")), 201)
	if err := x.DeleteGroup(sales); err != nil {
		t.Fatal(err)
	}
	x.is(x.get("/v1.0/groups/"+sales), 404)
	x.equal("still listed", x.get("/v1.0"+assignmentsOf(paint)).column("id"), []any{sales + "_1_0"})
	x.is(x.do("DELETE", "/v1.0"+assignmentsOf(paint)+"/"+sales+"_1_0", ""), 204)
}
