package appassignment_test

import (
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func wouldRemove(listed string) acctest.Diagnostic {
	return failure("Assignment already exists", whiteboard+" has assignments that this set does not name and would remove:\n\n  "+listed+
		"\n\nNothing was written. Add those that are to stay, or import the app's assignments, so that the plan shows what is removed:\n\n"+importOf(typeSet, appID))
}

func appeared(listed string) acctest.Diagnostic {
	return failure("Assignments appeared after the plan", "Since the plan was made, "+whiteboard+" got assignments that it does not show and that this write would remove:\n\n  "+listed+
		"\n\nNothing was written. Plan again: the new plan shows them as removed, unless you add them to the set.")
}

// A set never removes what no plan has shown.
func TestSetSparesWhatItHasNotSeen(t *testing.T) {
	env := acctest.Start(t, roomy())
	p := env.Protocol(t, nil)
	config := set(entry("required", groupA))
	early := p.Plan(typeSet, nil, config)
	same(t, early.Diagnostics)
	portal(t, env, add(wire("required", groupA), wire("uninstall", groupB), wireExclusion("required", groupX)))
	listed := "excluded from required, group " + groupX + "\n  uninstall, group " + groupB

	// A create: the plan is refused, and so is a plan that was made before.
	same(t, env.Protocol(t, nil).Plan(typeSet, nil, config).Diagnostics, wouldRemove(listed))
	_, diagnostics := p.Apply(early)
	same(t, diagnostics, wouldRemove(listed))

	// An import shows them all, and then the plan removes what is not named.
	state, diagnostics := env.Protocol(t, nil).Import(typeSet, appID)
	same(t, diagnostics)
	p = env.Protocol(t, nil)
	planned := p.Plan(typeSet, state, config)
	same(t, planned.Diagnostics)
	if n := len(planned.State["assignments"].([]any)); n != 1 {
		t.Errorf("%d assignments planned", n)
	}

	// Somebody adds another before that is applied.
	portal(t, env, add(wire("available", groupB)))
	_, diagnostics = p.Apply(planned)
	same(t, diagnostics, appeared("available, group "+groupB))
	holds(t, env, groupA+"_1_0", groupB+"_2_0", groupX+"_1_1", groupB+"_0_0")
	if n := assigns(env); n != 0 {
		t.Errorf("%d writes", n)
	}

	// What has gone meanwhile, or was made as it was to be, is no matter.
	portal(t, env, remove(groupB+"_0_0"))
	portal(t, env, remove(groupB+"_2_0"))
	state, diagnostics = p.Apply(planned)
	same(t, diagnostics)
	holds(t, env, groupA+"_1_0")
	unchanged(t, env, typeSet, state, config)
}

// What a policy set owns stays, is in no plan and in no state.
func TestSetLeavesPolicySetsAlone(t *testing.T) {
	env := acctest.Start(t, roomy())
	portal(t, env, add(fromPolicySet(wire("required", groupB))))
	owned := groupB + "_1_0 policySets"
	config := set(entry("available", groupA))
	state := made(t, env, config)
	sameObject(t, state, with(config, object{"id": appID}))
	holds(t, env, groupA+"_0_0", owned)
	unchanged(t, env, typeSet, state, config)

	p := env.Protocol(t, nil)
	state, diagnostics := p.Apply(p.Plan(typeSet, state, set()))
	same(t, diagnostics)
	holds(t, env, owned)
	p = env.Protocol(t, nil)
	_, diagnostics = p.Apply(p.Plan(typeSet, state, nil))
	same(t, diagnostics)
	holds(t, env, owned)
}

// Kinds of targets that have no words here are left alone as well.
func TestSetLeavesUnknownTargetsAlone(t *testing.T) {
	env := acctest.Start(t, roomy())
	portal(t, env, add(map[string]any{"intent": "required", "target": map[string]any{"@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget", "collectionId": "SMS00001"}}))
	state := made(t, env, with(set(entry("available", groupA)), object{"seat_check": "off"}))
	holds(t, env, "SMS00001_1_0", groupA+"_0_0")
	p := env.Protocol(t, nil)
	_, diagnostics := p.Apply(p.Plan(typeSet, state, nil))
	same(t, diagnostics)
	holds(t, env, "SMS00001_1_0")
}

// What the service did not spare, although it was sent along, is told.
func TestSetTellsWhatIsLost(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, roomy())
	portal(t, env, add(map[string]any{"intent": "required", "target": map[string]any{"@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget", "collectionId": "SMS00001"}}))
	p := env.Protocol(t, nil)
	planned := p.Plan(typeSet, nil, with(set(entry("available", groupA)), object{"seat_check": "off"}))
	same(t, planned.Diagnostics)
	fault(t, env, emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: assignCall}, Status: 204, Latency: time.Second})
	env.Server.ResetRequests()
	gone := make(chan error)
	go func() { // while the write is held back, after the last look before it
		for sent(env, "GET", "/assignments") == 0 {
			time.Sleep(time.Millisecond)
		}
		gone <- env.Server.EditAssignments(appID, remove("SMS00001_1_0"))
	}()
	_, diagnostics := p.Apply(planned)
	same(t, diagnostics, failure("Service kept something else", "Intune took the assignments of "+whiteboard+" and keeps something else:\n\n"+
		"  available, group "+groupA+": asked for, and not there\n"+
		"  required, configurationManagerCollectionAssignmentTarget: a policy set's or another tool's, and gone\n\nThe next plan shows the difference."))
	if err := <-gone; err != nil {
		t.Error(err)
	}
}
