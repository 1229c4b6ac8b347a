package graph

import (
	"encoding/json"
	"fmt"
)

// Assignment is one target of one app: who gets it, or is kept from it, and how.
type Assignment struct {
	ID       string    // as the service wrote it; see AssignmentID
	Intent   string    // Graph's spelling: required, available, uninstall, availableWithoutEnrollment
	Target   Target    //
	Settings *Settings // nil for none; an exclusion never has any
	Source   string    // direct, policySets; read only
	SourceID string    // the policy set's id, when it is the source; read only
}

// intentNumbers are the values of Graph's installIntent.
var intentNumbers = map[string]int{"available": 0, "required": 1, "uninstall": 2, "availableWithoutEnrollment": 3}

// The ids that stand for the two targets without a group in an assignment's id.
const (
	allUsersID   = "acacacac-9df4-4c7d-9d50-4ef0226f57a9"
	allDevicesID = "adadadad-808e-44e2-905a-0b7873a8a531"
)

// AssignmentID predicts the id that Intune gives an assignment: {target id}_{intent's number}_{0 included, 1
// excluded}. It is empty for a target or an intent that this package does not know. No page documents the form; it is
// recorded in several public Intune tools, so the id that a create returns is the one to keep.
func AssignmentID(a Assignment) string {
	intent, ok := intentNumbers[a.Intent]
	if !ok {
		return ""
	}
	switch a.Target.Type {
	case GroupTarget:
		return fmt.Sprintf("%s_%d_0", guid(a.Target.GroupID), intent)
	case ExclusionGroupTarget:
		return fmt.Sprintf("%s_%d_1", guid(a.Target.GroupID), intent)
	case AllLicensedUsersTarget:
		return fmt.Sprintf("%s_%d_0", allUsersID, intent)
	case AllDevicesTarget:
		return fmt.Sprintf("%s_%d_0", allDevicesID, intent)
	}
	return ""
}

type assignmentWire struct {
	ID       string
	Intent   string
	Target   json.RawMessage
	Settings json.RawMessage
	Source   string
	SourceID string
}

func (w assignmentWire) assignment() (Assignment, error) {
	a := Assignment{ID: w.ID, Intent: w.Intent, Source: w.Source, SourceID: w.SourceID}
	if empty(w.Target) {
		return a, fmt.Errorf("assignment %q has no target", w.ID)
	}
	var err error
	if a.Target, err = readTarget(w.Target); err != nil {
		return a, fmt.Errorf("the target of assignment %q: %w", w.ID, err)
	}
	if a.Settings, err = readSettings(w.Settings); err != nil {
		return a, fmt.Errorf("the settings of assignment %q: %w", w.ID, err)
	}
	return a, nil
}

// write is the assignment as JSON, without what the service makes itself.
func (a Assignment) write(patch bool) (map[string]any, error) {
	target, err := a.Target.write(patch)
	if err != nil {
		return nil, err
	}
	m := map[string]any{
		"@odata.type": longType("mobileAppAssignment"),
		"intent":      a.Intent,
		"target":      target,
		"settings":    nil,
	}
	// What takes someone out has nothing to set, and is sent so by public tools that work.
	if a.Settings != nil && a.Target.Type != ExclusionGroupTarget {
		if m["settings"], err = a.Settings.write(); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func assignmentsPath(appID string, rest ...string) path {
	return append(path{"deviceAppManagement", "mobileApps", appID, "assignments"}, rest...)
}

// readAssignment is the one assignment of an answer.
func readAssignment(a *answer) (Assignment, error) {
	var wire assignmentWire
	if err := a.decodeEntity(&wire); err != nil {
		return Assignment{}, err
	}
	read, err := wire.assignment()
	if err != nil {
		return Assignment{}, a.nonsense(err.Error())
	}
	return read, nil
}
