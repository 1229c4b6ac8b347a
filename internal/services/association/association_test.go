package association_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	typeName = "intunestore_association"
	tenantID = "7e5a1e00-0000-4000-8000-000000000001"
	otherID  = "7e5a1e00-0000-4000-8000-000000000002"

	patch = "PATCH /deviceAppManagement"
	sync  = "POST /deviceAppManagement/syncMicrosoftStoreForBusinessApps"
)

type object = acctest.Object

func contoso(store emulator.Store) emulator.Tenant {
	if store.SyncSeconds == nil {
		store.SyncSeconds = new(0.0)
	}
	return emulator.Tenant{Organization: emulator.Organization{ID: tenantID, DisplayName: "Contoso"}, Store: store}
}

// minimal is the shortest configuration, and created its state afterwards.
var (
	minimal = object{"language": "fr-FR"}
	created = object{"id": tenantID, "tenant_id": tenantID, "enabled": true, "language": "fr-FR", "portal_selection": []any{}, "on_destroy": "disable"}
)

// with is o with other attributes; nil takes one away.
func with(o object, attributes object) object {
	out := object{}
	for _, from := range []object{o, attributes} {
		for name, v := range from {
			out[name] = v
			if v == nil {
				delete(out, name)
			}
		}
	}
	return out
}

var timestamp = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
var traces = regexp.MustCompile(`(id) [0-9a-f-]{36}`)

// same compares diagnostics whole, save for the moments and request ids in them.
func same(t *testing.T, got []acctest.Diagnostic, want ...acctest.Diagnostic) {
	t.Helper()
	for i := range got {
		got[i].Detail = traces.ReplaceAllString(timestamp.ReplaceAllString(got[i].Detail, "MOMENT"), "$1 TRACE")
	}
	if diff := cmp.Diff(printed(want), printed(got)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s\n\ngot:\n%s", diff, printed(got))
	}
}

func printed(all []acctest.Diagnostic) string {
	var out strings.Builder
	for _, d := range all {
		fmt.Fprintf(&out, "warning %t, attribute %q: %s\n%s\n\n", d.Warning, d.Attribute, d.Summary, d.Detail)
	}
	return out.String()
}

func sameObject(t *testing.T, got, want object) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// wrote compares how often the tenant was written to, and forgets the requests.
func wrote(t *testing.T, env *acctest.Env, patches, syncs int) {
	t.Helper()
	counts := env.Server.RequestCounts()
	if counts[patch] != patches || counts[sync] != syncs {
		t.Errorf("%d writes and %d syncs, want %d and %d", counts[patch], counts[sync], patches, syncs)
	}
	env.Server.ResetRequests()
}

// apply plans, expects no diagnostics, and applies.
func apply(t *testing.T, p *acctest.Protocol, prior, config object) object {
	t.Helper()
	planned := p.Plan(typeName, prior, config)
	same(t, planned.Diagnostics)
	state, diagnostics := p.Apply(planned)
	same(t, diagnostics)
	return state
}

// unchanged reads and plans, and expects nothing to do.
func unchanged(t *testing.T, p *acctest.Protocol, state, config object) {
	t.Helper()
	state, diagnostics := p.Read(typeName, state)
	same(t, diagnostics)
	if planned := p.Plan(typeName, state, config); planned.Changed() || len(planned.Diagnostics) > 0 {
		t.Errorf("the second plan is not empty: %s\n%v", cmp.Diff(state, planned.State), planned.Diagnostics)
	}
}

func TestCreate(t *testing.T) {
	for name, tc := range map[string]struct {
		store  emulator.Store
		config object
		state  object
		syncs  int
	}{
		"minimal":               {config: minimal, state: created, syncs: 1},
		"portal left alone":     {store: emulator.Store{PortalSelection: "privateStore"}, config: minimal, state: with(created, object{"portal_selection": []any{"privateStore"}}), syncs: 1},
		"one portal":            {config: with(minimal, object{"portal_selection": []any{"companyPortal"}}), state: with(created, object{"portal_selection": []any{"companyPortal"}}), syncs: 1},
		"both portals":          {config: with(minimal, object{"portal_selection": []any{"privateStore", "companyPortal"}}), state: with(created, object{"portal_selection": []any{"companyPortal", "privateStore"}}), syncs: 1},
		"off":                   {config: with(minimal, object{"enabled": false}), state: with(created, object{"enabled": false})},
		"language in any case":  {config: object{"language": "FR-fr"}, state: with(created, object{"language": "FR-fr"}), syncs: 1},
		"triggers, not awaited": {config: with(minimal, object{"sync": object{"triggers": object{"a": "1"}, "wait": false}}), state: with(created, object{"sync": object{"triggers": object{"a": "1"}, "wait": false}}), syncs: 1},
		"never synced":          {store: emulator.Store{Language: "de-DE"}, config: minimal, state: created, syncs: 1},
		"synced long ago":       {store: emulator.Store{LastSuccessfulSync: "2019-01-01T00:00:00.1234567-08:00"}, config: minimal, state: created, syncs: 1},
		"retained":              {config: with(minimal, object{"on_destroy": "retain"}), state: with(created, object{"on_destroy": "retain"}), syncs: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, contoso(tc.store))
			p := env.Protocol(t, nil)
			same(t, p.Validate(typeName, tc.config))
			state := apply(t, p, nil, tc.config)
			sameObject(t, state, tc.state)
			wrote(t, env, 1, tc.syncs)
			unchanged(t, p, state, tc.config)
			wrote(t, env, 0, 0)
		})
	}
}

