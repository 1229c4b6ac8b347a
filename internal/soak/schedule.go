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
	// awaited is the fault that an interruption lets come first: it needs a certain
	// write, to which a killed apply may not get.
	awaited string
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
		for _, kind := range deal.weathers[at] {
			one.faults = append(one.faults, drawFault(r, kind))
			if kind.rare {
				one.awaited = kind.fault.Name
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

// places are the steps of a cycle.
const places = cycle * steps

// deal are the cards of a cycle: every kind once, a place a step.
type deal struct {
	weathers             [places][]weather
	late                 [places]int
	interruptions, edits []string
}

func newDeal(of uint64) deal {
	r := rand.New(rand.NewPCG(of, 1))
	d := deal{interruptions: shuffled(r, filled(places, interruptions)), edits: shuffled(r, filled(places, edits))}
	for n, kind := range append(rares(r), shuffled(r, rare(false))...) {
		d.weathers[n%places] = append(d.weathers[n%places], kind)
	}
	// An apply that is let go on to its end has the reads that can come too early.
	for n := range d.late {
		if d.interruptions[n] == "" {
			d.late[n] = 1 + n%2
		} else {
			d.late[n] = max(0, r.IntN(4)-1)
		}
	}
	return d
}

// rares are the kinds that need a certain write, one a place, so that no two want the
// same one. The first steps of schedules are for those that can come then.
func rares(r *rand.Rand) []weather {
	var out []weather
	kinds := shuffled(r, rare(true))
	for n := range kinds {
		at := 0
		if n%steps == 0 {
			at = slices.IndexFunc(kinds, func(w weather) bool { return !w.later })
		}
		out = append(out, kinds[at])
		kinds = slices.Delete(kinds, at, at+1)
	}
	return out
}

// rare are the kinds that need a certain write, or the others.
func rare(yes bool) []weather {
	return slices.DeleteFunc(slices.Clone(weathers), func(w weather) bool { return w.rare != yes })
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
