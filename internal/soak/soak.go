// Package soak runs a real Terraform through bad weather: faults at random, the
// process killed, the user impatient, somebody else in the portal. At every write,
// and after each run, it asks what may never be otherwise: the tenant holds what the
// state says, or the next apply makes it so; nobody else's assignment has changed; no
// seat is promised twice; nothing was done twice.
//
// It knows the provider as users do, by its binary and what Terraform prints, and
// recounts seats by itself. It does not know how the provider works.
package soak

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
)

// Figures are what some schedules came to.
type Figures struct {
	Schedules, Applies int
	// Faults counts what the tenant did, Interruptions what was done to Terraform, and
	// Edits what somebody did in the portal meanwhile; each only where it really came.
	Faults, Interruptions, Edits map[string]int
	// Writes are those that changed something, Repeats those that made once more what
	// was so already; Refused the plans that would have let in too many people; Adopted
	// what was there unknown to the state, and was taken over by an import.
	Writes, Repeats, Refused, Adopted int
	// Broken counts what must never be.
	Broken map[string]int
}

// Add adds the figures of other schedules.
func (f *Figures) Add(o Figures) {
	f.Schedules += o.Schedules
	f.Applies += o.Applies
	f.Writes += o.Writes
	f.Repeats += o.Repeats
	f.Refused += o.Refused
	f.Adopted += o.Adopted
	f.Faults = sum(f.Faults, o.Faults)
	f.Interruptions = sum(f.Interruptions, o.Interruptions)
	f.Edits = sum(f.Edits, o.Edits)
	f.Broken = sum(f.Broken, o.Broken)
}

func sum(a, b map[string]int) map[string]int {
	out := maps.Clone(a)
	if out == nil {
		out = map[string]int{}
	}
	for name, n := range b {
		out[name] += n
	}
	return out
}

// Missing names the kinds of disturbance that never came.
func (f Figures) Missing() []string {
	var out []string
	for _, w := range weathers {
		if f.Faults[w.fault.Name] == 0 {
			out = append(out, w.fault.Name)
		}
	}
	if f.Faults[stale] == 0 {
		out = append(out, stale)
	}
	for _, i := range interruptions {
		if f.Interruptions[i.name] == 0 {
			out = append(out, i.name)
		}
	}
	for _, e := range edits {
		if f.Edits[e.name] == 0 {
			out = append(out, "portal "+e.name)
		}
	}
	return out
}

// String says the figures on a few lines.
func (f Figures) String() string {
	var broken []string
	for _, kind := range nevers {
		broken = append(broken, fmt.Sprintf("%s %d", kind, f.Broken[kind]))
	}
	return fmt.Sprintf("%d schedules, %d runs of terraform, %d writes, %d more that changed nothing; %d plans refused for want of seats, %d assignments adopted\n%s\nfaults: %s\ninterruptions: %s\nportal: %s",
		f.Schedules, f.Applies, f.Writes, f.Repeats, f.Refused, f.Adopted, strings.Join(broken, ", "), counts(f.Faults), counts(f.Interruptions), counts(f.Edits))
}

func counts(m map[string]int) string {
	total := 0
	parts := make([]string, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		total += m[name]
		parts = append(parts, fmt.Sprintf("%s: %d", name, m[name]))
	}
	return fmt.Sprintf("%d (%s)", total, strings.Join(parts, "; "))
}

// Run runs the schedule of one seed, from 1, in dir, which is its own. The same seed
// makes the same tenant, configurations and faults; only the operating system's timing
// differs. An error says what should never be, and the whole schedule.
func Run(ctx context.Context, dir, terraform string, provider bench.Program, seed uint64) (Figures, error) {
	r := &runner{ctx: ctx, figures: Figures{Schedules: 1, Faults: map[string]int{}, Interruptions: map[string]int{}, Edits: map[string]int{}, Broken: map[string]int{}}}
	if err := r.prepare(dir, terraform, provider); err != nil {
		return r.figures, err
	}
	defer r.server.Close()
	s := draw(seed)
	for n, one := range s.steps {
		err := errors.Join(r.step(one), r.witness.err())
		r.figures.Writes, r.figures.Repeats = r.witness.made()
		if v, ok := errors.AsType[*violation](err); ok {
			r.figures.Broken[v.kind]++
		}
		if err != nil {
			return r.figures, fmt.Errorf("seed %d, step %d: %w\n%v", seed, n+1, err, s)
		}
	}
	if broken := r.wire.Violations(); len(broken) > 0 {
		return r.figures, fmt.Errorf("seed %d sent what does not conform:\n%s", seed, strings.Join(broken, "\n"))
	}
	return r.figures, nil
}
