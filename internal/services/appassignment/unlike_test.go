package appassignment

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// What a set write is compared by, told apart: ours, and what it had to spare.
func TestUnlikeAndLost(t *testing.T) {
	made := func(a graph.Assignment) graph.Assignment {
		a.ID = graph.AssignmentID(a)
		return a
	}
	const group, other = "b0000000-0000-4000-8000-00000000000a", "b0000000-0000-4000-8000-00000000000b"
	a := made(graph.Assignment{Intent: "required", Target: graph.Target{Type: graph.GroupTarget, GroupID: group}})
	b := made(graph.Assignment{Intent: "available", Target: graph.Target{Type: graph.GroupTarget, GroupID: other}})
	everyone := made(graph.Assignment{Intent: "available", Target: graph.Target{Type: graph.AllLicensedUsersTarget}})
	changed := a
	changed.Settings = &graph.Settings{MicrosoftStore: &graph.MicrosoftStoreSettings{UseDeviceContext: true}}
	wanted := map[string]graph.Assignment{a.ID: a, b.ID: b}
	for name, tc := range map[string]struct {
		are  []graph.Assignment
		want []string
	}{
		"as wanted": {[]graph.Assignment{b, a}, nil},
		"missing":   {[]graph.Assignment{a}, []string{"available, group " + other + ": asked for, and not there"}},
		"more":      {[]graph.Assignment{a, b, everyone}, []string{"available, all_licensed_users: not asked for, and there"}},
		"changed":   {[]graph.Assignment{changed, b}, []string{"required, group " + group + ": use_device_context: asked for default, kept true"}},
	} {
		if diff := cmp.Diff(tc.want, unlike(tc.are, wanted)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if got := lost([]graph.Assignment{a, b}, []graph.Assignment{b}); !cmp.Equal(got, []string{"required, group " + group + ": a policy set's or another tool's, and gone"}) {
		t.Errorf("lost: %q", got)
	}
	if got := lost([]graph.Assignment{a}, []graph.Assignment{b, a}); got != nil {
		t.Errorf("nothing is lost: %q", got)
	}
}
