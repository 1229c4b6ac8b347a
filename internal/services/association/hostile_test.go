package association_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
)

// A tenant is listed under its name on one line, whatever it is called.
func TestListHostileNames(t *testing.T) {
	what, names := hostilenames.All()
	for i, name := range names {
		t.Run(what[i], func(t *testing.T) {
			tenant := contoso(emulator.Store{Enabled: true, Language: "fr-FR"})
			tenant.Organization.DisplayName = name
			all := acctest.Start(t, tenant).Protocol(t, nil).List(typeName, acctest.Listing{})
			if len(all) != 1 || all[0].Name != printable.Name(name)+" ("+tenantID+")" || hostilenames.Harm(all[0].Name) != "" {
				t.Errorf("%.300v", all)
			}
		})
	}
}
