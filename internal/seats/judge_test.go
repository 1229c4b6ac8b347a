package seats_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// world is for the scripts below: users 0–9 in A, 5–14 in B, 0–4 in X; devices
// 0–9 in D, 0–4 in E; both in M. Device n is user n's, 20+n is user n's second one,
// and device 9 is nobody's.
func world() seats.Census {
	c := census(map[string]seats.Set{"A": users(0, 10), "B": users(5, 15), "X": users(0, 5), "all users": users(0, 30)})
	c.Scopes[scope("D")] = seats.Population{Devices: devices(0, 10)}
	c.Scopes[scope("E")] = seats.Population{Devices: devices(0, 5)}
	c.Scopes[scope("M")] = seats.Population{Users: users(0, 3), Devices: devices(0, 5)}
	c.Scopes[scope("all devices")] = seats.Population{Devices: devices(0, 30)}
	c.Owners = make(seats.Owners)
	for n := range 9 {
		c.Owners[device(n)], c.Owners[device(20+n)] = user(n), user(n)
	}
	return c
}

// TestClaims: who claims, by unit and kind, and whom exclusions take out.
func TestClaims(t *testing.T) {
	for _, tt := range []struct {
		name    string
		lines   []string
		claimed int
	}{
		{"one person once", []string{"+required A", "+available A", "+availableWithoutEnrollment B"}, 15},
		{"devices by their primary users", []string{"+required D"}, 9},
		{"users and their own devices", []string{"+required A", "+required D"}, 10},
		{"devices as such", []string{"+device required D"}, 10},
		{"users by the devices they own", []string{"+device required X"}, 10},
		{"users and devices on one total", []string{"+required A", "+device required D"}, 20},
		{"a mixed group by user", []string{"+required M"}, 5},
		{"a mixed group by device", []string{"+device required M"}, 8},
		{"exclusion wins", []string{"+required A", "+available A", "+exclude X"}, 5},
		{"whatever its intent", []string{"+available A", "+exclude X"}, 5},
		{"users are not taken out of devices", []string{"+required D", "+exclude X"}, 9},
		{"devices are taken out of devices", []string{"+required D", "+exclude E"}, 4},
		{"devices are not taken out of users", []string{"+required A", "+exclude E"}, 10},
		{"by device too", []string{"+device required D", "+exclude E"}, 5},
		{"an excluded user's devices, reached by the user", []string{"+device required A", "+exclude X"}, 8},
		{"an excluded device, reached by its user", []string{"+device required X", "+exclude E"}, 10},
		{"a mixed exclusion", []string{"+required A", "+required D", "+exclude M"}, 7},
		{"everyone but a group", []string{"+required all users", "+exclude A"}, 20},
		{"everyone's devices", []string{"+required all devices"}, 9},
		{"all devices", []string{"+device required all devices"}, 30},
		{"a filter is not evaluated", []string{"+filtered required A"}, 10},
		{"nor one of an exclusion, which is not credited", []string{"+required A", "+filtered exclude X"}, 10},
		{"uninstalls", []string{"+uninstall A"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := seats.Question{Pool: seats.Pool{Total: 100}, Change: change(tt.lines...)}
			v := q.Judge(world(), nil)
			if v.Claimed != tt.claimed || v.Needed != tt.claimed || v.Newcomers != tt.claimed {
				t.Errorf("claimed %d, needed %d, newcomers %d; want %d of each", v.Claimed, v.Needed, v.Newcomers, tt.claimed)
			}
		})
	}
}

