package association_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	storeSteps = "Check on the Store's side that Intune is activated as a management tool:\n" +
		"  1. Sign in to https://businessstore.microsoft.com with an administrator's account of this tenant, Contoso (" + tenantID + ").\n" +
		"  2. Under Manage > Settings > Distribute, add the management tool \"Microsoft Intune\" (not \"Microsoft Intune Enrollment\") and activate it.\n" +
		"  3. Apply again."
	afterCreate = "The association is on and in Terraform's state, marked as tainted. The next apply sets it again and syncs; it is not turned off in between."
	afterUpdate = "The association itself is written. Apply again to sync again."
	successors  = "This provider goes on to manage apps of Apple volume purchase and managed Google Play. What Microsoft offers in place of the Store for Business is the app type Microsoft Store app (new), which has no licence counts."
	neverMoves  = "Microsoft ended this sync for public clouds in June 2023: if neither time ever moves, that is the likely reason."
)

func notActivated(completed, after string) acctest.Diagnostic {
	return failure("Store sync failed", "The sync that tenant Contoso ("+tenantID+") took on at MOMENT ended without success. "+completed+"\n\n"+storeSteps+"\n\n"+after)
}

func edit(t *testing.T, env *acctest.Env, e emulator.Edit) {
	t.Helper()
	if err := env.Server.SetDeviceAppManagement(e); err != nil {
		t.Fatal(err)
	}
}

func fault(t *testing.T, env *acctest.Env, f emulator.Fault) {
	t.Helper()
	if err := env.Server.Fault(f); err != nil {
		t.Fatal(err)
	}
}

// The sync fails, the association is in the state; the replacement that Terraform
// makes of a tainted resource goes over it without turning it off.
func TestSyncFailsOnCreate(t *testing.T) {
	for name, config := range map[string]object{"disable": minimal, "retain": with(minimal, object{"on_destroy": "retain"})} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, contoso(emulator.Store{ToolActivated: new(false)}))
			first := env.Protocol(t, nil)
			state, diagnostics := first.Apply(first.Plan(typeName, nil, config))
			same(t, diagnostics, notActivated("Last completed sync: MOMENT. Last successful sync: never.", afterCreate))
			sameObject(t, state, with(created, object{"on_destroy": diagnosed(config)}))

			edit(t, env, emulator.Edit{ToolActivated: new(true)})
			second := env.Protocol(t, nil)
			state, diagnostics = second.Read(typeName, state)
			same(t, diagnostics)
			create := second.Plan(typeName, nil, config) // of a tainted resource Terraform plans the create only
			same(t, create.Diagnostics)

			third := env.Protocol(t, nil)
			env.Server.ResetRequests()
			_, diagnostics = third.Apply(create.Destroying(state))
			same(t, diagnostics)
			wrote(t, env, 0, 0)
			again := third.Plan(typeName, nil, config)
			same(t, again.Diagnostics)
			state, diagnostics = third.Apply(again)
			same(t, diagnostics)
			wrote(t, env, 1, 1)
			unchanged(t, third, state, config)
		})
	}
}

func diagnosed(config object) any {
	if v, ok := config["on_destroy"]; ok {
		return v
	}
	return "disable"
}

// A trigger stays in the plan until its sync has succeeded.
func TestSyncFailsOnUpdate(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{LastSuccessfulSync: "2020-01-01T00:00:00Z"}))
	p := env.Protocol(t, nil)
	state := apply(t, p, nil, minimal)
	edit(t, env, emulator.Edit{ToolActivated: new(false)})
	config := object{"language": "de-DE", "sync": object{"triggers": object{"a": "1"}}}
	state, diagnostics := p.Apply(p.Plan(typeName, state, config))
	same(t, diagnostics, notActivated("Last completed sync: MOMENT. Last successful sync: MOMENT.", afterUpdate))
	sameObject(t, state, with(created, object{"language": "de-DE"}))
	edit(t, env, emulator.Edit{ToolActivated: new(true)})
	env.Server.ResetRequests()
	state = apply(t, p, state, config)
	wrote(t, env, 0, 1)
	unchanged(t, p, state, config)
}

func TestSyncDoesNotEnd(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{SyncSeconds: new(3600.0)}))
	p := env.Protocol(t, nil)
	config := with(minimal, object{"timeouts": object{"create": "600ms"}})
	state, diagnostics := p.Apply(p.Plan(typeName, nil, config))
	same(t, diagnostics, failure("Store sync failed",
		"The sync that tenant Contoso ("+tenantID+") took on at MOMENT has not ended within the 600ms that the timeouts of the resource allow. Last completed sync: never. Last successful sync: never.\n\n"+
			storeSteps+"\n\n"+neverMoves+" "+successors+"\n\n"+afterCreate))
	sameObject(t, state, with(created, object{"timeouts": object{"create": "600ms"}}))
}

// A sync that is not waited for fails only when it cannot be asked for.
func TestSyncNotAwaited(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{ToolActivated: new(false), SyncSeconds: new(3600.0)}))
	p := env.Protocol(t, nil)
	apply(t, p, nil, with(minimal, object{"sync": object{"wait": false}}))
	wrote(t, env, 1, 1)
}

