package graph

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
)

// What a service says of an error, and what it calls things in it, ends in one harmless line of a bearable length.
func TestHostileWords(t *testing.T) {
	what, names := hostilenames.All()
	for i, name := range names {
		t.Run(what[i], func(t *testing.T) {
			type object = map[string]any
			refusal, err := json.Marshal(object{"error": object{"code": name, "message": name, "innerError": object{"request-id": name, "client-request-id": name, "code": name}}})
			if err != nil {
				t.Fatal(err)
			}
			kind, err := json.Marshal(object{"responses": []any{object{"id": "0", "status": 200, "body": object{"@odata.type": "#microsoft.graph." + name, "id": appID}}}})
			if err != nil {
				t.Fatal(err)
			}
			refused, _ := scripted(t, reply{status: 400, body: string(refusal)})
			_, err = refused.LicensedApps(t.Context())
			listed, _ := scripted(t, ok(string(kind)))
			apps := listed.Apps(t.Context(), []string{appID})
			if err == nil || len(apps) != 1 || apps[0].Err != nil {
				t.Fatal(err, apps)
			}
			for _, shown := range []string{err.Error(), apps[0].Value.ODataType} {
				if harm := hostilenames.Harm(shown); harm != "" || strings.Contains(shown, "\n") || len(shown) > 4000 {
					t.Errorf("%s: %d bytes %.2000q", harm, len(shown), shown)
				}
			}
		})
	}
}
