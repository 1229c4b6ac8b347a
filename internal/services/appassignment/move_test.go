package appassignment_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

const (
	typeMicrosoft365 = "microsoft365_graph_beta_device_and_app_management_mobile_app_assignment"
	typeMSGraph      = "msgraph_resource"
)

// States as the two providers write them.
func microsoft365(id, app string) acctest.Source {
	return acctest.Source{Provider: "registry.terraform.io/deploymenttheory/microsoft365", TypeName: typeMicrosoft365, Version: 1, Attributes: fmt.Sprintf(`{
		"id": %q, "mobile_app_id": %q, "intent": "required", "source": "direct", "source_id": null,
		"target": {"target_type": "groupAssignment", "group_id": %q, "collection_id": null,
			"device_and_app_management_assignment_filter_id": null, "device_and_app_management_assignment_filter_type": "none"},
		"settings": {"microsoft_store_for_business": {"use_device_context": false}}, "timeouts": null}`, id, app, groupA)}
}

func msgraph(id, url, resourceURL string) acctest.Source {
	return acctest.Source{Provider: "registry.terraform.io/microsoft/msgraph", TypeName: typeMSGraph, Attributes: fmt.Sprintf(`{
		"id": %q, "url": %q, "resource_url": %q, "api_version": "beta", "ignore_missing_property": true,
		"body": {"value": {"intent": "required"}, "type": ["object", {"intent": "string"}]},
		"output": {"value": {}, "type": ["object", {}]}, "retry": null, "timeouts": null}`, id, url, resourceURL)}
}

// What another provider made is managed here after the move, and nothing about it
// changes.
func TestMoveState(t *testing.T) {
	const collection = "deviceAppManagement/mobileApps/" + appID + "/assignments"
	for name, from := range map[string]acctest.Source{
		"microsoft365":             microsoft365(groupAID, appID),
		"microsoft365 in capitals": microsoft365("B0000000-0000-4000-8000-00000000000A_1_0", "A0000000-0000-4000-8000-000000000001"),
		"msgraph":                  msgraph(groupAID, collection, collection+"/"+groupAID),
		"msgraph, of old":          msgraph(groupAID, "/"+collection+"/", ""),
		"msgraph, imported":        msgraph(groupAID, collection, "/"+collection+"/"+groupAID+"?api-version=beta"),
	} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, roomy())
			create(t, env, typeSingle, filtered(single(entry("required", groupA)), "include"))
			p := env.Protocol(t, nil).Identified(typeSingle)
			moved, diagnostics := p.Move(from)
			same(t, diagnostics)
			sameObject(t, moved, with(single(entry("required", groupA)), object{"id": appID + "/" + groupAID, "assignment_id": groupAID}))
			sameObject(t, p.Identity(), identityA)

			state, diagnostics := p.Read(moved)
			same(t, diagnostics)
			sameObject(t, p.Identity(), identityA)
			if planned := p.Plan(state, filtered(single(entry("required", groupA)), "include")); planned.Changed() || len(planned.Diagnostics) > 0 {
				t.Errorf("the plan after the move is not empty: %s\n%+v", cmp.Diff(state, planned.State), planned.Diagnostics)
			}
		})
	}
}

