// Package soak runs a real Terraform through bad weather: faults at random, the
// process killed, the user impatient. After each run it asks what may never be
// otherwise: the tenant holds what the configuration says, or the next apply makes
// it so; nobody else's assignment has changed; no seat is promised twice; nothing
// was written twice.
//
// It knows the provider as users do, by its binary and what Terraform prints, and
// recounts seats by itself. It does not know how the provider works.
package soak

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
)

// Figures are what some schedules came to.
type Figures struct {
	Schedules, Applies int
	// Faults counts what the tenant did, Interruptions what was done to Terraform.
	Faults, Interruptions map[string]int
	// Writes are those that took effect; Refused the plans that would have let in too
	// many people; Adopted what was made by an apply that was killed before it could
	// note it down, and taken over by an import.
	Writes, Refused, Adopted int
}

// Add adds the figures of other schedules.
func (f *Figures) Add(o Figures) {
	f.Schedules += o.Schedules
	f.Applies += o.Applies
	f.Writes += o.Writes
	f.Refused += o.Refused
	f.Adopted += o.Adopted
	f.Faults = sum(f.Faults, o.Faults)
	f.Interruptions = sum(f.Interruptions, o.Interruptions)
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

// String says the figures on a few lines.
func (f Figures) String() string {
	return fmt.Sprintf("%d schedules, %d applies, %d writes; %d plans refused for want of seats, %d assignments adopted after a kill\nfaults: %s\ninterruptions: %s",
		f.Schedules, f.Applies, f.Writes, f.Refused, f.Adopted, counts(f.Faults), counts(f.Interruptions))
}

func counts(m map[string]int) string {
	total := 0
	parts := make([]string, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		total += m[name]
		parts = append(parts, fmt.Sprintf("%s %d", name, m[name]))
	}
	return fmt.Sprintf("%d (%s)", total, strings.Join(parts, ", "))
}

// Run runs the schedule of one seed in dir, which is its own. The same seed makes the
// same tenant, configurations and faults; only the operating system's timing differs.
// An error says what should never be.
func Run(ctx context.Context, dir, terraform string, provider bench.Program, seed uint64) (Figures, error) {
	r := &runner{
		ctx:     ctx,
		random:  rand.New(rand.NewPCG(seed, 0)),
		figures: Figures{Schedules: 1, Faults: map[string]int{}, Interruptions: map[string]int{}},
	}
	if err := r.prepare(dir, terraform, provider); err != nil {
		return r.figures, err
	}
	defer r.server.Close()
	for step := range steps {
		if err := r.step(); err != nil {
			return r.figures, fmt.Errorf("seed %d, step %d: %w", seed, step+1, err)
		}
	}
	return r.figures, nil
}

// steps is how many configurations follow one another in a schedule.
const steps = 3
