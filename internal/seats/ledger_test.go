package seats_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

var app = group("p")

// TestLedgerScripts: what one change is told of the others, after some
// announcements.
func TestLedgerScripts(t *testing.T) {
	type script [][]string
	for _, tt := range []struct {
		name   string
		said   script
		own    []string
		adds   []string
		lifts  []string
		others bool // something is taken away and not credited
	}{
		{name: "nobody said anything", own: []string{"+required A"}},
		{name: "one's own change", said: script{{"+required A", "-exclude X"}}, own: []string{"+required A", "-exclude X"}},
		{name: "another's addition", said: script{{"+required A"}, {"+required B"}}, own: []string{"+required A"}, adds: []string{"required B"}},
		{name: "said twice", said: script{{"+required B"}, {"+required B"}}, adds: []string{"required B"}},
		{name: "sorted", said: script{{"+required C"}, {"+available A"}, {"+required B"}}, adds: []string{"required B", "required C", "available A"}},
		{name: "uninstalls let nobody in", said: script{{"+uninstall A", "-uninstall B"}}},
		{name: "a lifted exclusion", said: script{{"-exclude X"}}, lifts: []string{"exclude X"}},
		{name: "a destroyed exclusion", said: script{{"destroy", "-exclude X"}}, lifts: []string{"exclude X"}},
		{name: "a destroyed claim", said: script{{"destroy", "-required A"}}, others: true},
		{name: "a destroy adds nothing", said: script{{"destroy", "+required A"}}},
		{name: "an exclusion added", said: script{{"+exclude X"}}, others: true},
		{name: "an exclusion changed in place", said: script{{"-exclude X", "+exclude X"}}, others: true},
		{name: "a unit changed in place", said: script{{"-required A", "+device required A"}}, adds: []string{"device required A"}},
		{name: "said again otherwise", said: script{{"+required A"}, {"+device required A"}}, adds: []string{"device required A"}},
		{name: "a destroy replaces nothing", said: script{{"destroy", "-exclude X", "+required A"}}, own: []string{"+required A"}, lifts: []string{"exclude X"}},
		{name: "moved to another resource", said: script{{"destroy", "-required A"}, {"+required A"}}, adds: []string{"required A"}, others: true},
		{name: "one's own replacement, said again as a create", said: script{{"-exclude X", "+required A"}, {"+required A"}}, own: []string{"+required A"}},
		{name: "another's replacement, said again as a create", said: script{{"-exclude X", "+required A"}, {"+required A"}}, adds: []string{"required A"}, lifts: []string{"exclude X"}},
		{name: "a replacement of something else", said: script{{"-exclude X", "+required A"}, {"-exclude Y", "+required A"}}, adds: []string{"required A"}, lifts: []string{"exclude Y"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := seats.NewLedger()
			for _, lines := range tt.said {
				l.Announce(app, change(lines...))
			}
			want := seats.Announced{Adds: all(tt.adds...), Uncredited: tt.others}
			for _, a := range all(tt.lifts...) {
				want.Lifts = append(want.Lifts, a.Key())
			}
			if diff := cmp.Diff(want, l.Others(app, change(tt.own...))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(seats.Announced{}, l.Others(group("q"), seats.Change{})); diff != "" {
				t.Errorf("another app was told (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReplacement: announced a second time as a create, a replacement still
// removes its old target, and only the same addition does.
func TestReplacement(t *testing.T) {
	l := seats.NewLedger()
	l.Announce(app, change("-required A", "+required B"))
	if diff := cmp.Diff(change("-required A", "+required B"), l.Announce(app, change("+required B"))); diff != "" {
		t.Errorf("announced as a create (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(all("required A"), l.ReplacedBy(app, assignment("required B").Key())); diff != "" {
		t.Errorf("ReplacedBy (-want +got):\n%s", diff)
	}
	if got := l.ReplacedBy(app, assignment("required A").Key()); got != nil {
		t.Errorf("what the old target replaced: %v, want nothing", got)
	}
	for _, other := range []seats.Change{change("+required C"), change("destroy", "-required B"), {}} {
		if diff := cmp.Diff(other, l.Announce(app, other)); diff != "" {
			t.Errorf("another change (-want +got):\n%s", diff)
		}
	}
	q := seats.Question{
		Pool:   seats.Pool{Total: 60, Used: 10},
		Before: all("required A"),
		Change: l.Announce(app, change("+required B")),
	}
	v := q.Judge(census(map[string]seats.Set{"A": users(0, 50), "B": users(50, 100)}), nil)
	if v.Needed != 60 || v.Decision != seats.Fits {
		t.Errorf("needed %d, %v; want 60 (B, and those of A who hold a seat), fits", v.Needed, v.Decision)
	}
}

// drawChanges draws what several resources do, each to assignments of its own.
func drawChanges(t *rapid.T) []seats.Change {
	adds, removes := drawAssignments(t, 6, "all adds"), drawAssignments(t, 6, "all removes")
	changes := make([]seats.Change, 4)
	for _, a := range adds {
		c := &changes[rapid.IntRange(0, 3).Draw(t, "adds")]
		c.Adds = append(c.Adds, a)
	}
	for _, a := range removes {
		c := &changes[rapid.IntRange(0, 3).Draw(t, "removes")]
		c.Removes = append(c.Removes, a)
	}
	return changes
}

// TestAnnouncementsInAnyOrder: however often and in whatever order the same
// changes are announced, each one's verdict is the same once all are known.
func TestAnnouncementsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		changes, c, pool, before := drawChanges(t), drawCensus(t), drawPool(t), drawAssignments(t, 5, "before")
		verdicts := func(said []seats.Change) []seats.Verdict {
			l := seats.NewLedger()
			for _, said := range said {
				l.Announce(app, said)
			}
			var out []seats.Verdict
			for _, own := range changes {
				q := seats.Question{Pool: pool, Before: before, Change: own, Announced: l.Others(app, own)}
				out = append(out, q.Judge(c, nil))
			}
			return out
		}
		if diff := cmp.Diff(verdicts(changes), verdicts(twiceInAnyOrder(t, changes))); diff != "" {
			t.Fatalf("another order gives other verdicts (-once in order +any):\n%s", diff)
		}
	})
}

// TestReserveGivesLastSeatsOnce: of many changes that each need the last seats,
// written at once, as many are accepted as there are seats.
func TestReserveGivesLastSeatsOnce(t *testing.T) {
	const changes, members, total = 40, 3, 20
	groups := make(map[string]seats.Set)
	for i := range changes {
		groups[string(rune('A'+i))] = users(i*members, (i+1)*members)
	}
	c := census(groups)
	l := seats.NewLedger()
	var accepted, refused atomic.Int32
	var wg sync.WaitGroup
	for name := range groups {
		wg.Go(func() {
			own := change("+required " + name)
			for range 2 { // an attempt made again is the same attempt
				ok := l.Reserve(app, own, func(others seats.Announced) bool {
					q := seats.Question{Pool: seats.Pool{Total: total}, Change: own, Announced: others}
					return q.Judge(c, nil).Decision != seats.Refused
				})
				if !ok {
					refused.Add(1)
					return
				}
			}
			accepted.Add(1)
		})
	}
	wg.Wait()
	if got, want := accepted.Load(), int32(total/members); got != want || refused.Load() != changes-want {
		t.Errorf("%d accepted, %d refused; want %d, %d", got, refused.Load(), want, changes-want)
	}
}

// TestRelease: what a failed write reserved is free again, and nothing else is.
func TestRelease(t *testing.T) {
	l := seats.NewLedger()
	reserve := func(lines ...string) (told seats.Announced) {
		t.Helper()
		l.Reserve(app, change(lines...), func(others seats.Announced) bool { told = others; return true })
		return told
	}
	reserve("+required A", "-exclude X")
	l.Reserve(app, change("+required B"), func(seats.Announced) bool { return false })
	want := seats.Announced{Adds: all("required A"), Lifts: []seats.Key{assignment("exclude X").Key()}}
	if diff := cmp.Diff(want, reserve("+required C")); diff != "" {
		t.Errorf("one accepted, one refused (-want +got):\n%s", diff)
	}
	l.Announce(app, change("+required A", "-exclude X"))
	if diff := cmp.Diff(seats.Announced{Adds: all("required C")}, reserve("+required A")); diff != "" {
		t.Errorf("a replacement, reserved again as a create (-want +got):\n%s", diff)
	}
	l.Release(app, change("+required A", "-exclude X"))
	if diff := cmp.Diff(seats.Announced{Adds: all("required C")}, reserve("+required D")); diff != "" {
		t.Errorf("after the release (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(seats.Announced{}, l.Others(app, change("+required A"))); diff != "" {
		t.Errorf("reservations were announced (-want +got):\n%s", diff)
	}
}

// TestLedgerFromManyGoroutines is for the race detector.
func TestLedgerFromManyGoroutines(t *testing.T) {
	l := seats.NewLedger()
	var first atomic.Int32
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			app, own := user(i%4), change(fmt.Sprintf("+required %c", 'A'+i%8), "-exclude X")
			l.Announce(app, own)
			l.Others(app, own)
			l.ReplacedBy(app, own.Adds[0].Key())
			if l.First(app, "over-assigned") {
				first.Add(1)
			}
			if l.Reserve(app, own, func(seats.Announced) bool { return i%2 == 0 }) {
				l.Release(app, own)
			}
		})
	}
	wg.Wait()
	if first.Load() != 4 {
		t.Errorf("first %d times, want once for each of 4 apps", first.Load())
	}
	if !l.First(user(0), "something else") || l.First(user(0), "something else") {
		t.Error("another subject is first once")
	}
}
