package revokelicenses_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// Ctrl-C between two chunks: at most the one that is on its way by then is asked for
// still, what was done is said, and the next run goes on.
func TestReclaimInterrupted(t *testing.T) {
	tenant := firm()
	tenant.Apps[1].Holders, tenant.Apps[1].TotalLicenseCount = nil, 100
	for n := range 70 {
		tenant.Apps[1].Holders = append(tenant.Apps[1].Holders, upn(n))
	}
	env := acctest.Start(t, tenant)
	p := env.Protocol(t, nil)
	got := p.Invoke(revoke, real(paint, "unassigned", 60, nil), func(progress string) {
		if progress == "Asked for 25 of 60." {
			p.Stop()
		}
	})
	if n := writes(env); n > 2 {
		t.Errorf("%d writes", n)
	}
	if len(got.Progress) > 3 || len(got.Diagnostics) != 1 || got.Diagnostics[0].Summary != "Licences not revoked" {
		t.Fatalf("%q\n%+v", got.Progress, got.Diagnostics)
	}
	detail := got.Diagnostics[0].Detail
	for _, part := range []string{"No answer came: context canceled.", " of the 60 seats are freed. These are not, as far as Intune shows it by now:\n\n  p-", "Invoking the action again is safe: it goes on with those that are left."} {
		if !strings.Contains(detail, part) {
			t.Errorf("%q is not in:\n%s", part, detail)
		}
	}
	none(t, env.Protocol(t, nil).Invoke(revoke, real(paint, "unassigned", 60, nil)).Diagnostics)
	same(t, len(env.Server.Holders(paint)), 10)
}
