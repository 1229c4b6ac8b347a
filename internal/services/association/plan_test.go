package association_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func failure(summary, detail string) acctest.Diagnostic {
	return acctest.Diagnostic{Summary: summary, Detail: detail}
}

var (
	malformedLanguage = acctest.Diagnostic{Attribute: `AttributeName("language")`, Summary: "Malformed language",
		Detail: `"xx_bad" is not the name of a language and region. Write the language, a hyphen and the region, such as fr-FR; a script stands between them, as in sr-Latn-RS.`}
	alreadyOn = failure("Association already exists",
		"Tenant Contoso ("+tenantID+") has its association with Microsoft Store for Business already, and a tenant has only one. It is on, in language de-DE. Nothing was changed.\n\n"+
			"To manage it with this resource, import it:\n\nimport {\n  to = intunestore_association.example\n  id = \""+tenantID+"\"\n}\n\n"+
			"If another resource manages it, keep one of the two; if the resource was renamed, write a moved block.")
	foreign = failure("Association belongs to another tenant",
		"This association is that of tenant "+otherID+", but the provider is signed in to tenant Contoso ("+tenantID+"). An association cannot move to another tenant. Nothing was changed.\n\n"+
			"Sign in to tenant "+otherID+", or give each tenant a configuration and a state of its own. To forget the old association without touching its tenant, use a removed block or terraform state rm.")
	inGovernmentCloud = failure("Store not offered in this cloud",
		"The provider's environment is usgovernmentl4. Microsoft Store for Business does not sync with Intune in the US Government clouds (GCC High and DoD), although Graph has the calls there.\n\n"+
			"In these clouds apps are uploaded to Intune as packages: line-of-business apps made of the offline-licensed package. Remove intunestore_association from this configuration.")
	managedBySCCM = failure("MDM authority is not Intune",
		"The MDM authority of tenant Contoso ("+tenantID+") is \"sccm\". Microsoft Store for Business apps sync only to a tenant whose MDM authority is \"intune\".\n\n"+
			"Set the MDM authority to Intune in the Intune admin centre (Tenant administration), then plan again.")
	turnsOff = acctest.Diagnostic{Warning: true, Summary: "Association will be turned off",
		Detail: "Intune will stop syncing apps from the Store: new purchases will not appear, and licence counts will no longer change. Nobody documents what becomes of apps and assignments that are in Intune already. Other management tools that are tied to the Store, such as Configuration Manager, are not touched.\n\n" +
			"To leave the association on, set on_destroy = \"retain\" and apply that first."}
	staysOn = acctest.Diagnostic{Warning: true, Summary: "Association stays on",
		Detail: "Terraform will forget the association and leave it on (on_destroy = \"retain\"): apps go on syncing from the Store."}
	unconfigured = "depends on values that are known only after apply.\n\nApply what it depends on first, for example with -target, or give the provider block values that are known while planning."
)

func TestValidate(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{}))
	p := env.Protocol(t, nil)
	same(t, p.Validate(typeName, object{"language": "xx_bad"}), malformedLanguage)
	for name, config := range map[string]object{
		"no portal":         {"portal_selection": []any{}},
		"an unknown portal": {"portal_selection": []any{"portal"}},
		"on_destroy":        {"on_destroy": "delete"},
		"a timeout":         {"timeouts": object{"create": "soon"}},
	} {
		if got := p.Validate(typeName, with(minimal, config)); len(got) != 1 || got[0].Warning || got[0].Attribute == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if n := len(env.Server.Requests()); n > 0 {
		t.Errorf("%d requests while validating", n)
	}
}

func TestPlanRefuses(t *testing.T) {
	tenant := contoso(emulator.Store{Enabled: true, Language: "de-DE"})
	sccm := contoso(emulator.Store{})
	sccm.Organization.MDMAuthority = "sccm"
	for name, tc := range map[string]struct {
		tenant   emulator.Tenant
		settings object
		prior    object
		want     acctest.Diagnostic
	}{
		"one that exists":          {tenant, nil, nil, alreadyOn},
		"another tenant's":         {tenant, nil, with(created, object{"tenant_id": otherID}), foreign},
		"without Intune":           {sccm, nil, nil, managedBySCCM},
		"without Intune any more":  {sccm, nil, created, managedBySCCM},
		"in a government cloud":    {tenant, object{"environment": "usgovernmentl4"}, nil, inGovernmentCloud},
		"a change in such a cloud": {tenant, object{"environment": "usgovernmentl4"}, created, inGovernmentCloud},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, tc.tenant)
			same(t, env.Protocol(t, tc.settings).Plan(typeName, tc.prior, minimal).Diagnostics, tc.want)
			wrote(t, env, 0, 0)
		})
	}
}

func TestGovernmentCloudIsNotAsked(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{}))
	env.Protocol(t, object{"environment": "usgovernmentl5"}).Plan(typeName, nil, minimal)
	if n := len(env.Server.Requests()); n > 0 {
		t.Errorf("%d requests", n)
	}
}

