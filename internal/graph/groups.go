package graph

import (
	"context"
	"net/http"
)

// Groups reads groups by id.
func (c *Client) Groups(ctx context.Context, ids []string) []Answer[Group] {
	return bulk(ctx, c, ids,
		func(id string) call {
			return call{op: readGroups, path: path{"groups", id}, query: query("$select", "id,displayName")}
		},
		func(a *answer) (Group, error) {
			var wire struct{ ID, DisplayName string }
			if err := a.decodeEntity(&wire); err != nil {
				return Group{}, err
			}
			if wire.ID == "" {
				return Group{}, a.nonsense("the answer is a group without an id")
			}
			return Group{guid(wire.ID), wire.DisplayName}, nil
		})
}

// FewGroups lists the ids of all groups of a directory that has no more than fit on one page, 999. Of a larger one it
// lists none: it is for foreseeing which groups will be asked about, and there it could not.
func (c *Client) FewGroups(ctx context.Context) ([]string, error) {
	a, err := c.do(ctx, call{op: readGroups, path: path{"groups"}, query: query("$select", "id", "$top", "999")})
	if err != nil {
		return nil, err
	}
	p, err := readPage[idWire](a)
	if err != nil || p.Next != "" {
		return nil, err
	}
	ids, err := readIDs(*p.Value)
	return ids, a.sense(err)
}

// idWire is a thing of which only the id was asked for.
type idWire struct{ ID string }

func readIDs(wire []idWire) ([]string, error) {
	ids := make([]string, len(wire))
	for i, w := range wire {
		if ids[i] = guid(w.ID); ids[i] == "" {
			return nil, senseless("the answer holds an item without an id")
		}
	}
	return ids, nil
}

// MemberCounts counts all members of each group, those of nested groups included. The nested groups themselves and
// contacts count too, so the number is an upper bound of the users and devices. The count is asked for as part of a
// list of one, because a bare $count answers with text, which a batch may carry in more than one way.
func (c *Client) MemberCounts(ctx context.Context, groupIDs []string) []Answer[int] {
	return bulk(ctx, c, groupIDs,
		func(id string) call {
			return call{op: countMembers, path: path{"groups", id, "transitiveMembers"}, query: countQuery(""), eventual: true}
		}, readCount)
}

// countQuery asks for the number of things that pass a filter, and for as little else as possible.
func countQuery(filter string) string {
	return query("$filter", filter, "$count", "true", "$top", "1", "$select", "id")
}

func readCount(a *answer) (int, error) {
	p, err := readPage[struct{}](a)
	if err != nil {
		return 0, err
	}
	if p.Count == nil || *p.Count < 0 { // what the service does to ?$count=true when it does not see ConsistencyLevel (Graph docs)
		return 0, a.nonsense("the answer has no count")
	}
	return *p.Count, nil
}

// Members lists the users and the devices of a group, those of nested groups included, in pages of up to 999. What
// page returns ends the listing. A group that is gone, be it in the middle of the listing, is not found.
func (c *Client) Members(ctx context.Context, groupID string, page func([]Member) error) (found bool, err error) {
	for _, cast := range [...]struct{ kind, fields string }{
		{"microsoft.graph.user", "id"},
		{"microsoft.graph.device", "id,deviceId"},
	} {
		first := call{op: listMembers, path: path{"groups", groupID, "transitiveMembers", cast.kind}, eventual: true,
			query: query("$count", "true", "$select", cast.fields, "$top", "999")}
		var own error // page's, which may itself be some other call's 404
		err := list(ctx, c, first, func(wire []memberWire) error {
			var members []Member
			if members, own = readMembers(wire, cast.kind == "microsoft.graph.device"); own == nil {
				own = page(members)
			}
			return own
		})
		switch {
		case err == nil:
		case own == nil && IsNotFound(err):
			return false, nil
		default:
			return false, err
		}
	}
	return true, nil
}

type memberWire struct {
	ID       string
	DeviceID string
}

func readMembers(wire []memberWire, devices bool) ([]Member, error) {
	members := make([]Member, 0, len(wire))
	for _, w := range wire {
		m := Member{UserMember, guid(w.ID)}
		if devices {
			m = Member{DeviceMember, guid(w.DeviceID)}
		}
		if m.ID == "" && !devices {
			return nil, senseless("the answer holds a member without an id")
		}
		if m.ID == "" {
			// Without the right to read devices, only their object ids come (Graph docs, List group transitive
			// members). Leaving them out would count too few.
			return nil, &Error{
				Status:      http.StatusForbidden,
				Message:     "the group's devices came without their deviceId, as they do to an application that may not read devices",
				Permissions: deviceRead,
			}
		}
		members = append(members, m)
	}
	return members, nil
}
