package assumptions

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Target is what the writing checks may use: an app without assignments and a
// group without members.
type Target struct{ App, Group string }

// cleanup bounds removing what a check created, an interrupt or not.
const cleanup = 2 * time.Minute

// Plan says what the writing checks will do, for people to agree to.
func (t Target) Plan() string {
	return fmt.Sprintf(`The writing checks will, one after the other,
  - create assignments of the app %s with the intent available,
    to the group %s, and to the id %s, which no group has;
  - change them, and send assignments that should be refused;
  - remove every one of them again, also after an interrupt.
They start only where the app has no assignments and the group no members.
`, t.App, t.Group, nobody)
}

// Ready checks that the writing checks can harm nobody: whatever the app's
// assignments are afterwards, this tool has made them.
func (t Target) Ready(ctx context.Context, c *Client) error {
	assigned, err := c.get(ctx, t.assignments())
	if err != nil {
		return fmt.Errorf("reading the app's assignments: %s", reason(err))
	}
	if assigned.status != http.StatusOK || len(assigned.values()) > 0 {
		return fmt.Errorf("the app does not exist or has assignments: choose one that has none")
	}
	members, err := c.get(ctx, "/v1.0/groups/"+t.Group+"/transitiveMembers?$select=id&$top=1")
	if err != nil {
		return fmt.Errorf("reading the group's members: %s", reason(err))
	}
	if members.status != http.StatusOK || len(members.values()) > 0 {
		return fmt.Errorf("the group does not exist or has members: choose one that has none")
	}
	return nil
}

func (t Target) assignments() string { return "/beta" + apps + "/" + t.App + "/assignments" }

type object = map[string]any

// assignment is one to a group, with the intent available.
func assignment(group string) object {
	return object{
		"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": "available",
		"target": object{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group},
	}
}

// create posts an assignment.
func (x *examiner) create(ctx context.Context, body object) (reply, error) {
	r, err := x.client.write(ctx, http.MethodPost, x.target.assignments(), body)
	if id := text(r.object, "id"); id != "" {
		x.made = append(x.made, id)
	}
	return r, err
}

// created posts an assignment that must come to be for the check to go on.
func (x *examiner) created(ctx context.Context, body object) (string, error) {
	r, err := x.create(ctx, body)
	if err != nil {
		return "", err
	}
	if r.status != http.StatusCreated {
		return "", lacking("the assignment was not created: " + r.says())
	}
	return x.target.assignments() + "/" + text(r.object, "id"), nil
}

// tidy removes what a check has created: what was answered with an id, since a
// list may lag behind, and what is listed for the two targets, since an answer
// may have got lost.
func (x *examiner) tidy(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanup)
	defer cancel()
	left, err := x.client.get(ctx, x.target.assignments())
	if err != nil {
		return fmt.Errorf("assignments of the app %s may be left, because they could not be read: %s", x.target.App, reason(err))
	}
	for _, a := range left.values() {
		target, _ := a["target"].(map[string]any)
		group, id := text(target, "groupId"), text(a, "id")
		if (strings.EqualFold(group, x.target.Group) || group == nobody) && !slices.Contains(x.made, id) {
			x.made = append(x.made, id)
		}
	}
	for ; len(x.made) > 0; x.made = x.made[1:] {
		r, err := x.client.write(ctx, http.MethodDelete, x.target.assignments()+"/"+x.made[0], nil)
		problem := r.says()
		if err != nil {
			problem = reason(err)
		}
		if err != nil || r.status >= 300 && r.status != http.StatusNotFound {
			return fmt.Errorf("the assignment %s of the app %s is left: %s", x.made[0], x.target.App, problem)
		}
	}
	return nil
}
