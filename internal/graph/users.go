package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// intunePlans are the service plans that make a user an Intune user.
//
// Source: Microsoft Entra docs, "Product names and service plan identifiers for licensing", the plans whose friendly
// name is Microsoft Intune, Intune Plan 1 or Intune for Education. Not in it, because they alone do not let a user's
// devices be managed: INTUNE_O365 (the basic device management of Microsoft 365), INTUNE_P2 and the other add-ons to
// Plan 1, and the device-only products.
var intunePlans = [...]struct{ name, id string }{
	{"INTUNE_A", "c1ec4a95-1f05-45b3-a911-aa3fa01094f5"},
	{"INTUNE_A_VL", "3e170737-c728-4eae-bbb9-3f3360f7184c"},
	{"INTUNE_A_GOV", "d216f254-796f-4dab-bbfa-710686e646b9"},
	{"INTUNE_EDU", "da24caf9-af8e-485c-b7c8-e73336da2693"},
	{"INTUNE_SMBIZ", "8e9ff0ff-aa7a-4b20-83c1-2f636b600ac2"},
}

// licensedUsersFilter picks enabled users with an Intune plan. Assumption: neither Graph's nor Intune's docs say
// whether "all licensed users" leaves out the disabled; someone who cannot sign in can install nothing.
var licensedUsersFilter = func() string {
	plans := make([]string, len(intunePlans))
	for i, p := range intunePlans {
		plans[i] = fmt.Sprintf("assignedPlans/any(p:p/servicePlanId eq %s and p/capabilityStatus eq 'Enabled')", p.id)
	}
	return "accountEnabled eq true and (" + strings.Join(plans, " or ") + ")"
}()

// LicensedUserCount counts the enabled users with an Intune service plan.
func (c *Client) LicensedUserCount(ctx context.Context) (int, error) {
	a, err := c.do(ctx, call{op: readLicensedUsers, path: path{"users"}, query: countQuery(licensedUsersFilter), eventual: true})
	if err != nil {
		return 0, err
	}
	return readCount(a)
}

// LicensedUsers lists the ids, in lower case, of the enabled users with an Intune service plan, in pages of up to 999.
// What page returns ends the listing.
func (c *Client) LicensedUsers(ctx context.Context, page func([]string) error) error {
	first := call{op: readLicensedUsers, path: path{"users"}, eventual: true,
		query: query("$filter", licensedUsersFilter, "$count", "true", "$top", "999", "$select", "id")}
	return list(ctx, c, first, func(users []idWire) error {
		ids, err := readIDs(users)
		if err != nil {
			return err
		}
		return page(ids)
	})
}

// upnsInFilter is how many values one "in" may have (Graph docs, $filter operators: 15).
const upnsInFilter = 15

// UserIDs finds the ids of users by their principal names, both in lower case in the result. A name that no user has
// is left out of it.
func (c *Client) UserIDs(ctx context.Context, upns []string) (map[string]string, error) {
	names := make([]string, 0, len(upns))
	for _, upn := range upns {
		if name := strings.ToLower(strings.TrimSpace(upn)); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var filters []string
	for chunk := range slices.Chunk(slices.Compact(names), upnsInFilter) {
		for i := range chunk {
			chunk[i] = quote(chunk[i])
		}
		filters = append(filters, "userPrincipalName in ("+strings.Join(chunk, ",")+")")
	}
	ids := make(map[string]string, len(upns))
	for _, a := range c.usersWhere(ctx, filters) {
		if a.Err != nil {
			return nil, a.Err
		}
		if !a.Found {
			return nil, errors.New("the directory has no list of users")
		}
		for _, u := range a.Value {
			ids[strings.ToLower(u.UserPrincipalName)] = guid(u.ID)
		}
	}
	return ids, nil
}

type userWire struct{ ID, UserPrincipalName string }

func (c *Client) usersWhere(ctx context.Context, filters []string) []Answer[[]userWire] {
	return bulkLists(ctx, c, filters,
		func(filter string) call {
			return call{op: readUsers, path: path{"users"}, query: query("$filter", filter, "$select", "id,userPrincipalName")}
		}, func(u userWire) (userWire, error) {
			if u.ID == "" || u.UserPrincipalName == "" {
				return u, senseless("the answer holds a user without an id or a name")
			}
			return u, nil
		})
}
