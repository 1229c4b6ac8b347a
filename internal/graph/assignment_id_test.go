package graph

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseAssignmentID(t *testing.T) {
	const group = "aaaaaaaa-1111-1111-1111-111111111111"
	for id, want := range map[string]Assignment{
		group + "_0_0": {Intent: "available", Target: Target{Type: GroupTarget, GroupID: group}},
		group + "_1_0": {Intent: "required", Target: Target{Type: GroupTarget, GroupID: group}},
		group + "_2_1": {Intent: "uninstall", Target: Target{Type: ExclusionGroupTarget, GroupID: group}},
		group + "_3_1": {Intent: "availableWithoutEnrollment", Target: Target{Type: ExclusionGroupTarget, GroupID: group}},
		"acacacac-9df4-4c7d-9d50-4ef0226f57a9_0_0": {Intent: "available", Target: Target{Type: AllLicensedUsersTarget}},
		"adadadad-808e-44e2-905a-0b7873a8a531_1_0": {Intent: "required", Target: Target{Type: AllDevicesTarget}},
	} {
		want.ID = id
		got, ok := ParseAssignmentID(id)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: %t (-want +got):\n%s", id, ok, diff)
		}
		if again := AssignmentID(got); again != id {
			t.Errorf("%s comes back as %s", id, again)
		}
	}
	if got, ok := ParseAssignmentID(" " + upper + "_1_0"); !ok || got.Target.GroupID != "aaaaaaaa-1111-1111-1111-111111111111" {
		t.Errorf("capitals: %t, %+v", ok, got)
	}
	for _, id := range []string{"", group, group + "_1", group + "_4_0", group + "_1_2", group + "_1_0_0", group + "_01_0", "{" + group + "}_1_0", "g_1_0",
		"aaaaaaaa11111111111111111111111111111111_1_0", "aaaaaaaa-1111-1111-1111-11111111111g_1_0", group + "_1_0\n1"} {
		if got, ok := ParseAssignmentID(id); ok {
			t.Errorf("%q: %+v", id, got)
		}
	}
}
