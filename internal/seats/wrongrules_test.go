package seats_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// wrongRules are wrong ways to count seats, each made by one small edit of this
// package. Every one of them must make some test of the package fail: a rule that
// can be broken unseen is not tested, whatever its lines' coverage.
var wrongRules = []struct{ rule, file, was, is string }{
	// The decision.
	{"the last seat is never given", "judge.go", "needed <= p.Total:", "needed < p.Total:"},
	{"one too many is let in", "judge.go", "needed <= p.Total:", "needed <= p.Total+1:"},
	{"a change that lets nobody in is refused", "judge.go", "case newcomers > 0 && !destroy:", "case !destroy:"},
	{"a destroy is refused", "judge.go", "case newcomers > 0 && !destroy:", "case newcomers > 0:"},
	{"being over the total is not mentioned", "judge.go", "return Warning", "return Fits"},
	{"licences without limit run out", "pool.go", "p.Limit == Limited && p.Total > 0", "p.Total > 0"},
	{"an app whose seats are not counted has none", "pool.go", "p.Limit == Limited && p.Total > 0", "p.Limit == Limited"},
	{"fewer than none are available", "pool.go", "return max(0, p.Total-p.used())", "return p.Total - p.used()"},
	{"the shortfall is counted from what is available", "judge.go", "v.Short = max(0, v.Needed-q.Pool.Total)", "v.Short = max(0, v.Needed-v.Available)"},

	// Who claims.
	{"those who must uninstall claim", "assignment.go", "return !a.Exclude && a.Intent != Uninstall", "return !a.Exclude"},
	{"those who may install do not claim", "assignment.go", "return !a.Exclude && a.Intent != Uninstall", "return !a.Exclude && a.Intent == Required"},
	{"exclusions claim", "assignment.go", "return !a.Exclude && a.Intent != Uninstall", "return a.Intent != Uninstall"},
	{"a filtered exclusion is credited with everybody", "assignment.go", "return a.Exclude && !a.Filtered", "return a.Exclude"},
	{"exclusions take nobody out", "assignment.go", "return a.Exclude && !a.Filtered", "return false"},
	{"an exclusion counts for its own intent only", "assignment.go", "return a.Exclude && !a.Filtered", "return a.Exclude && !a.Filtered && a.Intent == Required"},
	{"excluding users keeps out no users", "census.go", "r.users[u], r.devices[u] = r.users[u].Minus(p.Users), r.devices[u].Minus(p.Devices)", "r.devices[u] = r.devices[u].Minus(p.Devices)"},
	{"excluding devices keeps out no devices", "census.go", "r.users[u], r.devices[u] = r.users[u].Minus(p.Users), r.devices[u].Minus(p.Devices)", "r.users[u] = r.users[u].Minus(p.Users)"},
	{"people reached through their device claim nothing", "census.go", "r.users[User], c.ownersOf(r.devices[User]),", "r.users[User],"},
	{"devices reached through their owner claim nothing", "census.go", "r.devices[Device], c.ownedBy(r.users[Device]),", "r.devices[Device],"},
	{"a device claims as itself where seats are for users", "census.go", "r.users[User], c.ownersOf(r.devices[User]),", "r.users[User], r.devices[User],"},
	{"a device without an owner claims a user's seat", "census.go", "if owner, found := c.Owners[d]; found {", "if owner := c.Owners[d]; true {"},
	{"only the first claim counts", "claim.go", "out = append(out, claim{a.Scope, a.Unit})", "if len(out) == 0 { out = append(out, claim{a.Scope, a.Unit}) }"},
	{"only the first exclusion counts", "claim.go", "out = append(out, a.Scope)", "if out == nil { out = append(out, a.Scope) }"},

	// Each once.
	{"who is in two groups counts twice", "judge.go", "v.Claimed = after.Len()", "v.Claimed = 0; for _, t := range claims(is) { v.Claimed += census.claimants(census.reach([]claim{t})).Len() }"},
	{"who holds a seat and is let in counts twice", "judge.go", "v.Outside = holders.Known.MinusLen(after) + holders.Unresolved", "v.Outside = holders.Known.Len() + holders.Unresolved"},
	{"who can no longer be named gives the seat back", "judge.go", "v.Outside = holders.Known.MinusLen(after) + holders.Unresolved", "v.Outside = holders.Known.MinusLen(after)"},
	{"holders that no assignment reaches need no seat", "judge.go", "v.Needed = v.Claimed + v.Outside + v.Kept", "v.Needed = v.Claimed + v.Kept"},
	{"seats in use by others are free, where holders are unknown", "judge.go", "v.Outside = max(0, q.Pool.used()-before.Len())", "v.Outside = 0"},
	{"all seats in use belong to others, where holders are unknown", "judge.go", "v.Outside = max(0, q.Pool.used()-before.Len())", "v.Outside = q.Pool.used()"},
	{"whom a change drops gives the seat back at once", "judge.go", "v.Kept = min(q.Pool.used(), before.MinusLen(after))", "v.Kept = 0"},
	{"all whom a change drops hold a seat", "judge.go", "v.Kept = min(q.Pool.used(), before.MinusLen(after))", "v.Kept = before.MinusLen(after)"},
	{"an estimate is said to be exact", "judge.go", "v.Exact = holders != nil", "v.Exact = true"},
	{"what is not known counts as nobody", "judge.go", "v.Missing = missing\n\t\treturn v", "v.Missing = missing"},

	// Newcomers.
	{"nobody is new", "judge.go", "if fresh.Len() == 0 || len(c.adds) == 0 && len(c.lifts) == 0 {", "if true {"},
	{"lifting an exclusion lets nobody in", "judge.go", "census.claimants(all.inside(census.population(c.lifts))),", ""},
	{"adding a target lets nobody in", "judge.go", "census.claimants(census.reach(claims(c.adds)).beyond(was)),", ""},
	{"those whom others let in are ours", "judge.go", "return fresh.IntersectLen(Union(", "return fresh.Len() + 0*fresh.IntersectLen(Union("},

	// The change and the other changes of the run.
	{"what is removed stays", "change.go", "if !gone[a.Key()] {", "if true {"},
	{"an addition leaves what has its key", "change.go", "slices.Concat(c.Removes, c.adds())", "slices.Concat(c.Removes)"},
	{"a destroy adds", "change.go", "\tif c.Destroy {\n\t\treturn nil\n\t}\n", ""},
	{"what others add does not count", "change.go", "if a.Claims() && !contains(have, a) {", "if false && !contains(have, a) {"},
	{"exclusions that others lift still hold", "change.go", "return s.Assignment.Exclude && slices.ContainsFunc(n.Lifts", "return false && slices.ContainsFunc(n.Lifts"},
	{"exclusions that others add are credited", "change.go", "if a.Claims() && !contains(have, a) {", "if !contains(have, a) {"},
	{"a change of nothing answers for what others announce", "change.go", "idle := slices.Equal(before, own)", "idle := false"},
	{"a filter goes unmentioned", "change.go", "c.filtered = c.filtered || a.Filtered && (a.Claims() || a.Exclude)", "_ = a"},

	// The ledger.
	{"what is planned twice counts twice as two", "entries.go", "case added[key]:\n\t\tcase a.Claims():", "case added[key] && false:\n\t\tcase a.Claims():"},
	{"others' additions are forgotten", "entries.go", "n.Adds = append(n.Adds, a)", ""},
	{"others' lifted exclusions are forgotten", "entries.go", "n.Lifts = append(n.Lifts, key)", ""},
	{"a reservation is not kept", "ledger.go", "\tp.reserved.set(c)\n", ""},
	{"a reservation is not given back", "ledger.go", "\tp.reserved.forget(c)\n", ""},
	{"a replacement forgets what it takes away", "ledger.go", "p.replaced[key] = removes", "_ = removes"},
	{"one app's changes count for another", "ledger.go", "p := l.pages[app]\n", "app = ID{}\n\tp := l.pages[app]\n"},

	// Bounds from counts.
	{"a group that was not counted is empty", "bound.go", "return unbounded\n\t}\n\treturn n", "return 0\n\t}\n\treturn n"},
	{"the count of a group bounds its users' devices", "claim.go", "return c.Unit == User || c.Scope.Kind == AllDevices", "return true"},
	{"a bound leaves out the seats in use", "bound.go", "plus(b.entering, max(used, b.before)),", "plus(b.entering, b.before),"},
	{"a bound leaves out those who are let go", "bound.go", "plus(b.claimed, min(used, b.leaving))", "b.claimed"},
	{"a bound leaves out those whom a lifted exclusion lets in", "bound.go", "plus(total(counts, after, before), freed(counts, after, c.lifted()))", "total(counts, after, before)"},
	{"a bound over the total says that it fits", "bound.go", "return Verdict{}, false", "v.Decision = Fits; return v, true"},
	{"a bound leaves out the holders that are known", "bound.go", "return plus(b.claimed, max(0, held))", "return b.claimed"},
}

