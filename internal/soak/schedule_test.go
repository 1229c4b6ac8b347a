package soak

import (
	"reflect"
	"testing"
)

// A seed decides all of a schedule, and another seed makes another one.
func TestASeedMakesOneSchedule(t *testing.T) {
	seen := map[string]uint64{}
	for seed := uint64(1); seed <= 200; seed++ {
		s := draw(seed)
		if again := draw(seed); !reflect.DeepEqual(s, again) {
			t.Fatalf("seed %d makes\n%v\nand\n%v", seed, s, again)
		}
		s.seed = 0
		if before, twice := seen[s.String()]; twice {
			t.Errorf("seeds %d and %d make the same", before, seed)
		}
		seen[s.String()] = seed
	}
}

// The schedules of a cycle deal every kind of disturbance.
func TestACycleDealsEveryKind(t *testing.T) {
	for first := uint64(1); first <= 100; first += cycle {
		dealt := map[string]bool{}
		for seed := first; seed < first+cycle; seed++ {
			for _, s := range draw(seed).steps {
				dealt[s.interruption], dealt[s.edit], dealt[stale] = true, true, dealt[stale] || s.late > 0
				for _, f := range s.faults {
					dealt[f.Name] = true
				}
			}
		}
		want := len(weathers) + len(interruptions) + len(edits) + 2 // late writes, and nothing at all
		if len(dealt) != want || !dealt[stale] {
			t.Errorf("from seed %d: %d of %d kinds are dealt", first, len(dealt), want)
		}
	}
}