// TestVerdict: the whole of a verdict, with everything a message tells.
func TestVerdict(t *testing.T) {
	q := seats.Question{
		Pool:      seats.Pool{Total: 20, Used: 12},
		Before:    all("required A", "exclude X", "uninstall D"),
		Change:    change("+filtered available B", "-required A"),
		Announced: seats.Announced{Adds: all("device required E")},
	}
	share := func(line string, members int, origin seats.Origin) seats.Share {
		return seats.Share{Assignment: assignment(line), Members: members, Origin: origin}
	}
	want := seats.Verdict{
		Decision:         seats.Refused,
		Pool:             q.Pool,
		Needed:           15 + 7,
		Claimed:          10 + 5,
		Outside:          12 - 5,
		Available:        8,
		Short:            2,
		Newcomers:        5,
		UpperBound:       true,
		OthersUncredited: true,
		Shares: []seats.Share{
			share("device required E", 5, seats.AnnouncedByOther),
			share("filtered available B", 10, seats.Added),
			share("uninstall D", 0, seats.Existing),
			share("exclude X", 0, seats.Existing),
		},
	}
	if diff := cmp.Diff(want, q.Judge(world(), nil)); diff != "" {
		t.Errorf("estimated (-want +got):\n%s", diff)
	}

	// The holders: two of B, one of A who is dropped, one of nobody, two unnamed.
	h := &seats.Holders{Known: seats.Union(users(6, 8), users(0, 1), users(40, 41)), Unresolved: 2}
	want.Exact, want.Outside = true, 2+2
	want.Needed, want.Short, want.Decision, want.OthersUncredited = 19, 0, seats.Fits, false
	if diff := cmp.Diff(want, q.Judge(world(), h)); diff != "" {
		t.Errorf("exact (-want +got):\n%s", diff)
	}
	if got := h.Count(); got != 6 {
		t.Errorf("%d hold a seat, want 6", got)
	}
	if got := (*seats.Holders)(nil).Count(); got != 0 {
		t.Errorf("%d of nobody known hold a seat, want 0", got)
	}
}

// TestPools: pools at their edges, with a claim of ten new people.
func TestPools(t *testing.T) {
	for _, tt := range []struct {
		name             string
		pool             seats.Pool
		want             seats.Decision
		short, available int
	}{
		{"just enough", seats.Pool{Total: 14, Used: 4}, seats.Fits, 0, 10},
		{"one too few", seats.Pool{Total: 13, Used: 4}, seats.Refused, 1, 9},
		{"more in use than bought", seats.Pool{Total: 20, Used: 25}, seats.Refused, 15, 0},
		{"use below nothing", seats.Pool{Total: 10, Used: -3}, seats.Fits, 0, 10},
		{"a total of 0 is not counted", seats.Pool{Used: 4}, seats.Fits, 0, 0},
		{"a total below nothing", seats.Pool{Total: -1}, seats.Fits, 0, 0},
		{"unlimited", seats.Pool{Limit: seats.Unlimited, Total: 5, Used: 4}, seats.Fits, 0, 1},
		{"not counted", seats.Pool{Limit: seats.NotCounted, Total: 5}, seats.Fits, 0, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := seats.Question{Pool: tt.pool, Change: change("+required A")}
			v := q.Judge(world(), nil)
			if v.Decision != tt.want || v.Short != tt.short || v.Available != tt.available {
				t.Errorf("%v, short %d, available %d; want %v, %d, %d", v.Decision, v.Short, v.Available, tt.want, tt.short, tt.available)
			}
		})
	}
}

// TestChanges: what a change leads to that is not in the worked examples, for an
// app of 5 seats.
func TestChanges(t *testing.T) {
	for _, tt := range []struct {
		name             string
		before           []string
		change, others   []string
		needed, newcomer int
		want             seats.Decision
	}{
		{"nothing, over the total", []string{"required A"}, nil, nil, 10, 0, seats.Warning},
		{"what is there already", []string{"required A"}, []string{"+required A"}, []string{"+required B"}, 10, 0, seats.Warning},
		{"what is there, removed and added", []string{"required A"}, []string{"-required A", "+required A"}, nil, 10, 0, seats.Warning},
		{"what is not there goes", []string{"required A"}, []string{"-required B"}, nil, 10, 0, seats.Warning},
		{"an exclusion's unit means nothing", []string{"required A", "exclude X"}, []string{"-exclude X", "+device exclude X"}, []string{"+required B"}, 5, 0, seats.Fits},
		{"from user to device", []string{"required X"}, []string{"-required X", "+device required X"}, nil, 10, 10, seats.Refused},
		{"a second intent for those let in", []string{"required A"}, []string{"+available A"}, nil, 10, 0, seats.Warning},
		{"a subset of those let in", []string{"required A"}, []string{"+available X"}, nil, 10, 0, seats.Warning},
		{"others add while this one narrows", []string{"required X"}, []string{"-required X"}, []string{"+required B"}, 10, 0, seats.Warning},
		{"two add the same people", nil, []string{"+required A"}, []string{"+available A"}, 10, 10, seats.Refused},
		{"another lifts the exclusion of those added", []string{"exclude X"}, []string{"+required A"}, []string{"-exclude X"}, 10, 10, seats.Refused},
		{"another lifts the exclusion of those narrowed to", []string{"required A", "exclude X"}, []string{"-required A", "+required X"}, []string{"-exclude X"}, 5, 0, seats.Fits},
		{"an exclusion twice, lifted once", []string{"required A", "exclude X", "exclude M"}, []string{"-exclude M"}, nil, 5, 0, seats.Fits},
		{"an exclusion twice, each lifted by another", []string{"required A", "exclude X", "exclude M"}, []string{"-exclude M"}, []string{"-exclude X"}, 10, 3, seats.Refused},
		{"a destroy that lets people in", []string{"required A", "exclude X"}, []string{"destroy", "-exclude X"}, nil, 10, 5, seats.Warning},
		{"a destroy of a claim", []string{"required A", "required B"}, []string{"destroy", "-required B", "+required all users"}, nil, 10, 0, seats.Warning},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := seats.Question{Pool: seats.Pool{Total: 5}, Before: all(tt.before...), Change: change(tt.change...), Announced: announced(tt.others...)}
			v := q.Judge(world(), nil)
			if v.Needed != tt.needed || v.Newcomers != tt.newcomer || v.Decision != tt.want {
				t.Errorf("needed %d, newcomers %d, %v; want %d, %d, %v", v.Needed, v.Newcomers, v.Decision, tt.needed, tt.newcomer, tt.want)
			}
		})
	}
}

