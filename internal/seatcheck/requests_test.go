package seatcheck_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

func upn(prefix string, n int) string { return fmt.Sprintf("%s%d@contoso.example", prefix, n) }

func TestAPlanThatFitsByItsCountsListsNobody(t *testing.T) {
	r := begin(t, serve(t, crowd(1000, 100, map[string][2]int{groupA: {0, 300}, groupB: {200, 500}})), seatcheck.Options{})
	if f := r.Plan(t.Context(), r.add(on("required", groupA), on("available", groupB))); f != nil {
		t.Errorf("finding = %+v, want none", f)
	}
	if n := r.listings(); n != 0 {
		t.Errorf("%d listings, want none: %v", n, r.server.RequestCounts())
	}
}

func TestFortyGroupsCostTwoBatches(t *testing.T) {
	seed := crowd(100_000, 0, nil)
	var adds []graph.Assignment
	for i := range 40 {
		seed.Groups = append(seed.Groups, emulator.Group{ID: groupID(i), DisplayName: "g", Generate: []emulator.Generate{{Prefix: "p-", From: i, Users: 10}}})
		adds = append(adds, on("required", groupID(i)))
	}
	r := begin(t, serve(t, seed), seatcheck.Options{})
	// What the check reads besides the counts is read beforehand.
	if f := r.Plan(t.Context(), r.add()); f != nil {
		t.Fatalf("finding = %+v, want none", f)
	}
	r.server.ResetRequests()
	if f := r.Plan(t.Context(), r.add(adds...)); f != nil {
		t.Errorf("finding = %+v, want none", f)
	}
	outer := 0
	for _, q := range r.server.Requests() {
		if !q.InBatch {
			outer++
		}
	}
	if outer != 2 {
		t.Errorf("%d round trips, want 2: %v", outer, r.server.RequestCounts())
	}
}

func TestAGroupIsReadOnceHoweverManyAssignmentsNameIt(t *testing.T) {
	for _, tc := range []struct {
		name          string
		total         int
		counts, lists int
	}{
		{"counts decide", 1000, 1, 0},
		{"the list decides", 35, 1, 2}, // its users and its devices
	} {
		t.Run(tc.name, func(t *testing.T) {
			seed := crowd(tc.total, 10, map[string][2]int{groupA: {0, 30}})
			for i := range 50 {
				seed.Apps = append(seed.Apps, emulator.App{ID: fmt.Sprintf("a0000000-0000-4000-8000-%012d", 100+i), DisplayName: "App", TotalLicenseCount: tc.total, UsedLicenseCount: 10})
			}
			r := begin(t, serve(t, seed), seatcheck.Options{Mode: seatcheck.Warn})
			apps, err := r.view.LicensedApps(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var wg sync.WaitGroup
			for _, app := range apps {
				wg.Go(func() {
					r.Plan(t.Context(), seatcheck.Request{App: app, Adds: []graph.Assignment{on("required", groupA)}})
				})
			}
			wg.Wait()
			counts := r.counted("GET /groups/{id}/{members:members}")
			if counts != tc.counts || r.listings() != tc.lists {
				t.Errorf("counted %d times and listed %d, want %d and %d: %v", counts, r.listings(), tc.counts, tc.lists, r.server.RequestCounts())
			}
		})
	}
}

// Fifty resources of an over-assigned app: one warning, not fifty.
func TestOverAssignedIsSaidOncePerApp(t *testing.T) {
	r := begin(t, serve(t, crowd(10, 10, map[string][2]int{groupA: {0, 30}}, there("required", "groupAssignmentTarget", groupA))), seatcheck.Options{})
	said := 0
	for range 50 {
		if f := r.Plan(t.Context(), r.add()); f != nil {
			said++
		}
	}
	if said != 1 {
		t.Errorf("said %d times, want once", said)
	}
}

func TestTwoAssignmentsAppliedAtOnceDoNotBothTakeTheLastSeats(t *testing.T) {
	server := serve(t, crowd(100, 0, map[string][2]int{groupA: {0, 60}, groupB: {60, 120}}))
	for range 10 {
		r := begin(t, server, seatcheck.Options{})
		var mu sync.Mutex
		var wg sync.WaitGroup
		taken, refused := 0, 0
		for _, group := range []string{groupA, groupB} {
			wg.Go(func() {
				_, f := r.Reserve(t.Context(), r.add(on("required", group)))
				mu.Lock()
				defer mu.Unlock()
				if f == nil {
					taken++
				} else if f.Summary == seatcheck.SummaryInsufficient {
					refused++
				}
			})
		}
		wg.Wait()
		if taken != 1 || refused != 1 {
			t.Fatalf("%d taken and %d refused, want one of each", taken, refused)
		}
	}
}

func TestReleasedSeatsCanBeTaken(t *testing.T) {
	r := begin(t, serve(t, crowd(100, 0, map[string][2]int{groupA: {0, 60}, groupB: {60, 120}})), seatcheck.Options{})
	release, f := r.Reserve(t.Context(), r.add(on("required", groupA)))
	if f != nil {
		t.Fatalf("the first: %+v", f)
	}
	if _, f := r.Reserve(t.Context(), r.add(on("required", groupB))); f == nil {
		t.Error("the second was let in while the first had the seats")
	}
	release()
	if _, f := r.Reserve(t.Context(), r.add(on("required", groupB))); f != nil {
		t.Errorf("after the first gave up: %+v", f)
	}
}