// In every operation the state's tenant is compared with the one signed in to.
func TestAnotherTenant(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{Enabled: true}))
	p := env.Protocol(t, nil)
	state := with(created, object{"id": otherID, "tenant_id": otherID})
	_, diagnostics := p.Read(typeName, state)
	same(t, diagnostics, foreign)
	planned := p.Plan(typeName, state, object{"language": "de-DE"})
	same(t, planned.Diagnostics, foreign)
	_, diagnostics = p.Apply(planned)
	same(t, diagnostics, foreign)
	planned = p.Plan(typeName, state, nil)
	same(t, planned.Diagnostics, turnsOff)
	_, diagnostics = p.Apply(planned)
	same(t, diagnostics, foreign)
	wrote(t, env, 0, 0)
}

func TestDestroy(t *testing.T) {
	for name, tc := range map[string]struct {
		onDestroy string
		warning   acctest.Diagnostic
		patches   int
		left      bool
	}{
		"disable": {"disable", turnsOff, 1, false},
		"retain":  {"retain", staysOn, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, contoso(emulator.Store{}))
			p := env.Protocol(t, nil)
			state := apply(t, p, nil, with(minimal, object{"on_destroy": tc.onDestroy}))
			env.Server.ResetRequests()
			planned := p.Plan(typeName, state, nil)
			same(t, planned.Diagnostics, tc.warning)
			state, diagnostics := p.Apply(planned)
			same(t, diagnostics)
			if state != nil {
				t.Errorf("still in the state: %v", state)
			}
			wrote(t, env, tc.patches, 0)
			if got, _ := p.Data(typeName, object{}); got["enabled"] != tc.left {
				t.Errorf("enabled afterwards: %v", got["enabled"])
			}
		})
	}
}

func TestImport(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{Enabled: true, Language: "fr-FR", PortalSelection: "companyPortal,privateStore"}))
	for name, id := range map[string]string{"as it is": tenantID, "upper case": "7E5A1E00-0000-4000-8000-000000000001"} {
		t.Run(name, func(t *testing.T) {
			p := env.Protocol(t, nil)
			state, diagnostics := p.Import(typeName, id)
			same(t, diagnostics)
			sameObject(t, state, with(created, object{"portal_selection": []any{"companyPortal", "privateStore"}}))
			unchanged(t, p, state, minimal)
			unchanged(t, p, state, with(minimal, object{"portal_selection": []any{"privateStore", "companyPortal"}}))
		})
	}
	p := env.Protocol(t, nil)
	_, diagnostics := p.Import(typeName, otherID)
	same(t, diagnostics, foreign)
	for _, id := range []string{"Contoso", "{" + tenantID + "}", "urn:uuid:" + tenantID, "7e5a1e0000004000800000000000001"} {
		_, diagnostics := p.Import(typeName, id)
		same(t, diagnostics, failure("Malformed import id",
			"\""+id+"\" is not a tenant id. An association is imported by the id of its tenant, a GUID:\n\nimport {\n  to = intunestore_association.example\n  id = \"00000000-0000-0000-0000-000000000000\"\n}"))
	}
	wrote(t, env, 0, 0)
}

// While the provider block is unknown nothing is contacted, and what can be
// planned is.
func TestUnconfigured(t *testing.T) {
	env := acctest.Start(t, contoso(emulator.Store{Enabled: true}))
	p := env.Protocol(t, object{"client_secret": acctest.Unknown})
	same(t, p.Plan(typeName, nil, minimal).Diagnostics)
	state, diagnostics := p.Read(typeName, created)
	same(t, diagnostics)
	sameObject(t, state, created)
	same(t, p.Plan(typeName, created, minimal).Diagnostics)
	same(t, p.Plan(typeName, created, nil).Diagnostics, turnsOff)
	_, diagnostics = p.Import(typeName, tenantID)
	same(t, diagnostics, failure("Provider not configured yet", "Importing the association needs the provider's configuration, which "+unconfigured))
	_, diagnostics = p.Data(typeName, object{})
	same(t, diagnostics, failure("Provider not configured yet", "Reading the association needs the provider's configuration, which "+unconfigured))
	if n := len(env.Server.Requests()); n > 0 {
		t.Errorf("%d requests", n)
	}
}

func TestDataSource(t *testing.T) {
	fresh := acctest.Start(t, contoso(emulator.Store{}))
	got, diagnostics := fresh.Protocol(t, nil).Data(typeName, object{})
	same(t, diagnostics)
	sameObject(t, got, object{"tenant_id": tenantID, "tenant_name": "Contoso", "mdm_authority": "intune", "enabled": false, "portal_selection": []any{}})

	tenant := contoso(emulator.Store{Enabled: true, Language: "fr-FR", PortalSelection: "privateStore",
		LastSuccessfulSync: "2026-11-20T08:00:00.1234567-08:00", LastCompletedSync: "2026-11-21T08:00:00Z"})
	tenant.Organization.MDMAuthority = "office365"
	used := acctest.Start(t, tenant)
	got, diagnostics = used.Protocol(t, nil).Data(typeName, object{})
	same(t, diagnostics)
	sameObject(t, got, object{"tenant_id": tenantID, "tenant_name": "Contoso", "mdm_authority": "office365", "enabled": true, "language": "fr-FR",
		"portal_selection": []any{"privateStore"}, "last_successful_sync": "2026-11-20T16:00:00Z", "last_completed_sync": "2026-11-21T08:00:00Z"})
}