func TestCreatePlansWithUnknowns(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{}))
	unknown := object{"id": acctest.Unknown, "tenant_id": acctest.Unknown, "portal_selection": acctest.Unknown, "enabled": true, "language": "fr-FR", "on_destroy": "disable"}
	for name, tc := range map[string]struct{ config, plan object }{
		"known":            {minimal, unknown},
		"language":         {object{"language": acctest.Unknown}, with(unknown, object{"language": acctest.Unknown})},
		"enabled":          {with(minimal, object{"enabled": acctest.Unknown}), with(unknown, object{"enabled": acctest.Unknown})},
		"portal":           {with(minimal, object{"portal_selection": acctest.Unknown}), unknown},
		"part of a portal": {with(minimal, object{"portal_selection": []any{acctest.Unknown}}), with(unknown, object{"portal_selection": []any{acctest.Unknown}})},
		"sync":             {with(minimal, object{"sync": acctest.Unknown}), with(unknown, object{"sync": acctest.Unknown})},
		"triggers":         {with(minimal, object{"sync": object{"triggers": acctest.Unknown}}), with(unknown, object{"sync": object{"triggers": acctest.Unknown, "wait": true}})},
		"a trigger":        {with(minimal, object{"sync": object{"triggers": object{"a": acctest.Unknown}}}), with(unknown, object{"sync": object{"triggers": object{"a": acctest.Unknown}, "wait": true}})},
		"timeouts":         {with(minimal, object{"timeouts": acctest.Unknown}), with(unknown, object{"timeouts": acctest.Unknown})},
	} {
		t.Run(name, func(t *testing.T) {
			p := env.Protocol(t, nil)
			same(t, p.Validate(typeName, tc.config))
			planned := p.Plan(typeName, nil, tc.config)
			same(t, planned.Diagnostics)
			sameObject(t, planned.State, tc.plan)
		})
	}
	wrote(t, env, 0, 0)
}

// Whatever is changed in the portal is seen, and put right by the next apply.
func TestDrift(t *testing.T) {
	config := with(minimal, object{"portal_selection": []any{"companyPortal"}})
	state := with(created, object{"portal_selection": []any{"companyPortal"}})
	for name, tc := range map[string]struct {
		edit  emulator.Edit
		seen  object
		syncs int
	}{
		"turned off":      {emulator.Edit{Enabled: new(false)}, with(state, object{"enabled": false}), 1},
		"language":        {emulator.Edit{Language: new("de-DE")}, with(state, object{"language": "de-DE"}), 0},
		"language unset":  {emulator.Edit{Language: new("")}, with(state, object{"language": nil}), 0},
		"portal added":    {emulator.Edit{PortalSelection: new("companyPortal,privateStore")}, with(state, object{"portal_selection": []any{"companyPortal", "privateStore"}}), 0},
		"portal replaced": {emulator.Edit{PortalSelection: new("privateStore")}, with(state, object{"portal_selection": []any{"privateStore"}}), 0},
		"portal taken":    {emulator.Edit{PortalSelection: new("none")}, with(state, object{"portal_selection": []any{}}), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, contoso(emulator.Store{}))
			p := env.Protocol(t, nil)
			apply(t, p, nil, config)
			if err := env.Server.SetDeviceAppManagement(tc.edit); err != nil {
				t.Fatal(err)
			}
			seen, diagnostics := p.Read(typeName, state)
			same(t, diagnostics)
			sameObject(t, seen, tc.seen)
			env.Server.ResetRequests()
			planned := p.Plan(typeName, seen, config)
			if !planned.Changed() || len(planned.Replace) > 0 {
				t.Errorf("changed %t, replaced because of %v", planned.Changed(), planned.Replace)
			}
			sameObject(t, apply(t, p, seen, config), state)
			wrote(t, env, 1, tc.syncs)
			unchanged(t, p, state, config)
		})
	}
}
