package appassignment_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

var (
	twoKinds = failure("App managed by two kinds of resource", whiteboard+" is managed by both intunestore_app_assignment and intunestore_app_assignment_set in this configuration. "+
		"The set is authoritative and would remove what the other makes: use one kind for one app.")
	twice = failure("Duplicate assignment", "Another resource of this configuration makes the same assignment of "+whiteboard+" (required, group "+groupA+
		"). Intune has one assignment for each target, intent and mode of an app.")
	twoSets = failure("Duplicate assignment", "Another intunestore_app_assignment_set of this configuration manages the assignments of "+whiteboard+
		". A set is authoritative, so the two would undo each other: put them into one.")
	inAndOut = failure("Group both included and excluded", "The group "+groupA+" is both included in and excluded from "+whiteboard+". Exclusion wins, so including it does nothing: keep one of the two.")
)

func changesHands(app string) acctest.Diagnostic {
	return failure("App managed by two kinds of resource", app+" goes from one kind of resource to the other in this plan, which would destroy assignments that the other kind is to manage. Nothing was changed. "+
		"Take what leaves out of the state instead (a removed block with destroy = false), and import what comes.")
}

// Resources of one configuration that are at odds are told so while planning,
// whichever is planned first.
func TestResourcesAtOdds(t *testing.T) {
	type planned struct {
		typeName      string
		prior, config object
	}
	a := single(entry("required", groupA))
	stateA := with(a, object{"id": appID + "/" + groupA + "_1_0", "assignment_id": groupA + "_1_0", "microsoft_store_settings": deviceContext(false)})
	stateSet := with(set(entry("required", groupA)), object{"id": appID})
	present := []map[string]any{wire("required", groupA)}
	for name, tc := range map[string]struct {
		before     []map[string]any
		one, other planned
		want       acctest.Diagnostic
	}{
		"both kinds":              {nil, planned{typeSingle, nil, a}, planned{typeSet, nil, set(entry("available", groupB))}, twoKinds},
		"both kinds, set first":   {nil, planned{typeSet, nil, set()}, planned{typeSingle, nil, a}, twoKinds},
		"the same twice":          {nil, planned{typeSingle, nil, a}, planned{typeSingle, nil, single(filtered(entry("required", groupA), "include"))}, twice},
		"two sets":                {nil, planned{typeSet, nil, set()}, planned{typeSet, nil, set(entry("required", groupA))}, twoSets},
		"in and out":              {nil, planned{typeSingle, nil, a}, planned{typeSingle, nil, single(exclusion("available", groupA))}, inAndOut},
		"out and in":              {nil, planned{typeSingle, nil, single(exclusion("required", groupA))}, planned{typeSingle, nil, a}, inAndOut},
		"singles to set":          {present, planned{typeSingle, stateA, nil}, planned{typeSet, nil, set(entry("required", groupA))}, changesHands(whiteboard)},
		"singles to set, reverse": {present, planned{typeSet, nil, set(entry("required", groupA))}, planned{typeSingle, stateA, nil}, changesHands("The app " + appID)},
		"set to singles":          {present, planned{typeSet, stateSet, nil}, planned{typeSingle, nil, single(entry("available", groupB))}, changesHands(whiteboard)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := roomy()
			tenant.Apps[0].Assignments = tc.before
			p := acctest.Start(t, tenant).Protocol(t, nil)
			same(t, p.Plan(tc.one.typeName, tc.one.prior, tc.one.config).Diagnostics)
			same(t, p.Plan(tc.other.typeName, tc.other.prior, tc.other.config).Diagnostics, tc.want)
		})
	}
}

