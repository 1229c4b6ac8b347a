package seatcheck_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// A resource that is not checked itself takes its seats all the same.
func TestUncheckedChangesCountForOthers(t *testing.T) {
	spans := map[string][2]int{groupA: {0, 60}, groupB: {60, 120}}
	for _, mode := range []seatcheck.Mode{seatcheck.Off, seatcheck.Warn} {
		t.Run(string(mode), func(t *testing.T) {
			server := serve(t, crowd(100, 0, spans))
			unchecked := func(r run) seatcheck.Request {
				req := r.add(on("required", groupA))
				req.Mode = mode
				return req
			}
			r := begin(t, server, seatcheck.Options{})
			r.Plan(t.Context(), unchecked(r))
			if f := r.Plan(t.Context(), r.add(on("required", groupB))); f == nil || f.Severity != seatcheck.Error {
				t.Errorf("planned: %+v", f)
			}
			r = begin(t, server, seatcheck.Options{})
			r.Reserve(t.Context(), unchecked(r))
			if _, f := r.Reserve(t.Context(), r.add(on("required", groupB))); f == nil || f.Severity != seatcheck.Error {
				t.Errorf("reserved: %+v", f)
			}
		})
	}
}

// Under warn a check that cannot be made does not stop the write, whose seats are
// then taken without it.
func TestWhatCannotBeCheckedTakesItsSeatsToo(t *testing.T) {
	r := begin(t, serve(t, crowd(100, 0, map[string][2]int{groupA: {0, 60}, groupB: {60, 120}})), seatcheck.Options{})
	if err := r.server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: groupA}, Status: 403, Times: 1}); err != nil {
		t.Fatal(err)
	}
	req := r.add(on("required", groupA))
	req.Mode = seatcheck.Warn
	if _, f := r.Reserve(t.Context(), req); f == nil || f.Summary != seatcheck.SummaryImpossible || f.Severity != seatcheck.Warning {
		t.Fatalf("the first: %+v", f)
	}
	if _, f := r.Reserve(t.Context(), r.add(on("required", groupB))); f == nil || f.Summary != seatcheck.SummaryInsufficient {
		t.Errorf("the second: %+v", f)
	}
}

// What leaves first must not decide how the app's other seats are counted.
func TestUnitsAreTheAppsWhoeverAsksFirst(t *testing.T) {
	l := licensing{name: "by device", device: true}
	seed := l.orchard(100, [2]int{}, map[string][2]int{groupA: {0, 90}, groupB: {90, 110}, groupX: {200, 201}}, l.there("required", groupA), there("required", "exclusionGroupAssignmentTarget", groupX))
	r := begin(t, serve(t, seed), seatcheck.Options{})
	r.Leave(t.Context(), seatcheck.Request{App: graph.App{ID: appID}, Removes: []graph.Assignment{except(groupX)}})
	if _, f := r.Reserve(t.Context(), r.add(l.on("required", groupB))); f == nil || f.Summary != seatcheck.SummaryInsufficient {
		t.Errorf("110 devices for 100 seats: %+v", f)
	}
}

// A report is of the tenant as it is, not as the run found it.
func TestReportSeesWhatTheRunWrote(t *testing.T) {
	r := begin(t, serve(t, crowd(100, 0, map[string][2]int{groupA: {0, 60}})), seatcheck.Options{})
	if f := r.Plan(t.Context(), r.add(on("required", groupA))); f != nil {
		t.Fatalf("planned: %+v", f)
	}
	if err := r.server.EditAssignments(appID, func([]map[string]any) []map[string]any {
		return []map[string]any{there("required", "groupAssignmentTarget", groupA)}
	}); err != nil {
		t.Fatal(err)
	}
	r.view.ForgetAssignments(appID)
	v, err := r.Report(t.Context(), r.app)
	if err != nil || v.Claimed != 60 {
		t.Errorf("claimed %d (%v), want 60", v.Claimed, err)
	}
}

// Nothing is asked of an app that cannot run out, and nothing about it is an error.
func TestAnAppThatCannotRunOutIsNeverRefused(t *testing.T) {
	collection := map[string]any{
		"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": "required",
		"target": map[string]any{"@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget", "collectionId": "c1"},
	}
	for total, want := range map[int]string{0: "", 10: seatcheck.SummaryImpossible} {
		r := begin(t, serve(t, crowd(total, 0, map[string][2]int{groupA: {0, 60}}, collection)), seatcheck.Options{})
		if got := verdictOf(t, r, on("required", groupA)); got != want {
			t.Errorf("with %d licences: finding %q, want %q", total, got, want)
		}
	}
}

// Without the right to see members, what lets nobody in is warned about and goes
// on: the ways out stay open.
func TestTheWaysOutStayOpenWithoutTheRightToCount(t *testing.T) {
	seed := crowd(10, 10, map[string][2]int{groupA: {0, 60}, groupX: {0, 3}}, there("required", "groupAssignmentTarget", groupA))
	for name, change := range map[string]func(run) seatcheck.Request{
		"nothing":              func(r run) seatcheck.Request { return r.add() },
		"an exclusion is made": func(r run) seatcheck.Request { return r.add(except(groupX)) },
	} {
		r := begin(t, serve(t, seed), seatcheck.Options{}, "DeviceManagementApps.ReadWrite.All")
		if f := r.Plan(t.Context(), change(r)); f == nil || f.Summary != seatcheck.SummaryImpossible || f.Severity != seatcheck.Warning {
			t.Errorf("%s: %+v, want a warning", name, f)
		}
	}
}
