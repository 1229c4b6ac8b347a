package graph

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/google/go-cmp/cmp"
)

// intuneBody is the error that Intune's services give: JSON inside error.message.
const intuneBody = `{"error":{"code":"BadRequest","message":"{\r\n  \"_version\": 3,\r\n  \"Message\": \"An error has occurred - ` +
	`Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: 9b0c1f7e-1111-2222-3333-444444444444 - ` +
	`Url: https://fef.msua02.manage.microsoft.com/AppLifecycle_2306/StatelessAppMetadataFEService/deviceAppManagement/mobileApps?api-version=5023-03-29\",` +
	`\r\n  \"CustomApiErrorPhrase\": \"\",\r\n  \"RetryAfter\": null,\r\n  \"ErrorSourceService\": \"\",\r\n  \"HttpHeaders\": \"{}\"\r\n}",` +
	`"innerError":{"date":"2023-06-01T00:00:00","request-id":"inner-id","client-request-id":"x"}}}`

func existsBody() string {
	return strings.Replace(intuneBody, "An error has occurred", "The MobileApp Assignment already exists, for AppId: "+appID+", AssignmentId: "+groupID+"_1_0.", 1)
}

// Every refusal, its text whole.
func TestErrorText(t *testing.T) {
	const ids = " Request id service-id, client request id CLIENT-ID."
	const association = "GET /beta/deviceAppManagement: "
	const create = "POST /beta/deviceAppManagement/mobileApps/" + appID + "/assignments: "
	const sync = "POST /beta/deviceAppManagement/syncMicrosoftStoreForBusinessApps: "
	const licence = " Intune answers this to a tenant without an active Intune licence, or whose MDM authority was never set. " +
		"Check both in the Intune admin centre, under Tenant administration."
	const gone = " Microsoft ended the sync between Intune and Microsoft Store for Business in 2023; where the service still " +
		"exists, activate Intune under Manage, Settings, Distribute in the Store."
	for _, test := range []struct {
		name, class string
		reply       reply
		want        string
		kind        string
	}{
		{"plain", "read", reply{status: 400, body: `{"error":{"code":"Request_BadRequest","message":"Bad thing."}}`},
			association + "400 Bad Request (Request_BadRequest): Bad thing." + ids, ""},
		{"Intune's JSON in the message", "read", reply{status: 400, body: intuneBody},
			association + "400 Bad Request (BadRequest): An error has occurred. Request id service-id, client request id CLIENT-ID, " +
				"activity id 9b0c1f7e-1111-2222-3333-444444444444, operation id 00000000-0000-0000-0000-000000000000.", ""},
		{"forbidden", "read", reply{status: 403, body: `{"error":{"code":"Forbidden","message":"Application is not authorized to perform this operation."}}`},
			association + "403 Forbidden (Forbidden): Application is not authorized to perform this operation." + ids +
				" This call needs one of the permissions DeviceManagementApps.Read.All, DeviceManagementApps.ReadWrite.All, " +
				"DeviceManagementConfiguration.Read.All, DeviceManagementConfiguration.ReadWrite.All.", "forbidden"},
		{"forbidden write", "create", reply{status: 403},
			create + "403 Forbidden." + ids + " This call needs one of the permissions DeviceManagementApps.ReadWrite.All.", "forbidden"},
		{"no licence", "read", reply{status: 400, body: `{"error":{"code":"BadRequest","message":"Request not applicable to target tenant."}}`},
			association + "400 Bad Request (BadRequest): Request not applicable to target tenant." + ids + licence, ""},
		{"no licence, forbidden", "create", reply{status: 403, body: `{"error":{"code":"Forbidden","message":"The tenant is not licensed for Intune."}}`},
			create + "403 Forbidden (Forbidden): The tenant is not licensed for Intune." + ids +
				" This call needs one of the permissions DeviceManagementApps.ReadWrite.All." + licence, "forbidden"},
		{"not accepted", "read", reply{status: 401, body: `{"error":{"code":"InvalidAuthenticationToken","message":"Access token has expired or is not yet valid."}}`},
			association + "401 Unauthorized (InvalidAuthenticationToken): Access token has expired or is not yet valid." + ids +
				" The token was not accepted. Check that it is for this service and this cloud, and has not expired.", "unauthenticated"},
		{"sync gone", "sync", reply{status: 404}, sync + "404 Not Found." + ids + gone, "not found"},
		{"sync gone for good", "sync", reply{status: 410, body: `{"error":{"code":"","message":"Gone"}}`}, sync + "410 Gone: Gone." + ids + gone, ""},
		{"sync not implemented", "sync", reply{status: 501}, sync + "501 Not Implemented." + ids + gone, ""},
		{"exists", "create", reply{status: 400, body: existsBody()},
			create + "400 Bad Request (BadRequest): The MobileApp Assignment already exists, for AppId: " + appID + ", AssignmentId: " + groupID +
				"_1_0. Request id service-id, client request id CLIENT-ID, activity id 9b0c1f7e-1111-2222-3333-444444444444, operation id " +
				"00000000-0000-0000-0000-000000000000.", "exists"},
		{"conflict", "create", reply{status: 409}, create + "409 Conflict." + ids, "conflict"},
		{"ambiguous", "create", reply{status: 500, body: `{"error":{"code":"InternalServerError","message":"Oops"}}`},
			create + "500 Internal Server Error (InternalServerError): Oops." + ids + " It may have been performed all the same.", "ambiguous"},
		{"a proxy's page", "read", reply{status: 407, header: "Content-Type: text/html", body: "<html>"},
			association + "407 Proxy Authentication Required: the answer is text/html, not JSON, and may come from a proxy." + ids, ""},
		{"a sign-in page", "read", reply{status: 200, header: "Content-Type: text/html; charset=utf-8", body: "<html>"},
			association + "200 OK: the answer is text/html, not JSON: something between here and the service, such as a proxy or a sign-in page, gave it." + ids, ""},
		{"a page in place of a create's answer", "create", reply{status: 200, header: "Content-Type: text/html", body: "<html>"},
			create + "200 OK: the answer is text/html, not JSON: something between here and the service, such as a proxy or a sign-in page, gave it." + ids +
				" It may have been performed all the same.", "ambiguous"},
		{"a redirect", "read", reply{status: 302, header: "Location: https://evil.test/?secret"}, association + "302 Found: a redirect, which is not followed." + ids, ""},
		{"an unknown status", "read", reply{status: 299 + 300}, association + "599." + ids, ""},
		{"ids from the body", "read", reply{status: 400, header: "Request-Id: ", body: intuneBody},
			association + "400 Bad Request (BadRequest): An error has occurred. Request id inner-id, client request id CLIENT-ID, " +
				"activity id 9b0c1f7e-1111-2222-3333-444444444444, operation id 00000000-0000-0000-0000-000000000000.", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, _ := scripted(t, test.reply)
			err := classes[test.class](t.Context(), c)
			if text(err) != test.want {
				t.Errorf("\n got %s\nwant %s", text(err), test.want)
			}
			if got := kinds(err); got != test.kind {
				t.Errorf("kind %q, want %q", got, test.kind)
			}
		})
	}
}

