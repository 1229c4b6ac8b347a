package revokelicenses_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func fault(t *testing.T, env *acctest.Env, faults ...emulator.Fault) {
	t.Helper()
	for _, f := range faults {
		if err := env.Server.Fault(f); err != nil {
			t.Fatal(err)
		}
	}
}

// Lost answers, cut connections and throttling in the middle: the same seats are
// freed, and no others.
func TestRevokeInBadWeather(t *testing.T) {
	for app, path := range map[string]string{keynote: "/revoke(User|Device)License", paint: "/Seats$"} {
		t.Run(path, func(t *testing.T) {
			env := acctest.Start(t, firm())
			fault(t, env,
				emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: path}, Times: 1, Cut: "after"},
				emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: path}, Skip: 1, Times: 1, Status: 429, RetryAfter: "0.2"},
				emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: path}, Skip: 2, Times: 1, Cut: "before"},
				emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: path}, Skip: 3, Times: 1, Status: 503, AfterRun: true, RetryAfter: "0.1"})
			before := env.Server.Holders(app)
			got := env.Protocol(t, nil).Invoke(revoke, real(app, "unassigned", 5, nil))
			none(t, got.Diagnostics)
			want := []string{"left@contoso.example", upn(10), upn(11), upn(12)}
			if app == keynote {
				want = append(want, kiosk)
			}
			gone := lost(t, env, app, before)
			slices.Sort(gone)
			slices.Sort(want)
			same(t, gone, want)
		})
	}
}

// A failure in the middle tells what was freed and what was not, and going on
// frees the rest.
func TestRevokeFailsInTheMiddle(t *testing.T) {
	env := acctest.Start(t, firm())
	fault(t, env, emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: "/revoke"}, Skip: 2, Times: 1, Status: 403})
	p := env.Protocol(t, nil)
	zero := 0.0
	if err := env.Server.EditVPPToken(emulator.VPPTokenEdit{ID: office, RevokeSeconds: &zero}); err != nil {
		t.Fatal(err)
	}
	before := env.Server.Holders(keynote)
	got := p.Invoke(revoke, real(keynote, "unassigned", 5, nil)).Diagnostics
	if len(got) != 1 || got[0].Summary != "Licences not revoked" || !strings.Contains(got[0].Detail, "2 of the 5 seats are freed. These are not, as far as Intune shows it by now:\n\n") ||
		!strings.Contains(got[0].Detail, "DeviceManagementApps.ReadWrite.All") {
		t.Errorf("%+v", got)
	}
	for _, name := range lost(t, env, keynote, before) {
		if strings.Contains(got[0].Detail, "\n  "+name+"\n") {
			t.Errorf("%s is freed and said not to be", name)
		}
	}
	none(t, p.Invoke(revoke, real(keynote, "unassigned", 5, nil)).Diagnostics)
	same(t, len(lost(t, env, keynote, before)), 5)
}

// What Intune has taken on and not yet done is a warning, not a failure.
func TestRevokeNotSeenYet(t *testing.T) {
	tenant := firm()
	tenant.VPPTokens[0].RevokeSeconds = new(600.0)
	env := acctest.Start(t, tenant)
	got := env.Protocol(t, nil).Invoke(revoke, real(keynote, "users", 5, object{"user_principal_names": []string{upn(1)}, "timeouts": object{"invoke": "2s"}}))
	same(t, got.Diagnostics, []acctest.Diagnostic{{Warning: true, Summary: "Licences not free yet", Detail: "0 of 1 seats of Keynote (" + keynote +
		") are freed. Intune took the request for all, and still lists these:\n\n  p-1@contoso.example\n\nIt may free them yet: counts can take some hours to follow. Invoking the action again is safe."}})
}

// What the Store leaves as it was is said with its reason; of what it did not name,
// nothing is taken for done that is not.
func TestReclaimRefusedByTheStore(t *testing.T) {
	env := acctest.Start(t, firm())
	fault(t, env, emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: "/Seats$"}, Times: 1, Status: 200,
		Body: `{"seatDetails":[],"failedSeatOperations":[{"failureReason":"Locked","userName":"P-2@contoso.example"}]}`})
	got := env.Protocol(t, nil).Invoke(revoke, real(paint, "users", 5, object{"user_principal_names": []string{upn(2)}}))
	same(t, got.Diagnostics, failure("", "Licences not revoked", "0 of 1 seats of Paint ("+paint+") are freed. The Store left the others as they were:\n\n  p-2@contoso.example: Locked"))
}

// Many seats go in calls of twenty-five.
func TestReclaimOfMany(t *testing.T) {
	tenant := firm()
	tenant.Apps[1].Holders, tenant.Apps[1].TotalLicenseCount = nil, 100
	for n := range 70 {
		tenant.Apps[1].Holders = append(tenant.Apps[1].Holders, upn(n))
	}
	env := acctest.Start(t, tenant)
	got := env.Protocol(t, nil).Invoke(revoke, real(paint, "unassigned", 60, nil))
	none(t, got.Diagnostics)
	same(t, got.Progress[1:], []string{"Asked for 25 of 60.", "Asked for 50 of 60.", fmt.Sprintf("60 of 60 seats of Paint (%s) are freed.", paint)})
	same(t, []int{len(env.Server.Holders(paint)), writes(env)}, []int{10, 3})
}
