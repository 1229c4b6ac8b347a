package seats_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// drawCounts makes a count of each scope that the census does not exceed; some
// scopes are left uncounted.
func drawCounts(t *rapid.T, c seats.Census) map[seats.Scope]int {
	counts := make(map[seats.Scope]int)
	for _, s := range worldScopes {
		if rapid.IntRange(0, 9).Draw(t, "counted") > 0 {
			p := c.Scopes[s]
			counts[s] = p.Users.Len() + p.Devices.Len() + max(0, rapid.IntRange(-3, 2).Draw(t, "more"))
		}
	}
	return counts
}

// TestBoundIsSound: what counts decide, a census that they bound decides alike,
// and needs no more seats.
func TestBoundIsSound(t *testing.T) {
	decided := 0
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		q.Pool.Total += rapid.IntRange(0, 20).Draw(t, "more seats")
		counts := drawCounts(t, c)
		h := drawHolders(t)
		b, ok := q.Bound(counts)
		checkBound(t, b, ok, q.Judge(c, nil))
		bh, okHeld := q.BoundHeld(counts, h.Count())
		checkBound(t, bh, okHeld, q.Judge(c, h))
		if ok && q.Pool.Bounded() {
			decided++
		}
	})
	if decided == 0 {
		t.Error("no bound decided anything: the property shows nothing")
	}
}

func checkBound(t *rapid.T, b seats.Verdict, decided bool, v seats.Verdict) {
	switch {
	case !decided:
		if diff := cmp.Diff(seats.Verdict{}, b); diff != "" {
			t.Fatalf("undecided, and yet (-nothing +bound):\n%s", diff)
		}
	case b.Decision != seats.Fits || !b.Bounded || v.Decision != seats.Fits:
		t.Fatalf("bounded %v: %v; judged: %v", b.Bounded, b.Decision, v.Decision)
	case v.Pool.Bounded() && (b.Needed < v.Needed || b.Claimed < v.Claimed):
		t.Fatalf("needed at most %d, claimed at most %d; judged %d and %d", b.Needed, b.Claimed, v.Needed, v.Claimed)
	case b.Available != v.Available || b.Exact != v.Exact || b.UpperBound != v.UpperBound:
		t.Fatalf("bound %+v does not agree with %+v", b, v)
	}
}