// kinds are the names of all kinds that an error is of.
func kinds(err error) string {
	var names []string
	for _, k := range []struct {
		name string
		is   func(error) bool
	}{
		{"not found", IsNotFound},
		{"forbidden", IsForbidden},
		{"throttled", IsThrottled},
		{"conflict", IsConflict},
		{"exists", IsAlreadyExists},
		{"not online", IsNotOnline},
		{"ambiguous", IsAmbiguous},
		{"unauthenticated", IsUnauthenticated},
	} {
		if k.is(err) {
			names = append(names, k.name)
		}
	}
	return strings.Join(names, ", ")
}

func TestSignInFails(t *testing.T) {
	denied := errors.New("AADSTS7000215: Invalid client secret provided. Correlation ID: c0ffee")
	s := &script{replies: []reply{ok(`{}`)}}
	c := client(t, Options{Graph: "https://graph.test", Transport: s, Credential: tokens{denied}})
	for _, class := range []string{"read", "create"} {
		err := classes[class](t.Context(), c)
		want := "signing in failed: AADSTS7000215: Invalid client secret provided. Correlation ID: c0ffee. Client request id CLIENT-ID."
		if _, rest, _ := strings.Cut(text(err), ": "); rest != want {
			t.Errorf("\n got %s\nwant %s", rest, want)
		}
		if !IsUnauthenticated(err) || !errors.Is(err, denied) || IsAmbiguous(err) || len(s.requests()) != 0 {
			t.Errorf("got %#v after %d requests", err, len(s.requests()))
		}
	}
}

// challenged answers a claims challenge the way a credential does: the second token carries them.
type challenged struct{ claims []string }

func (c *challenged) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.claims = append(c.claims, o.Claims)
	return tokens{}.GetToken(context.Background(), o)
}

// A continuous-access challenge is answered once, below our retries, and each attempt is observed.
func TestClaimsChallenge(t *testing.T) {
	s := &script{replies: []reply{
		{status: 401, header: `WWW-Authenticate: Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="`},
		ok(`{}`)}}
	var attempts []int
	cred := &challenged{}
	c := client(t, Options{Graph: "https://graph.test", Transport: s, Credential: cred,
		Observe: func(_ context.Context, call Call) { attempts = append(attempts, call.Attempt, call.Status) }})
	if _, err := c.DeviceAppManagement(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"", `{"a":1}`}, cred.claims); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{1, 401, 2, 200}, attempts); diff != "" {
		t.Error(diff)
	}
}

// Errors that are not ours are none of ours.
func TestKindsOfForeignErrors(t *testing.T) {
	for _, err := range []error{nil, errors.New("404"), context.Canceled} {
		if got := kinds(err); got != "" {
			t.Errorf("%v is %s", err, got)
		}
	}
	if !IsNotFound(errors.Join(errors.New("x"), &Error{Status: 404})) {
		t.Error("a wrapped one is not seen")
	}
}
