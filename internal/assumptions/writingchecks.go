package assumptions

import (
	"context"
	"net/http"
)

var writeChecks = map[string]check{
	"assign-unknown-group": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		r, err := x.create(ctx, assignment(nobody))
		if err != nil {
			return outcome{}, err
		}
		return judged(r.status == http.StatusCreated, "%s", r.says())
	}},
	"assign-intent-change": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		path, err := x.created(ctx, assignment(x.target.Group))
		if err != nil {
			return outcome{}, err
		}
		body := assignment(x.target.Group)
		body["intent"] = "uninstall"
		r, err := x.client.write(ctx, http.MethodPatch, path, body)
		if err != nil {
			return outcome{}, err
		}
		return judged(r.status == 400, "%s", r.says())
	}},
	"assign-settings-null": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		settings, err := x.settings(ctx)
		if err != nil {
			return outcome{}, err
		}
		body := assignment(x.target.Group)
		body["settings"] = settings
		path, err := x.created(ctx, body)
		if err != nil {
			return outcome{}, err
		}
		r, err := x.client.write(ctx, http.MethodPatch, path, object{"@odata.type": "#microsoft.graph.mobileAppAssignment", "settings": nil})
		if err != nil {
			return outcome{}, err
		}
		after, err := x.client.get(ctx, path)
		if err != nil {
			return outcome{}, err
		}
		return judged(r.status == 200 && after.status == 200 && after.object["settings"] == nil, "PATCH: %s; then %s", r.says(), kindOf(after.object["settings"]))
	}},
	"assign-twice": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		one := assignment(x.target.Group)
		r, err := x.client.write(ctx, http.MethodPost, "/beta"+apps+"/"+x.target.App+"/assign", object{"mobileAppAssignments": []object{one, one}})
		if err != nil {
			return outcome{}, err
		}
		return judged(r.status == 400, "%s", r.says())
	}},
	"assign-read-only": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		body := assignment(x.target.Group)
		body["id"], body["source"], body["sourceId"] = nobody+"_1_0", "policySets", nobody
		r, err := x.create(ctx, body)
		if err != nil {
			return outcome{}, err
		}
		kept := text(r.object, "id") == nobody+"_1_0" || text(r.object, "source") == "policySets" || text(r.object, "sourceId") == nobody
		return judged(r.status == http.StatusCreated && !kept, "%s, kept: %t", r.says(), kept)
	}},
	"assign-other-settings": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		mine, err := x.settings(ctx)
		if err != nil {
			return outcome{}, err
		}
		body := assignment(x.target.Group)
		body["settings"] = settingsOf["iosVppApp"]
		if text(mine, "@odata.type") == text(settingsOf["iosVppApp"], "@odata.type") {
			body["settings"] = settingsOf["microsoftStoreForBusinessApp"]
		}
		return x.refusedAssignment(ctx, body, 400)
	}},
	"assign-filter-pair": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		return x.refusedAssignment(ctx, filtered(x.target.Group, nobody, "none"), 400)
	}},
	"assign-unknown-filter": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		return x.refusedAssignment(ctx, filtered(x.target.Group, nobody, "include"), http.StatusCreated)
	}},
	"assign-unknown-intent": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		body := assignment(x.target.Group)
		body["intent"] = "noIntent"
		return x.refusedAssignment(ctx, body, 500)
	}},
	"assign-delay": {write: true, ask: func(ctx context.Context, x *examiner) (outcome, error) {
		path, err := x.created(ctx, assignment(x.target.Group))
		if err != nil {
			return outcome{}, err
		}
		one, err := x.client.get(ctx, path)
		if err != nil {
			return outcome{}, err
		}
		all, err := x.assignmentIDs(ctx, x.target.App)
		if err != nil {
			return outcome{}, err
		}
		return judged(one.status == 200 && len(all) == 1, "read at once: %s; in the list: %t", one.says(), len(all) == 1)
	}},
}

// settingsOf are settings of assignments by the type of app.
var settingsOf = map[string]object{
	"microsoftStoreForBusinessApp": {"@odata.type": "#microsoft.graph.microsoftStoreForBusinessAppAssignmentSettings", "useDeviceContext": true},
	"iosVppApp":                    {"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings", "useDeviceLicensing": true},
	"macOsVppApp":                  {"@odata.type": "#microsoft.graph.macOsVppAppAssignmentSettings", "useDeviceLicensing": true},
	"androidManagedStoreApp":       {"@odata.type": "#microsoft.graph.androidManagedStoreAppAssignmentSettings", "autoUpdateMode": "postponed"},
}

// settings are settings that fit the app.
func (x *examiner) settings(ctx context.Context) (object, error) {
	r, err := x.client.get(ctx, "/beta"+apps+"/"+x.target.App)
	if err != nil {
		return nil, err
	}
	settings, ok := settingsOf[typeOf(r.object)]
	if !ok {
		return nil, lacking("the app is of no type that counts licences")
	}
	return settings, nil
}

func filtered(group, filter, mode string) object {
	body := assignment(group)
	target, _ := body["target"].(object)
	target["deviceAndAppManagementAssignmentFilterId"], target["deviceAndAppManagementAssignmentFilterType"] = filter, mode
	return body
}

// refusedAssignment posts an assignment and compares the status.
func (x *examiner) refusedAssignment(ctx context.Context, body object, status int) (outcome, error) {
	r, err := x.create(ctx, body)
	if err != nil {
		return outcome{}, err
	}
	return judged(r.status == status, "%s", r.says())
}