// What the state holds is refused to a second resource, whichever is planned first.
func TestSecondOfWhatTheStateHolds(t *testing.T) {
	const state = "Two resources of this configuration manage the same assignment of " + whiteboard + " (required, group " + groupA + "), and it is in the state already. " +
		"Intune has one assignment for each target, intent and mode of an app: keep one of the two. What the state holds is named by:\n\n  terraform state list -id=" + appID + "/" + groupA + "_1_0\n\n" +
		"If it holds both, take one out with a removed block (destroy = false)."
	for typeName, tc := range map[string]struct {
		id     string
		config object
		want   acctest.Diagnostic
	}{
		typeSingle: {appID + "/" + groupA + "_1_0", single(entry("required", groupA)), failure("Duplicate assignment", state)},
		typeSet:    {appID, set(entry("required", groupA)), twoSets},
	} {
		tenant := roomy()
		tenant.Apps[0].Assignments = []map[string]any{wire("required", groupA)}
		env := acctest.Start(t, tenant)
		for _, first := range []string{"kept", "made"} {
			t.Run(typeName+" "+first+" first", func(t *testing.T) {
				p := env.Protocol(t, nil)
				prior, diagnostics := p.Import(typeName, tc.id)
				same(t, diagnostics)
				plans := []object{prior, nil}
				if first == "made" {
					plans = []object{nil, prior}
				}
				same(t, p.Plan(typeName, plans[0], tc.config).Diagnostics)
				same(t, p.Plan(typeName, plans[1], tc.config).Diagnostics, tc.want)
			})
		}
	}
}

// What is not at odds, although it looks like it.
func TestResourcesAtPeace(t *testing.T) {
	tenant := roomy()
	tenant.Apps[0].Assignments = []map[string]any{wire("required", groupA)}
	env := acctest.Start(t, tenant)
	p := env.Protocol(t, nil)
	state, diagnostics := p.Import(typeSingle, appID+"/"+groupA+"_1_0")
	same(t, diagnostics)
	// Terraform plans a replacement twice, the second time as a create.
	same(t, p.Plan(typeSingle, state, single(entry("available", groupA))).Diagnostics)
	same(t, p.Plan(typeSingle, nil, single(entry("available", groupA))).Diagnostics)
	// -replace makes anew what is there.
	same(t, p.Plan(typeSingle, nil, single(entry("required", groupA))).Diagnostics)
	// Another intent for the same group, another app, another group to exclude.
	same(t, p.Plan(typeSingle, nil, single(entry("uninstall", groupA))).Diagnostics)
	same(t, p.Plan(typeSingle, nil, with(exclusion("required", groupA), object{"app_id": secondApp})).Diagnostics)
	same(t, p.Plan(typeSingle, nil, single(exclusion("required", groupX))).Diagnostics)
	// The whole configuration can be destroyed, in a run of its own.
	same(t, env.Protocol(t, nil).Plan(typeSingle, state, nil).Diagnostics)
}

// A replacement that leads to what is there already is refused.
func TestReplacementMeetsAnother(t *testing.T) {
	tenant := roomy()
	tenant.Apps[0].Assignments = []map[string]any{wire("required", groupA), wire("available", groupA)}
	env := acctest.Start(t, tenant)
	p := env.Protocol(t, nil)
	state, _ := p.Import(typeSingle, appID+"/"+groupA+"_0_0")
	planned := p.Plan(typeSingle, state, single(entry("required", groupA)))
	same(t, planned.Diagnostics, existsAlready)
	holds(t, env, groupA+"_1_0", groupA+"_0_0")
}

