package seats_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

func scopes(names ...string) []seats.Scope {
	var out []seats.Scope
	for _, name := range names {
		out = append(out, scope(name))
	}
	return out
}

// TestScopes: who must be listed, and whose counts help.
func TestScopes(t *testing.T) {
	for _, tt := range []struct {
		name              string
		before            []string
		change            []string
		others            []string
		listed, countable []seats.Scope
	}{
		{"nothing", nil, nil, nil, nil, nil},
		{"only uninstalls", []string{"uninstall A", "exclude X"}, []string{"+uninstall B"}, nil, nil, nil},
		{"before and after, each once", []string{"required B", "available B"}, []string{"-required B", "+required A"}, nil, scopes("A", "B"), scopes("A", "B")},
		{"exclusions", []string{"required A", "exclude X"}, []string{"+exclude Y"}, nil, scopes("A", "X", "Y"), scopes("A")},
		{"exclusions, counted where they go", []string{"required A", "exclude X", "exclude Y"}, []string{"-exclude X"}, []string{"-exclude Y"}, scopes("A", "X", "Y"), scopes("A", "X", "Y")},
		{"a filtered exclusion takes nobody out", []string{"required A", "filtered exclude X"}, nil, nil, scopes("A"), scopes("A")},
		{"others' additions", nil, []string{"+required A"}, []string{"+required B", "+uninstall C"}, scopes("A", "B"), scopes("A", "B")},
		{"others' additions to no change", []string{"required A"}, []string{"+required A"}, []string{"+required B"}, scopes("A"), scopes("A")},
		{"the scopes of everyone last", nil, []string{"+required all devices", "+required all users", "+required A"}, nil, scopes("A", "all users", "all devices"), scopes("A", "all users", "all devices")},
		{"no count helps by device", nil, []string{"+device required A", "+required B"}, nil, scopes("A", "B"), nil},
		{"a claim by device that goes", []string{"device required A"}, []string{"-device required A", "+required B"}, nil, scopes("A", "B"), scopes("B")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := seats.Question{Pool: seats.Pool{Total: 1}, Before: all(tt.before...), Change: change(tt.change...), Announced: announced(tt.others...)}
			if diff := cmp.Diff(tt.listed, q.Scopes()); diff != "" {
				t.Errorf("Scopes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.countable, q.Countable()); diff != "" {
				t.Errorf("Countable (-want +got):\n%s", diff)
			}
			q.Pool = seats.Pool{Limit: seats.Unlimited, Total: 1}
			if got := q.Countable(); got != nil {
				t.Errorf("Countable of an unlimited pool: %v, want none", got)
			}
		})
	}
}

// TestCountableIsEnough: no other scope's count decides what these do not.
func TestCountableIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, c := drawQuestion(t), drawCensus(t)
		counts := drawCounts(t, c)
		some := make(map[seats.Scope]int)
		for _, s := range q.Countable() {
			if n, counted := counts[s]; counted {
				some[s] = n
			}
		}
		v, ok := q.Bound(counts)
		w, enough := q.Bound(some)
		if diff := cmp.Diff(v, w); diff != "" || ok != enough {
			t.Fatalf("all counts decide %v, those of Countable %v (-all +countable):\n%s", ok, enough, diff)
		}
	})
}

// TestNeedsOwners: owners are needed where users and devices meet in a claim.
func TestNeedsOwners(t *testing.T) {
	c := seats.Census{Scopes: map[seats.Scope]seats.Population{
		scope("U"): {Users: users(0, 3)},
		scope("D"): {Devices: devices(0, 3)},
	}}
	for line, want := range map[string]bool{
		"required U":        false,
		"required D":        true,
		"device required U": true,
		"device required D": false,
		"uninstall D":       false,
		"exclude D":         false,
	} {
		q := seats.Question{Pool: seats.Pool{Total: 1}, Change: change("+" + line)}
		if got := q.NeedsOwners(c); got != want {
			t.Errorf("%s: %v, want %v", line, got, want)
		}
	}
}

// TestCensusThatLacksSomething: it is never mistaken for an empty one.
func TestCensusThatLacksSomething(t *testing.T) {
	q := seats.Question{Pool: seats.Pool{Total: 10}, Before: all("required D"), Change: change("+required A", "+exclude X")}
	c := seats.Census{Scopes: map[seats.Scope]seats.Population{scope("D"): {Devices: devices(0, 3)}}}
	want := seats.Verdict{Pool: q.Pool, Available: 10, Missing: scopes("A", "X")}
	if diff := cmp.Diff(want, q.Judge(c, nil)); diff != "" {
		t.Errorf("scopes are missing (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want.Missing, q.Missing(c)); diff != "" {
		t.Errorf("Missing (-want +got):\n%s", diff)
	}
	c.Scopes[scope("A")], c.Scopes[scope("X")] = seats.Population{}, seats.Population{}
	want.Missing = nil
	if diff := cmp.Diff(want, q.Judge(c, nil)); diff != "" {
		t.Errorf("owners are missing (-want +got):\n%s", diff)
	}
	c.Owners = seats.Owners{}
	if v := q.Judge(c, nil); v.Decision != seats.Fits {
		t.Errorf("owners that are none: %v, want fits", v.Decision)
	}
	q.Pool.Limit = seats.Unlimited
	want = seats.Verdict{Decision: seats.Fits, Pool: q.Pool, Available: 10}
	if diff := cmp.Diff(want, q.Judge(seats.Census{}, nil)); diff != "" {
		t.Errorf("an unlimited pool needs no census (-want +got):\n%s", diff)
	}
}