// TestLiftedUnderEachIntent: a scope excluded under two intents lets its members in
// when both exclusions go, and whoever lifts either one answers for it.
func TestLiftedUnderEachIntent(t *testing.T) {
	first, second := assignment("exclude X"), assignment("exclude X")
	second.Intent = seats.Available
	q := seats.Question{
		Pool:      seats.Pool{Total: 5},
		Before:    []seats.Assignment{assignment("required A"), first, second},
		Change:    seats.Change{Removes: []seats.Assignment{first}},
		Announced: seats.Announced{Lifts: []seats.Key{second.Key()}},
	}
	if v := q.Judge(world(), nil); v.Decision != seats.Refused || v.Newcomers != 5 {
		t.Errorf("both are lifted: %v, newcomers %d; want refused, 5", v.Decision, v.Newcomers)
	}
	q.Announced = seats.Announced{}
	if v := q.Judge(world(), nil); v.Decision != seats.Fits || v.Newcomers != 0 {
		t.Errorf("one is lifted: %v, newcomers %d; want fits, 0", v.Decision, v.Newcomers)
	}
}

// TestScopeOfEveryone: what its Group holds means nothing.
func TestScopeOfEveryone(t *testing.T) {
	odd := assignment("required all users")
	odd.Scope.Group = group("A")
	q := seats.Question{Pool: seats.Pool{Total: 5}, Before: all("required all users"), Change: seats.Change{Removes: []seats.Assignment{odd}}}
	if v := q.Judge(world(), nil); v.Claimed != 0 {
		t.Errorf("removed: claimed %d, want 0", v.Claimed)
	}
	q.Change = seats.Change{Adds: []seats.Assignment{odd}}
	if v := q.Judge(world(), nil); len(v.Shares) != 1 || v.Newcomers != 0 {
		t.Errorf("added again: %d shares, %d newcomers; want 1, 0", len(v.Shares), v.Newcomers)
	}
}

// TestOthersUncredited: when a refusal hints at what others could take away.
func TestOthersUncredited(t *testing.T) {
	for _, tt := range []struct {
		name           string
		before, others []string
		want           bool
	}{
		{"alone", nil, nil, false},
		{"an uninstall beside", []string{"uninstall B"}, nil, false},
		{"another target", []string{"required X"}, nil, true},
		{"an exclusion", []string{"exclude X"}, nil, true},
		{"another addition", nil, []string{"+required X"}, true},
		{"an exclusion that another adds", nil, []string{"+exclude X"}, true},
		{"a claim that another removes", nil, []string{"destroy", "-required X"}, true},
	} {
		q := seats.Question{Pool: seats.Pool{Total: 2}, Before: all(tt.before...), Change: change("+required A"), Announced: announced(tt.others...)}
		if v := q.Judge(world(), nil); v.Decision != seats.Refused || v.OthersUncredited != tt.want {
			t.Errorf("%s: %v, uncredited %v; want refused, %v", tt.name, v.Decision, v.OthersUncredited, tt.want)
		}
		q.Change.Destroy = true
		if v := q.Judge(world(), nil); v.OthersUncredited {
			t.Errorf("%s: uncredited, though not refused", tt.name)
		}
	}
}
