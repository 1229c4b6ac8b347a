package soak

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// runner goes through one schedule.
type runner struct {
	ctx     context.Context //nolint:containedctx // of the one run that the runner is for
	random  *rand.Rand
	server  *emulator.Server
	work    *bench.Workspace
	dir     string
	block   string
	figures Figures
	first   holdings // what others assigned
	late    bool     // writes show late
	// adopting are import blocks for what a killed apply left behind.
	adopting string
}

func (r *runner) prepare(dir, terraform string, provider bench.Program) error {
	t := tenant()
	var err error
	if r.server, err = emulator.Start(emulator.Options{Tenant: &t}); err != nil {
		return err
	}
	if r.first, err = held(r.server); err != nil {
		return err
	}
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, r.server.CA(), 0o600); err != nil {
		return err
	}
	r.dir = dir
	r.block = fmt.Sprintf("terraform {\n  required_providers {\n    intunestore = {\n      source = \"intunestore/intunestore\"\n    }\n  }\n}\n\nprovider \"intunestore\" {\n  tenant_id     = %[1]q\n  client_id     = %[2]q\n  client_secret = %[3]q\n  endpoints     = { graph = %[4]q, login = %[4]q, store = %[4]q }\n}\n\n",
		r.server.TenantID(), clientID, clientSecret, r.server.URL())
	r.work, err = bench.NewWorkspace(dir, terraform, provider, "", "SSL_CERT_FILE="+ca)
	return err
}

// step applies a configuration in bad weather, and then in good weather until there
// is nothing to do.
func (r *runner) step() error {
	w := draw(r.random)
	if err := r.write(w); err != nil {
		return err
	}
	var err error
	if r.late, err = storm(r.random, r.server); err != nil {
		return err
	}
	out, failed, err := r.disturbed(drawInterruption(r.random))
	if err != nil {
		return err
	}
	if strings.Contains(out, "panic:") || strings.Contains(out, "Plugin did not respond") && r.figures.Interruptions["provider killed"] == 0 {
		return fmt.Errorf("the provider broke:\n%s", out)
	}
	r.late = false
	if err := errors.Join(calm(r.server), r.bystandersStand()); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	if w.greedy {
		if !failed {
			return fmt.Errorf("a plan that lets in too many was applied:\n%s", out)
		}
		if w, err = r.refusedInCalm(w); err != nil {
			return err
		}
	}
	return r.heal(w)
}

func (r *runner) write(w wish) error {
	return os.WriteFile(filepath.Join(r.dir, "main.tf"), []byte(r.block+w.hcl()+r.adopting), 0o600)
}

// refusedInCalm plans what lets in too many, without faults: it must be refused, with
// the summary that people's CI looks for. Then it settles for less.
func (r *runner) refusedInCalm(w wish) (wish, error) {
	out, failed, err := r.terraform("plan")
	if err != nil {
		return w, err
	}
	if !failed || !strings.Contains(out, "Insufficient seats") && !strings.Contains(out, "already exists") {
		return w, fmt.Errorf("a plan that lets in too many is not refused:\n%s", out)
	}
	r.figures.Refused++
	w.greedy = false
	w.keys = w.keys[:len(w.keys)-1]
	return w, r.write(w)
}

// tries is how many applies in good weather may be needed: one to find what a killed
// apply left behind, one to adopt it, one to go on; a resource each time at worst.
const tries = 8

// heal applies until nothing is left to do, and then the tenant must hold exactly what
// the configuration says.
func (r *runner) heal(w wish) error {
	out := ""
	for range tries {
		var failed bool
		var err error
		out, failed, err = r.terraform("apply", "-auto-approve")
		if err != nil {
			return err
		}
		if !failed {
			r.adopting = ""
			return errors.Join(r.write(w), r.settled(w))
		}
		if err := r.adopt(w, out); err != nil {
			return err
		}
	}
	return fmt.Errorf("does not heal:\n%s", out)
}

// shown is an import block as the provider shows it.
var shown = regexp.MustCompile(`import \{\s+to = (\S+)\s+id = "([^"]+)"`)

// adopt takes the provider's advice: what an apply made and could not note down is
// imported with the block that the error shows.
func (r *runner) adopt(w wish, out string) error {
	plain := strings.ReplaceAll(out, "│", "")
	blocks := shown.FindAllStringSubmatch(plain, -1)
	if len(blocks) == 0 {
		return fmt.Errorf("an apply in good weather failed, and shows no way out:\n%s", out)
	}
	for _, b := range blocks {
		to := r.address(w, b[2])
		if to == "" {
			return fmt.Errorf("%s is to be imported, which is not configured:\n%s", b[2], out)
		}
		if block := fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n", to, b[2]); !strings.Contains(r.adopting, block) {
			r.adopting += block
			r.figures.Adopted++
		}
	}
	return r.write(w)
}

// address is the resource that an import id is for.
func (r *runner) address(w wish, id string) string {
	switch {
	case id == r.server.TenantID():
		return "intunestore_association.store"
	case id == appID(asSet):
		return "intunestore_app_assignment_set.app"
	}
	for _, k := range w.keys {
		if strings.HasPrefix(id, appID(k.app)+"/"+groupID(k.group)) {
			return fmt.Sprintf("intunestore_app_assignment.app%d_group%d", k.app, k.group)
		}
	}
	return ""
}

// settled checks that there is nothing to do and that all is as configured.
func (r *runner) settled(w wish) error {
	if _, err := r.work.Plan(r.ctx, bench.NothingToDo); err != nil {
		return fmt.Errorf("the plan after healing is not empty: %w", err)
	}
	got, err := held(r.server)
	if err != nil {
		return err
	}
	if d := got.difference(w.want(r.first)); d != "" {
		return fmt.Errorf("the tenant does not hold what is configured:\n%s", d)
	}
	return got.overbooked()
}

// bystandersStand checks what must hold at any moment.
func (r *runner) bystandersStand() error {
	got, err := held(r.server)
	if err != nil {
		return err
	}
	for k, filter := range r.first {
		if now, there := got[k]; !there || now != filter {
			return fmt.Errorf("somebody else's assignment, %v, was changed or removed", k)
		}
	}
	return got.overbooked()
}
