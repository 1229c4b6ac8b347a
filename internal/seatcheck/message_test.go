package seatcheck_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

const waysOut = "Three ways out: uninstall the app from some devices, reduce the scope of the assignment, or buy more licences and sync."

func TestMessages(t *testing.T) {
	filtered := on("required", groupA)
	filtered.Target.FilterID, filtered.Target.FilterType = groupX, "include"
	for _, tc := range []struct {
		name     string
		tenant   emulator.Tenant
		opts     seatcheck.Options
		announce []graph.Assignment
		change   func(run) seatcheck.Request
		want     *seatcheck.Finding
	}{
		{
			name:   "refused, estimated, with licences used by people outside",
			tenant: crowd(100, 90, map[string][2]int{groupA: {0, 30}}),
			change: func(r run) seatcheck.Request { return r.add(on("required", groupA)) },
			want: &seatcheck.Finding{Severity: seatcheck.Error, Summary: "Insufficient seats", Detail: `Whiteboard (a0000000-0000-4000-8000-000000000001) has too few licences for this plan, which lets in 30 more: 20 licences are missing.

  total         100
  used           90
  available      10
  needed        120
  short by       20

Assignments, and whom each reaches:

  required  group Group A (b0000000-0000-4000-8000-00000000000a)       30 users, added here

The number needed is an estimate, because who holds a licence now is not known: 30 let in, and 90 licences in use by people whom no assignment reaches.

` + waysOut},
		},
		{
			name:     "refused because of what another resource adds",
			tenant:   crowd(100, 0, map[string][2]int{groupA: {0, 60}, groupB: {60, 120}}),
			announce: []graph.Assignment{on("required", groupA)},
			change:   func(r run) seatcheck.Request { return r.add(on("available", groupB)) },
			want: &seatcheck.Finding{Severity: seatcheck.Error, Summary: "Insufficient seats", Detail: `Whiteboard (a0000000-0000-4000-8000-000000000001) has too few licences for this plan, which lets in 60 more: 20 licences are missing.

  total         100
  used            0
  available     100
  needed        120
  short by       20

Assignments, and whom each reaches:

  required   group Group A (b0000000-0000-4000-8000-00000000000a)       60 users, added by another resource of this plan
  available  group Group B (b0000000-0000-4000-8000-00000000000b)       60 users, added here

The number needed is an estimate, because who holds a licence now is not known: 120 let in.

What other resources take away is not credited, since they may be applied later. To swap targets in one step, use intunestore_app_assignment_set.

` + waysOut},
		},
		{
			name: "refused, exact",
			tenant: func() emulator.Tenant {
				seed := crowd(40, 0, map[string][2]int{groupA: {0, 30}})
				seed.Generate = []emulator.Generate{{Prefix: "q-", Users: 20}}
				for i := range 20 {
					seed.Apps[0].Holders = append(seed.Apps[0].Holders, upn("q-", i))
				}
				return seed
			}(),
			opts:   seatcheck.Options{StoreService: true},
			change: func(r run) seatcheck.Request { return r.add(on("required", groupA)) },
			want: &seatcheck.Finding{Severity: seatcheck.Error, Summary: "Insufficient seats", Detail: `Whiteboard (a0000000-0000-4000-8000-000000000001) has too few licences for this plan, which lets in 30 more: 10 licences are missing.

  total          40
  used           20
  available      20
  needed         50
  short by       10

Assignments, and whom each reaches:

  required  group Group A (b0000000-0000-4000-8000-00000000000a)       30 users, added here

The number needed is exact: who holds a licence now was read, and is counted once.

` + waysOut},
		},
		{
			name:   "refused, filtered",
			tenant: crowd(20, 0, map[string][2]int{groupA: {0, 30}}),
			change: func(r run) seatcheck.Request { return r.add(filtered) },
			want: &seatcheck.Finding{Severity: seatcheck.Error, Summary: "Insufficient seats", Detail: `Whiteboard (a0000000-0000-4000-8000-000000000001) has too few licences for this plan, which lets in 30 more: 10 licences are missing.

  total          20
  used            0
  available      20
  needed         30
  short by       10

Assignments, and whom each reaches:

  required  group Group A (b0000000-0000-4000-8000-00000000000a)       30 users (at most: filtered), added here

The number needed is an estimate, because who holds a licence now is not known: 30 let in.

A filter can only shrink its target and is not evaluated, so the numbers of the filtered targets are upper bounds.

` + waysOut},
		},
		{
			name:   "narrowed and still over: the kept licences are named",
			tenant: crowd(100, 100, map[string][2]int{groupA: {0, 120}, groupB: {0, 90}}, there("required", "groupAssignmentTarget", groupA)),
			change: func(r run) seatcheck.Request {
				return seatcheck.Request{App: r.app, Whole: true, Removes: []graph.Assignment{on("required", groupA)}, Adds: []graph.Assignment{on("required", groupB)}}
			},
			want: &seatcheck.Finding{Severity: seatcheck.Warning, Summary: "Over-assigned app", Detail: `Whiteboard (a0000000-0000-4000-8000-000000000001) has fewer licences than its assignments need. This change lets in nobody new, so it is not refused.

  total         100
  used          100
  available       0
  needed        120
  short by       20

Assignments, and whom each reaches:

  required  group Group B (b0000000-0000-4000-8000-00000000000b)       90 users, added here

The number needed is an estimate, because who holds a licence now is not known: 90 let in, and 30 taken to be kept by people whom this change drops, since that uninstalls nothing.

` + waysOut},
		},
		{
			name: "an exclusion is destroyed",
			tenant: crowd(50, 0, map[string][2]int{groupA: {0, 60}, groupX: {0, 20}},
				there("required", "groupAssignmentTarget", groupA), there("required", "exclusionGroupAssignmentTarget", groupX)),
			change: func(r run) seatcheck.Request {
				return seatcheck.Request{App: r.app, Removes: []graph.Assignment{except(groupX)}, Destroy: true}
			},
			want: &seatcheck.Finding{Severity: seatcheck.Warning, Summary: "Over-assigned app", Detail: `Whiteboard (a0000000-0000-4000-8000-000000000001) has fewer licences than its assignments need. Destroying is never refused, but it does not mend this.

  total          50
  used            0
  available      50
  needed         60
  short by       10

Assignments, and whom each reaches:

  required  group Group A (b0000000-0000-4000-8000-00000000000a)       60 users

The number needed is an estimate, because who holds a licence now is not known: 60 let in.

` + waysOut},
		},
		{
			name:   "drift: a group has grown",
			tenant: crowd(50, 50, map[string][2]int{groupA: {0, 60}, groupX: {0, 3}}, there("required", "groupAssignmentTarget", groupA), there("required", "exclusionGroupAssignmentTarget", groupX)),
			change: func(r run) seatcheck.Request { return r.add() },
			want: &seatcheck.Finding{Severity: seatcheck.Warning, Summary: "Over-assigned app", Detail: `Whiteboard (a0000000-0000-4000-8000-000000000001) has fewer licences than its assignments in Intune need.

  total          50
  used           50
  available       0
  needed         57
  short by        7

Assignments, and whom each reaches:

  required  group Group A (b0000000-0000-4000-8000-00000000000a)       60 users
  excluded  group Group C (b0000000-0000-4000-8000-00000000000c)        3 kept out

The number needed is an estimate, because who holds a licence now is not known: 57 let in.

` + waysOut},
		},
		{
			name:   "it fits",
			tenant: crowd(100, 80, map[string][2]int{groupA: {0, 80}, groupB: {80, 95}}, there("required", "groupAssignmentTarget", groupA)),
			change: func(r run) seatcheck.Request { return r.add(on("required", groupB)) },
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := begin(t, serve(t, tc.tenant), tc.opts)
			if len(tc.announce) > 0 {
				if f := r.Plan(t.Context(), r.add(tc.announce...)); f != nil {
					t.Fatalf("what was announced: %+v", f)
				}
			}
			if diff := cmp.Diff(tc.want, r.Plan(t.Context(), tc.change(r))); diff != "" {
				t.Errorf("finding (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWarnMakesARefusalAWarning(t *testing.T) {
	r := begin(t, serve(t, crowd(20, 0, map[string][2]int{groupA: {0, 30}})), seatcheck.Options{Mode: seatcheck.Warn})
	f := r.Plan(t.Context(), r.add(on("required", groupA)))
	if f == nil || f.Severity != seatcheck.Warning || f.Summary != seatcheck.SummaryInsufficient {
		t.Errorf("finding = %+v, want a warning %q", f, seatcheck.SummaryInsufficient)
	}
}

func TestOffAsksNothing(t *testing.T) {
	r := begin(t, serve(t, crowd(20, 0, map[string][2]int{groupA: {0, 30}})), seatcheck.Options{Mode: seatcheck.Off})
	if f := r.Plan(t.Context(), r.add(on("required", groupA))); f != nil {
		t.Errorf("Plan = %+v, want nothing", f)
	}
	release, f := r.Reserve(t.Context(), r.add(on("required", groupA)))
	release()
	if f != nil {
		t.Errorf("Reserve = %+v, want nothing", f)
	}
	if f := r.Deferred("", "The app"); f != nil {
		t.Errorf("Deferred = %+v, want nothing", f)
	}
	if n := len(r.server.Requests()); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

func TestDeferred(t *testing.T) {
	r := begin(t, serve(t, crowd(20, 0, nil)), seatcheck.Options{})
	want := &seatcheck.Finding{
		Severity: seatcheck.Warning, Summary: "Seat check deferred to apply",
		Detail: "The app is not known before other resources are applied. Whether the app has enough licences is checked when this resource is applied, before anything of it is written.",
	}
	if diff := cmp.Diff(want, r.Deferred(seatcheck.Enforce, "The app")); diff != "" {
		t.Errorf("finding (-want +got):\n%s", diff)
	}
}
