package association_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

var managedTwice = failure("Association already exists",
	"Two resources of this configuration manage the association of tenant Contoso ("+tenantID+") with Microsoft Store for Business, and a tenant has only one. Nothing was changed.\n\n"+
		"Keep one of the two. If the state holds both, take one out with a removed block (destroy = false); if the resource was renamed, write a moved block.")

// Two resources for the one association, in every order of plans and writes.
func TestTwoAssociations(t *testing.T) {
	second := with(minimal, object{"language": "de-DE"})
	t.Run("both planned, then both created", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		p := env.Protocol(t, nil)
		one, two := p.Plan(typeName, nil, second), p.Plan(typeName, nil, second)
		same(t, append(one.Diagnostics, two.Diagnostics...), managedTwice)
		_, diagnostics := p.Apply(one)
		same(t, diagnostics)
		state, diagnostics := p.Apply(two)
		same(t, diagnostics, alreadyOn)
		if state != nil {
			t.Errorf("the refused one is in the state: %v", state)
		}
		wrote(t, env, 1, 1)
	})
	t.Run("both off", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		p := env.Protocol(t, nil)
		off := with(minimal, object{"enabled": false})
		apply(t, p, nil, off)
		_, diagnostics := p.Apply(p.Plan(typeName, nil, off))
		if len(diagnostics) != 1 || diagnostics[0].Summary != alreadyOn.Summary {
			t.Errorf("got %+v", diagnostics)
		}
		wrote(t, env, 1, 0)
	})
	t.Run("created again after being destroyed in the same run", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		p := env.Protocol(t, nil)
		state := apply(t, p, nil, with(minimal, object{"on_destroy": "retain"}))
		if _, diagnostics := p.Apply(p.Plan(typeName, state, nil)); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		apply(t, p, nil, minimal)
	})
	t.Run("retained by an earlier run", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{Language: "de-DE"}))
		p := env.Protocol(t, nil)
		state := apply(t, p, nil, with(second, object{"on_destroy": "retain"}))
		if _, diagnostics := p.Apply(p.Plan(typeName, state, nil)); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		same(t, env.Protocol(t, nil).Plan(typeName, nil, second).Diagnostics, alreadyOn)
	})
}

// What the state holds is refused to a second resource while planning, whichever is
// planned first; a replacement is none.
func TestSecondOfWhatTheStateHolds(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{Enabled: true, Language: "fr-FR"}))
	for _, first := range []string{"kept", "made"} {
		t.Run(first+" first", func(t *testing.T) {
			p := env.Protocol(t, nil)
			prior, diagnostics := p.Import(typeName, tenantID)
			same(t, diagnostics)
			plans := []object{prior, nil}
			if first == "made" {
				plans = []object{nil, prior}
			}
			same(t, p.Plan(typeName, plans[0], minimal).Diagnostics)
			same(t, p.Plan(typeName, plans[1], minimal).Diagnostics, managedTwice)
		})
	}
	t.Run("replaced", func(t *testing.T) {
		p := env.Protocol(t, nil)
		prior, _ := p.Import(typeName, tenantID)
		kept := p.Plan(typeName, prior, minimal)
		same(t, kept.Diagnostics)
		same(t, p.Replacing(kept, minimal).Diagnostics)
	})
	wrote(t, env, 0, 0)
}

// A tainted association is planned as a create; without a refresh all that Terraform
// shows of it is the state to upgrade. One of another tenant is no reason.
func TestTaintedUnread(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{Enabled: true, Language: "de-DE"}))
	for id, want := range map[string][]acctest.Diagnostic{tenantID: nil, otherID: {alreadyOn}} {
		p := env.Protocol(t, nil)
		_, diagnostics := p.Upgrade(typeName, 0, []byte(`{"id":"`+id+`","tenant_id":"`+id+`"}`))
		same(t, diagnostics)
		same(t, p.Plan(typeName, nil, minimal).Diagnostics, want...)
	}
}
