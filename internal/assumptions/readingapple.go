package assumptions

import (
	"context"
	"slices"
	"time"
)

var appleChecks = map[string]check{
	"token-expired": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		all, err := x.someTokens(ctx)
		if err != nil {
			return outcome{}, err
		}
		for _, token := range all {
			expires, err := time.Parse(time.RFC3339, text(token, "expirationDateTime"))
			if err == nil && expires.Before(x.client.Now()) {
				state := text(token, "state")
				if !codeForm.MatchString(state) {
					state = "no state"
				}
				return judged(state == "expired", "%s", state)
			}
		}
		return outcome{}, lacking("no Apple token has expired")
	}},
	"token-secret": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		all, err := x.someTokens(ctx)
		if err != nil {
			return outcome{}, err
		}
		r, err := x.client.get(ctx, management+"/vppTokens/"+text(all[0], "id"))
		if err != nil {
			return outcome{}, err
		}
		return judged(text(r.object, "token") != "", "%s", kindOf(r.object["token"]))
	}},
	"licenses-page": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		list, err := x.licenses(ctx, "iosVppApp")
		if err != nil {
			return outcome{}, err
		}
		within, err := x.client.get(ctx, list+"?$top="+largest)
		if err != nil {
			return outcome{}, err
		}
		beyond, err := x.client.get(ctx, list+"?$top=1000")
		if err != nil {
			return outcome{}, err
		}
		return judged(within.status == 200 && beyond.status == 400, "$top=999: %s; $top=1000: %s", within.says(), beyond.says())
	}},
	"licenses-cast": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		a, err := x.appOf(ctx, "iosVppApp")
		if err != nil {
			return outcome{}, err
		}
		return x.refused(ctx, "/beta"+apps+"/"+text(a, "id")+"/assignedLicenses", 400, "")
	}},
	"licenses-device": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		list, err := x.licenses(ctx, "iosVppApp")
		if err != nil {
			return outcome{}, err
		}
		r, err := x.client.get(ctx, list)
		if err != nil {
			return outcome{}, err
		}
		for _, license := range r.values() {
			if typeOf(license) != "iosVppAppAssignedDeviceLicense" {
				continue
			}
			device, err := x.client.get(ctx, "/v1.0/deviceManagement/managedDevices/"+text(license, "managedDeviceId")+"?$select=id,userId")
			if err != nil {
				return outcome{}, err
			}
			user := text(device.object, "userId")
			if user == "" {
				continue
			}
			return judged(text(license, "userId") == user, "a user id: %t; the primary user's: %t", text(license, "userId") != "", text(license, "userId") == user)
		}
		return outcome{}, lacking("the first app of the type has no licence of a device with a primary user")
	}},
	"licenses-mac": {ask: func(ctx context.Context, x *examiner) (outcome, error) {
		list, err := x.licenses(ctx, "macOsVppApp")
		if err != nil {
			return outcome{}, err
		}
		r, err := x.client.get(ctx, list)
		if err != nil {
			return outcome{}, err
		}
		nameless := func(l map[string]any) bool {
			return l["userId"] == nil && l["userEmailAddress"] == nil && l["userName"] == nil && l["userPrincipalName"] == nil
		}
		for _, license := range r.values() {
			if _, device := license["managedDeviceId"]; device || typeOf(license) != "macOsVppAppAssignedLicense" && typeOf(license) != "" {
				return judged(false, "a licence of another type")
			}
		}
		if slices.ContainsFunc(r.values(), nameless) {
			return judged(true, "a licence that names nobody")
		}
		return outcome{}, lacking("every licence of the first app of the type names a person")
	}},
}

// licenses is the path of the licences of an app of a type.
func (x *examiner) licenses(ctx context.Context, appType string) (string, error) {
	a, err := x.appOf(ctx, appType)
	if err != nil {
		return "", err
	}
	return "/beta" + apps + "/" + text(a, "id") + "/microsoft.graph." + appType + "/assignedLicenses", nil
}
