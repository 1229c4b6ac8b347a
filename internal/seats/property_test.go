package seats_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// TestJudgeAgainstModel: the verdict is what a recount from scratch gives, with
// the holders known and not.
func TestJudgeAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		for _, h := range []*seats.Holders{nil, drawHolders(t)} {
			v, m := q.Judge(c, h), modelJudge(q, c, h)
			if v.Decision != m.decision || v.Needed != m.needed || v.Claimed != len(m.claimed) || v.Newcomers != m.newcomers {
				t.Fatalf("%v, needed %d, claimed %d, newcomers %d; a recount gives %v, %d, %d, %d",
					v.Decision, v.Needed, v.Claimed, v.Newcomers, m.decision, m.needed, len(m.claimed), m.newcomers)
			}
			if v.Needed != v.Claimed+v.Outside+v.Kept {
				t.Fatalf("needed %d is not claimed %d + outside %d + kept %d", v.Needed, v.Claimed, v.Outside, v.Kept)
			}
		}
	})
}

// TestEstimateFloor: an estimate never needs fewer seats than are claimed, nor
// fewer than are in use.
func TestEstimateFloor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		v := q.Judge(drawCensus(t), nil)
		if v.Needed < max(v.Claimed, q.Pool.Used) {
			t.Fatalf("needed %d, with %d claimed and %d in use", v.Needed, v.Claimed, q.Pool.Used)
		}
	})
}

// TestAloneEveryoneNewCounts: where nobody announced anything, the newcomers are
// all of those let in who were not let in before.
func TestAloneEveryoneNewCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		q.Announced = seats.Announced{}
		v, m := q.Judge(c, nil), modelJudge(q, c, nil)
		fresh := 0
		for id := range m.claimed {
			if !m.before[id] {
				fresh++
			}
		}
		if v.Newcomers != fresh {
			t.Fatalf("%d newcomers, and %d who were not let in before", v.Newcomers, fresh)
		}
	})
}

// TestRefusal: what is refused lets someone new in, is short, and is no destroy;
// a pool that cannot run out is neither refused nor warned about.
func TestRefusal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		v := q.Judge(c, nil)
		if v.Decision == seats.Refused {
			m := modelJudge(q, c, nil)
			fresh := 0
			for id := range m.claimed {
				if !m.before[id] {
					fresh++
				}
			}
			if fresh == 0 || v.Short == 0 || q.Change.Destroy {
				t.Fatalf("refused with %d new, short %d, destroy %v", fresh, v.Short, q.Change.Destroy)
			}
		}
		if !q.Pool.Bounded() && (v.Decision != seats.Fits || v.Short != 0) {
			t.Fatalf("%v, short %d, of a pool that cannot run out", v.Decision, v.Short)
		}
		if (v.Decision == seats.Fits) != (v.Short == 0) {
			t.Fatalf("%v, short %d", v.Decision, v.Short)
		}
	})
}

// TestNarrowing: a change that removes claims, excludes, replaces a scope by a part
// of it, or does nothing is never refused, whatever others announced.
func TestNarrowing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		q.Change = seats.Change{}
		narrowed := false
		for _, a := range q.Before {
			switch rapid.IntRange(0, 3).Draw(t, "narrow") {
			case 0: // the assignment goes, unless it kept people out
				if !a.Exclude {
					q.Change.Removes = append(q.Change.Removes, a)
				}
			case 1: // its scope becomes a part of what it was
				if a.Claims() && a.Scope.Kind == seats.Group && !narrowed {
					part := a
					part.Scope = scope("P")
					p := c.Scopes[a.Scope]
					c.Scopes[part.Scope] = seats.Population{
						Users:   p.Users.Minus(drawSet(t, user, 8, "dropped")),
						Devices: p.Devices.Minus(drawSet(t, device, 6, "dropped")),
					}
					q.Change.Removes = append(q.Change.Removes, a)
					q.Change.Adds = append(q.Change.Adds, part)
					narrowed = true
				}
			}
		}
		if rapid.Bool().Draw(t, "exclude") {
			q.Change.Adds = append(q.Change.Adds, seats.Assignment{Scope: scope("Z"), Exclude: true})
			c.Scopes[scope("Z")] = seats.Population{Users: drawSet(t, user, 8, "excluded")}
		}
		if v := q.Judge(c, nil); v.Decision == seats.Refused {
			t.Fatalf("refused with %d newcomers: %+v", v.Newcomers, q.Change)
		}
	})
}

