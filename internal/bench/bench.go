// Package bench measures what a plan costs: round trips to the tenant, time,
// and the memory of the provider's process, against a provider that does nothing
// (package idle) on the same machine in the same minute. It runs a real
// terraform on a real binary and an emulated tenant; the command below it prints
// the report. It knows no service by its inside.
package bench

import (
	"fmt"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

// The application that signs in to an emulated company.
const (
	clientID     = "c11e0000-0000-4000-8000-000000000001"
	clientSecret = "benchmark-secret"
)

// Company is an estate of a size: so many assignments, each a resource block of
// its own, over apps and groups.
type Company struct{ Assignments, Apps, Groups int }

// CompanyOf keeps the proportions of 1,000 assignments of 200 apps to 300 groups: no
// more than five an app, and groups enough for them to differ.
func CompanyOf(assignments int) Company {
	return Company{assignments, (assignments + 4) / 5, max(min(assignments, 5), assignments*3/10)}
}

// AllowedRoundTrips is what a plan of the company may ask for: the assignments
// of the apps and the sizes of the groups in batches of twenty, as much again for
// the apps, and a few to sign in and to begin with.
func (c Company) AllowedRoundTrips() int { return (c.Apps+c.Groups)/20 + c.Apps/20 + 15 }

// Assignment is the app and the group of assignment i. No pair comes twice.
func (c Company) Assignment(i int) (app, group string) {
	a := i % c.Apps
	return AppID(a), GroupID((a + i/c.Apps*max(1, c.Groups/5)) % c.Groups)
}

// AppID is the id of app n.
func AppID(n int) string { return fmt.Sprintf("a0000000-0000-4000-8000-%012d", n) }

// GroupID is the id of group n.
func GroupID(n int) string { return fmt.Sprintf("b0000000-0000-4000-8000-%012d", n) }

// Tenant is the company's tenant. Every app has seats enough for counts to decide,
// none of them so many that nothing has to be counted. assigned says whether it has
// its assignments already.
func (c Company) Tenant(assigned bool) emulator.Tenant {
	t := emulator.Tenant{
		Clients: []entra.Client{{ID: clientID, Secret: clientSecret}},
		Apps:    make([]emulator.App, c.Apps),
		Groups:  make([]emulator.Group, c.Groups),
	}
	for i := range t.Apps {
		t.Apps[i] = emulator.App{ID: AppID(i), DisplayName: fmt.Sprintf("App %d", i), TotalLicenseCount: 500, UsedLicenseCount: 50}
	}
	for i := range t.Groups {
		t.Groups[i] = emulator.Group{ID: GroupID(i), DisplayName: fmt.Sprintf("Group %d", i),
			Generate: []emulator.Generate{{Prefix: "staff-", From: 10 * i, Users: 40}}}
	}
	if assigned {
		for i := range c.Assignments {
			a := &t.Apps[i%c.Apps]
			_, group := c.Assignment(i)
			a.Assignments = append(a.Assignments, map[string]any{
				"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": "required",
				"target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group},
			})
		}
	}
	return t
}

// blocks is the configuration of the assignments as resources of a type.
func (c Company) blocks(resource string) string {
	var b strings.Builder
	for i := range c.Assignments {
		app, group := c.Assignment(i)
		fmt.Fprintf(&b, "resource %q \"r%d\" {\n  app_id = %q\n  intent = \"required\"\n  target = {\n    type     = \"group\"\n    group_id = %q\n  }\n}\n\n", resource, i, app, group)
	}
	return b.String()
}
