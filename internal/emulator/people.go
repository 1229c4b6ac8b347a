package emulator

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/google/uuid"
)

// servicePlans are the names that a tenant file may use for plans.
// Source: Microsoft Entra docs, product names and service plan identifiers.
var servicePlans = map[string]struct{ id, service string }{
	"INTUNE_A":              {"c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "SCO"},
	"INTUNE_EDU":            {"da24caf9-af8e-485c-b7c8-e73336da2693", "SCO"},
	"INTUNE_A_VL":           {"3e170737-c728-4eae-bbb9-3f3360f7184c", "SCO"},
	"INTUNE_SMBIZ":          {"8e9ff0ff-aa7a-4b20-83c1-2f636b600ac2", "SCO"},
	"INTUNE_O365":           {"882e1d05-acd1-4ccb-8708-6ee03664b117", "SCO"},
	"EXCHANGE_S_ENTERPRISE": {"efb87545-963c-4e0d-99df-69c6916d9eb0", "exchange"},
}

// planObjects turns plans of the tenant file into assignedPlan objects.
func planObjects(plans []string) ([]any, error) {
	objects := make([]any, 0, len(plans))
	for _, plan := range plans {
		name, status, ok := strings.Cut(plan, ":")
		if !ok {
			status = "Enabled"
		}
		known, ok := servicePlans[name]
		if !ok {
			if uuid.Validate(name) != nil {
				return nil, fmt.Errorf("plan %q is neither a GUID nor one of the known names", name)
			}
			known.id, known.service = strings.ToLower(name), "other"
		}
		objects = append(objects, map[string]any{
			"assignedDateTime": "2023-01-10T08:30:00Z", "capabilityStatus": status,
			"service": known.service, "servicePlanId": known.id,
		})
	}
	return objects, nil
}

func userObject(u *User) map[string]any {
	plans, _ := planObjects(u.Plans) // checked when loaded
	return map[string]any{
		"id": u.ID, "userPrincipalName": u.UserPrincipalName, "displayName": u.DisplayName, "mail": u.UserPrincipalName,
		"accountEnabled": orTrue(u.AccountEnabled), "userType": u.UserType,
		"assignedPlans": plans, "assignedLicenses": []any{},
	}
}

func deviceObject(d *Device) map[string]any {
	return map[string]any{
		"id": d.ID, "deviceId": d.DeviceID, "displayName": d.DisplayName,
		"operatingSystem": d.OperatingSystem, "accountEnabled": orTrue(d.AccountEnabled),
	}
}

func groupObject(g *group) map[string]any {
	return map[string]any{
		"id": g.id, "displayName": g.name, "groupTypes": []any{},
		"securityEnabled": true, "mailEnabled": false,
		"membershipRule": nil, "membershipRuleProcessingState": nil,
	}
}

// users are all people of the tenant.
func (st *state) allUsers() sequence {
	s := sequence{{n: len(st.users), at: func(i int) map[string]any { return userObject(st.users[i]) }}}
	for _, p := range st.prefixes {
		s = append(s, part{alike: true, n: p.users.size(), at: func(i int) map[string]any { return userObject(p.userAt(p.users.from + i)) }})
	}
	return s
}

func (st *state) allDevices() sequence {
	s := sequence{{n: len(st.devices), at: func(i int) map[string]any { return deviceObject(st.devices[i]) }}}
	for _, p := range st.prefixes {
		s = append(s, part{alike: true, n: p.devices.size(), at: func(i int) map[string]any { return deviceObject(p.deviceAt(p.devices.from + i)) }})
	}
	return s
}

// byName finds the people that a filter by name can let through, so that one
// who looks up fifteen of a million does not wait for a million. Any other
// filter: false.
func (st *state) byName(filter string) (sequence, bool) {
	if !nameFilter.MatchString(filter) {
		return nil, false
	}
	var people []map[string]any
	seen := map[string]bool{}
	for _, literal := range stringLiteral.FindAllString(filter, -1) {
		u := st.user(strings.ReplaceAll(strings.Trim(literal, "'"), "''", "'"))
		if u != nil && !seen[u.ID] {
			seen[u.ID] = true
			people = append(people, userObject(u))
		}
	}
	return sequenceOf(people), true
}

var (
	stringLiteral = regexp.MustCompile(`'(?:[^']|'')*'`)
	nameFilter    = regexp.MustCompile(`^\s*(?:userPrincipalName|id)\s+(?:in\s*\(\s*'(?:[^']|'')*'(?:\s*,\s*'(?:[^']|'')*')*\s*\)|eq\s+'(?:[^']|'')*'(?:\s+or\s+(?:userPrincipalName|id)\s+eq\s+'(?:[^']|'')*')*)\s*$`)
)
