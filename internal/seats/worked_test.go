package seats_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// TestWorkedExamples holds the worked examples of the seat rules, in their order.
func TestWorkedExamples(t *testing.T) {
	type groups = map[string]seats.Set
	const fits, warning, refused = seats.Fits, seats.Warning, seats.Refused
	a80, b15 := users(0, 80), users(80, 95)
	for _, tt := range []struct {
		name        string
		total, used int
		groups      groups
		before      []string
		change      []string
		others      []string
		holders     *seats.Holders
		needed      int
		want        seats.Decision
		short       int
	}{
		{name: "1", total: 100, groups: groups{"A": a80}, change: []string{"+required A"}, needed: 80, want: fits},
		{name: "2", total: 100, used: 80, groups: groups{"A": a80}, before: []string{"required A"}, needed: 80, want: fits},
		{name: "3", total: 100, used: 80, groups: groups{"A": a80, "B": b15}, before: []string{"required A"}, change: []string{"+required B"}, needed: 95, want: fits},
		{name: "4", total: 90, used: 50, groups: groups{"A": a80, "B": b15}, before: []string{"required A"}, change: []string{"+required B"}, needed: 95, want: refused, short: 5},
		{name: "5", total: 100, used: 90, groups: groups{"A": users(0, 30)}, change: []string{"+required A"}, needed: 120, want: refused, short: 20},
		{name: "6", total: 100, used: 90, groups: groups{"A": users(0, 30)}, change: []string{"+required A"}, holders: &seats.Holders{Known: users(0, 90)}, needed: 90, want: fits},
		{name: "7", total: 100, groups: groups{"A": users(0, 60), "B": users(20, 80)}, change: []string{"+required A", "+required B"}, needed: 80, want: fits},
		{name: "8, the first", total: 100, groups: groups{"A": users(0, 60)}, change: []string{"+required A"}, needed: 60, want: fits},
		{name: "8, once both are known", total: 100, groups: groups{"A": users(0, 60), "B": users(60, 120)}, change: []string{"+required B"}, others: []string{"+required A"}, needed: 120, want: refused, short: 20},
		{name: "9", total: 100, used: 100, groups: groups{"A": users(0, 120), "N": users(0, 90)}, before: []string{"required A"}, change: []string{"-required A", "+required N"}, needed: 120, want: warning, short: 20},
		{name: "10", total: 50, groups: groups{"A": users(0, 60), "X": users(0, 20)}, before: []string{"required A", "exclude X"}, change: []string{"-exclude X"}, needed: 60, want: refused, short: 10},
		{name: "10b", total: 50, groups: groups{"A": users(0, 60), "X": users(0, 20)}, before: []string{"required A", "exclude X"}, change: []string{"destroy", "-exclude X"}, needed: 60, want: warning, short: 10},
		{name: "11", total: 50, groups: groups{"A": users(0, 60), "X": users(0, 5), "Y": users(5, 8)}, before: []string{"required A", "exclude X"}, change: []string{"+exclude Y"}, needed: 52, want: warning, short: 2},
		{name: "12", total: 50, groups: groups{"A": users(0, 60)}, before: []string{"uninstall A"}, change: []string{"-uninstall A", "+required A"}, needed: 60, want: refused, short: 10},
		{name: "13", total: 50, used: 50, groups: groups{"A": users(0, 50)}, before: []string{"required A"}, change: []string{"-required A", "+available A"}, needed: 50, want: fits},
		{name: "14", total: 60, used: 50, groups: groups{"A": users(0, 50), "B": users(50, 80)}, before: []string{"required A"}, change: []string{"-required A", "+required B"}, needed: 80, want: refused, short: 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := seats.Question{
				Pool:      seats.Pool{Total: tt.total, Used: tt.used},
				Before:    all(tt.before...),
				Change:    change(tt.change...),
				Announced: announced(tt.others...),
			}
			v := q.Judge(census(tt.groups), tt.holders)
			if v.Decision != tt.want || v.Needed != tt.needed || v.Short != tt.short || v.Exact != (tt.holders != nil) {
				t.Errorf("%v, needed %d, short %d, exact %v; want %v, %d, %d, %v",
					v.Decision, v.Needed, v.Short, v.Exact, tt.want, tt.needed, tt.short, tt.holders != nil)
			}
		})
	}
}

// announced is what one other change lets in.
func announced(lines ...string) seats.Announced {
	l := seats.NewLedger()
	l.Announce(seats.ID{}, change(lines...))
	return l.Others(seats.ID{}, seats.Change{})
}
