package appseats_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	typeName = "intunestore_app_seats"
	appID    = "a0000000-0000-4000-8000-000000000001"
	freeID   = "a0000000-0000-4000-8000-000000000002"
	win32ID  = "a0000000-0000-4000-8000-000000000003"
	noneID   = "a0000000-0000-4000-8000-0000000000ff"
	groupA   = "b0000000-0000-4000-8000-00000000000a"
	groupB   = "b0000000-0000-4000-8000-00000000000b"
	groupX   = "b0000000-0000-4000-8000-00000000000c"
)

func on(intent, kind, group string) map[string]any {
	return map[string]any{
		"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": intent,
		"target": map[string]any{"@odata.type": "#microsoft.graph." + kind, "groupId": group},
	}
}

// company is an app of 50 licences, 10 in use, assigned to 60 people and to 40 of
// whom 20 are among the 60, less 5.
func company() emulator.Tenant {
	return emulator.Tenant{
		Apps: []emulator.App{
			{ID: appID, DisplayName: "Tableau blanc", TotalLicenseCount: 50, UsedLicenseCount: 10, Assignments: []map[string]any{
				on("required", "groupAssignmentTarget", groupA), on("available", "groupAssignmentTarget", groupB), on("required", "exclusionGroupAssignmentTarget", groupX),
			}},
			{ID: freeID, DisplayName: "Gratuit", Assignments: []map[string]any{on("required", "groupAssignmentTarget", groupA)}},
			{ID: win32ID, DisplayName: "Outil", Type: "win32LobApp"},
		},
		Groups: []emulator.Group{
			{ID: groupA, DisplayName: "Ventes", Generate: []emulator.Generate{{Prefix: "p-", Users: 60}}},
			{ID: groupB, DisplayName: "Achats", Generate: []emulator.Generate{{Prefix: "p-", From: 40, Users: 40}}},
			{ID: groupX, DisplayName: "Stagiaires", Generate: []emulator.Generate{{Prefix: "p-", Users: 5}}},
		},
	}
}

func share(intent, kind, group string, members int) acctest.Object {
	return acctest.Object{"intent": intent, "type": kind, "group_id": group, "unit": "user", "filtered": false, "members": members}
}

func TestSeats(t *testing.T) {
	for _, tc := range []struct {
		name string
		id   string
		want acctest.Object
	}{
		{"over-assigned", appID, acctest.Object{
			"app_id": appID, "display_name": "Tableau blanc", "counted": true,
			"total": 50, "used": 10, "available": 40, "claimed": 75, "needed": 75, "shortfall": 25, "exact": false, "upper_bound": false,
			"assignments": []any{share("required", "group", groupA, 60), share("available", "group", groupB, 40), share("required", "exclusion_group", groupX, 5)},
		}},
		{"not counted", freeID, acctest.Object{
			"app_id": freeID, "display_name": "Gratuit", "counted": false,
			"total": 0, "used": 0, "available": 0, "claimed": 60, "needed": 60, "shortfall": 0, "exact": false, "upper_bound": false,
			"assignments": []any{share("required", "group", groupA, 60)},
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := acctest.Start(t, company()).Protocol(t, nil)
			got, diags := p.Data(typeName, acctest.Object{"app_id": tc.id})
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %+v", diags)
			}
			if diff := cmp.Diff(fmt.Sprint(tc.want), fmt.Sprint(got)); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSeatsOfWhatHasNone(t *testing.T) {
	p := acctest.Start(t, company()).Protocol(t, nil)
	for id, want := range map[string]acctest.Diagnostic{
		noneID:  {Summary: "App not found", Detail: "Intune has no app " + noneID + ".", Attribute: `AttributeName("app_id")`},
		win32ID: {Summary: "Not a licensed store app", Detail: "Outil (" + win32ID + ") is of type win32LobApp, which has no licences to count.", Attribute: `AttributeName("app_id")`},
	} {
		_, diags := p.Data(typeName, acctest.Object{"app_id": id})
		if diff := cmp.Diff([]acctest.Diagnostic{want}, diags); diff != "" {
			t.Errorf("diagnostics (-want +got):\n%s", diff)
		}
	}
}

// The numbers can stop a plan by a condition.
func TestAccPrecondition(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, company())
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{{
			Config: env.Config(fmt.Sprintf(`
data "intunestore_app_seats" "app" {
  app_id = %q
}

output "short" {
  value = "short by ${data.intunestore_app_seats.app.shortfall}"

  precondition {
    condition     = data.intunestore_app_seats.app.shortfall == 0
    error_message = "${data.intunestore_app_seats.app.display_name} is short by ${data.intunestore_app_seats.app.shortfall} licences."
  }
}
`, appID)),
			ExpectError: regexp.MustCompile("Tableau blanc is short by 25 licences"),
		}},
	})
}
