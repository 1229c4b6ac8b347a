package seats_test

import (
	"slices"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// manyApps is a tenant's worth of questions: 1,000 apps with 50 assignments each,
// every tenth an exclusion, over 200 groups of 500 users that overlap.
func manyApps() ([]seats.Question, seats.Census, map[seats.Scope]int) {
	c := seats.Census{Scopes: make(map[seats.Scope]seats.Population)}
	counts := make(map[seats.Scope]int)
	for g := range 200 {
		s := seats.GroupScope(number('g', g))
		c.Scopes[s] = seats.Population{Users: users(g*100, g*100+500)}
		counts[s] = 500
	}
	questions := make([]seats.Question, 1000)
	for i := range questions {
		q := &questions[i]
		q.Pool = seats.Pool{Total: 5000, Used: 2000}
		for j := range 50 {
			q.Before = append(q.Before, seats.Assignment{
				Scope: seats.GroupScope(number('g', (i+3*j)%200)), Exclude: j%10 == 9,
			})
		}
		q.Change.Adds = []seats.Assignment{{Scope: seats.GroupScope(number('g', (i+1)%200))}}
	}
	return questions, c, counts
}

// One op is 1,000 apps of 50 assignments.
func BenchmarkJudge(b *testing.B) {
	questions, c, _ := manyApps()
	b.ReportAllocs()
	for b.Loop() {
		for _, q := range questions {
			if v := q.Judge(c, nil); v.Decision == seats.Undecided {
				b.Fatal("undecided")
			}
		}
	}
}

// One op is 1,000 apps of 50 assignments.
func BenchmarkBound(b *testing.B) {
	questions, _, counts := manyApps()
	b.ReportAllocs()
	for b.Loop() {
		for _, q := range questions {
			q.Bound(counts)
		}
	}
}

// hundredSets is 100 sets of 10,000: 1,000,000 different members, or as many as a
// tenth where the sets overlap.
func hundredSets(step int) []seats.Set {
	ids := scattered(100*step + 10_000)
	sets := make([]seats.Set, 100)
	for i := range sets {
		sets[i] = seats.NewSet(slices.Clone(ids[i*step : i*step+10_000]))
	}
	return sets
}

func BenchmarkUnion(b *testing.B) {
	for name, step := range map[string]int{"apart": 10_000, "overlapping": 1_000} {
		sets := hundredSets(step)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				seats.Union(sets...)
			}
		})
		b.Run(name+" counted", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				seats.UnionLen(sets...)
			}
		})
	}
}

func BenchmarkNewSet(b *testing.B) {
	ids := scattered(1_000_000)
	room := make([]seats.ID, len(ids))
	b.ReportAllocs()
	for b.Loop() {
		copy(room, ids)
		seats.NewSet(room)
	}
}

func BenchmarkMinusLen(b *testing.B) {
	million := seats.NewSet(scattered(1_000_000))
	few := seats.NewSet(scattered(100))
	b.Run("few of a million", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			few.MinusLen(million)
		}
	})
	b.Run("a million of few", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			million.MinusLen(few)
		}
	})
}

func BenchmarkLedger(b *testing.B) {
	l := seats.NewLedger()
	var changes []seats.Change
	for j := range 50 {
		changes = append(changes, seats.Change{Adds: []seats.Assignment{{Scope: seats.GroupScope(number('g', j))}}})
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range changes {
			l.Announce(app, c)
			l.Others(app, c)
		}
	}
}
