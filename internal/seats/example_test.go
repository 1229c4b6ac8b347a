package seats_test

import (
	"fmt"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// Eighty people are let in already, fifty seats are in use, and fifteen others are
// to come: five seats too few.
func ExampleQuestion_Judge() {
	sales, support := seats.GroupScope(group("A")), seats.GroupScope(group("B"))
	q := seats.Question{
		Pool:   seats.Pool{Total: 90, Used: 50},
		Before: []seats.Assignment{{Scope: sales, Intent: seats.Required}},
		Change: seats.Change{Adds: []seats.Assignment{{Scope: support, Intent: seats.Required}}},
	}
	v := q.Judge(seats.Census{Scopes: map[seats.Scope]seats.Population{
		sales:   {Users: users(0, 80)},
		support: {Users: users(80, 95)},
	}}, nil)
	fmt.Printf("%v: %d needed, short by %d\n", v.Decision, v.Needed, v.Short)
	for _, s := range v.Shares {
		fmt.Println(s.Assignment.Intent, s.Members)
	}
	// Output:
	// refused: 95 needed, short by 5
	// required 80
	// required 15
}

// A plan that fits by its counts lists nobody.
func ExampleQuestion_Bound() {
	staff := seats.GroupScope(group("A"))
	q := seats.Question{
		Pool:   seats.Pool{Total: 100, Used: 10},
		Change: seats.Change{Adds: []seats.Assignment{{Scope: staff}}},
	}
	for _, members := range []int{90, 91} {
		v, decided := q.Bound(map[seats.Scope]int{staff: members})
		fmt.Println(members, decided, v.Decision)
	}
	// Output:
	// 90 true fits
	// 91 false undecided
}

// Two changes of one plan, neither too large alone.
func ExampleLedger() {
	a, b := seats.GroupScope(group("A")), seats.GroupScope(group("B"))
	c := seats.Census{Scopes: map[seats.Scope]seats.Population{
		a: {Users: users(0, 60)},
		b: {Users: users(60, 120)},
	}}
	l := seats.NewLedger()
	plan := func(s seats.Scope) {
		own := l.Announce(app, seats.Change{Adds: []seats.Assignment{{Scope: s}}})
		q := seats.Question{Pool: seats.Pool{Total: 100}, Change: own, Announced: l.Others(app, own)}
		v := q.Judge(c, nil)
		fmt.Println(v.Decision, v.Needed)
	}
	plan(a)
	plan(b)
	plan(a) // planned again, now that both are known
	// Output:
	// fits 60
	// refused 120
	// refused 120
}
