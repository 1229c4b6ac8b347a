package appassignment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// thousands is a tenant of 200 apps with ten assignments each.
func thousands() emulator.Tenant {
	var tenant emulator.Tenant
	for i := range 5 {
		tenant.Groups = append(tenant.Groups, emulator.Group{ID: fmt.Sprintf("b0000000-0000-4000-8000-%012d", i), DisplayName: fmt.Sprintf("Group %d", i)})
	}
	for i := range 200 {
		app := emulator.App{ID: fmt.Sprintf("a0000000-0000-4000-8000-%012d", i), DisplayName: fmt.Sprintf("App %03d", i), TotalLicenseCount: 10}
		for _, group := range tenant.Groups {
			app.Assignments = append(app.Assignments, wire("required", group.ID), wire("uninstall", group.ID))
		}
		tenant.Apps = append(tenant.Apps, app)
	}
	return tenant
}

// Two thousand assignments cost ten batches of twenty apps, each batch is read when
// the one before has been taken, and a limit ends the reading.
func TestListOfThousands(t *testing.T) {
	env := acctest.Start(t, thousands())
	batches := func() (n int) {
		for _, r := range env.Server.Requests() {
			if r.BatchSize == 20 {
				n++
			}
		}
		return n
	}
	p := env.Protocol(t, nil)
	seen := 0
	all := p.List(typeSingle, acctest.Listing{Include: true, Until: func(acctest.Listed) bool {
		if seen++; seen%100 != 1 {
			return false
		}
		if ahead := batches() - (seen+199)/200; ahead > 0 {
			t.Errorf("after %d results %d batches ahead", seen, ahead)
			return true
		}
		return false
	}})
	if len(all) != 2000 || batches() != 10 || all[1999].Resource["id"] == nil {
		t.Errorf("%d results, %d batches", len(all), batches())
	}
	for limit, want := range map[int64]int{1: 1, 200: 1, 201: 2} {
		env.Server.ResetRequests()
		if got := p.List(typeSingle, acctest.Listing{Limit: limit}); len(got) != int(limit) || batches() != want {
			t.Errorf("limit %d: %d results, %d batches", limit, len(got), batches())
		}
	}
}

// Ctrl-C in the middle of a listing: what has been read is listed, one result says
// why it ends, and nothing more is asked.
func TestListInterrupted(t *testing.T) {
	env := acctest.Start(t, thousands())
	p := env.Protocol(t, nil)
	stopped := 0
	all := p.List(typeSingle, acctest.Listing{Until: func(acctest.Listed) bool {
		if stopped++; stopped == 100 {
			p.Stop()
			env.Server.ResetRequests()
		}
		return false
	}})
	last := all[len(all)-1]
	const said = "Reading the assignments of App 020 (a0000000-0000-4000-8000-000000000020) failed.\n\nNo answer came: context canceled.\n\nThe run was interrupted. Run it again to go on.\n\nRequest: "
	if len(all) != 201 || len(last.Diagnostics) != 1 || last.Identity != nil || !strings.HasPrefix(last.Diagnostics[0].Detail, said) {
		t.Errorf("%d results, the last %+v", len(all), last)
	}
	if n := len(env.Server.Requests()); n > 0 {
		t.Errorf("%d requests after the interruption", n)
	}
}
