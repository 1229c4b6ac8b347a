package graph

import (
	"strings"

	"github.com/google/uuid"
)

// ParseAssignmentID takes an id of the form of AssignmentID apart: it returns the assignment that would have it, as far
// as an id tells (intent, and target without its filter). ok is false for any other string.
func ParseAssignmentID(id string) (a Assignment, ok bool) {
	id = guid(id)
	targetID, _, _ := strings.Cut(id, "_")
	if len(targetID) != len(zeroGUID) || uuid.Validate(targetID) != nil {
		return Assignment{}, false
	}
	// The targets without a group come first: the ids that stand for them have the form of a group's.
	for _, target := range []Target{
		{Type: AllLicensedUsersTarget},
		{Type: AllDevicesTarget},
		{Type: GroupTarget, GroupID: targetID},
		{Type: ExclusionGroupTarget, GroupID: targetID},
	} {
		for intent := range intentNumbers {
			a := Assignment{ID: id, Intent: intent, Target: target}
			if AssignmentID(a) == id {
				return a, true
			}
		}
	}
	return Assignment{}, false
}
