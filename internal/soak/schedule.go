package soak

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	// steps is how many configurations follow one another in a schedule.
	steps = 3
	// cycle is how many schedules deal every kind of disturbance once: those of the
	// seeds 1 and 2, 3 and 4, and so on.
	cycle = 2
)

// step is one apply of a schedule and what is to happen to it.
type step struct {
	wish   wish
	faults []emulator.Fault
	late   int // by how many reads writes show late
	// What is done to Terraform, and by whom else to the tenant: the name of an
	// interruption and of an edit ("" for none), and after how many writes.
	interruption, edit           string
	interruptionAfter, editAfter int
}

// schedule is all that a seed decides.
type schedule struct {
	seed  uint64
	steps []step
}

// draw draws the schedule of a seed, from 1. It depends on nothing else.
func draw(seed uint64) schedule {
	r := rand.New(rand.NewPCG(seed, 0))
	s := schedule{seed: seed, steps: make([]step, steps)}
	deal := newDeal((seed - 1) / cycle)
	filter := ""
	for i := range s.steps {
		at := int((seed-1)%cycle)*steps + i
		w := drawWish(r, filter)
		filter = w.filter
		one := step{wish: w, late: deal.late[at], interruption: deal.interruptions[at], edit: deal.edits[at],
			editAfter: 1 + r.IntN(2), interruptionAfter: 2 + r.IntN(3)}
		for n, kind := range deal.weathers {
			if n%(cycle*steps) == at {
				one.faults = append(one.faults, drawFault(r, kind))
			}
		}
		for range r.IntN(2) { // and one that was not dealt
			one.faults = append(one.faults, drawFault(r, weathers[r.IntN(len(weathers))]))
		}
		// A request meets one fault that ends it: those that need a certain write first.
		slices.SortStableFunc(one.faults, func(a, b emulator.Fault) int { return len(b.Match.Method) - len(a.Match.Method) })
		s.steps[i] = one
	}
	return s
}

// deal are the cards of a cycle: every kind once, a place a step.
type deal struct {
	weathers             []weather
	late                 []int
	interruptions, edits []string
}

func newDeal(of uint64) deal {
	r := rand.New(rand.NewPCG(of, 1))
	const places = cycle * steps
	d := deal{weathers: shuffled(r, weathers), late: shuffled(r, []int{0, 0, 0, 0, 1, 2}),
		interruptions: shuffled(r, filled(places, interruptions)), edits: shuffled(r, filled(places, edits))}
	first := func(n int) bool { return n%places%steps == 0 }
	for n := range d.weathers {
		if first(n) && d.weathers[n].later {
			for m := range d.weathers {
				if !first(m) && !d.weathers[m].later {
					d.weathers[n], d.weathers[m] = d.weathers[m], d.weathers[n]
					break
				}
			}
		}
	}
	return d
}

// filled are the names of kinds, and "" for the places that are left.
func filled[T named](places int, kinds []T) []string {
	out := make([]string, places)
	for i, k := range kinds {
		out[i] = k.called()
	}
	return out
}

type named interface{ called() string }

func shuffled[T any](r *rand.Rand, of []T) []T {
	out := slices.Clone(of)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// String says what is to happen, a step a line.
func (s schedule) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "schedule of seed %d", s.seed)
	for i, one := range s.steps {
		fmt.Fprintf(&b, "\nstep %d: %d assignments, filter %s, trigger %d", i+1, len(one.wish.keys), one.wish.filter, one.wish.trigger)
		if one.wish.greed != 0 {
			fmt.Fprintf(&b, "; too many on app %d first", one.wish.greed)
		}
		for _, f := range one.faults {
			fmt.Fprintf(&b, "; %s from %d, every %d", f.Name, f.Skip+1, f.Every)
		}
		if one.late > 0 {
			fmt.Fprintf(&b, "; writes show %d reads late", one.late)
		}
		if one.edit != "" {
			fmt.Fprintf(&b, "; portal %s after write %d", one.edit, one.editAfter)
		}
		if one.interruption != "" {
			fmt.Fprintf(&b, "; %s after write %d", one.interruption, one.interruptionAfter)
		}
	}
	return b.String()
}
