package bench_test

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const assignment = "intunestore_app_assignment"

// walk does something for every assignment of a company in an order of its own, ten
// at a time, as Terraform does.
func walk(c bench.Company, do func(i int)) {
	order := rand.New(rand.NewPCG(1, 2)).Perm(c.Assignments)
	next := make(chan int)
	var workers sync.WaitGroup
	for range 10 {
		workers.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for _, i := range order {
		next <- i
	}
	close(next)
	workers.Wait()
}

func config(c bench.Company, i int) acctest.Object {
	app, group := c.Assignment(i)
	return acctest.Object{"app_id": app, "intent": "required", "target": acctest.Object{"type": "group", "group_id": group}}
}

// state is the state of assignment i after an apply.
func state(c bench.Company, i int) acctest.Object {
	app, group := c.Assignment(i)
	s := config(c, i)
	s["assignment_id"] = group + "_1_0"
	s["id"] = app + "/" + group + "_1_0"
	s["microsoft_store_settings"] = acctest.Object{"use_device_context": false}
	return s
}

func slow(t *testing.T, server *emulator.Server) {
	t.Helper()
	if err := server.Fault(emulator.Fault{Match: emulator.Match{Outer: true}, Latency: bench.Latency}); err != nil {
		t.Fatal(err)
	}
}

// A plan asks in bulk: a thousand assignments over 200 apps and 300 groups, seat
// check on, within the round trips that batches of twenty take.
func TestPlansStayWithinTheirRoundTrips(t *testing.T) {
	c := bench.CompanyOf(1000)
	for name, assigned := range map[string]bool{"create": false, "refresh": true} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, c.Tenant(assigned))
			slow(t, env.Server)
			p := env.Protocol(t, nil)
			var changes, findings sync.Map
			walk(c, func(i int) {
				var prior acctest.Object
				var diags []acctest.Diagnostic
				if assigned {
					prior, diags = p.Read(assignment, state(c, i))
				}
				planned := p.Plan(assignment, prior, config(c, i))
				if planned.Changed() == assigned {
					changes.Store(i, planned.State)
				}
				if diags = append(diags, planned.Diagnostics...); len(diags) > 0 {
					findings.Store(i, diags)
				}
			})
			changes.Range(func(i, s any) bool { t.Errorf("assignment %v is planned as %v", i, s); return false })
			findings.Range(func(i, d any) bool { t.Errorf("assignment %v: %+v", i, d); return false })
			counted := env.Server.RequestCounts()
			if got := counted["GET /groups/{id}/{members:members}"]; got != c.Groups {
				t.Errorf("%d groups were counted, want each of %d once", got, c.Groups)
			}
			if got, allowed := bench.RoundTrips(env.Server.Requests()), c.AllowedRoundTrips(); got > allowed {
				t.Errorf("%d round trips, %d are allowed: %v", got, allowed, counted)
			} else {
				t.Logf("%d round trips of %d", got, allowed)
			}
		})
	}
}

// Whatever the weather, what was asked for is there in the end, once, and nothing is
// left to do.
func TestApplyInBadWeather(t *testing.T) {
	t.Parallel()
	c := bench.CompanyOf(60)
	env := acctest.Start(t, c.Tenant(false))
	if err := bench.BadWeather(env.Server); err != nil {
		t.Fatal(err)
	}
	p := env.Protocol(t, nil)
	var mu sync.Mutex
	states := make([]acctest.Object, c.Assignments)
	walk(c, func(i int) {
		planned := p.Plan(assignment, nil, config(c, i))
		applied, diags := p.Apply(planned)
		mu.Lock()
		defer mu.Unlock()
		states[i] = applied
		if diags = append(planned.Diagnostics, diags...); len(diags) > 0 {
			t.Errorf("assignment %d: %+v", i, diags)
		}
	})
	if err := c.Verify(env.Server); err != nil {
		t.Error(err)
	}
	cut := 0
	for _, r := range env.Server.Requests() {
		if r.Method == "POST" && r.Status == 0 {
			cut++
		}
	}
	if cut < c.Assignments/4 {
		t.Errorf("only %d writes were cut: the weather was too good", cut)
	}
	again := env.Protocol(t, nil)
	walk(c, func(i int) {
		read, diags := again.Read(assignment, states[i])
		planned := again.Plan(assignment, read, config(c, i))
		mu.Lock()
		defer mu.Unlock()
		if diags = append(diags, planned.Diagnostics...); planned.Changed() || len(diags) > 0 {
			t.Errorf("assignment %d is not settled: %v, %+v", i, planned.State, diags)
		}
	})
}

func TestNoPairComesTwice(t *testing.T) {
	for n := range 1200 {
		c := bench.CompanyOf(n + 1)
		seen := map[[2]string]bool{}
		for i := range c.Assignments {
			app, group := c.Assignment(i)
			seen[[2]string{app, group}] = true
		}
		if len(seen) != c.Assignments {
			t.Fatalf("%+v has %d pairs", c, len(seen))
		}
	}
}

// heap samples the heap in use until it is stopped, and says the most it was.
func heap() (stop func() uint64) {
	ended, most := make(chan struct{}), make(chan uint64)
	go func() {
		var peak uint64
		var m runtime.MemStats
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
			select {
			case <-ended:
				most <- peak
				return
			case <-ticker.C:
			}
		}
	}()
	return func() uint64 {
		close(ended)
		return <-most
	}
}
