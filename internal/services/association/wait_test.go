package association_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// The tenant's clock is an hour off, and so are all its times: nothing changes.
// How the wait itself goes is tested in package storesync, without real time.
func TestWrongClock(t *testing.T) {
	for name, skew := range map[string]float64{"ahead": 3600, "behind": -3600} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := contoso(emulator.Store{SyncSeconds: new(0.3)})
			tenant.SkewSeconds = skew
			env := acctest.Start(t, tenant)
			p := env.Protocol(t, nil)
			sameObject(t, apply(t, p, nil, minimal), created)
			wrote(t, env, 1, 1)

			edit(t, env, emulator.Edit{ToolActivated: new(false)})
			_, diagnostics := p.Apply(p.Plan(typeName, created, with(minimal, object{"sync": object{"triggers": object{"a": "1"}}})))
			same(t, diagnostics, notActivated("Last completed sync: MOMENT. Last successful sync: MOMENT.", afterUpdate))
		})
	}
}

// What a sync brings is seen by whoever reads apps later in the same run.
func TestAppsAreReadAnewAfterASync(t *testing.T) {
	tenant := contoso(emulator.Store{})
	tenant.Apps = []emulator.App{{DisplayName: "Contoso Draw", TotalLicenseCount: 10, Pending: true}}
	env := acctest.Start(t, tenant)
	p := env.Protocol(t, nil)
	count := func() int {
		got, diagnostics := p.Data("intunestore_licensed_apps", object{})
		same(t, diagnostics)
		return len(got["apps"].([]any))
	}
	if n := count(); n != 0 {
		t.Fatalf("%d apps before the sync", n)
	}
	apply(t, p, nil, minimal)
	if n := count(); n != 1 {
		t.Errorf("%d apps after the sync", n)
	}
}
