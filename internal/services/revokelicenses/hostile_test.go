package revokelicenses_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
)

// Plans, dry runs and progress name each holder on a line of its own, whatever apps, people and devices are called.
func TestHostileNames(t *testing.T) {
	what, names := hostilenames.All()
	for i, name := range names {
		t.Run(what[i], func(t *testing.T) {
			tenant := firm()
			shown := printable.Name(name)
			for i := range tenant.Apps {
				tenant.Apps[i].DisplayName = name
			}
			for i := range tenant.ManagedDevices {
				tenant.ManagedDevices[i].DeviceName = name
			}
			env := acctest.Start(t, tenant)
			p := env.Protocol(t, nil)
			planned := p.PlanAction(revoke, real(keynote, "unassigned", 5, nil))
			invoked := p.Invoke(revoke, real(keynote, "unassigned", 5, nil))
			none(t, invoked.Diagnostics)
			if len(planned) != 1 || len(invoked.Progress) == 0 {
				t.Fatalf("%v %v", planned, invoked.Progress)
			}
			if want := "Applying frees 5 of 16 seats in use of " + shown + " (" + keynote + "):\n\n"; !strings.HasPrefix(planned[0].Detail, want) ||
				!strings.Contains(planned[0].Detail, "  device "+strings.TrimSuffix(printable.Cut(shown, 200), "…")) || !strings.Contains(planned[0].Detail, " ("+kiosk+")") || strings.Count(planned[0].Detail, "\n") != 6 {
				t.Errorf("%.2000q", planned[0].Detail)
			}
			for _, text := range append(invoked.Progress, planned[0].Detail) {
				if harm := hostilenames.Harm(text); harm != "" {
					t.Errorf("%s: %.2000q", harm, text)
				}
			}
		})
	}
}
