package association_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

var identity = object{"tenant_id": tenantID}

// The identity is there after every verb, and never another one.
func TestIdentity(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{}))
	p := env.Protocol(t, nil).Identified(typeName)
	state, diagnostics := p.Apply(p.Plan(nil, minimal))
	same(t, diagnostics)
	sameObject(t, p.Identity(), identity)

	state, diagnostics = p.Read(state)
	same(t, diagnostics)
	sameObject(t, p.Identity(), identity)

	planned := p.Plan(state, with(minimal, object{"language": "de-DE"}))
	same(t, planned.Diagnostics)
	state, diagnostics = p.Apply(planned)
	same(t, diagnostics)
	sameObject(t, state, with(created, object{"language": "de-DE"}))
	sameObject(t, p.Identity(), identity)
}

// A state that an older Terraform wrote has no identity: reading gives it one, and
// changing it does without.
func TestIdentityOfAnOlderState(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{}))
	old := env.Protocol(t, nil)
	state := apply(t, old, nil, minimal)

	p := old.Identified(typeName)
	planned := p.Plan(state, with(minimal, object{"enabled": false}))
	same(t, planned.Diagnostics)
	_, diagnostics := p.Apply(planned)
	same(t, diagnostics)
	sameObject(t, p.Identity(), identity)

	p = old.Identified(typeName)
	_, diagnostics = p.Read(state)
	same(t, diagnostics)
	sameObject(t, p.Identity(), identity)
}

func TestImportByIdentity(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{Enabled: true, Language: "fr-FR"}))
	for name, id := range map[string]string{"as it is": tenantID, "in capitals": strings.ToUpper(tenantID)} {
		t.Run(name, func(t *testing.T) {
			p := env.Protocol(t, nil).Identified(typeName)
			state, diagnostics := p.Import(object{"tenant_id": id})
			same(t, diagnostics)
			sameObject(t, state, created)
			sameObject(t, p.Identity(), identity)
			byID, diagnostics := p.ImportID(id)
			same(t, diagnostics)
			sameObject(t, byID, state)
			sameObject(t, p.Identity(), identity)
			unchanged(t, env.Protocol(t, nil), state, minimal)
		})
	}
	p := env.Protocol(t, nil).Identified(typeName)
	_, diagnostics := p.Import(object{"tenant_id": "Contoso"})
	same(t, diagnostics, acctest.Diagnostic{Summary: "Malformed import id", Detail: `"Contoso" is not a tenant id. An association is imported by the id of its tenant, a GUID:

import {
  to = intunestore_association.example
  id = "00000000-0000-0000-0000-000000000000"
}`})
	_, diagnostics = p.Import(object{"tenant_id": otherID})
	if len(diagnostics) != 1 || diagnostics[0].Summary != "Association belongs to another tenant" {
		t.Errorf("another tenant: %+v", diagnostics)
	}
}
