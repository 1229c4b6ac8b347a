package appassignment_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

var ids = regexp.MustCompile(`(request id|client request id) [0-9a-f-]{36}`)

// masked takes out of diagnostics what is another id each time.
func masked(diagnostics []acctest.Diagnostic) []acctest.Diagnostic {
	for i, d := range diagnostics {
		diagnostics[i].Detail = ids.ReplaceAllString(d.Detail, "$1 ID")
	}
	return diagnostics
}

const (
	appPath  = "/beta/deviceAppManagement/mobileApps/" + appID
	pathOfA  = appPath + "/assignments/" + groupA + "_1_0"
	bothIDs  = "request id ID, client request id ID"
	forbids  = `{"error":{"code":"Forbidden","message":"The caller may not."}}`
	refusing = `{"error":{"code":"BadRequest","message":"The caller asks for nonsense."}}`
)

func importOf(kind, id string) string {
	return fmt.Sprintf("  import {\n    to = %s.example\n    id = %q\n  }", kind, id)
}

var existsAlready = failure("Assignment already exists",
	whiteboard+" already has this assignment (required, group "+groupA+"). Nothing was written. To manage it here, import it:\n\n"+
		importOf(typeSingle, appID+"/"+groupA+"_1_0")+
		"\n\nIf another resource of this configuration manages it, or did under another name, remove one of them or write a moved block. "+
		"If it would take the place of another assignment of the same resource, destroy that one first, then import: terraform destroy -refresh=false -target=ADDRESS")

// What is there already is refused when planning, and when it came in between, when
// applying. Nothing is written.
func TestCreateRefusesWhatExists(t *testing.T) {
	env := acctest.Start(t, roomy())
	p := env.Protocol(t, nil)
	planned := p.Plan(typeSingle, nil, single(entry("required", groupA)))
	same(t, planned.Diagnostics)
	portal(t, env, func([]map[string]any) []map[string]any { return []map[string]any{wire("required", groupA)} })

	same(t, env.Protocol(t, nil).Plan(typeSingle, nil, single(entry("required", groupA))).Diagnostics, existsAlready)
	_, diagnostics := env.Protocol(t, nil).Apply(planned)
	same(t, diagnostics, existsAlready)
	_, diagnostics = p.Apply(planned) // this run has seen the app without it
	same(t, diagnostics, existsAlready)

	portal(t, env, func([]map[string]any) []map[string]any {
		return []map[string]any{fromPolicySet(wire("required", groupA))}
	})
	owned := failure("Assignment already exists", whiteboard+" already has this assignment (required, group "+groupA+
		") from a policy set, which alone can change it. Nothing was written. Leave it out here, or take the app out of the policy set.")
	same(t, env.Protocol(t, nil).Plan(typeSingle, nil, single(entry("required", groupA))).Diagnostics, owned)
	same(t, env.Protocol(t, nil).Plan(typeSet, nil, set(entry("required", groupA), entry("available", groupB))).Diagnostics, owned)

	// The same between plan and apply of a set.
	portal(t, env, func([]map[string]any) []map[string]any { return nil })
	p = env.Protocol(t, nil)
	planned = p.Plan(typeSet, nil, set(entry("required", groupA)))
	same(t, planned.Diagnostics)
	portal(t, env, add(fromPolicySet(wire("required", groupA))))
	_, diagnostics = p.Apply(planned)
	same(t, diagnostics, owned)
	if n := assigns(env); n != 0 {
		t.Errorf("assigned %d times", n)
	}
	if n := creates(env); n != 1 { // the one that this run could not know of
		t.Errorf("created %d times", n)
	}
}

// created makes the assignment of the least configuration and returns its state.
func created(t *testing.T, env *acctest.Env) object {
	t.Helper()
	p := env.Protocol(t, nil)
	state, diagnostics := p.Apply(p.Plan(typeSingle, nil, single(entry("required", groupA))))
	same(t, diagnostics)
	return state
}

