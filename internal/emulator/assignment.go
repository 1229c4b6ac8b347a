package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// assignment is one assignment of an app as the service keeps it.
type assignment struct {
	targetType string // short type name
	targetID   string // group, collection, or one of the fixed ids
	intent     string
	filterID   string // "" for none
	filterType string // none, include, exclude
	settings   map[string]any
	source     string // direct, policySets
	sourceID   string
}

// Ids of the targets that are not groups. Source: observed by public tools.
const (
	allUsersID   = "acacacac-9df4-4c7d-9d50-4ef0226f57a9"
	allDevicesID = "adadadad-808e-44e2-905a-0b7873a8a531"
)

// id is {targetId}_{intent}_{mode}: the number of the intent, and 1 for an
// exclusion. Source: observed by public tools.
func (a assignment) id() string {
	mode := "0"
	if a.targetType == "exclusionGroupAssignmentTarget" {
		mode = "1"
	}
	return a.targetID + "_" + strconv.Itoa(intentNumbers[a.intent]) + "_" + mode
}

var intentNumbers = map[string]int{"available": 0, "required": 1, "uninstall": 2, "availableWithoutEnrollment": 3}

// read builds an assignment of an app from a body that fits the schema, and
// refuses what Intune's own rules refuse.
func (a *app) read(body map[string]any) (assignment, error) {
	var as assignment
	as.intent, _ = body["intent"].(string)
	if as.intent == "" {
		return as, badRequest("The Intent of a MobileAppAssignment is required.")
	}
	as.source = "direct"
	if source, ok := body["source"].(string); ok {
		as.source = source
	}
	as.sourceID, _ = body["sourceId"].(string)
	target, ok := body["target"].(map[string]any)
	if !ok {
		return as, badRequest("The Target of a MobileAppAssignment is required.")
	}
	if err := a.readTarget(&as, target); err != nil {
		return as, err
	}
	settings, _ := body["settings"].(map[string]any)
	return as, a.readSettings(&as, settings)
}

func (a *app) readTarget(as *assignment, target map[string]any) error {
	as.targetType = shortType(target)
	switch as.targetType {
	case "allLicensedUsersAssignmentTarget":
		as.targetID = allUsersID
	case "allDevicesAssignmentTarget":
		as.targetID = allDevicesID
	case "configurationManagerCollectionAssignmentTarget":
		as.targetID, _ = target["collectionId"].(string)
		if as.targetID == "" {
			return badRequest("The CollectionId of the assignment target is required.")
		}
	default:
		id, _ := target["groupId"].(string)
		if !isGUID(id) {
			// Source: observed, MSEndpointMgr/IntuneWin32App#56.
			return badRequest("The GroupId '%s' of the assignment target is not a valid GUID.", id)
		}
		as.targetID = strings.ToLower(id)
	}
	as.filterType = "none"
	if name, ok := target["deviceAndAppManagementAssignmentFilterType"].(string); ok {
		as.filterType = name
	}
	as.filterID, _ = target["deviceAndAppManagementAssignmentFilterId"].(string)
	_, sentID := target["deviceAndAppManagementAssignmentFilterId"]
	_, sentType := target["deviceAndAppManagementAssignmentFilterType"]
	switch {
	case a.Type == "windowsMicrosoftEdgeApp" && (sentID || sentType):
		// Source: observed, Micke-K/IntuneManagement.
		return badRequest("Assignment filters are not supported for this MobileApp.")
	case as.filterType == "none" && as.filterID != "", as.filterType != "none" && !isGUID(as.filterID):
		return badRequest("The assignment filter id '%s' does not go with the filter type '%s'.", as.filterID, as.filterType)
	}
	as.filterID = strings.ToLower(as.filterID)
	return nil
}

// readSettings keeps the settings whole: a write replaces all of them.
func (a *app) readSettings(as *assignment, settings map[string]any) error {
	as.settings = nil
	if settings == nil {
		return nil
	}
	name := shortType(settings)
	if want := appTypes[a.Type].settings; name != want {
		return badRequest("Assignment settings of type '%s' cannot be used for a MobileApp of type '%s'.", name, a.Type)
	}
	as.settings = maps.Clone(settings)
	for property := range as.settings {
		if strings.Contains(property, "@") && property != "@odata.type" {
			delete(as.settings, property) // other annotations are not kept
		}
	}
	return as.checkVPP()
}

// checkVPP refuses combinations of Apple settings and intents.
// Source: observed in captured traffic.
func (a assignment) checkVPP() error {
	for _, rule := range []struct {
		property string
		refused  bool
		message  string
	}{
		{"isRemovable", a.intent != "required", "IsRemovable setting is only supported for Required intent"},
		{"uninstallOnDeviceRemoval", a.intent == "uninstall", "UninstallOnDeviceRemoval setting is not supported for Uninstall intent"},
		{"preventManagedAppBackup", a.intent == "uninstall", "PreventManagedAppBackup setting is not supported for Uninstall intent"},
	} {
		if rule.refused && a.settings[rule.property] != nil {
			return badRequest("%s", rule.message)
		}
	}
	return nil
}

// object is the assignment as an endpoint shows it.
func (a assignment) object(v version) map[string]any {
	target := map[string]any{"@odata.type": "#microsoft.graph." + a.targetType}
	switch a.targetType {
	case "configurationManagerCollectionAssignmentTarget":
		target["collectionId"] = a.targetID
	case "groupAssignmentTarget", "exclusionGroupAssignmentTarget":
		target["groupId"] = a.targetID
	}
	object := map[string]any{
		"@odata.type": "#microsoft.graph.mobileAppAssignment", "id": a.id(), "intent": a.intent,
		"target": target, "settings": a.settingsObject(v),
	}
	if v == beta {
		target["deviceAndAppManagementAssignmentFilterId"] = nullable(a.filterID)
		target["deviceAndAppManagementAssignmentFilterType"] = a.filterType
		object["source"], object["sourceId"] = a.source, nullable(a.sourceID)
	}
	return object
}

// settingsObject shows every property of the type, null where nothing was sent.
// Observed in captured traffic.
func (a assignment) settingsObject(v version) any {
	name := shortType(a.settings)
	if a.settings == nil || wireTypes[name].beta && v == v1 {
		return nil
	}
	object := map[string]any{"@odata.type": a.settings["@odata.type"]}
	for _, property := range propertyNames(name, v) {
		object[property] = a.settings[property]
		if p, _ := lookup(name, property, v); object[property] == nil && !p.null {
			object[property] = zero(p)
		}
	}
	return object
}

func zero(p property) any {
	switch p.form {
	case boolean:
		return false
	case enum:
		return p.enum[0]
	}
	return nil
}

func shortType(object map[string]any) string {
	name, _ := object["@odata.type"].(string)
	return strings.TrimPrefix(name, "#microsoft.graph.")
}

// setAssignments replaces all assignments by ones in the beta wire shape, as
// the tenant file and the portal give them.
func (a *app) setAssignments(objects []map[string]any) error {
	var list []assignment
	for i, object := range objects {
		as, err := a.portal(object)
		if err != nil {
			return fmt.Errorf("assignment %d: %w", i, err)
		}
		if find(list, as.id()) >= 0 {
			return fmt.Errorf("assignment %d: %s exists twice", i, as.id())
		}
		list = append(list, as)
	}
	a.assignments = list
	return nil
}

func find(list []assignment, id string) int {
	return slices.IndexFunc(list, func(a assignment) bool { return strings.EqualFold(a.id(), id) })
}
