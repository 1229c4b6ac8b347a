package appassignment_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

func TestImportRefuses(t *testing.T) {
	env := acctest.Start(t, roomy())
	p := env.Protocol(t, nil)
	for typeName, tc := range map[string]struct{ id, want string }{
		typeSingle: {appID, `"` + appID + "\" is not of the form {app_id}/{assignment_id}, such as\n\n  0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_0"},
		typeSet:    {"Whiteboard", `The import id of an app's assignments is the app's id, a GUID such as 0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0; this is "Whiteboard".`},
	} {
		_, diagnostics := p.Import(typeName, tc.id)
		same(t, diagnostics, failure("Invalid import id", tc.want))
	}
	if n := len(env.Server.Requests()); n > 1 { // signing in
		t.Errorf("%d requests", n)
	}
}

// What is not there is imported as nothing, which Terraform reports; an app
// without assignments is an empty set.
func TestImportOfNothing(t *testing.T) {
	p := acctest.Start(t, roomy()).Protocol(t, nil)
	for _, id := range []string{appID + "/" + groupA + "_1_0", missingID + "/" + groupA + "_1_0"} {
		state, diagnostics := p.Import(typeSingle, id)
		same(t, diagnostics)
		if state != nil {
			t.Errorf("%s: %v", id, state)
		}
	}
	state, diagnostics := p.Import(typeSet, missingID)
	same(t, diagnostics)
	if state != nil {
		t.Errorf("an app that is not there: %v", state)
	}
	state, diagnostics = p.Import(typeSet, " "+strings.ToUpper(appID))
	same(t, diagnostics)
	sameObject(t, state, with(set(), object{"id": appID}))
}

// An import shows everything that can be configured, and what the service answers
// as null as the defaults.
func TestImportShows(t *testing.T) {
	tenant := roomy()
	assign := func(i int, settings map[string]any) {
		a := wire("required", groupA)
		if settings != nil {
			a["settings"] = settings
		}
		tenant.Apps[i].Assignments = []map[string]any{a, wireExclusion("required", groupX)}
	}
	assign(0, nil)
	assign(2, map[string]any{"@odata.type": "#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings", "useDeviceContext": true})
	assign(3, nil)
	assign(4, nil)
	p := acctest.Start(t, tenant).Protocol(t, nil)
	for app, settings := range map[string]object{
		appID:      {"microsoft_store_settings": deviceContext(false)},
		offlineApp: {"microsoft_store_settings": deviceContext(true)},
		iosApp:     {"apple_vpp_settings": object{"use_device_licensing": false}},
		playApp:    {"google_play_settings": object{}},
	} {
		state, diagnostics := p.Import(typeSingle, app+"/"+groupA+"_1_0")
		same(t, diagnostics)
		sameObject(t, state, with(with(entry("required", groupA), settings), object{"app_id": app, "id": app + "/" + groupA + "_1_0", "assignment_id": groupA + "_1_0"}))
		state, diagnostics = p.Import(typeSingle, app+"/"+groupX+"_1_1")
		same(t, diagnostics)
		sameObject(t, state, with(exclusion("required", groupX), object{"app_id": app, "id": app + "/" + groupX + "_1_1", "assignment_id": groupX + "_1_1"}))
	}
}
