package appassignment_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

type object = acctest.Object

const (
	typeSingle = "intunestore_app_assignment"
	typeSet    = "intunestore_app_assignment_set"

	appID      = "a0000000-0000-4000-8000-000000000001"
	secondApp  = "a0000000-0000-4000-8000-000000000002"
	offlineApp = "a0000000-0000-4000-8000-000000000003"
	iosApp     = "a0000000-0000-4000-8000-000000000004"
	playApp    = "a0000000-0000-4000-8000-000000000005"
	missingID  = "deadbeef-0000-4000-8000-000000000000"

	groupA   = "b0000000-0000-4000-8000-00000000000a"
	groupB   = "b0000000-0000-4000-8000-00000000000b"
	groupX   = "b0000000-0000-4000-8000-0000000000ff"
	filterID = "f0000000-0000-4000-8000-000000000001"

	allUsersID = "acacacac-9df4-4c7d-9d50-4ef0226f57a9"
	whiteboard = "Microsoft Whiteboard (" + appID + ")"
)

// span is the people of a group: from and to of one crowd.
type span [2]int

// people is a tenant with one app of total licences, used of them in use, and
// groups that hold ranges of one crowd, so that they overlap where the ranges do.
func people(total, used int, groups map[string]span) emulator.Tenant {
	tenant := emulator.Tenant{Apps: []emulator.App{
		{ID: appID, DisplayName: "Microsoft Whiteboard", TotalLicenseCount: total, UsedLicenseCount: used},
	}}
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		tenant.Groups = append(tenant.Groups, emulator.Group{
			ID: id, DisplayName: "Group " + strings.ToUpper(id[len(id)-1:]),
			Generate: []emulator.Generate{{Prefix: "p-", From: groups[id][0], Users: groups[id][1] - groups[id][0]}},
		})
	}
	return tenant
}

// roomy is a tenant with licences for everyone, three groups and an app of every
// kind.
func roomy() emulator.Tenant {
	tenant := people(1000, 0, map[string]span{groupA: {0, 3}, groupB: {3, 6}, groupX: {0, 1}})
	tenant.Apps = append(tenant.Apps,
		emulator.App{ID: secondApp, DisplayName: "OneNote", TotalLicenseCount: 1000},
		emulator.App{ID: offlineApp, DisplayName: "Calculator", LicenseType: "offline", TotalLicenseCount: 1000},
		emulator.App{ID: iosApp, Type: "iosVppApp", DisplayName: "Keynote", TotalLicenseCount: 1000},
		emulator.App{ID: playApp, Type: "androidManagedStoreApp", DisplayName: "Maps", TotalLicenseCount: 1000},
	)
	return tenant
}

func target(kind, group string) object {
	t := object{"type": kind}
	if group != "" {
		t["group_id"] = group
	}
	return t
}

// entry is one assignment to a group, as a set has it.
func entry(intent, group string) object {
	return object{"intent": intent, "target": target("group", group)}
}

func exclusion(intent, group string) object {
	return object{"intent": intent, "target": target("exclusion_group", group)}
}

// single is the configuration of one assignment of the app.
func single(e object) object { return with(e, object{"app_id": appID}) }

// set is the configuration of all assignments of the app.
func set(entries ...object) object {
	return object{"app_id": appID, "assignments": list(entries)}
}

func list(entries []object) []any {
	out := make([]any, len(entries))
	for i, e := range entries {
		out[i] = e
	}
	return out
}

// with is a copy of o with some attributes replaced.
func with(o, changes object) object {
	o = maps.Clone(o)
	maps.Copy(o, changes)
	return o
}

func filtered(e object, kind string) object {
	return with(e, object{"target": with(e["target"].(object), object{"filter_id": filterID, "filter_type": kind})})
}

func deviceContext(on bool) object { return object{"use_device_context": on} }

// wire is an assignment to a group as Graph has it.
func wire(intent, group string) map[string]any {
	return map[string]any{"intent": intent, "target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group}}
}

func wireExclusion(intent, group string) map[string]any {
	return map[string]any{"intent": intent, "target": map[string]any{"@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", "groupId": group}}
}

func fromPolicySet(a map[string]any) map[string]any {
	return with(a, object{"source": "policySets", "sourceId": "9e000000-0000-4000-8000-000000000009"})
}

// failure is an error that points nowhere.
func failure(summary, detail string) acctest.Diagnostic {
	return acctest.Diagnostic{Summary: summary, Detail: detail}
}

// failureAt is an error that points at an attribute, such as target.group_id.
func failureAt(path, summary, detail string) acctest.Diagnostic {
	var at strings.Builder
	for i, name := range strings.Split(path, ".") {
		if i > 0 {
			at.WriteByte('.')
		}
		fmt.Fprintf(&at, "AttributeName(%q)", name)
	}
	return acctest.Diagnostic{Summary: summary, Detail: detail, Attribute: at.String()}
}

func same(t testing.TB, got []acctest.Diagnostic, want ...acctest.Diagnostic) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func sameObject(t testing.TB, got, want object) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("object (-want +got):\n%s", diff)
	}
}

// assigned lists an app's assignments in the tenant: id, filter, settings that
// are on, and whose they are.
func assigned(env *acctest.Env, app string) []string {
	out := []string{}
	for _, a := range env.Server.Assignments(app) {
		s := fmt.Sprint(a["id"])
		t, _ := a["target"].(map[string]any)
		if f := t["deviceAndAppManagementAssignmentFilterId"]; f != nil {
			s += fmt.Sprintf(" %s filter", t["deviceAndAppManagementAssignmentFilterType"])
		}
		settings, _ := a["settings"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(settings)) {
			if settings[name] == true {
				s += " " + name
			}
		}
		if a["source"] != "direct" {
			s += fmt.Sprintf(" %s", a["source"])
		}
		out = append(out, s)
	}
	return out
}

func holds(t testing.TB, env *acctest.Env, want ...string) {
	t.Helper()
	want = append([]string{}, want...) // parallel tests share theirs
	slices.Sort(want)
	if diff := cmp.Diff(want, assigned(env, appID)); diff != "" {
		t.Errorf("assignments in the tenant (-want +got):\n%s", diff)
	}
}

// portal edits the app's assignments as an administrator does.
func portal(t testing.TB, env *acctest.Env, edit func(all []map[string]any) []map[string]any) {
	t.Helper()
	if err := env.Server.EditAssignments(appID, edit); err != nil {
		t.Fatal(err)
	}
}

// sent counts the requests of a method whose path ends in suffix, however they
// ended.
func sent(env *acctest.Env, method, suffix string) int {
	n := 0
	for _, r := range env.Server.Requests() {
		if r.Method == method && strings.HasSuffix(r.Path, suffix) {
			n++
		}
	}
	return n
}

// creates is how often an assignment was sent to be created, and assigns how often
// a whole set was.
func creates(env *acctest.Env) int { return sent(env, "POST", "/assignments") }
func assigns(env *acctest.Env) int { return sent(env, "POST", "/assign") }
