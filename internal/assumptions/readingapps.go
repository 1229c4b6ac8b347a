package assumptions

import (
	"context"
	"slices"
	"strings"
)

// betaOnly are types of apps that v1.0 has not. Source: Microsoft's published
// CSDL (v1.0), msgraph-beta-sdk-go (beta).
var betaOnly = []string{"macOsVppApp", "androidManagedStoreApp", "winGetApp", "windowsStoreApp"}

var appChecks = map[string]check{
	"apps-page": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		list := "/v1.0" + apps + "?$select=id"
		plain, err := x.client.get(ctx, list)
		if err != nil {
			return outcome{}, err
		}
		within, err := x.client.get(ctx, list+"&$top="+largest)
		if err != nil {
			return outcome{}, err
		}
		beyond, err := x.client.get(ctx, list+"&$top=1000")
		if err != nil {
			return outcome{}, err
		}
		size, more := len(plain.values()), plain.object["@odata.nextLink"] != nil
		pages := size == 100 || size < 100 && !more
		first := "no page was full"
		if more || size > 100 {
			first = "the first page has another size than 100"
			if size == 100 {
				first = "the first page has 100"
			}
		}
		return judged(pages && within.status == 200 && beyond.status == 400, "%s; $top=999: %s; $top=1000: %s", first, within.says(), beyond.says())
	}},
	"apps-count": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		if _, err := x.someApps(ctx); err != nil {
			return outcome{}, err
		}
		r, err := x.client.get(ctx, "/v1.0"+apps+"?$count=true&$select=id&$top=5")
		if err != nil {
			return outcome{}, err
		}
		n, counted := r.object["@odata.count"].(float64)
		switch {
		case !counted:
			return judged(false, "%s, no count", r.says())
		case n == 0:
			return judged(true, "0")
		}
		return judged(false, "more than 0")
	}},
	"apps-expand": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		return x.refused(ctx, "/v1.0"+apps+"?$expand=assignments&$top=1", 400, "")
	}},
	"apps-order": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		all, err := x.someApps(ctx)
		if err != nil {
			return outcome{}, err
		}
		if len(all) < 3 {
			return outcome{}, lacking("the tenant has fewer than three apps")
		}
		sorted := slices.IsSortedFunc(all, func(a, b map[string]any) int { return strings.Compare(text(a, "id"), text(b, "id")) })
		return judged(sorted, "%s", map[bool]string{true: "by id", false: "in another order"}[sorted])
	}},
	"apps-beta-type": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		a, err := x.appOf(ctx, betaOnly...)
		if err != nil {
			return outcome{}, err
		}
		r, err := x.client.get(ctx, "/v1.0"+apps+"/"+text(a, "id"))
		if err != nil {
			return outcome{}, err
		}
		name := typeOf(r.object)
		if !codeForm.MatchString(name) {
			name = "no type"
		}
		return judged(name == "mobileApp", "%s, %s", r.says(), name)
	}},
	"app-cast": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		all, err := x.someApps(ctx)
		if err != nil {
			return outcome{}, err
		}
		other := "microsoftStoreForBusinessApp"
		if typeOf(all[0]) == other {
			other = "iosVppApp"
		}
		return x.refused(ctx, "/beta"+apps+"/"+text(all[0], "id")+"/microsoft.graph."+other, 404, "")
	}},
	"app-id-form": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		return x.refused(ctx, "/v1.0"+apps+"/no-guid", 400, "BadRequest")
	}},
	"app-missing": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		all, err := x.someApps(ctx)
		if err != nil {
			return outcome{}, err
		}
		holds, seen := true, []string{}
		for _, path := range []string{nobody, text(all[0], "id") + "/assignments/" + nobody + "_0_0"} {
			r, err := x.client.get(ctx, "/v1.0"+apps+"/"+path)
			if err != nil {
				return outcome{}, err
			}
			form := "a plain message"
			if r.inner() {
				form = "a document as message"
			}
			holds = holds && r.status == 404 && r.code() == "ResourceNotFound" && r.inner()
			seen = append(seen, r.says()+" with "+form)
		}
		return judged(holds, "app: %s; assignment: %s", seen[0], seen[1])
	}},
	"store-licensing": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		a, err := x.appOf(ctx, "microsoftStoreForBusinessApp")
		if err != nil {
			return outcome{}, err
		}
		r, err := x.client.get(ctx, "/beta"+apps+"/"+text(a, "id"))
		if err != nil {
			return outcome{}, err
		}
		licensing, _ := r.object["licensingType"].(map[string]any)
		user, device := licensing["supportsUserLicensing"], licensing["supportsDeviceLicensing"]
		return judged(user == true && device == false, "users %v, devices %v", user, device)
	}},
	"assignments-order": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		all, err := x.someApps(ctx)
		if err != nil {
			return outcome{}, err
		}
		for _, a := range all {
			if a["isAssigned"] != true {
				continue
			}
			first, err := x.assignmentIDs(ctx, text(a, "id"))
			if err != nil {
				return outcome{}, err
			}
			if len(first) < 2 {
				continue
			}
			second, err := x.assignmentIDs(ctx, text(a, "id"))
			if err != nil {
				return outcome{}, err
			}
			same := slices.Equal(first, second)
			return judged(same, "%s when read twice", map[bool]string{true: "the same", false: "another"}[same])
		}
		return outcome{}, lacking("no app has two assignments")
	}},
}

func (x *examiner) assignmentIDs(ctx context.Context, app string) ([]string, error) {
	r, err := x.client.get(ctx, "/beta"+apps+"/"+app+"/assignments")
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range r.values() {
		ids = append(ids, text(a, "id"))
	}
	return ids, nil
}

// refused reads what should be refused. An empty code is any.
func (x *examiner) refused(ctx context.Context, path string, status int, code string, headers ...string) (outcome, error) {
	r, err := x.client.get(ctx, path, headers...)
	if err != nil {
		return outcome{}, err
	}
	return judged(r.status == status && (code == "" || r.code() == code), "%s", r.says())
}
