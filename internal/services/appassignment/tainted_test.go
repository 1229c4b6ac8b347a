package appassignment_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// What is tainted is planned as a create, and without a refresh all that Terraform
// shows of it is the state to upgrade: that is enough not to take it for somebody
// else's. What no state holds still is.
func TestTaintedUnread(t *testing.T) {
	tenant := roomy()
	tenant.Apps[0].Assignments = []map[string]any{wire("required", groupA), wireExclusion("available", groupX)}
	tenant.Apps[1].Assignments = []map[string]any{wire("required", groupA)}
	env := acctest.Start(t, tenant)
	required := single(entry("required", groupA))
	for name, tc := range map[string]struct {
		typeName, held string
		config         object
		refused        bool
	}{
		"single":               {typeSingle, appID + "/" + groupA + "_1_0", required, false},
		"another's single":     {typeSingle, appID + "/" + groupX + "_0_1", required, true},
		"set":                  {typeSet, appID, set(entry("uninstall", groupB)), false},
		"another's set":        {typeSet, secondApp, set(entry("uninstall", groupB)), true},
		"single, not the set":  {typeSingle, appID + "/" + groupA + "_1_0", with(required, object{"app_id": secondApp}), true},
		"exclusion of the app": {typeSingle, appID + "/" + groupX + "_0_1", single(exclusion("available", groupX)), false},
	} {
		t.Run(name, func(t *testing.T) {
			state, diagnostics := env.Protocol(t, nil).Import(tc.typeName, tc.held)
			same(t, diagnostics)
			attributes, err := json.Marshal(state)
			if err != nil {
				t.Fatal(err)
			}
			p := env.Protocol(t, nil)
			_, diagnostics = p.Upgrade(tc.typeName, 0, attributes)
			same(t, diagnostics)
			var want, got []string
			if tc.refused {
				want = []string{"Assignment already exists"}
			}
			for _, d := range p.Plan(tc.typeName, nil, tc.config).Diagnostics {
				got = append(got, d.Summary)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("summaries (-want +got):\n%s", diff)
			}
		})
	}
}
