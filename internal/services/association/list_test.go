package association_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func TestList(t *testing.T) {
	on := emulator.Store{Enabled: true, Language: "fr-FR"}
	for name, tc := range map[string]struct {
		store emulator.Store
		ask   acctest.Listing
		want  []acctest.Listed
	}{
		"off":  {want: nil},
		"on":   {store: on, want: []acctest.Listed{{Name: "Contoso (" + tenantID + ")", Identity: identity}}},
		"full": {store: on, ask: acctest.Listing{Include: true, Limit: 1}, want: []acctest.Listed{{Name: "Contoso (" + tenantID + ")", Identity: identity, Resource: created}}},
	} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, contoso(tc.store))
			if diff := cmp.Diff(tc.want, env.Protocol(t, nil).List(typeName, tc.ask)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A tenant that cannot be read is a result with the reason.
func TestListFails(t *testing.T) {
	for path, summary := range map[string]string{"/organization": "Tenant not read", "/deviceAppManagement": "Association not read"} {
		env := acctest.Start(t, contoso(emulator.Store{Enabled: true}))
		p := env.Protocol(t, nil)
		if err := env.Server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: path}, Status: 403}); err != nil {
			t.Fatal(err)
		}
		all := p.List(typeName, acctest.Listing{})
		if len(all) != 1 || len(all[0].Diagnostics) != 1 || all[0].Diagnostics[0].Summary != summary {
			t.Errorf("%s: %+v", path, all)
		}
	}
}
