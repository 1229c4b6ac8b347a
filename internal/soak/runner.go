package soak

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// runner goes through one schedule.
type runner struct {
	ctx     context.Context //nolint:containedctx // of the one run that the runner is for
	server  *emulator.Server
	work    *bench.Workspace
	witness witness
	wire    *conformance.Watcher
	dir     string
	block   string
	figures Figures
	others  holdings // what is somebody else's
	edited  bool     // somebody was in the portal during the run
	killed  bool     // the provider was
	// adopting are import blocks for what is there unknown to the state.
	adopting string
}

func (r *runner) prepare(dir, terraform string, provider bench.Program) error {
	t := tenant()
	var err error
	r.wire = conformance.New(conformance.OddAnswers("faults answer what Graph never does, and leave parts of batches out"))
	if r.server, err = emulator.Start(emulator.Options{Tenant: &t, Around: r.wire.Around}); err != nil {
		return err
	}
	r.server.Watch(r.witness.see)
	if r.others, err = held(r.server); err != nil {
		return err
	}
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, r.server.CA(), 0o600); err != nil {
		return err
	}
	r.dir = dir
	r.block = fmt.Sprintf("terraform {\n  required_providers {\n    intunestore = {\n      source = \"intunestore/intunestore\"\n    }\n  }\n}\n\nprovider \"intunestore\" {\n  tenant_id     = %[1]q\n  client_id     = %[2]q\n  client_secret = %[3]q\n  endpoints     = { graph = %[4]q, login = %[4]q, store = %[4]q }\n}\n\n",
		r.server.TenantID(), clientID, clientSecret, r.server.URL())
	r.work, err = bench.NewWorkspace(dir, terraform, provider, "", "SSL_CERT_FILE="+ca, raceReports(dir))
	return err
}

// step applies a configuration in bad weather, and then in good weather until there
// is nothing to do.
func (r *runner) step(s step) error {
	if err := storm(r.server, s); err != nil {
		return err
	}
	if s.wish.greed != 0 {
		if err := r.refused(s.wish.greedy()); err != nil {
			return err
		}
	}
	r.witness.ask(s.wish)
	if err := r.write(s.wish); err != nil {
		return err
	}
	out, failed, err := r.disturbed(s)
	if err != nil {
		return err
	}
	if strings.Contains(out, "panic:") || strings.Contains(out, "Plugin did not respond") && !r.killed {
		return fmt.Errorf("the provider broke:\n%s", out)
	}
	if err := calm(r.server, r.figures.Faults); err != nil {
		return err
	}
	if !failed && !r.edited {
		if err := r.asStated(); err != nil {
			return fmt.Errorf("%w\nafter an apply that says it is complete:\n%s", err, out)
		}
	}
	return r.heal(s.wish)
}

func (r *runner) write(w wish) error {
	return os.WriteFile(filepath.Join(r.dir, "main.tf"), []byte(r.block+w.hcl()+r.adopting), 0o600)
}

// refused plans what lets in too many: whatever the weather, it must not pass.
func (r *runner) refused(w wish) error {
	if err := r.write(w); err != nil {
		return err
	}
	out, failed, err := r.terraform("plan")
	switch {
	case err != nil:
		return err
	case !failed:
		return fault(promised, "a plan that lets in too many passes:\n%s", out)
	case strings.Contains(out, "Insufficient seats"):
		r.figures.Refused++
	}
	return nil
}

// patience is how long one terraform may take. A schedule's faults need a few seconds.
const patience = 4 * time.Minute

// disturbed applies, with what is to happen meanwhile. failed says that terraform
// ended with an error, which is its right here.
func (r *runner) disturbed(s step) (out string, failed bool, err error) {
	r.edited, r.killed = false, false
	p, err := r.start("apply", "-auto-approve")
	if err != nil {
		return "", false, err
	}
	reached := func(writes int, met string) bool {
		for !p.Ended() && (r.witness.written() < writes || met != "" && r.server.FaultCounts()[met] == 0) {
			time.Sleep(2 * time.Millisecond)
		}
		return !p.Ended()
	}
	if s.edit != "" && reached(s.editAfter, "") {
		r.edited = true
		r.figures.Edits[s.edit]++
		err = find(edits, s.edit).do(r, s.wish)
	}
	if s.interruption != "" && reached(s.interruptionAfter, s.awaited) {
		r.killed = strings.HasSuffix(s.interruption, "killed")
		r.figures.Interruptions[s.interruption]++
		err = errors.Join(err, find(interruptions, s.interruption).do(p))
	}
	out, failed, ended := r.ended(p)
	return out, failed, errors.Join(err, ended)
}

// terraform runs one command to its end.
func (r *runner) terraform(args ...string) (out string, failed bool, err error) {
	p, err := r.start(args...)
	if err != nil {
		return "", false, err
	}
	return r.ended(p)
}

func (r *runner) start(args ...string) (*bench.Running, error) {
	r.server.ResetRequests()
	r.witness.begin()
	return r.work.Start(r.ctx, append(args, "-input=false", "-no-color")...)
}

// ended waits for the end, and looks at what can be seen then.
func (r *runner) ended(p *bench.Running) (out string, failed bool, err error) {
	timer := time.AfterFunc(patience, func() { _ = p.KillAll() })
	run, failure := p.Wait()
	if !timer.Stop() {
		return "", false, fmt.Errorf("terraform took more than %v:\n%s", patience, run.Out)
	}
	r.figures.Applies++
	for _, q := range r.server.Requests() {
		if q.Stale {
			r.figures.Faults[stale]++
		}
	}
	return run.Out, failure != nil, raced(r.dir)
}