func TestRetired(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{Retired: true}))
	gone := failure("Store sync failed",
		"Syncing tenant Contoso ("+tenantID+") with the Store failed.\n\n"+
			"The service answered 410 Gone (Gone): Microsoft Store for Business has been retired. Synchronization with the store is no longer available.\n\n"+
			"Microsoft ended the sync between Intune and Microsoft Store for Business in 2023; where the service still exists, activate Intune under Manage, Settings, Distribute in the Store.\n\n"+
			"Request: POST /beta/deviceAppManagement/syncMicrosoftStoreForBusinessApps, request id TRACE, client request id TRACE, activity id TRACE, operation id TRACE\n\n"+
			successors+"\n\n"+afterCreate)
	for _, wait := range []bool{true, false} {
		edit(t, env, emulator.Edit{Enabled: new(false)})
		p := env.Protocol(t, nil)
		_, diagnostics := p.Apply(p.Plan(typeName, nil, with(minimal, object{"sync": object{"wait": wait}})))
		same(t, diagnostics, gone)
	}
}

// Ctrl-C while waiting: the state has the association, and the next run goes on.
func TestInterrupted(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{SyncSeconds: new(3600.0)}))
	p := env.Protocol(t, nil)
	planned := p.Plan(typeName, nil, minimal)
	go func() {
		for env.Server.RequestCounts()[sync] == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		p.Stop()
	}()
	state, diagnostics := p.Apply(planned)
	same(t, diagnostics, failure("Store sync interrupted",
		"The wait was interrupted. The sync that tenant Contoso ("+tenantID+") took on at MOMENT has not ended. Last completed sync: never. Last successful sync: never.\n\n"+afterCreate))
	sameObject(t, state, created)
}

func TestWriteFails(t *testing.T) {
	requests := "Request: PATCH /beta/deviceAppManagement, request id TRACE, client request id TRACE"
	t.Run("refused", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		fault(t, env, emulator.Fault{Match: emulator.Match{Method: "PATCH"}, Status: http.StatusForbidden})
		p := env.Protocol(t, nil)
		state, diagnostics := p.Apply(p.Plan(typeName, nil, minimal))
		if state != nil || len(diagnostics) != 1 || diagnostics[0].Summary != "Association not written" {
			t.Fatalf("%v, %+v", state, diagnostics)
		}
	})
	t.Run("language refused", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		p := env.Protocol(t, nil)
		_, diagnostics := p.Apply(p.Plan(typeName, nil, object{"language": "sr-Latn-RS"}))
		same(t, diagnostics, failure("Association not written",
			"Writing the association of tenant Contoso ("+tenantID+") failed.\n\n"+
				"The service answered 400 Bad Request (BadRequest): The value 'sr-Latn-RS' is not a valid culture name for microsoftStoreForBusinessLanguage.\n\n"+
				"Correct what the service names, and run again.\n\n"+requests+", activity id TRACE, operation id TRACE"))
	})
	t.Run("answer lost", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		fault(t, env, emulator.Fault{Match: emulator.Match{Method: "PATCH"}, Cut: "after", Times: 1})
		p := env.Protocol(t, nil)
		sameObject(t, apply(t, p, nil, minimal), created)
	})
	t.Run("every answer lost", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		fault(t, env, emulator.Fault{Match: emulator.Match{Method: "PATCH"}, Cut: "after"})
		p := env.Protocol(t, nil)
		limit := object{"timeouts": object{"create": "3s"}} // the client gives up in time to read back
		sameObject(t, apply(t, p, nil, with(minimal, limit)), with(created, limit))
	})
	t.Run("read back fails", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		p := env.Protocol(t, nil)
		planned := p.Plan(typeName, nil, minimal)
		fault(t, env, emulator.Fault{Match: emulator.Match{Method: "GET", PathRegexp: "deviceAppManagement"}, Skip: 1, Status: http.StatusForbidden})
		state, diagnostics := p.Apply(planned)
		if len(diagnostics) != 1 || diagnostics[0].Summary != "Association not read" {
			t.Errorf("%+v", diagnostics)
		}
		sameObject(t, state, created)
	})
	t.Run("another value read back", func(t *testing.T) {
		env := acctest.Start(t, contoso(emulator.Store{}))
		p := env.Protocol(t, nil)
		planned := p.Plan(typeName, nil, with(minimal, object{"portal_selection": []any{"companyPortal"}}))
		fault(t, env, emulator.Fault{Match: emulator.Match{Method: "GET", PathRegexp: "deviceAppManagement"}, Skip: 1, Status: http.StatusOK,
			Body: `{"isEnabledForMicrosoftStoreForBusiness":true,"microsoftStoreForBusinessLanguage":"fr-FR","microsoftStoreForBusinessPortalSelection":"none"}`})
		_, diagnostics := p.Apply(planned)
		same(t, diagnostics, failure("Association not as written",
			"The service accepted the association of tenant Contoso ("+tenantID+"), but reads back another one.\n\n"+
				"Written: enabled = true, language = \"fr-FR\", portal_selection = [companyPortal]\nRead back: enabled = true, language = \"fr-FR\", portal_selection = []\n\n"+
				"Somebody may have changed it at the same moment, or the service does not accept one of the values. Plan again to see what it holds now."))
	})
}
