package bench_test

import (
	"bytes"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// atWork are the stacks of goroutines that are in a package of ours or in a
// connection of the transport, without those of the emulator and of tests.
func atWork() []string {
	var all bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&all, 2)
	var out []string
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		ours := strings.Contains(stack, "terraform-provider-intunestore/internal/") || strings.Contains(stack, "net/http.(*persistConn)")
		if ours && !strings.Contains(stack, "/internal/emulator") && !strings.Contains(stack, "_test.") {
			out = append(out, stack)
		}
	}
	return out
}

// rest fails unless soon no goroutine of the provider's is left, nor a connection
// once the idle ones are closed.
func rest(t *testing.T, env *acctest.Env) {
	t.Helper()
	var left []string
	for range 100 {
		env.Transport.CloseIdleConnections()
		if left = atWork(); len(left) == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d goroutines are left:\n%s", len(left), strings.Join(left, "\n\n"))
}

// After the last plan nothing goes on, not even reading ahead.
func TestNothingGoesOnAfterPlans(t *testing.T) {
	c := bench.CompanyOf(200)
	env := acctest.Start(t, c.Tenant(true))
	p := env.Protocol(t, nil)
	walk(c, func(i int) { p.Plan(assignment, state(c, i), config(c, i)) })
	rest(t, env)
}

// Ctrl-C while everything waits, for the sign-in or for an answer, leaves nothing
// behind: no goroutine, and no connection.
func TestNothingGoesOnAfterStop(t *testing.T) {
	c := bench.CompanyOf(200)
	read := func(p *acctest.Protocol, i int) []acctest.Diagnostic {
		_, diags := p.Read(assignment, state(c, i))
		return diags
	}
	list := func(p *acctest.Protocol, _ int) (diags []acctest.Diagnostic) {
		for _, one := range p.List(assignment, acctest.Listing{Include: true}) {
			diags = append(diags, one.Diagnostics...)
		}
		return diags
	}
	syncing := func(p *acctest.Protocol, _ int) []acctest.Diagnostic {
		return p.Invoke("intunestore_sync", acctest.Object{"store": "microsoft_store_for_business"}).Diagnostics
	}
	for name, does := range map[string]struct {
		slow  emulator.Match
		calls int
		call  func(*acctest.Protocol, int) []acctest.Diagnostic
	}{
		"while signing in":                {emulator.Match{Outer: true}, 10, read},
		"while reading":                   {emulator.Match{PathRegexp: "batch"}, 10, read},
		"while listing apps":              {emulator.Match{PathRegexp: "mobileApps"}, 1, list},
		"while listing their assignments": {emulator.Match{PathRegexp: "assignments"}, 1, list},
		"while an action writes":          {emulator.Match{Method: "POST", PathRegexp: "/sync"}, 1, syncing},
		"while an action waits":           {emulator.Match{Method: "GET", PathRegexp: "deviceAppManagement"}, 1, syncing},
	} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, c.Tenant(true))
			p := env.Protocol(t, nil)
			if err := env.Server.Fault(emulator.Fault{Match: does.slow, Latency: time.Hour}); err != nil {
				t.Fatal(err)
			}
			cancelled(t, env, p, does.calls, does.call)
		})
	}
}

// cancelled stops calls in the middle.
func cancelled(t *testing.T, env *acctest.Env, p *acctest.Protocol, calls int, call func(*acctest.Protocol, int) []acctest.Diagnostic) {
	t.Helper()
	var running sync.WaitGroup
	for i := range calls {
		running.Go(func() {
			if diags := call(p, i); len(diags) == 0 {
				t.Errorf("call %d succeeded", i)
			}
		})
	}
	time.Sleep(500 * time.Millisecond) // by now the request is on its way, and all wait for it
	if len(atWork()) == 0 {
		t.Fatal("nobody waits")
	}
	stopped := time.Now()
	p.Stop()
	running.Wait()
	if took := time.Since(stopped); took > 5*time.Second {
		t.Errorf("the calls went on for %v", took)
	}
	rest(t, env)
}

// keptOfPlan is how much the process may keep of one plan, in bytes. The framework
// keeps a context for each RPC, of which package leanserver leaves 300 bytes.
const keptOfPlan = 400

// A process that plans ten thousand times keeps next to nothing of each.
func TestMemoryDoesNotGrowWithPlans(t *testing.T) {
	c := bench.CompanyOf(100)
	env := acctest.Start(t, c.Tenant(true))
	p := env.Protocol(t, nil)
	states, configs := make([]acctest.Object, c.Assignments), make([]acctest.Object, c.Assignments)
	for i := range states {
		states[i], configs[i] = state(c, i), config(c, i)
	}
	plan := func(times int) (inUse uint64) {
		for range times / c.Assignments {
			walk(c, func(i int) { p.Plan(assignment, states[i], configs[i]) })
		}
		env.Server.ResetRequests()
		runtime.GC()
		runtime.GC() // what the first found to be finalised
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	const first, more = 1000, 9000
	early, late := plan(first), plan(more)
	runtime.KeepAlive(p)
	t.Logf("%d kB in use after %d plans, %d kB after %d", early>>10, first, late>>10, first+more)
	if late > early+more*keptOfPlan {
		t.Errorf("%d bytes are kept of each plan, want at most %d", (late-early)/more, keptOfPlan)
	}
}
