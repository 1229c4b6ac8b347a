package graph

import (
	"encoding/json"
	"fmt"
)

// The types of targets that this package knows.
const (
	GroupTarget            TargetType = "groupAssignmentTarget"
	ExclusionGroupTarget   TargetType = "exclusionGroupAssignmentTarget"
	AllLicensedUsersTarget TargetType = "allLicensedUsersAssignmentTarget"
	AllDevicesTarget       TargetType = "allDevicesAssignmentTarget"
)

// TargetType is the @odata.type of a target without "#microsoft.graph.".
type TargetType string

// Known says whether the type is one that this package reads and writes by its fields.
func (t TargetType) Known() bool {
	switch t {
	case GroupTarget, ExclusionGroupTarget, AllLicensedUsersTarget, AllDevicesTarget:
		return true
	}
	return false
}

// Target is whom an assignment is for.
type Target struct {
	Type       TargetType
	GroupID    string // lower case; of the two group types
	FilterID   string // lower case; empty for none
	FilterType string // include, exclude; empty for none

	// Raw is the whole object as it was read, kept only when this package cannot express it: its type is not Known, or
	// it has members that are not above. It is written back with the fields above put over it.
	Raw json.RawMessage
}

const (
	filterID   = "deviceAndAppManagementAssignmentFilterId"
	filterType = "deviceAndAppManagementAssignmentFilterType"
)

func readTarget(raw json.RawMessage) (Target, error) {
	var wire struct {
		Type       string `json:"@odata.type"`
		GroupID    string
		FilterID   string `json:"deviceAndAppManagementAssignmentFilterId"`
		FilterType string `json:"deviceAndAppManagementAssignmentFilterType"`
	}
	if err := json.Unmarshal(raw, &wire); err != nil {
		return Target{}, err
	}
	t := Target{Type: TargetType(shortType(wire.Type))}
	if !t.Type.Known() {
		t.Raw = raw
		return t, nil
	}
	t.GroupID = guid(wire.GroupID)
	// "none" with a null id is how the service says that there is no filter.
	if id := guid(wire.FilterID); id != "" && id != zeroGUID && wire.FilterType != "none" {
		t.FilterID, t.FilterType = id, wire.FilterType
	}
	if more(raw, "groupId", filterID, filterType) {
		t.Raw = raw
	}
	return t, nil
}

// write is the target as JSON. A target in a PATCH says it when there is no filter, because leaving the members out
// may leave a filter in force; elsewhere they are left out, because not every app type has them.
func (t Target) write(patch bool) (map[string]any, error) {
	if !t.Type.Known() && len(t.Raw) == 0 {
		return nil, fmt.Errorf("a target of type %q cannot be written", t.Type)
	}
	m, err := object(t.Raw)
	if err != nil || !t.Type.Known() {
		return m, err
	}
	m["@odata.type"] = longType(string(t.Type))
	if t.Type == GroupTarget || t.Type == ExclusionGroupTarget {
		m["groupId"] = t.GroupID
	}
	delete(m, filterID)
	delete(m, filterType)
	switch {
	case t.FilterID != "":
		m[filterID], m[filterType] = t.FilterID, t.FilterType
	case patch && t.Type != ExclusionGroupTarget:
		m[filterID], m[filterType] = nil, "none"
	}
	return m, nil
}
