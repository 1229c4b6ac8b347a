package appassignment

import (
	"encoding/json"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// Held names the assignments that a state of either resource holds, given its
// attributes as JSON. A state that it does not understand holds none: the plan is
// then the stricter one.
func Held(attributes []byte) []string {
	var state struct {
		ID          string
		AppID       string `json:"app_id"`
		Assignments []struct {
			Intent string
			Target struct {
				Type    string
				GroupID string `json:"group_id"`
			}
		}
	}
	switch {
	case json.Unmarshal(attributes, &state) != nil || state.ID == "":
		return nil
	case state.Assignments == nil:
		return []string{state.ID}
	}
	var ids []string
	for _, a := range state.Assignments {
		id := graph.AssignmentID(graph.Assignment{Intent: a.Intent, Target: graph.Target{
			Type: wireTargets[a.Target.Type], GroupID: guidtypes.NewValue(a.Target.GroupID).Canonical()}})
		ids = append(ids, joinID(guidtypes.NewValue(state.AppID).Canonical(), id))
	}
	return ids
}
