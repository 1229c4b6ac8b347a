package appassignment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
)

// What is listed is shown under a name on one line, whatever apps and groups are called.
func TestListHostileNames(t *testing.T) {
	var tenant emulator.Tenant
	id := func(kind string, i int) string { return fmt.Sprintf("%s0000000-0000-4000-8000-%012d", kind, i) }
	_, names := hostilenames.All()
	for i, name := range names {
		tenant.Groups = append(tenant.Groups, emulator.Group{ID: id("b", i), DisplayName: name})
		tenant.Apps = append(tenant.Apps, emulator.App{ID: id("a", i), DisplayName: name, TotalLicenseCount: 1, Assignments: []map[string]any{wire("required", id("b", i))}})
	}
	p := acctest.Start(t, tenant).Protocol(t, nil)
	for i, name := range names {
		shown := printable.Name(name)
		for typeName, want := range map[string]string{
			typeSingle: shown + ": required, group " + shown + " (" + id("b", i) + ")",
			typeSet:    shown + ": 1 assignment",
		} {
			var listing acctest.Listing
			if typeName == typeSingle { // sets are not told apart by app
				listing.Config = object{"app_id": id("a", i)}
			}
			all := listed(p.List(typeName, listing))
			if typeName == typeSingle && cmp.Diff([]string{want}, all) != "" || !strings.Contains(strings.Join(all, "\n"), want) {
				t.Errorf("%.300q, want %.300q", all, want)
			}
			for _, line := range all {
				if harm := hostilenames.Harm(line); harm != "" || strings.Contains(line, "\n") {
					t.Errorf("%s: %.300q", harm, line)
				}
			}
		}
	}
}
