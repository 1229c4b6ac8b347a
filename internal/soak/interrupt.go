package soak

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// interruption is what is done to an apply while it runs.
type interruption struct {
	name string
	// writes is after how many writes it comes.
	writes int
	do     func(*bench.Running) error
}

// interruptions, most often none.
var interruptions = []interruption{
	{}, {}, {},
	{name: "SIGINT", do: func(p *bench.Running) error { return p.Signal(os.Interrupt) }},
	{name: "SIGINT", do: func(p *bench.Running) error { return p.Signal(os.Interrupt) }},
	{name: "provider killed", do: func(p *bench.Running) error { return p.KillProviders() }},
	{name: "everything killed", do: func(p *bench.Running) error { return p.KillAll() }},
}

func drawInterruption(r *rand.Rand) interruption {
	i := interruptions[r.IntN(len(interruptions))]
	i.writes = 1 + r.IntN(6)
	return i
}

// patience is how long one terraform may take. A schedule's faults need a few seconds.
const patience = 4 * time.Minute

// disturbed applies, with an interruption. failed says that terraform ended with an
// error, which is its right here.
func (r *runner) disturbed(i interruption) (out string, failed bool, err error) {
	if i.do == nil {
		return r.terraform("apply", "-auto-approve")
	}
	r.server.ResetRequests()
	p, err := r.work.Start(r.ctx, "apply", "-auto-approve", "-input=false", "-no-color")
	if err != nil {
		return "", false, err
	}
	for !p.Ended() && writes(r.server.Requests()) < i.writes {
		time.Sleep(5 * time.Millisecond)
	}
	if !p.Ended() {
		r.figures.Interruptions[i.name]++
		if err := i.do(p); err != nil {
			return "", false, err
		}
	}
	return r.ended(p)
}

// terraform runs one command to its end.
func (r *runner) terraform(args ...string) (out string, failed bool, err error) {
	r.server.ResetRequests()
	p, err := r.work.Start(r.ctx, append(args, "-input=false", "-no-color")...)
	if err != nil {
		return "", false, err
	}
	return r.ended(p)
}

// ended waits for the end, and counts.
func (r *runner) ended(p *bench.Running) (out string, failed bool, err error) {
	timer := time.AfterFunc(patience, func() { _ = p.KillAll() })
	run, failure := p.Wait()
	if !timer.Stop() {
		return "", false, fmt.Errorf("terraform took more than %v:\n%s", patience, run.Out)
	}
	r.figures.Applies++
	requests := r.server.Requests()
	r.figures.Writes += writes(requests)
	for _, q := range requests {
		if kind := met(q); kind != "" {
			r.figures.Faults[kind]++
		}
		// Intune refuses an assignment that is there already: whoever sends one twice
		// without looking meets that. One who looks and is shown an old answer may.
		if !r.late && q.Method == http.MethodPost && q.Status == http.StatusBadRequest {
			return "", false, fmt.Errorf("%s was sent twice:\n%s", q.Path, run.Out)
		}
	}
	return run.Out, failure != nil, nil
}

// writes counts what took effect, or may have.
func writes(requests []emulator.Request) (n int) {
	for _, q := range requests {
		if q.Method != http.MethodGet && q.Route != "" && q.BatchSize == 0 && (q.Status == 0 || q.Status < 300) {
			n++
		}
	}
	return n
}
