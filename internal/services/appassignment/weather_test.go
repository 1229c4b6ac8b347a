package appassignment_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	assignments = `/assignments$`
	one         = `/assignments/`
	assignCall  = `/assign$`
)

func fault(t testing.TB, env *acctest.Env, f emulator.Fault) {
	t.Helper()
	if err := env.Server.Fault(f); err != nil {
		t.Fatal(err)
	}
}

// weather is everything that can happen to a write, and after which it has been
// made once. A create is sent again only where it did not take effect.
var weather = map[string]struct {
	emulator.Fault
	creates int
}{
	"answer lost":                    {emulator.Fault{Cut: "after", Times: 1}, 1},
	"answer lost twice":              {emulator.Fault{Cut: "after", Times: 2}, 1},
	"request lost":                   {emulator.Fault{Cut: "before", Times: 1}, 2},
	"throttled":                      {emulator.Fault{Status: 429, RetryAfter: "0.2", Times: 2}, 3},
	"throttled for long":             {emulator.Fault{Status: 429, RetryAfter: "2.128", Times: 1}, 2},
	"unavailable":                    {emulator.Fault{Status: 503, Times: 1}, 2},
	"unavailable, with a time":       {emulator.Fault{Status: 503, RetryAfter: "0.3", Times: 1}, 2},
	"gateway gave up after the work": {emulator.Fault{Status: 504, AfterRun: true, Times: 1}, 1},
	"failed":                         {emulator.Fault{Status: 500, Times: 1}, 2},
	"failed after the work":          {emulator.Fault{Status: 500, AfterRun: true, Times: 1}, 1},
}

// A write whose answer is lost, or that the service puts off, ends in the right
// state: never twice, and never in an error about what it has made itself.
func TestWritesInBadWeather(t *testing.T) {
	const idA, other = groupA + "_1_0", groupB + "_0_0"
	for name, tc := range weather {
		f := tc.Fault
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			portal(t, env, func([]map[string]any) []map[string]any { return []map[string]any{wire("available", groupB)} })
			met := func(method, path string) {
				env.Server.ClearFaults()
				f.Match = emulator.Match{Method: method, PathRegexp: path}
				fault(t, env, f)
			}
			p := env.Protocol(t, nil)
			step := func(prior, config object) object {
				t.Helper()
				planned := p.Plan(typeSingle, prior, config)
				same(t, planned.Diagnostics)
				state, diagnostics := p.Apply(planned)
				same(t, diagnostics)
				return state
			}
			met("POST", assignments)
			state := step(nil, single(entry("required", groupA)))
			holds(t, env, idA, other)
			if n := creates(env); n != tc.creates {
				t.Errorf("created %d times, want %d", n, tc.creates)
			}
			met("PATCH", one)
			state = step(state, single(filtered(entry("required", groupA), "include")))
			holds(t, env, idA+" include filter", other)
			met("DELETE", one)
			if state = step(state, nil); state != nil {
				t.Errorf("destroyed, and yet %v", state)
			}
			holds(t, env, other)
		})
	}
}

func TestSetWritesInBadWeather(t *testing.T) {
	for name, tc := range weather {
		f := tc.Fault
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			met := func() {
				env.Server.ClearFaults()
				f.Match = emulator.Match{Method: "POST", PathRegexp: assignCall}
				fault(t, env, f)
			}
			p := env.Protocol(t, nil)
			step := func(prior, config object) object {
				t.Helper()
				met()
				planned := p.Plan(typeSet, prior, config)
				same(t, planned.Diagnostics)
				state, diagnostics := p.Apply(planned)
				same(t, diagnostics)
				return state
			}
			state := step(nil, set(entry("required", groupA), exclusion("required", groupX)))
			holds(t, env, groupA+"_1_0", groupX+"_1_1")
			state = step(state, set(filtered(entry("required", groupA), "exclude"), entry("available", groupB)))
			holds(t, env, groupA+"_1_0 exclude filter", groupB+"_0_0")
			if state = step(state, nil); state != nil {
				t.Errorf("destroyed, and yet %v", state)
			}
			holds(t, env)
		})
	}
}

// A read may lag behind a write: the answer is lost, the assignment does not show,
// and the second try is told that it exists. It is ours.
func TestCreateWhoseReadLags(t *testing.T) {
	env := acctest.Start(t, roomy())
	p := env.Protocol(t, nil)
	planned := p.Plan(typeSingle, nil, single(entry("required", groupA)))
	fault(t, env, emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: assignments}, Cut: "after", Times: 1})
	fault(t, env, emulator.Fault{Match: emulator.Match{Method: "GET", PathRegexp: one}, Status: 404, Times: 1})
	state, diagnostics := p.Apply(planned)
	same(t, diagnostics)
	unchanged(t, env, typeSingle, state, single(entry("required", groupA)))
	if n := creates(env); n != 2 {
		t.Errorf("%d creates", n)
	}
}

// A write that fails for good leaves the tenant as it is, says what the service
// said, and leaves no state behind that a next plan would stumble over.
func TestWritesThatFailForGood(t *testing.T) {
	for name, tc := range map[string]struct{ typeName, path, doing, request string }{
		"single": {typeSingle, assignments, "Assigning " + whiteboard + " (required, group " + groupA + ")", "assignments"},
		"set":    {typeSet, assignCall, "Writing the assignments of " + whiteboard, "assign"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			fault(t, env, emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: tc.path}, Status: 500})
			config := single(entry("required", groupA))
			if tc.typeName == typeSet {
				config = set(entry("required", groupA))
			}
			p := env.Protocol(t, nil)
			state, diagnostics := p.Apply(p.Plan(tc.typeName, nil, config))
			same(t, masked(diagnostics), failure("Assignment not written", tc.doing+" failed.\n\n"+
				"The service answered 500 Internal Server Error (InternalServerError): The request could not be completed.\n\n"+
				"The change may have been made all the same: run a plan to see what the tenant holds now.\n\n"+
				"Request: POST "+appPath+"/"+tc.request+", "+bothIDs))
			if state != nil {
				t.Errorf("left in the state: %v", state)
			}
			holds(t, env)
		})
	}
}
