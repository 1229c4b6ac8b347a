package assumptions

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

var associationChecks = map[string]check{
	"sync-never": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		r, err := x.client.get(ctx, management)
		if err != nil {
			return outcome{}, err
		}
		value, there := r.object["microsoftStoreForBusinessLastSuccessfulSyncDateTime"]
		moment, _ := value.(string)
		switch {
		case !there || value == nil:
			return judged(false, "null")
		case strings.HasPrefix(moment, "0001-01-01T00:00:00"):
			return judged(moment == "0001-01-01T00:00:00Z", "the first day of the calendar")
		}
		return outcome{}, lacking("this tenant has synced")
	}},
	"portal-both": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		portal, err := x.portal(ctx)
		if err != nil {
			return outcome{}, err
		}
		if !strings.Contains(portal, "companyPortal") || !strings.Contains(portal, "privateStore") {
			return outcome{}, lacking("this tenant shows its apps in one place at most")
		}
		return judged(portal == "companyPortal,privateStore", "%s", word(portal))
	}},
	"portal-none": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		portal, err := x.portal(ctx)
		if err != nil {
			return outcome{}, err
		}
		if strings.Contains(portal, "companyPortal") || strings.Contains(portal, "privateStore") {
			return outcome{}, lacking("this tenant shows its apps somewhere")
		}
		return judged(portal == "none", "%s", word(portal))
	}},
	"language-form": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		r, err := x.client.get(ctx, management)
		if err != nil {
			return outcome{}, err
		}
		value, there := r.object["microsoftStoreForBusinessLanguage"]
		if language, ok := value.(string); ok {
			return judged(regexp.MustCompile(`^[a-z]{2}-[A-Z]{2}$`).MatchString(language), "a text of %d characters", len(language))
		}
		return judged(there, "null")
	}},
	"organization-authority": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		var shown []string
		holds := true
		for _, query := range []string{"", "?$select=id,mobileDeviceManagementAuthority"} {
			r, err := x.client.get(ctx, "/v1.0/organization"+query)
			if err != nil {
				return outcome{}, err
			}
			items := r.values()
			there := len(items) == 1 && text(items[0], "mobileDeviceManagementAuthority") != ""
			holds = holds && there
			shown = append(shown, map[bool]string{true: "shown", false: "not shown"}[there])
		}
		return judged(holds, "%s without $select, %s with it", shown[0], shown[1])
	}},
}

// wordForm is what values of enums look like.
var wordForm = regexp.MustCompile(`^[A-Za-z]{1,40}(, ?[A-Za-z]{1,40})*$`)

// word is a value of an enum as it is; anything else could be the tenant's text.
func word(value string) string {
	if value == "" {
		return "nothing"
	}
	if !wordForm.MatchString(value) {
		return "a text of another form"
	}
	return value
}

func (x *examiner) portal(ctx context.Context) (string, error) {
	r, err := x.client.get(ctx, management)
	if err != nil {
		return "", err
	}
	return text(r.object, "microsoftStoreForBusinessPortalSelection"), nil
}

var batchChecks = map[string]check{
	"batch-count": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		r, err := x.client.batch(ctx, batched{ID: "1", URL: "/users/$count", Headers: map[string]string{"ConsistencyLevel": "eventual"}})
		if err != nil {
			return outcome{}, err
		}
		one := answers(r)["1"]
		if status, _ := one["status"].(float64); status != 200 {
			return outcome{}, lacking(fmt.Sprintf("people are not counted: %v", one["status"]))
		}
		body, ok := one["body"].(string)
		return judged(ok && regexp.MustCompile(`^[A-Za-z0-9+/]+=*$`).MatchString(body) && !regexp.MustCompile(`^[0-9]+$`).MatchString(body), "a body of %s", kindOf(one["body"]))
	}},
	"batch-circle": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		r, err := x.client.batch(ctx,
			batched{ID: "1", URL: "/organization?$select=id", DependsOn: []string{"2"}},
			batched{ID: "2", URL: "/organization?$select=id", DependsOn: []string{"1"}})
		if err != nil {
			return outcome{}, err
		}
		if r.status != 200 {
			return judged(false, "%s for the whole batch", r.says())
		}
		a, b := answers(r)["1"]["status"], answers(r)["2"]["status"]
		return judged(a == 424.0 && b == 424.0, "%v and %v", a, b)
	}},
	"batch-limit": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		var requests []batched
		for i := range 21 {
			requests = append(requests, batched{ID: fmt.Sprint(i), URL: "/organization?$select=id"})
		}
		r, err := x.client.batch(ctx, requests...)
		if err != nil {
			return outcome{}, err
		}
		return judged(r.status == 400 && r.code() == "BadRequest", "%s", r.says())
	}},
}

// answers are those of a batch by their ids.
func answers(r reply) map[string]map[string]any {
	out := map[string]map[string]any{}
	list, _ := r.object["responses"].([]any)
	for _, item := range list {
		if one, ok := item.(map[string]any); ok {
			out[text(one, "id")] = one
		}
	}
	return out
}

// kindOf names the kind of a JSON value.
func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "text"
	case float64:
		return "a number"
	case bool:
		return "a truth value"
	case []any:
		return "a list"
	}
	return "an object"
}
