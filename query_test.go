package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// The migration guide's way of Terraform 1.14, executed with the guide's own query and
// its own commands: forty assignments are found, imported, and nothing is left to do.
func TestMigrationByQuery(t *testing.T) {
	acctest.SkipBefore(t, acctest.Release{Terraform: 14, OpenTofu: acctest.Never})
	r, env := startWith(t, madeByHand(), "")
	before := holdings(env)
	guide := section(t, "## Terraform 1.14 and later: a query")
	r.write("tenant.tfquery.hcl", fenced(t, guide, "hcl")[0])
	says := map[string]string{
		"query": "list.intunestore_app_assignment.all",
		"plan":  "Plan: 40 to import, 0 to add, 0 to change, 0 to destroy.",
		"apply": "Resources: 40 imported, 0 added, 0 changed, 0 destroyed.",
	}
	env.Server.ResetRequests()
	for _, args := range commands(fenced(t, guide, "shell")[0]) {
		if args[0] == "apply" {
			args = append(args, "-auto-approve")
		}
		out := r.must(args...)
		if !strings.Contains(out, says[args[0]]) {
			t.Fatalf("terraform %s:\n%s", strings.Join(args, " "), out)
		}
		if n := strings.Count(out, "list.intunestore_app_assignment.all"); args[0] == "query" && len(args) == 1 && n != 40 {
			t.Errorf("%d lines of a query of 40", n)
		}
	}
	r.must("plan", "-detailed-exitcode")
	if diff := cmp.Diff(before, holdings(env)); diff != "" {
		t.Errorf("the tenant changed (-before +after):\n%s", diff)
	}
	for _, request := range env.Server.Requests() {
		if strings.Contains(request.Route, "/assign") && request.Method != "GET" {
			t.Errorf("written: %s %s", request.Method, request.Path)
		}
	}
}
