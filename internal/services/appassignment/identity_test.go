package appassignment_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

const groupAID = groupA + "_1_0"

var (
	identityA   = object{"app_id": appID, "assignment_id": groupAID}
	identityApp = object{"app_id": appID}
)

// The identity is there after every verb, and never another one, in whatever case
// the configuration is written.
func TestIdentity(t *testing.T) {
	upper := func(e object) object { return with(e, object{"app_id": strings.ToUpper(appID)}) }
	for typeName, tc := range map[string]struct{ first, second, identity object }{
		typeSingle: {upper(single(entry("required", groupA))), upper(single(filtered(entry("required", groupA), "include"))), identityA},
		typeSet:    {upper(set(entry("required", groupA))), upper(set(entry("required", groupA), entry("required", groupB))), identityApp},
	} {
		t.Run(typeName, func(t *testing.T) {
			env := acctest.Start(t, roomy())
			p := env.Protocol(t, nil).Identified(typeName)
			step := func(what string, state object, diagnostics []acctest.Diagnostic) object {
				t.Helper()
				same(t, diagnostics)
				sameObject(t, p.Identity(), tc.identity)
				if state == nil && what != "gone" {
					t.Errorf("%s: no state", what)
				}
				return state
			}
			state, diagnostics := p.Apply(p.Plan(nil, tc.first))
			state = step("create", state, diagnostics)
			state, diagnostics = p.Read(state)
			state = step("read", state, diagnostics)
			planned := p.Plan(state, tc.second)
			same(t, planned.Diagnostics)
			if !planned.Changed() {
				t.Error("nothing planned")
			}
			state, diagnostics = p.Apply(planned)
			state = step("update", state, diagnostics)

			// A state of an older Terraform has none: reading and changing give it one.
			p = env.Protocol(t, nil).Identified(typeName)
			state, diagnostics = p.Apply(p.Plan(state, tc.first))
			state = step("update without", state, diagnostics)
			p = env.Protocol(t, nil).Identified(typeName)
			state, diagnostics = p.Read(state)
			step("read without", state, diagnostics)
		})
	}
}

// What is gone was something: the framework wants its identity all the same.
func TestIdentityOfWhatIsGone(t *testing.T) {
	env := acctest.Start(t, roomy())
	state := create(t, env, typeSingle, single(entry("required", groupA)))
	portal(t, env, func([]map[string]any) []map[string]any { return nil })
	p := env.Protocol(t, nil).Identified(typeSingle)
	read, diagnostics := p.Read(state)
	same(t, diagnostics)
	if read != nil {
		t.Errorf("still there: %v", read)
	}
}

func TestImportByIdentity(t *testing.T) {
	env := acctest.Start(t, roomy())
	create(t, env, typeSingle, single(entry("required", groupA)))
	for typeName, tc := range map[string]struct {
		identity object
		id       string
		config   object
	}{
		typeSingle: {identityA, appID + "/" + groupAID, single(entry("required", groupA))},
		typeSet:    {identityApp, appID, set(entry("required", groupA))},
	} {
		t.Run(typeName, func(t *testing.T) {
			given := object{}
			for name, v := range tc.identity {
				given[name] = strings.ToUpper(v.(string))
			}
			p := env.Protocol(t, nil).Identified(typeName)
			state, diagnostics := p.Import(given)
			same(t, diagnostics)
			sameObject(t, p.Identity(), tc.identity)
			byID, diagnostics := p.ImportID(tc.id)
			same(t, diagnostics)
			sameObject(t, byID, state)
			sameObject(t, p.Identity(), tc.identity)
			if planned := p.Plan(state, tc.config); planned.Changed() || len(planned.Diagnostics) > 0 {
				t.Errorf("the plan after the import is not empty: %+v", planned)
			}
		})
	}
}

func TestImportByIdentityRefuses(t *testing.T) {
	p := acctest.Start(t, roomy()).Protocol(t, nil)
	_, got := p.Identified(typeSingle).Import(object{"app_id": appID, "assignment_id": groupA})
	same(t, got, failure("Invalid import id", `"`+appID+"/"+groupA+`" is not of the form {app_id}/{assignment_id}, such as

  0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_0`))
	_, got = p.Identified(typeSet).Import(object{"app_id": "Whiteboard"})
	same(t, got, failure("Invalid import id", `The import id of an app's assignments is the app's id, a GUID such as 0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0; this is "Whiteboard".`))
}

// create applies a configuration in a run of its own.
func create(t *testing.T, env *acctest.Env, typeName string, config object) object {
	t.Helper()
	p := env.Protocol(t, nil)
	state, diagnostics := p.Apply(p.Plan(typeName, nil, config))
	same(t, diagnostics)
	return state
}
