package seatcheck_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// A refusal says the same whatever the app and the group are called, name apart: no name adds a line, or hides one.
func TestHostileNames(t *testing.T) {
	refusal := func(name string) string {
		seed := crowd(20, 0, map[string][2]int{groupA: {0, 30}})
		seed.Apps[0].DisplayName, seed.Groups[0].DisplayName = name, name
		r := begin(t, serve(t, seed), seatcheck.Options{})
		f := r.Plan(t.Context(), r.add(on("required", groupA)))
		if f == nil {
			t.Fatalf("%q is not refused", name)
		}
		return f.Detail
	}
	plain := refusal("PLAIN")
	what, names := hostilenames.All()
	for i, name := range names {
		t.Run(what[i], func(t *testing.T) {
			got := refusal(name)
			if harm := hostilenames.Harm(got); harm != "" {
				t.Errorf("%s: %.2000q", harm, got)
			}
			if diff := cmp.Diff(strings.ReplaceAll(plain, "PLAIN", printable.Name(name)), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