// Nothing is refused for what is not known yet. What is known is judged.
func TestDeferred(t *testing.T) {
	waits := func(what string) acctest.Diagnostic {
		return acctest.Diagnostic{Warning: true, Summary: "Seat check deferred to apply",
			Detail: what + " is not known before other resources are applied. Whether the app has enough licences is checked when this resource is applied, before anything of it is written."}
	}
	unknownGroup := object{"intent": "required", "target": object{"type": "group", "group_id": acctest.Unknown}}
	app, oneTarget, aTarget := waits("The app"), waits("The target of the assignment of "+whiteboard), waits("A target of the assignments of "+whiteboard)
	for name, tc := range map[string]struct {
		typeName string
		config   object
		want     []acctest.Diagnostic
	}{
		"app":            {typeSingle, with(entry("required", groupA), object{"app_id": acctest.Unknown}), []acctest.Diagnostic{app}},
		"group":          {typeSingle, single(unknownGroup), []acctest.Diagnostic{oneTarget}},
		"target":         {typeSingle, single(object{"intent": "required", "target": acctest.Unknown}), []acctest.Diagnostic{oneTarget}},
		"intent":         {typeSingle, single(object{"intent": acctest.Unknown, "target": target("group", groupA)}), []acctest.Diagnostic{oneTarget}},
		"off":            {typeSingle, with(single(unknownGroup), object{"seat_check": "off"}), nil},
		"set: app":       {typeSet, object{"app_id": acctest.Unknown, "assignments": []any{entry("required", groupA)}}, []acctest.Diagnostic{app}},
		"set: all":       {typeSet, object{"app_id": appID, "assignments": acctest.Unknown}, []acctest.Diagnostic{aTarget}},
		"set: one":       {typeSet, object{"app_id": appID, "assignments": []any{acctest.Unknown}}, []acctest.Diagnostic{aTarget}},
		"set: group":     {typeSet, set(unknownGroup), []acctest.Diagnostic{aTarget}},
		"set: off":       {typeSet, with(set(unknownGroup), object{"seat_check": "off"}), nil},
		"tracks":         {typeSingle, object{"app_id": playApp, "intent": "required", "target": target("group", groupA), "google_play_settings": object{"android_managed_store_app_track_ids": []any{acctest.Unknown}}}, []acctest.Diagnostic{waits("The target of the assignment of Maps (" + playApp + ")")}},
		"null in a set":  {typeSet, object{"app_id": appID, "assignments": []any{nil}}, []acctest.Diagnostic{failureAt("assignments", "Null assignment", "An assignment of the set is null. Leave it out, for example with: [for a in … : a if a != null].")}},
		"an app refused": {typeSingle, with(unknownGroup, object{"app_id": missingID}), []acctest.Diagnostic{appNotFound(missingID)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			same(t, env.Protocol(t, nil).Plan(tc.typeName, nil, tc.config).Diagnostics, tc.want...)
			if n := sent(env, "GET", "/transitiveMembers"); n > 0 {
				t.Errorf("%d counting requests", n)
			}
		})
	}
}

// What is unknown of an assignment that exists is planned as another assignment:
// Terraform holds a provider to the action it has planned.
func TestUnknownReplaces(t *testing.T) {
	env := acctest.Start(t, roomy())
	state := created(t, env)
	p := env.Protocol(t, nil)
	for name, tc := range map[string]struct {
		config object
		want   []string
	}{
		"app":     {with(entry("required", groupA), object{"app_id": acctest.Unknown}), []string{`AttributeName("app_id")`}},
		"target":  {single(object{"intent": "required", "target": acctest.Unknown}), []string{`AttributeName("target")`}},
		"type":    {single(object{"intent": "required", "target": object{"type": acctest.Unknown, "group_id": groupA}}), []string{`AttributeName("target").AttributeName("type")`}},
		"group":   {single(object{"intent": "required", "target": object{"type": "group", "group_id": acctest.Unknown}}), []string{`AttributeName("target").AttributeName("group_id")`}},
		"intent":  {single(object{"intent": acctest.Unknown, "target": target("group", groupA)}), []string{`AttributeName("intent")`}},
		"filter":  {single(object{"intent": "required", "target": with(target("group", groupA), object{"filter_id": acctest.Unknown, "filter_type": "include"})}), nil},
		"nothing": {single(entry("required", groupA)), nil},
	} {
		if got := p.Plan(typeSingle, state, tc.config).Replace; len(got) != len(tc.want) || len(got) > 0 && got[0] != tc.want[0] {
			t.Errorf("%s: replaced for %v, want %v", name, got, tc.want)
		}
	}
}

// The groups are looked up where nobody counts them, too, and a directory that
// may not be read is then no obstacle.
func TestGroupsAreLookedUpUncounted(t *testing.T) {
	env := acctest.Start(t, roomy())
	off := func(group string) object { return with(single(entry("required", group)), object{"seat_check": "off"}) }
	same(t, env.Protocol(t, nil).Plan(typeSingle, nil, off(missingID)).Diagnostics, failureAt("target.group_id", "Group not found",
		"The directory has no group "+missingID+", so "+whiteboard+" cannot be assigned to it."))
	fault(t, env, emulator.Fault{Match: emulator.Match{PathRegexp: "/groups/"}, Status: 403, Body: forbids})
	same(t, env.Protocol(t, nil).Plan(typeSingle, nil, off(groupA)).Diagnostics)
	if n := sent(env, "GET", "/transitiveMembers"); n > 0 {
		t.Errorf("%d counting requests", n)
	}
}