// One assignment becomes all of its app's: the refresh finds the others.
func TestMoveStateIntoSet(t *testing.T) {
	own := acctest.Source{Provider: "registry.terraform.io/intunestore/intunestore", TypeName: typeSingle, Attributes: fmt.Sprintf(`{
		"id": "%[1]s/%[2]s", "app_id": "A0000000-0000-4000-8000-000000000001", "assignment_id": %[2]q, "intent": "required",
		"target": {"type": "group", "group_id": %[3]q, "filter_id": null, "filter_type": null}}`, appID, groupAID, groupA)}
	for name, from := range map[string]acctest.Source{
		"this provider": own,
		"microsoft365":  microsoft365(groupAID, appID),
		"msgraph":       msgraph(groupAID, "deviceAppManagement/mobileApps/"+appID+"/assignments", ""),
	} {
		t.Run(name, func(t *testing.T) {
			tenant := roomy()
			tenant.Apps[0].Assignments = []map[string]any{wire("required", groupA), wire("available", groupB), fromPolicySet(wire("uninstall", groupX))}
			p := acctest.Start(t, tenant).Protocol(t, nil).Identified(typeSet)
			moved, diagnostics := p.Move(from)
			same(t, diagnostics)
			sameObject(t, moved, with(set(entry("required", groupA)), object{"id": appID}))
			sameObject(t, p.Identity(), identityApp)
			state, diagnostics := p.Read(moved)
			same(t, diagnostics)
			both := set(entry("available", groupB), entry("required", groupA))
			sameObject(t, state, with(both, object{"id": appID}))
			if planned := p.Plan(state, both); planned.Changed() || len(planned.Diagnostics) > 0 {
				t.Errorf("the plan after the move is not empty: %s\n%+v", cmp.Diff(state, planned.State), planned.Diagnostics)
			}
		})
	}
	_, got := acctest.Start(t, roomy()).Protocol(t, nil).Identified(typeSet).Move(acctest.Source{TypeName: typeSingle, Attributes: "{}"})
	same(t, got, failure("State not moved", `This intunestore_app_assignment cannot become an intunestore_app_assignment_set: its id is not known. Nothing was changed.

Take it out of the state instead (a removed block with destroy = false), and import the assignment:

  import {
    to = intunestore_app_assignment_set.example
    id = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
  }`))
}

func TestMoveStateRefuses(t *testing.T) {
	env := acctest.Start(t, roomy())
	refused := func(from, wrong string) acctest.Diagnostic {
		return failure("State not moved", "This "+from+" cannot become an intunestore_app_assignment: "+wrong+`. Nothing was changed.

Take it out of the state instead (a removed block with destroy = false), and import the assignment:

  import {
    to = intunestore_app_assignment.example
    id = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_0"
  }`)
	}
	const form = ", and that of an assignment is deviceAppManagement/mobileApps/{app_id}/assignments/{assignment_id}"
	for name, tc := range map[string]struct {
		from  acctest.Source
		wrong string
	}{
		"no id":           {microsoft365("", appID), "its state has no id"},
		"no app":          {microsoft365(groupAID, ""), "its state has no mobile_app_id, as after an import by that provider"},
		"app not a GUID":  {microsoft365(groupAID, "Whiteboard"), `its mobile_app_id "Whiteboard" is not a GUID`},
		"another id":      {microsoft365(groupA, appID), `its id "` + groupA + `" is not the id of an assignment`},
		"no address":      {msgraph("", "", ""), "its state has neither url nor resource_url"},
		"an app":          {msgraph(appID, "deviceAppManagement/mobileApps", "deviceAppManagement/mobileApps/"+appID), "its address is deviceAppManagement/mobileApps/" + appID + form},
		"something else":  {msgraph("x", "groups", ""), "its address is groups/x" + form},
		"not an id":       {msgraph("x", "deviceAppManagement/mobileApps/"+appID+"/assignments", ""), "its address is deviceAppManagement/mobileApps/" + appID + "/assignments/x" + form},
		"nothing to read": {acctest.Source{TypeName: typeMSGraph, Attributes: "[]"}, "its state cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := env.Protocol(t, nil).Identified(typeSingle).Move(tc.from)
			same(t, got, refused(tc.from.TypeName, tc.wrong))
		})
	}
	_, got := env.Protocol(t, nil).Identified(typeSingle).Move(acctest.Source{TypeName: "random_pet", Attributes: "{}"})
	if len(got) != 1 || got[0].Summary != "Unable to Move Resource State" {
		t.Errorf("another type: %+v", got)
	}
}
