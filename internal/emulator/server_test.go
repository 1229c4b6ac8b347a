package emulator_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

func TestOnlyLoopbackIsServed(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:443", "emulator.example:443", "nonsense"} {
		if server, err := emulator.Start(emulator.Options{Addr: addr}); err == nil {
			_ = server.Close()
			t.Errorf("%s was taken", addr)
		}
	}
	for _, addr := range []string{"localhost:0", "127.0.0.1:0"} {
		server, err := emulator.Start(emulator.Options{Addr: addr})
		if err != nil {
			t.Fatal(err)
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestTenantFilesThatContradictThemselvesAreRefused(t *testing.T) {
	for body, want := range map[string]string{
		`{"app":[]}`:              `json: unknown field "app"`,
		`{} {}`:                   `more than one JSON document`,
		`{"tenant":{"id":"one"}}`: `tenant: id "one" is not a GUID`,
		`{"clients":[{"clientId":"c"},{"clientId":"C"}]}`:                             `client "C": every client needs an id of its own`,
		`{"tenant":{"mdmAuthority":"me"}}`:                                            `tenant: mdmAuthority "me" is not one of unknown, intune, sccm, office365`,
		`{"store":{"language":"french"}}`:                                             `store: language "french" has not the form fr-FR`,
		`{"store":{"portalSelection":"both"}}`:                                        `store: portal selection "both" is not none, companyPortal, privateStore or both of them joined by a comma`,
		`{"apps":[{"displayName":"A","type":"paperApp"}]}`:                            `app "A": type "paperApp" is not one that the emulator knows`,
		`{"apps":[{"displayName":"A","licenseType":"paper"}]}`:                        `app "A": licenseType "paper" is not one of ["" "online" "offline"]`,
		`{"apps":[{"displayName":"A","productKey":"9N"}]}`:                            `app "A": productKey "9N" has not the form {productId}/{skuId}`,
		`{"apps":[{"displayName":"A","type":"webApp","totalLicenseCount":1}]}`:        `app "A": type webApp counts no licenses`,
		`{"apps":[{"displayName":"A","totalLicenseCount":-1}]}`:                       `app "A": license counts cannot be negative`,
		`{"apps":[{"displayName":"A","assignments":[{"intent":"required"}]}]}`:        `app "A": assignment 0: 400 BadRequest: The Target of a MobileAppAssignment is required.`,
		`{"users":[{"userPrincipalName":"ana"}]}`:                                     `user "ana": userPrincipalName is missing or no name@domain`,
		`{"users":[{"userPrincipalName":"a@x"},{"userPrincipalName":"A@x"}]}`:         `user "A@x": exists twice`,
		`{"users":[{"userPrincipalName":"a@x","plans":["INTUNE_Z"]}]}`:                `user "a@x": plan "INTUNE_Z" is neither a GUID nor one of the known names`,
		`{"groups":[{"displayName":"G","members":["nobody@x"]}]}`:                     `group "G": member "nobody@x" is not a user, device or group of the tenant`,
		`{"groups":[{"displayName":"G"},{"displayName":"g"}]}`:                        `group "g": exists twice`,
		`{"groups":[{"displayName":"G","generate":[{"users":3}]}]}`:                   `generate: prefix is missing`,
		`{"managedDevices":[{"deviceName":"D","userId":"nobody@x"}]}`:                 `managed device "D": userId "nobody@x" is nobody of the tenant`,
		`{"managedDevices":[{"deviceName":"D","joinType":"glued"}]}`:                  `managed device "D": joinType "glued" is not one of unknown, azureADJoined, azureADRegistered, hybridAzureADJoined`,
		`{"devices":[{"displayName":"D","id":"{d0000000-0000-4000-8000-00000001}"}]}`: `device "D": id "{d0000000-0000-4000-8000-00000001}" is not a GUID`,
	} {
		_, err := emulator.Read(strings.NewReader(body))
		if err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", body, err, want)
		}
	}
}

func TestSignInAndTokenRequestsAreLogged(t *testing.T) {
	x := start(t, emulator.Tenant{})
	x.do("POST", "/"+x.TenantID()+"/oauth2/v2.0/token", "grant_type=client_credentials&client_id=c&client_secret=hush-hush", "Content-Type", "application/x-www-form-urlencoded")
	got := x.Requests()
	x.equal("requests", []any{len(got), got[0].Kind(), got[0].Status}, []any{1, "POST /" + x.TenantID() + "/oauth2/v2.0/token", 400})
}

func TestSignInThenCall(t *testing.T) {
	x := start(t, emulator.Tenant{Clients: []entra.Client{{ID: clientID, Secret: "s3cret", Permissions: []string{"DeviceManagementApps.Read.All"}}}})
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {"s3cret"}, "scope": {"https://graph.microsoft.com/.default"}}
	r := x.is(x.do("POST", "/"+x.TenantID()+"/oauth2/v2.0/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Authorization", ""), 200)
	x.token = r.json["access_token"].(string)
	x.is(x.get("/v1.0"+onApps), 200)
	x.is(x.get("/v1.0/users"), 403)
	x.is(x.do("POST", "/v1.0"+assignmentsOf(paint), assignmentBody("required", groupTarget, "null")), 403)
}

func TestFiftyWritersOfOneAppLoseNothing(t *testing.T) {
	x := start(t, catalogue())
	var writers sync.WaitGroup
	for i := range 50 {
		writers.Go(func() {
			target := strings.Replace(groupTarget, sales, fmt.Sprintf("60000000-0000-4000-8000-%012d", i), 1)
			r, err := x.try("POST", "/v1.0"+assignmentsOf(paint), assignmentBody("required", target, "null"))
			if err != nil || r.status != 201 {
				t.Errorf("writer %d: %d %v", i, r.status, err)
			}
		})
	}
	writers.Wait()
	x.equal("assignments", len(x.Assignments(paint)), 50)
}