// TestOrder: the order and the repetition of assignments in a question mean
// nothing.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		shuffled := q
		shuffled.Before = twiceInAnyOrder(t, q.Before)
		shuffled.Change.Adds = twiceInAnyOrder(t, q.Change.Adds)
		shuffled.Change.Removes = twiceInAnyOrder(t, q.Change.Removes)
		shuffled.Announced.Adds = twiceInAnyOrder(t, q.Announced.Adds)
		shuffled.Announced.Lifts = twiceInAnyOrder(t, q.Announced.Lifts)
		if diff := cmp.Diff(q.Judge(c, nil), shuffled.Judge(c, nil)); diff != "" {
			t.Fatalf("another order gives another verdict (-sorted +shuffled):\n%s", diff)
		}
	})
}

func twiceInAnyOrder[T any](t *rapid.T, s []T) []T {
	if len(s) == 0 {
		return s
	}
	return rapid.Permutation(slices.Concat(s, s)).Draw(t, "order")
}

// TestJudgeLeavesItsInput: a question may be asked by many goroutines at once.
func TestJudgeLeavesItsInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		want := seats.Question{
			Pool:   q.Pool,
			Before: slices.Clone(q.Before),
			Change: seats.Change{
				Adds: slices.Clone(q.Change.Adds), Removes: slices.Clone(q.Change.Removes), Destroy: q.Change.Destroy,
			},
			Announced: seats.Announced{Adds: slices.Clone(q.Announced.Adds), Lifts: slices.Clone(q.Announced.Lifts)},
		}
		first := q.Judge(c, nil)
		if diff := cmp.Diff(first, q.Judge(c, nil)); diff != "" {
			t.Fatalf("asked again (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(want, q); diff != "" {
			t.Fatalf("the question changed (-before +after):\n%s", diff)
		}
	})
}

// TestShares: each assignment after the change has its share, recounted.
func TestShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		v, m := q.Judge(c, nil), modelJudge(q, c, nil)
		if !slices.IsSortedFunc(v.Shares, func(a, b seats.Share) int { return a.Assignment.Compare(b.Assignment) }) {
			t.Fatalf("not sorted: %+v", v.Shares)
		}
		for i, s := range v.Shares {
			if i > 0 && modelSame(s.Assignment, v.Shares[i-1].Assignment) {
				t.Fatalf("two shares of %+v", s.Assignment)
			}
			if !modelHas(m.after, s.Assignment) {
				t.Fatalf("a share of %+v, which is not there", s.Assignment)
			}
			if got, want := s.Members, modelShare(c, m, s.Assignment); got != want {
				t.Fatalf("%+v has %d members, want %d", s.Assignment, got, want)
			}
			wantOrigin := seats.Existing
			switch {
			case modelHas(q.Before, s.Assignment):
			case !q.Change.Destroy && modelHas(q.Change.Adds, s.Assignment):
				wantOrigin = seats.Added
			default:
				wantOrigin = seats.AnnouncedByOther
			}
			if m.changed && s.Origin != wantOrigin && !modelHas(q.Announced.Adds, s.Assignment) {
				t.Fatalf("%+v has origin %d, want %d", s.Assignment, s.Origin, wantOrigin)
			}
		}
		for _, a := range m.after {
			if !slices.ContainsFunc(v.Shares, func(s seats.Share) bool { return modelSame(s.Assignment, a) }) {
				t.Fatalf("no share of %+v", a)
			}
		}
	})
}

func modelShare(c seats.Census, m model, a seats.Assignment) int {
	if a.Claims() {
		return len(modelReach(c, a, func(seats.ID) bool { return false }))
	}
	kept := make(people)
	for _, claim := range m.after {
		if !claim.Claims() {
			continue
		}
		inside := func(id seats.ID) bool { return !modelMember(c, id, []seats.Assignment{a}) }
		for id := range modelReach(c, claim, inside) {
			if !m.claimed[id] {
				kept[id] = true
			}
		}
	}
	return len(kept)
}
