package graph

import (
	"context"
	"net/http"
)

// Assignments reads all assignments of each app, in the service's order. An app that does not exist is not found.
func (c *Client) Assignments(ctx context.Context, appIDs []string) []Answer[[]Assignment] {
	return bulkLists(ctx, c, appIDs,
		func(id string) call { return call{op: readAssignments, path: assignmentsPath(id)} },
		assignmentWire.assignment)
}

// Assignment reads one assignment.
func (c *Client) Assignment(ctx context.Context, appID, id string) (a Assignment, found bool, err error) {
	got, err := c.do(ctx, call{op: readAssignments, path: assignmentsPath(appID, id)})
	switch {
	case IsNotFound(err):
		return Assignment{}, false, nil
	case err != nil:
		return Assignment{}, false, err
	}
	a, err = readAssignment(got)
	return a, err == nil, err
}

// CreateAssignment adds one assignment to an app and leaves the others alone. It is sent once: when its answer is lost
// or the service failed while at it, the error is one of IsAmbiguous. When the app has one for the same target, intent
// and mode, the error is one of IsAlreadyExists.
func (c *Client) CreateAssignment(ctx context.Context, appID string, a Assignment) (Assignment, error) {
	body, err := a.write(false)
	if err != nil {
		return Assignment{}, err
	}
	got, err := c.do(ctx, call{op: createAssignment, method: http.MethodPost, path: assignmentsPath(appID), body: body})
	if err != nil {
		return Assignment{}, err
	}
	return readAssignment(got)
}

// UpdateAssignment changes the filter and the settings of an assignment, both sent whole. Its intent and target are
// sent as they are given: Intune's id is made of them, so changing those is not an update.
func (c *Client) UpdateAssignment(ctx context.Context, appID, id string, a Assignment) (Assignment, error) {
	body, err := a.write(true)
	if err != nil {
		return Assignment{}, err
	}
	got, err := c.do(ctx, call{op: updateAssignment, method: http.MethodPatch, path: assignmentsPath(appID, id), body: body})
	if err != nil {
		return Assignment{}, err
	}
	if len(got.body) == 0 { // a 204 is as good a success to OData as the documented 200
		got, err = c.do(ctx, call{op: readAssignments, path: assignmentsPath(appID, id)})
		if err != nil {
			return Assignment{}, err
		}
	}
	return readAssignment(got)
}

// DeleteAssignment removes one assignment. One that is gone already is a success: it may have been this call that
// removed it, its first answer lost.
func (c *Client) DeleteAssignment(ctx context.Context, appID, id string) error {
	_, err := c.do(ctx, call{op: deleteAssignment, method: http.MethodDelete, path: assignmentsPath(appID, id)})
	if IsNotFound(err) {
		return nil
	}
	return err
}

// Assign makes the assignments of an app exactly those given: whatever is left out is deleted (observed:
// microsoft/Intune-PowerShell-SDK#70, where one entry cost a tenant 103 assignments). It can be repeated.
//
// An assignment that a policy set owns is sent with its source, so that the service can tell it from a direct one.
// Assumption: whether the service reads that is not documented.
func (c *Client) Assign(ctx context.Context, appID string, all []Assignment) error {
	entries := make([]map[string]any, 0, len(all))
	for _, a := range all {
		entry, err := a.write(false)
		if err != nil {
			return err
		}
		if a.Source != "" && a.Source != "direct" {
			entry["source"], entry["sourceId"] = a.Source, a.SourceID
		}
		entries = append(entries, entry)
	}
	_, err := c.do(ctx, call{op: assignAll, method: http.MethodPost,
		path: path{"deviceAppManagement", "mobileApps", appID, "assign"},
		body: map[string]any{"mobileAppAssignments": entries}})
	return err
}