// TestWrongRulesAreCaught breaks the rules one at a time. It builds the package anew
// for each, so that `go test` tries a spread of them; `make wrong-rules` tries all.
func TestWrongRulesAreCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the package again for each wrong rule")
	}
	step := 8
	if os.Getenv("WRONG_RULES") == "all" {
		step = 1
	}
	caught := make(chan struct{}, len(wrongRules))
	t.Run("rules", func(t *testing.T) {
		for i, w := range wrongRules {
			overlay := edited(t, w.file, w.was, w.is)
			if i%step != 0 {
				continue
			}
			t.Run(strings.ReplaceAll(w.rule, " ", "_"), func(t *testing.T) {
				t.Parallel()
				fails(t, overlay)
				if !t.Failed() {
					caught <- struct{}{}
				}
			})
		}
	})
	t.Logf("%d of %d wrong rules caught", len(caught), (len(wrongRules)+step-1)/step)
}

// edited returns the overlay of the go command in which a file of this package has
// been edited. What is edited must stand there once: a rule that has moved on needs a
// new way to break it.
func edited(t *testing.T, file, was, is string) (overlay string) {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(source), was); n != 1 {
		t.Fatalf("%s has %q %d times, want once", file, was, n)
	}
	dir := t.TempDir()
	path, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(dir, file)
	overlay = filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: changed}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{changed: []byte(strings.Replace(string(source), was, is, 1)), overlay: replace} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return overlay
}

// fails runs the tests of the package with the overlay, and fails unless they do: by
// a failed test, not because the edit does not compile.
func fails(t *testing.T, overlay string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "test", "-overlay", overlay, "-short", "-failfast", "-timeout=2m", ".",
		"-rapid.nofailfile", "-rapid.shrinktime=1ms")
	out, err := command.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		t.Errorf("no test notices")
	case !errors.As(err, &exit), strings.Contains(string(out), "[build failed]"), strings.Contains(string(out), "[setup failed]"):
		t.Fatalf("the wrong rule was not tried: %v\n%s", err, out)
	}
}
