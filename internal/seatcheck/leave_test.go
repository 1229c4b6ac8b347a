package seatcheck_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

func (r run) leave(t *testing.T, mode seatcheck.Mode, gone graph.Assignment, instead ...graph.Assignment) (stay func()) {
	t.Helper()
	return r.Leave(t.Context(), seatcheck.Request{App: r.app, Removes: []graph.Assignment{gone}, Adds: instead, Mode: mode})
}

// ended takes all assignments away, as a write of this run that the view forgets.
func (r run) ended(t *testing.T) {
	t.Helper()
	if err := r.server.EditAssignments(appID, func([]map[string]any) []map[string]any { return nil }); err != nil {
		t.Fatal(err)
	}
	r.view.ForgetAssignments(appID)
}

// The half of a replacement that adds is judged as if nothing had been taken away
// yet: who holds a seat is then known to be among those who were let in before.
func TestReplacementIsJudgedWhole(t *testing.T) {
	for name, tc := range map[string]struct {
		total, used int
		next        graph.Assignment
		fits        bool
	}{
		"the same people, all holding":     {50, 50, on("available", groupA), true},
		"others, while nobody holds":       {50, 0, on("required", groupB), true},
		"others, while half of them hold":  {75, 25, on("required", groupB), true},
		"others, and too few for the rest": {74, 25, on("required", groupB), false},
	} {
		t.Run(name, func(t *testing.T) {
			spans := map[string][2]int{groupA: {0, 50}, groupB: {50, 100}}
			r := begin(t, serve(t, crowd(tc.total, tc.used, spans, there("required", "groupAssignmentTarget", groupA))), seatcheck.Options{})
			r.leave(t, "", on("required", groupA), tc.next)
			r.ended(t)
			if f := r.Plan(t.Context(), r.add(tc.next)); (f == nil) != tc.fits {
				t.Errorf("planned again: %+v", f)
			}
			if _, f := r.Reserve(t.Context(), r.add(tc.next)); (f == nil) != tc.fits {
				t.Errorf("reserved: %+v", f)
			}
		})
	}
}

// Whoever is written after an exclusion has gone counts the people it let in.
func TestALiftedExclusionCountsForOthers(t *testing.T) {
	spans := map[string][2]int{groupA: {0, 60}, groupX: {0, 20}}
	r := begin(t, serve(t, crowd(50, 0, spans, there("required", "exclusionGroupAssignmentTarget", groupX))), seatcheck.Options{})
	stay := r.leave(t, "", except(groupX))
	r.ended(t)
	if _, f := r.Reserve(t.Context(), r.add(on("required", groupA))); f == nil || f.Summary != seatcheck.SummaryInsufficient {
		t.Errorf("60 were let in for 50 seats: %+v", f)
	}
	stay() // the write failed
	if _, f := r.Reserve(t.Context(), r.add(on("required", groupA))); f != nil {
		t.Errorf("the exclusion stayed: %+v", f)
	}
}

// Off counts nobody; what leaves is noted all the same, for those who do count.
func TestLeavingCountsNobodyWhenOff(t *testing.T) {
	spans := map[string][2]int{groupA: {0, 60}, groupX: {0, 20}}
	r := begin(t, serve(t, crowd(50, 0, spans, there("required", "exclusionGroupAssignmentTarget", groupX))), seatcheck.Options{})
	r.leave(t, seatcheck.Off, except(groupX))
	if n := r.counted("GET /groups/{id}/{members:members}") + r.listings(); n > 0 {
		t.Errorf("%d requests for members", n)
	}
	if _, f := r.Reserve(t.Context(), r.add(on("required", groupA))); f == nil {
		t.Error("60 were let in for 50 seats")
	}
}