// TestBound: which questions counts decide, and with what bound.
func TestBound(t *testing.T) {
	const undecided = -1
	type counts = map[string]int
	for _, tt := range []struct {
		name   string
		pool   seats.Pool
		counts counts
		before []string
		change []string
		others []string
		needed int
	}{
		{"the sum and what is in use fit", seats.Pool{Total: 100, Used: 20}, counts{"A": 50, "B": 30}, nil, []string{"+required A", "+required B"}, nil, 100},
		{"one more does not", seats.Pool{Total: 100, Used: 21}, counts{"A": 50, "B": 30}, nil, []string{"+required A", "+required B"}, nil, undecided},
		{"nothing changes: the larger of sum and use", seats.Pool{Total: 100, Used: 90}, counts{"A": 50, "B": 50}, []string{"required A", "available B"}, nil, nil, 100},
		{"nothing changes: others do not matter", seats.Pool{Total: 100, Used: 90}, counts{"A": 50, "B": 80}, []string{"required A"}, nil, []string{"+required B"}, 90},
		{"nothing changes, over by use", seats.Pool{Total: 100, Used: 101}, counts{"A": 50}, []string{"required A"}, nil, nil, undecided},
		{"a scope is added to what fits", seats.Pool{Total: 100, Used: 80}, counts{"A": 80, "B": 20}, []string{"required A"}, []string{"+required B"}, nil, 100},
		{"another intent of a scope adds nothing", seats.Pool{Total: 50, Used: 50}, counts{"A": 50}, []string{"required A"}, []string{"+available A"}, nil, 50},
		{"a scope goes from what fits", seats.Pool{Total: 100, Used: 90}, counts{"A": 60, "B": 40}, []string{"required A", "required B"}, []string{"-required B"}, nil, 100},
		{"an uncounted scope goes", seats.Pool{Total: 100, Used: 40}, counts{"A": 60}, []string{"required A", "required B"}, []string{"-required B"}, nil, 100},
		{"a small scope takes the place of a large one", seats.Pool{Total: 100, Used: 90}, counts{"A": 90, "B": 10}, []string{"required A"}, []string{"-required A", "+required B"}, nil, 100},
		{"an exclusion is added to what fits", seats.Pool{Total: 60, Used: 60}, counts{"A": 60}, []string{"required A"}, []string{"+exclude X"}, nil, 60},
		{"a small exclusion is lifted", seats.Pool{Total: 65, Used: 60}, counts{"A": 60, "X": 5}, []string{"required A", "exclude X"}, []string{"-exclude X"}, nil, 65},
		{"an uncounted exclusion is lifted", seats.Pool{Total: 65, Used: 60}, counts{"A": 60}, []string{"required A", "exclude X"}, []string{"-exclude X"}, nil, undecided},
		{"others' additions count", seats.Pool{Total: 100}, counts{"A": 60, "B": 60}, nil, []string{"+required A"}, []string{"+required B"}, undecided},
		{"a filter is an upper bound", seats.Pool{Total: 60}, counts{"A": 60}, nil, []string{"+filtered required A"}, nil, 60},
		{"uninstall claims nothing", seats.Pool{Total: 10, Used: 5}, nil, nil, []string{"+uninstall A"}, nil, 5},
		{"an uncounted scope", seats.Pool{Total: 1000}, nil, nil, []string{"+required A"}, nil, undecided},
		{"a count below nothing", seats.Pool{Total: 1000}, counts{"A": -1}, nil, []string{"+required A"}, nil, undecided},
		{"a user owns many devices", seats.Pool{Total: 1000}, counts{"A": 1}, nil, []string{"+device required A"}, nil, undecided},
		{"so do all users", seats.Pool{Total: 1000}, counts{"all users": 1}, nil, []string{"+device required all users"}, nil, undecided},
		{"all devices are devices", seats.Pool{Total: 1000}, counts{"all devices": 1000}, nil, []string{"+device required all devices"}, nil, 1000},
		{"and no more users than devices own them", seats.Pool{Total: 1000}, counts{"all devices": 1000}, nil, []string{"+required all devices"}, nil, 1000},
		{"counts that would overflow", seats.Pool{Total: 1000}, counts{"A": math.MaxInt, "B": math.MaxInt}, nil, []string{"+required A", "+required B"}, nil, undecided},
		{"an unlimited pool", seats.Pool{Limit: seats.Unlimited, Total: 5, Used: 5}, nil, nil, []string{"+required A"}, nil, 0},
		{"a pool not counted", seats.Pool{Limit: seats.NotCounted, Total: 5}, nil, nil, []string{"+required A"}, nil, 0},
		{"a total of 0", seats.Pool{Used: 3}, nil, nil, []string{"+required A"}, nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			byScope := make(map[seats.Scope]int)
			for name, n := range tt.counts {
				byScope[scope(name)] = n
			}
			q := seats.Question{Pool: tt.pool, Before: all(tt.before...), Change: change(tt.change...), Announced: announced(tt.others...)}
			v, ok := q.Bound(byScope)
			if want := tt.needed != undecided; ok != want || ok && v.Needed != tt.needed {
				t.Errorf("decided %v, needed %d; want %v, %d", ok, v.Needed, want, tt.needed)
			}
		})
	}
}

// TestBoundHeld: with the holders known, the sum and their number must fit.
func TestBoundHeld(t *testing.T) {
	q := seats.Question{Pool: seats.Pool{Total: 100, Used: 5}, Before: all("required A")}
	counts := map[seats.Scope]int{scope("A"): 60}
	if v, ok := q.BoundHeld(counts, 40); !ok || v.Needed != 100 || !v.Exact {
		t.Errorf("40 holders: decided %v, needed %d, exact %v; want true, 100, true", ok, v.Needed, v.Exact)
	}
	if _, ok := q.BoundHeld(counts, 41); ok {
		t.Error("41 holders: decided, though 41 and 60 exceed 100")
	}
}
