package association_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func TestUpdate(t *testing.T) {
	triggered := func(values object) object { return with(minimal, object{"sync": object{"triggers": values}}) }
	for name, tc := range map[string]struct {
		before, after  object
		patches, syncs int
	}{
		"language":               {minimal, object{"language": "de-DE"}, 1, 0},
		"turned off":             {minimal, with(minimal, object{"enabled": false}), 1, 0},
		"turned on":              {with(minimal, object{"enabled": false}), minimal, 1, 1},
		"portal given":           {minimal, with(minimal, object{"portal_selection": []any{"privateStore"}}), 1, 0},
		"portal no longer given": {with(minimal, object{"portal_selection": []any{"privateStore"}}), minimal, 0, 0},
		"only on_destroy":        {minimal, with(minimal, object{"on_destroy": "retain"}), 0, 0},
		"only timeouts":          {minimal, with(minimal, object{"timeouts": object{"read": "1m"}}), 0, 0},
		"trigger changed":        {triggered(object{"a": "1"}), triggered(object{"a": "2"}), 0, 1},
		"trigger added":          {minimal, triggered(object{"a": "1"}), 0, 1},
		"one trigger removed":    {triggered(object{"a": "1", "b": "1"}), triggered(object{"a": "1"}), 0, 1},
		"all triggers removed":   {triggered(object{"a": "1"}), minimal, 0, 0},
		"trigger while off":      {with(triggered(object{"a": "1"}), object{"enabled": false}), with(triggered(object{"a": "2"}), object{"enabled": false}), 0, 0},
		"only wait":              {triggered(object{"a": "1"}), with(minimal, object{"sync": object{"triggers": object{"a": "1"}, "wait": false}}), 0, 0},
		"language and trigger":   {triggered(object{"a": "1"}), with(triggered(object{"a": "2"}), object{"language": "de-DE"}), 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, contoso(emulator.Store{PortalSelection: "companyPortal"}))
			p := env.Protocol(t, nil)
			before := apply(t, p, nil, tc.before)
			env.Server.ResetRequests()
			planned := p.Plan(typeName, before, tc.after)
			if len(planned.Replace) > 0 {
				t.Errorf("replaced because of %v", planned.Replace)
			}
			after := apply(t, p, before, tc.after)
			wrote(t, env, tc.patches, tc.syncs)
			unchanged(t, p, after, tc.after)
		})
	}
}

// Another spelling of the language is no change, whichever of the two is in the
// state, and it is Graph's spelling that is written.
func TestLanguageSpelling(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{}))
	p := env.Protocol(t, nil)
	state := apply(t, p, nil, object{"language": "fr-fr"})
	if got, _ := p.Data(typeName, object{}); got["language"] != "fr-FR" {
		t.Errorf("the tenant was given %v", got["language"])
	}
	for _, spelling := range []string{"fr-fr", "fr-FR", "FR-FR"} {
		unchanged(t, p, state, object{"language": spelling})
		unchanged(t, p, created, object{"language": spelling})
	}
}

// A portal selection that the configuration does not give may change as it likes.
func TestPortalLeftAlone(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{PortalSelection: "companyPortal"}))
	p := env.Protocol(t, nil)
	state := apply(t, p, nil, minimal)
	if err := env.Server.SetDeviceAppManagement(emulator.Edit{PortalSelection: new("privateStore")}); err != nil {
		t.Fatal(err)
	}
	unchanged(t, p, state, minimal)
	apply(t, p, state, object{"language": "de-DE"}) // the state still says companyPortal
	if got, _ := p.Data(typeName, object{}); !cmp.Equal(got["portal_selection"], []any{"privateStore"}) {
		t.Errorf("the portal selection was touched: %v", got["portal_selection"])
	}
}
