package seats_test

import (
	"encoding/binary"
	"maps"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// TestSetAgainstMaps: every operation is what it is of maps, and leaves the sets
// it was given as they were.
func TestSetAgainstMaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, sm := drawAnySet(t)
		u, um := drawAnySet(t)
		others := []seats.Set{s, u}
		union := maps.Clone(sm)
		maps.Copy(union, um)
		for range rapid.IntRange(0, 12).Draw(t, "more sets") {
			o, om := drawAnySet(t)
			others = append(others, o)
			maps.Copy(union, om)
		}
		minus, both := make(people), make(people)
		for id := range sm {
			if um[id] {
				both[id] = true
			} else {
				minus[id] = true
			}
		}
		same(t, "Union", seats.Union(others...), seats.UnionLen(others...), union)
		same(t, "Minus", s.Minus(u), s.MinusLen(u), minus)
		same(t, "Intersect", s.Intersect(u), s.IntersectLen(u), both)
		same(t, "the first set", s, s.Len(), sm)
		same(t, "the second set", u, u.Len(), um)
		for n := range 40 {
			if s.Contains(user(n)) != sm[user(n)] {
				t.Fatalf("Contains(%v) is %v", user(n), s.Contains(user(n)))
			}
		}
		if s.Equal(u) != maps.Equal(sm, um) {
			t.Fatalf("Equal is %v", s.Equal(u))
		}
	})
}

func drawAnySet(t *rapid.T) (seats.Set, people) {
	var ids []seats.ID
	m := make(people)
	most := rapid.SampledFrom([]int{1, 10, 40}).Draw(t, "spread")
	for _, n := range rapid.SliceOfN(rapid.IntRange(0, most-1), 0, 60).Draw(t, "members") {
		ids = append(ids, user(n))
		m[user(n)] = true
	}
	return seats.NewSet(ids), m
}

func same(t *rapid.T, what string, got seats.Set, n int, want people) {
	ids := slices.SortedFunc(maps.Keys(want), seats.ID.Compare)
	if diff := cmp.Diff(ids, slices.Collect(got.All())); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
	if n != len(want) || got.Len() != len(want) {
		t.Fatalf("%s: counted %d, has %d; want %d", what, n, got.Len(), len(want))
	}
}

// TestMillionMembers: a set of a million, from ids in any order, takes 40 MB at
// most, the ids it was made of included.
func TestMillionMembers(t *testing.T) {
	const million, most = 1_000_000, 40 << 20
	before := allocated()
	s := seats.NewSet(scattered(million))
	if got := allocated() - before; got > most {
		t.Errorf("%d bytes, want at most %d", got, most)
	}
	if s.Len() != million {
		t.Fatalf("%d members, want %d", s.Len(), million)
	}
	before = allocated()
	n := seats.UnionLen(s, s, s) + s.MinusLen(s) + s.IntersectLen(s) + seats.Union(s, seats.Set{}).Len() + s.Minus(seats.Set{}).Len()
	if got := allocated() - before; got > 64<<10 { // the runtime takes some itself meanwhile
		t.Errorf("counting took %d bytes, want none to speak of", got)
	}
	if n != 4*million {
		t.Errorf("counted %d, want %d", n, 4*million)
	}
}

// allocated is the bytes allocated so far, freed or not.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// scattered makes n different ids in no order, the same ones each time.
func scattered(n int) []seats.ID {
	ids := make([]seats.ID, n)
	for i := range ids {
		// An odd multiplier leads each number to another.
		binary.BigEndian.PutUint64(ids[i][:], uint64(i)*0x9E3779B97F4A7C15)
	}
	return ids
}
