package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is tainted reaches the provider as a create without a prior state, and with
// -refresh=false it is not read before either. It is still replaced, not taken for
// somebody else's.
func TestTaintedUnrefreshed(t *testing.T) {
	tenant := threeApps()
	r, env := startWith(t, tenant, assignTo("sales", 1)+fmt.Sprintf(`
resource "intunestore_app_assignment_set" "all" {
  app_id      = %q
  assignments = [{ intent = "required", target = { type = "all_licensed_users" } }]
}

resource "intunestore_association" "store" {
  language = "fr-FR"
}
`, fmt.Sprintf(apps, 2)))
	r.must("apply", "-auto-approve")
	before := holdings(env)
	for _, address := range []string{"intunestore_app_assignment.sales", "intunestore_app_assignment_set.all", "intunestore_association.store"} {
		r.must("taint", address)
	}
	if out := r.must("apply", "-auto-approve", "-refresh=false"); !strings.Contains(out, "Resources: 3 added, 0 changed, 3 destroyed.") {
		t.Errorf("the apply:\n%s", out)
	}
	if diff := cmp.Diff(before, holdings(env)); diff != "" {
		t.Errorf("the tenant changed (-before +after):\n%s", diff)
	}
	r.must("plan", "-detailed-exitcode")
}
