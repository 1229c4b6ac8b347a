package assumptions

import (
	"context"
	"net/url"
	"strings"
)

// intune is the service plan that most licences for Intune have. Source:
// Microsoft Entra docs, product names and service plan identifiers.
const intune = "c1ec4a95-1f05-45b3-a911-aa3fa01094f5"

// mostPages bounds how much of one group is read.
const mostPages = 10

var directoryChecks = map[string]check{
	"cast-plain": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		group, err := x.first(ctx, "groups")
		if err != nil {
			return outcome{}, err
		}
		return x.refused(ctx, "/v1.0/groups/"+group+"/transitiveMembers/microsoft.graph.user?$select=id", 400, "Request_UnsupportedQuery")
	}},
	"plans-filter": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		filter := url.QueryEscape("assignedPlans/any(p:p/servicePlanId eq " + intune + " and p/capabilityStatus eq 'Enabled')")
		plain, err := x.client.get(ctx, "/v1.0/users?$select=id&$top=1&$filter="+filter)
		if err != nil {
			return outcome{}, err
		}
		advanced, err := x.client.get(ctx, "/v1.0/users?$count=true&$select=id&$top=1&$filter="+filter, "ConsistencyLevel", "eventual")
		if err != nil {
			return outcome{}, err
		}
		return judged(plain.status == 400 && advanced.status == 200, "plain: %s; with the header and $count: %s", plain.says(), advanced.says())
	}},
	"members-once": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		groups, err := x.client.get(ctx, "/v1.0/groups?$top=20&$select=id")
		if err != nil {
			return outcome{}, err
		}
		for _, group := range groups.values() {
			o, err := x.once(ctx, text(group, "id"))
			if o.verdict != "" || err != nil {
				return o, err
			}
		}
		return outcome{}, lacking("none of the first groups has members, or few enough to list")
	}},
	"devices-page": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		list := "/v1.0/deviceManagement/managedDevices?$select=id&$top="
		within, err := x.client.get(ctx, list+"1000")
		if err != nil {
			return outcome{}, err
		}
		beyond, err := x.client.get(ctx, list+"1001")
		if err != nil {
			return outcome{}, err
		}
		return judged(within.status == 200 && beyond.status == 400, "$top=1000: %s; $top=1001: %s", within.says(), beyond.says())
	}},
	"filter-case": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		r, err := x.client.get(ctx, "/v1.0/users?$top=1&$select=id,userPrincipalName")
		if err != nil {
			return outcome{}, err
		}
		people := r.values()
		if len(people) == 0 || text(people[0], "userPrincipalName") == "" {
			return outcome{}, lacking("the tenant shows no people")
		}
		upper := strings.ToUpper(strings.ReplaceAll(text(people[0], "userPrincipalName"), "'", "''"))
		found, err := x.client.get(ctx, "/v1.0/users?$select=id&$filter="+url.QueryEscape("userPrincipalName eq '"+upper+"'"))
		if err != nil {
			return outcome{}, err
		}
		same := len(found.values()) == 1 && text(found.values()[0], "id") == text(people[0], "id")
		return judged(same, "%s: the same person found in capitals: %t", found.says(), same)
	}},
}

// once lists and counts the members of a group. No outcome: it has none, or too
// many.
func (x *examiner) once(ctx context.Context, group string) (outcome, error) {
	members := "/v1.0/groups/" + group + "/transitiveMembers?$select=id&$top="
	counted, err := x.client.get(ctx, members+"1&$count=true", "ConsistencyLevel", "eventual")
	if err != nil {
		return outcome{}, err
	}
	listed, distinct := 0, map[string]bool{}
	for path, pages := members+largest, 0; path != ""; pages++ {
		if pages == mostPages {
			return outcome{}, nil
		}
		r, err := x.client.get(ctx, path)
		if err != nil {
			return outcome{}, err
		}
		for _, member := range r.values() {
			listed++
			distinct[text(member, "id")] = true
		}
		path = x.client.next(r)
	}
	if listed == 0 {
		return outcome{}, nil
	}
	count, _ := counted.object["@odata.count"].(float64)
	return judged(listed == len(distinct) && int(count) == listed, "repeated: %t; the count is the list's: %t", listed != len(distinct), int(count) == listed)
}