// Each operation says what it was about when the service refuses.
func TestRefusalsOfTheService(t *testing.T) {
	const what = whiteboard + " (required, group " + groupA + ")"
	said := func(summary, doing, status, message, request string) acctest.Diagnostic {
		return failure(summary, doing+" failed.\n\nThe service answered "+status+": "+message+"\n\nCorrect what the service names, and run again.\n\nRequest: "+request+", "+bothIDs)
	}
	refused := emulator.Fault{Status: 400, Body: refusing}
	for name, tc := range map[string]struct {
		method, path string
		do           func(p *acctest.Protocol, state object) []acctest.Diagnostic
		want         acctest.Diagnostic
	}{
		"create": {"POST", assignments, func(p *acctest.Protocol, _ object) []acctest.Diagnostic {
			_, d := p.Apply(p.Plan(typeSingle, nil, single(entry("available", groupB))))
			return d
		}, said("Assignment not written", "Assigning "+whiteboard+" (available, group "+groupB+")", "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "POST "+appPath+"/assignments")},
		"change": {"PATCH", one, func(p *acctest.Protocol, state object) []acctest.Diagnostic {
			_, d := p.Apply(p.Plan(typeSingle, state, single(filtered(entry("required", groupA), "include"))))
			return d
		}, said("Assignment not written", "Changing the assignment of "+what, "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "PATCH "+pathOfA)},
		"delete": {"DELETE", one, func(p *acctest.Protocol, state object) []acctest.Diagnostic {
			_, d := p.Apply(p.Plan(typeSingle, state, nil))
			return d
		}, said("Assignment not deleted", "Deleting the assignment "+appID+"/"+groupA+"_1_0", "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "DELETE "+pathOfA)},
		"read": {"GET", assignments, func(p *acctest.Protocol, state object) []acctest.Diagnostic {
			_, d := p.Read(typeSingle, state)
			return d
		}, said("Assignments not read", "Reading the assignment "+appID+"/"+groupA+"_1_0", "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "GET "+appPath+"/assignments")},
		"plan": {"GET", assignments, func(p *acctest.Protocol, _ object) []acctest.Diagnostic {
			return p.Plan(typeSingle, nil, with(single(entry("available", groupB)), object{"seat_check": "off"})).Diagnostics
		}, said("Assignments not read", "Reading the assignments of "+whiteboard, "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "GET "+appPath+"/assignments")},
		"app": {"GET", `mobileApps\?`, func(p *acctest.Protocol, _ object) []acctest.Diagnostic {
			return p.Plan(typeSingle, nil, single(entry("available", groupB))).Diagnostics
		}, said("App not read", "Reading the app "+appID, "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "GET /beta/deviceAppManagement/mobileApps")},
		"write of a set": {"POST", assignCall, func(p *acctest.Protocol, _ object) []acctest.Diagnostic {
			_, d := p.Apply(p.Plan(typeSet, nil, set(entry("required", groupA), entry("available", groupB))))
			return d
		}, said("Assignment not written", "Writing the assignments of "+whiteboard, "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "POST "+appPath+"/assign")},
		"read of a set": {"GET", assignments, func(p *acctest.Protocol, _ object) []acctest.Diagnostic {
			_, d := p.Read(typeSet, with(set(entry("required", groupA)), object{"id": appID}))
			return d
		}, said("Assignments not read", "Reading the assignments of app "+appID, "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "GET "+appPath+"/assignments")},
		"end of a set": {"POST", assignCall, func(p *acctest.Protocol, _ object) []acctest.Diagnostic {
			state := with(set(entry("required", groupA)), object{"id": appID})
			_, d := p.Apply(p.Plan(typeSet, state, nil))
			return d
		}, said("Assignments not removed", "Removing the assignments of app "+appID, "400 Bad Request (BadRequest)", "The caller asks for nonsense.", "POST "+appPath+"/assign")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			state := created(t, env)
			here := refused
			here.Match = emulator.Match{Method: tc.method, PathRegexp: tc.path}
			fault(t, env, here)
			same(t, masked(tc.do(env.Protocol(t, nil), state)), tc.want)
			holds(t, env, groupA+"_1_0")
		})
	}
}

// An assignment that somebody ended between plan and apply is not there to change.
func TestChangeOfWhatIsGone(t *testing.T) {
	env := acctest.Start(t, roomy())
	state := created(t, env)
	p := env.Protocol(t, nil)
	planned := p.Plan(typeSingle, state, single(filtered(entry("required", groupA), "include")))
	portal(t, env, func([]map[string]any) []map[string]any { return nil })
	_, diagnostics := p.Apply(planned)
	same(t, diagnostics, failure("Assignment not written",
		"Changing the assignment of "+whiteboard+" (required, group "+groupA+") failed: it is no longer there. Plan again to make it anew."))
	if _, diagnostics := p.Apply(p.Plan(typeSingle, state, nil)); len(diagnostics) > 0 {
		t.Errorf("ending what is gone: %+v", diagnostics)
	}
}

// What the service keeps is read back. An answer of success is not believed.
func TestServiceKeepsSomethingElse(t *testing.T) {
	assignmentOf := "the assignment of " + whiteboard + " (required, group " + groupA + ")"
	lied := func(method, path string, status int) emulator.Fault {
		return emulator.Fault{Match: emulator.Match{Method: method, PathRegexp: path}, Status: status, Body: `{"id":"` + groupA + `_1_0","intent":"required","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"` + groupA + `"}}`}
	}
	filter := filtered(entry("required", groupA), "include")
	for name, tc := range map[string]struct {
		typeName      string
		fault         emulator.Fault
		prior, config object
		want          acctest.Diagnostic
		kept          []string
	}{
		"created nothing": {typeSingle, lied("POST", assignments, 201), nil, single(entry("required", groupA)), failure("Service kept something else",
			"Intune took the write of "+assignmentOf+" and does not show it when read back. The next plan shows whether it arrived."), nil},
		"changed nothing": {typeSingle, lied("PATCH", one, 200), single(entry("required", groupA)), single(filter), failure("Service kept something else",
			"Intune took the write of "+assignmentOf+" and kept something else:\n\n  target.filter_id: asked for "+filterID+", kept none\n  target.filter_type: asked for include, kept none\n\nThe next plan shows the difference."), []string{groupA + "_1_0"}},
		"wrote no set": {typeSet, lied("POST", assignCall, 204), set(entry("required", groupA), entry("uninstall", groupB)), set(filter, exclusion("available", groupX)), failure("Service kept something else",
			"Intune took the assignments of "+whiteboard+" and keeps something else:\n\n"+
				"  excluded from available, group "+groupX+": asked for, and not there\n"+
				"  required, group "+groupA+": target.filter_id: asked for "+filterID+", kept none\n"+
				"  required, group "+groupA+": target.filter_type: asked for include, kept none\n"+
				"  uninstall, group "+groupB+": not asked for, and there\n\nThe next plan shows the difference."), []string{groupA + "_1_0", groupB + "_2_0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			p := env.Protocol(t, nil)
			var state object
			if tc.prior != nil {
				var diagnostics []acctest.Diagnostic
				state, diagnostics = p.Apply(p.Plan(tc.typeName, nil, tc.prior))
				same(t, diagnostics)
			}
			fault(t, env, tc.fault)
			state, diagnostics := p.Apply(p.Plan(tc.typeName, state, tc.config))
			same(t, diagnostics, tc.want)
			holds(t, env, tc.kept...)
			env.Server.ClearFaults()

			// The state holds what was written or what is there: the next apply mends it.
			next := env.Protocol(t, nil)
			state, diagnostics = next.Read(tc.typeName, state)
			same(t, diagnostics)
			state, diagnostics = next.Apply(next.Plan(tc.typeName, state, tc.config))
			same(t, diagnostics)
			unchanged(t, env, tc.typeName, state, tc.config)
		})
	}
}
