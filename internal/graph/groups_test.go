package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// A directory is listed only when one page holds all its groups, and in one request
// either way.
func TestFewGroups(t *testing.T) {
	server, c := start(t, nil)
	for _, n := range []int{2, 999, 1000} {
		seed := tenant()
		seed.Groups = nil
		var want []string
		for i := range n {
			id := fmt.Sprintf("69000000-0000-4000-8000-%012d", i)
			seed.Groups = append(seed.Groups, emulator.Group{ID: id, DisplayName: fmt.Sprint("Group ", i)})
			want = append(want, id)
		}
		if n > 999 {
			want = nil
		}
		if err := server.Seed(seed); err != nil {
			t.Fatal(err)
		}
		server.ResetRequests()
		got, err := c.FewGroups(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d groups (-want +got):\n%s", n, diff)
		}
		if diff := cmp.Diff(map[string]int{"GET /groups": 1}, server.RequestCounts()); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	}
}
