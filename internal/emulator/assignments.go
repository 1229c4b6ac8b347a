package emulator

import (
	"net/http"
	"reflect"
	"slices"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

func listAssignments(st *state, c *call) (answer, error) {
	a, err := st.app(c)
	if err != nil {
		return answer{}, err
	}
	return c.list(sequenceOf(a.assignmentObjects(c.version)), listing{rules: odata.Rules{
		Type: "mobileAppAssignment", DefaultTop: appPage, MaxTop: appMaxPage,
		Options: []string{"$select", "$filter", "$count", "$top", "$skip", "$orderby"},
	}})
}

// findAssignment finds what the path names.
func (st *state) findAssignment(c *call) (*app, int, error) {
	a, err := st.app(c)
	if err != nil {
		return nil, 0, err
	}
	i := find(a.assignments, c.params["assignment"])
	if i < 0 {
		return nil, 0, notFound("MobileAppAssignment", c.params["assignment"])
	}
	return a, i, nil
}

func getAssignment(st *state, c *call) (answer, error) {
	a, i, err := st.findAssignment(c)
	if err != nil {
		return answer{}, err
	}
	return c.entity("mobileAppAssignment", a.assignments[i].object(c.version))
}

// published refuses to assign an app that is not ready.
// Source: Graph docs, mobileAppPublishingState; status and text assumed.
func (a *app) published() error {
	if a.PublishingState != "published" {
		return badRequest("The MobileApp '%s' is not published and cannot be assigned.", a.ID)
	}
	return nil
}

// exists is the documented refusal of a duplicate. Observed by public tools.
func (a *app) exists(id string) error {
	return badRequest("The MobileApp Assignment already exists, for AppId: %s, AssignmentId: %s.", a.ID, id)
}

func createAssignment(st *state, c *call) (answer, error) {
	a, err := st.app(c)
	if err != nil {
		return answer{}, err
	}
	body, err := c.decode("mobileAppAssignment")
	if err != nil {
		return answer{}, err
	}
	as, err := a.read(body)
	if err != nil {
		return answer{}, err
	}
	if err := a.published(); err != nil {
		return answer{}, err
	}
	as.source, as.sourceID = "direct", "" // read-only
	if find(a.assignments, as.id()) >= 0 {
		return answer{}, a.exists(as.id())
	}
	a.assignments = append(a.assignments, as)
	created, err := c.entity("mobileAppAssignment", as.object(c.version))
	created.status = http.StatusCreated
	return created, err
}

// patchAssignment changes settings and filter. Intent and target, which the id
// encodes, may be sent but not changed.
func patchAssignment(st *state, c *call) (answer, error) {
	a, i, err := st.findAssignment(c)
	if err != nil {
		return answer{}, err
	}
	body, err := c.decode("mobileAppAssignment")
	if err != nil {
		return answer{}, err
	}
	current := a.assignments[i]
	if err := current.changeable(); err != nil {
		return answer{}, err
	}
	next, err := a.patched(current, body)
	if err != nil {
		return answer{}, err
	}
	if next.id() != current.id() || next.targetType != current.targetType {
		return answer{}, badRequest("The Intent and Target of the MobileApp Assignment %s cannot be changed.", current.id())
	}
	a.assignments = slices.Clone(a.assignments)
	a.assignments[i] = next
	return c.entity("mobileAppAssignment", next.object(c.version))
}

func (a *app) patched(current assignment, body map[string]any) (assignment, error) {
	next := current
	if intent, ok := body["intent"].(string); ok {
		next.intent = intent
	}
	if sent, ok := body["target"]; ok {
		target, ok := sent.(map[string]any)
		if !ok {
			return next, badRequest("The Target of a MobileAppAssignment is required.")
		}
		if err := a.readTarget(&next, target); err != nil {
			return next, err
		}
	}
	if sent, ok := body["settings"]; ok {
		settings, _ := sent.(map[string]any)
		if err := a.readSettings(&next, settings); err != nil {
			return next, err
		}
	}
	return next, nil
}

func deleteAssignment(st *state, c *call) (answer, error) {
	a, i, err := st.findAssignment(c)
	if err != nil {
		return answer{}, err
	}
	if err := a.assignments[i].changeable(); err != nil {
		return answer{}, err
	}
	a.assignments = slices.Delete(slices.Clone(a.assignments), i, i+1)
	return answer{status: http.StatusNoContent}, nil
}

// changeable refuses to touch what a policy set owns.
func (a assignment) changeable() error {
	if a.source == "policySets" {
		return badRequest("The MobileApp Assignment %s is managed by a policy set.", a.id())
	}
	return nil
}

// assign makes the set of assignments equal to the posted one: what is left
// out is removed, except what policy sets own.
// Source: observed, microsoft/Intune-PowerShell-SDK#70.
func assign(st *state, c *call) (answer, error) {
	a, err := st.app(c)
	if err != nil {
		return answer{}, err
	}
	body, err := c.decode("assignAction")
	if err != nil {
		return answer{}, err
	}
	posted, ok := body["mobileAppAssignments"].([]any)
	if !ok {
		return answer{}, noRoute(c.path)
	}
	if err := a.published(); err != nil {
		return answer{}, err
	}
	var next []assignment
	for _, as := range a.assignments {
		if as.source == "policySets" {
			next = append(next, as)
		}
	}
	owned := len(next)
	for _, object := range posted {
		as, err := a.read(object.(map[string]any))
		if err != nil {
			return answer{}, err
		}
		as.source, as.sourceID = "direct", "" // read-only
		switch i := find(next, as.id()); {
		case i >= owned:
			return answer{}, a.exists(as.id())
		case i < 0:
			next = append(next, as)
		}
	}
	a.assignments = next
	return answer{status: http.StatusNoContent}, nil
}

// portal reads an assignment as the tenant file and the portal give it: in the
// beta wire shape, with its source, whatever the app's state.
func (a *app) portal(object map[string]any) (assignment, error) {
	object, ok := clone(object).(map[string]any)
	if !ok || len(object) == 0 {
		return assignment{}, badRequest("An assignment is an object.")
	}
	if err := beta.check(object, "mobileAppAssignment"); err != nil {
		return assignment{}, err
	}
	return a.read(object)
}

// clone copies a JSON value, so that annotations can be canonicalised in place.
// Go callers may pass typed maps and slices, which become the generic ones.
func clone(value any) any {
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.Map:
		copied := map[string]any{}
		for _, key := range v.MapKeys() {
			copied[key.String()] = clone(v.MapIndex(key).Interface())
		}
		return copied
	case reflect.Slice:
		copied := make([]any, v.Len())
		for i := range copied {
			copied[i] = clone(v.Index(i).Interface())
		}
		return copied
	}
	return value
}
