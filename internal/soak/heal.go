package soak

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
)

// tries is how many applies in good weather may be needed: one to find what a killed
// apply left behind, one to adopt it, one to go on; a resource each time at worst.
const tries = 8

// heal applies until nothing is left to do, and then the tenant must hold exactly what
// the configuration says, the state too, and others theirs.
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
			if err := r.write(w); err != nil {
				return err
			}
			return r.settled(w)
		}
		if err := r.adopt(w, out); err != nil {
			return err
		}
	}
	return fmt.Errorf("does not heal:\n%s", out)
}

// shown is an import block as the provider shows it.
var shown = regexp.MustCompile(`import \{\s+to = (\S+)\s+id = "([^"]+)"`)

// adopt takes the provider's advice: what is there unknown to the state is imported
// with the block that the error shows.
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
		if err := r.makeWay(to); err != nil {
			return err
		}
		if block := fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n", to, b[2]); !strings.Contains(r.adopting, block) {
			r.adopting += block
			r.figures.Adopted++
		}
	}
	return r.write(w)
}

// makeWay destroys what an address stands for, where that was to be replaced by what is
// there already: an address that is taken imports nothing. A destroy that refreshes
// would plan the replacement first, and be refused as it is.
func (r *runner) makeWay(address string) error {
	state, err := stated(r.dir)
	if err != nil {
		return err
	}
	for k := range state {
		if k.address() == address {
			out, failed, err := r.terraform("destroy", "-auto-approve", "-refresh=false", "-target="+address)
			if failed {
				err = fmt.Errorf("%s cannot be destroyed in good weather:\n%s", address, out)
			}
			return err
		}
	}
	return nil
}

// address is the resource that an import id is for.
func (r *runner) address(w wish, id string) string {
	if id == r.server.TenantID() {
		return "intunestore_association.store"
	}
	for _, app := range sets {
		if id == appID(app) {
			return key{app: app}.address()
		}
	}
	for _, k := range w.keys {
		if strings.HasPrefix(id, appID(k.app)+"/"+groupID(k.group)) {
			return k.address()
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
	if err := got.differ(w.want().with(r.others)); err != nil {
		return err
	}
	return r.asStated()
}

// asStated checks that the tenant holds what the state says, and what is others'.
func (r *runner) asStated() error {
	state, err := stated(r.dir)
	if err != nil {
		return err
	}
	got, err := held(r.server)
	if err != nil {
		return err
	}
	return got.differ(state.with(r.others))
}
