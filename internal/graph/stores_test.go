package graph

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	tokenID    = "70000000-0000-4000-8000-000000000001"
	tokenQuery = "?$select=id%2CdisplayName%2CorganizationName%2ClocationName%2CappleId%2CvppTokenAccountType%2CcountryOrRegion%2C" +
		"state%2CexpirationDateTime%2ClastSyncDateTime%2ClastSyncStatus%2CautomaticallyUpdateApps"
	tokenBody = `{"@odata.type":"#microsoft.graph.vppToken","id":"70000000-0000-4000-8000-000000000001","displayName":"Head office",
		"organizationName":"Contoso","locationName":null,"appleId":"vpp@contoso.example","vppTokenAccountType":"business","countryOrRegion":"FR",
		"state":"valid","expirationDateTime":"2027-01-01T00:00:00.1-08:00","lastSyncDateTime":"0001-01-01T00:00:00Z","lastSyncStatus":"none",
		"automaticallyUpdateApps":true,"token":"apple-secret"}`
	playLine = "GET /beta/deviceManagement/androidManagedStoreAccountEnterpriseSettings?$select=id%2CbindStatus%2CownerOrganizationName%2C" +
		"lastAppSyncDateTime%2ClastAppSyncStatus"
)

var answered5Nov = time.Date(2026, 11, 5, 10, 0, 0, 0, time.UTC)

// Every call to a store other than Store for Business: the request, byte for byte, and what is made of the answer.
func TestStoreCalls(t *testing.T) {
	token := VPPToken{ID: tokenID, DisplayName: "Head office", OrganizationName: "Contoso", AppleID: "vpp@contoso.example", AccountType: "business",
		CountryOrRegion: "FR", State: VPPTokenValid, ExpirationDateTime: time.Date(2027, 1, 1, 8, 0, 0, 100_000_000, time.UTC), LastSyncStatus: "none",
		AutomaticallyUpdateApps: true, ServiceTime: answered5Nov}
	listed := token
	listed.ServiceTime = time.Time{}
	for _, test := range []struct {
		name, line, body string
		reply            reply
		call             func(context.Context, *Client) (any, error)
		want             any
	}{
		{
			name: "tokens", line: "GET /beta/deviceAppManagement/vppTokens" + tokenQuery, reply: ok(`{"value":[` + tokenBody + `]}`),
			call: func(ctx context.Context, c *Client) (any, error) { return c.AppleVPPTokens(ctx) },
			want: []VPPToken{listed},
		},
		{
			name: "token, wrapped as in the docs", line: "GET /beta/deviceAppManagement/vppTokens/" + tokenID + tokenQuery, reply: ok(`{"value":` + tokenBody + `}`),
			call: func(ctx context.Context, c *Client) (any, error) {
				got, found, err := c.AppleVPPToken(ctx, tokenID)
				return []any{got, found}, err
			},
			want: []any{token, true},
		},
		{
			name: "token that is gone", line: "GET /beta/deviceAppManagement/vppTokens/x" + tokenQuery, reply: reply{status: 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				_, found, err := c.AppleVPPToken(ctx, "x")
				return found, err
			},
			want: false,
		},
		{
			name: "sync of a token", line: "POST /beta/deviceAppManagement/vppTokens/" + tokenID + "/syncLicenses", reply: ok(tokenBody),
			call: func(ctx context.Context, c *Client) (any, error) { return c.SyncAppleVPPToken(ctx, tokenID) },
			want: answered5Nov,
		},
		{
			name: "Google Play", line: playLine,
			reply: ok(`{"id":"x","bindStatus":"boundAndValidated","ownerOrganizationName":"Contoso","lastAppSyncDateTime":"2026-11-01T00:00:00Z","lastAppSyncStatus":"success"}`),
			call:  func(ctx context.Context, c *Client) (any, error) { return c.ManagedGooglePlay(ctx) },
			want:  GooglePlayBinding{"boundAndValidated", "Contoso", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), GooglePlaySuccess, answered5Nov},
		},
		{
			name: "sync of Google Play", line: "POST /beta/deviceManagement/androidManagedStoreAccountEnterpriseSettings/syncApps", reply: reply{status: 204},
			call: func(ctx context.Context, c *Client) (any, error) { return c.SyncManagedGooglePlay(ctx) },
			want: answered5Nov,
		},
		{
			name: "licences of an iPhone's app", line: "GET /beta/deviceAppManagement/mobileApps/" + appID + "/microsoft.graph.iosVppApp/assignedLicenses",
			reply: ok(`{"value":[{"@odata.type":"#microsoft.graph.iosVppAppAssignedUserLicense","userId":"AAAA","userPrincipalName":"ann@contoso.com"},
				{"@odata.type":"#microsoft.graph.iosVppAppAssignedDeviceLicense","userId":"00000000-0000-0000-0000-000000000000","managedDeviceId":"DDDD","deviceName":"iPad"}]}`),
			call: licensesOf(IOSVPPApp),
			want: []AssignedLicense{{UserID: "aaaa", UserPrincipalName: "ann@contoso.com"}, {ManagedDeviceID: "dddd", DeviceName: "iPad"}},
		},
		{
			name: "licences of a Mac's app", line: "GET /beta/deviceAppManagement/mobileApps/" + appID + "/microsoft.graph.macOsVppApp/assignedLicenses",
			reply: ok(`{"value":[{"userId":"aaaa","userPrincipalName":"ann@contoso.com"},{"userId":null}]}`),
			call:  licensesOf(MacOSVPPApp),
			want:  []AssignedLicense{{UserID: "aaaa", UserPrincipalName: "ann@contoso.com"}, {}},
		},
		{
			name: "revoke of all", line: "POST /beta/deviceAppManagement/mobileApps/" + appID + "/revokeAllLicenses", body: `{"notifyManagedDevices":true}`,
			reply: reply{status: 204},
			call:  func(ctx context.Context, c *Client) (any, error) { return nil, c.RevokeAllLicenses(ctx, appID, true) },
		},
		{
			name: "revoke of a user's", line: "POST /beta/deviceAppManagement/mobileApps/" + appID + "/revokeUserLicense",
			body: `{"notifyManagedDevices":false,"userId":"u"}`, reply: reply{status: 204},
			call: func(ctx context.Context, c *Client) (any, error) {
				return nil, c.RevokeUserLicense(ctx, appID, "u", false)
			},
		},
		{
			name: "revoke of a device's", line: "POST /beta/deviceAppManagement/mobileApps/" + appID + "/revokeDeviceLicense",
			body: `{"managedDeviceId":"d","notifyManagedDevices":true}`, reply: reply{status: 204},
			call: func(ctx context.Context, c *Client) (any, error) {
				return nil, c.RevokeDeviceLicense(ctx, appID, "d", true)
			},
		},
		{
			name: "reclaim", line: "POST /V1/Inventory/9WZDNCRFJB8P/0010/Seats", body: `{"seatAction":"Reclaim","userNames":["ann@contoso.com","bob@contoso.com"]}`,
			reply: ok(`{"seatDetails":[{"assignedTo":"ann@contoso.com","state":"Revoked"}],"failedSeatOperations":[{"failureReason":"Seat","userName":"Bob@contoso.com"}]}`),
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.StoreReclaimSeats(ctx, "9WZDNCRFJB8P/0010", []string{"ann@contoso.com", "bob@contoso.com"})
			},
			want: []SeatFailure{{"bob@contoso.com", "Seat"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, requests := only(t, test.line, test.reply)
			got, err := test.call(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("result (-want +got)\n%s", diff)
			}
			if r := requests(); len(r) != 1 || r[0].Body != test.body {
				t.Errorf("requests %+v, want body %s", r, test.body)
			}
		})
	}
}

func licensesOf(kind string) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) {
		var licenses []AssignedLicense
		err := c.AssignedLicenses(ctx, App{ID: appID, ODataType: kind}, func(page []AssignedLicense) error {
			licenses = append(licenses, page...)
			return nil
		})
		return licenses, err
	}
}

// What can be repeated is: a lost answer and a throttled one lead to the same end.
func TestRevokingIsRepeated(t *testing.T) {
	n := 0
	c, requests := serve(t, func(seen) reply {
		n++
		return []reply{{}, {status: 429, header: "Retry-After: 0.01"}, {status: 503, header: "Retry-After: 0.01"}, {status: 204}}[n-1]
	})
	if err := c.RevokeUserLicense(t.Context(), appID, "u", true); err != nil || len(requests()) != 4 {
		t.Errorf("%v after %d requests", err, len(requests()))
	}
}

func TestStoreCallsRefused(t *testing.T) {
	c, requests := serve(t, func(seen) reply { return reply{status: 403} })
	_, err := licensesOf(AndroidManagedStoreApp)(t.Context(), c)
	if want := "an app of type androidManagedStoreApp has no list of its licences"; text(err) != want {
		t.Errorf("got %s, want %s", text(err), want)
	}
	for names, want := range map[int]string{0: "0 seats at once, where 1 to 25 are taken", 26: "26 seats at once, where 1 to 25 are taken"} {
		if _, err := c.StoreReclaimSeats(t.Context(), "a/b", make([]string, names)); text(err) != want {
			t.Errorf("got %s, want %s", text(err), want)
		}
	}
	if _, err := c.StoreReclaimSeats(t.Context(), "ab", []string{"x"}); text(err) != `the product key "ab" is not of the form {productId}/{skuId}` {
		t.Error(err)
	}
	if n := len(requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	_, _, err = c.AppleVPPToken(t.Context(), tokenID)
	if !IsForbidden(err) || !strings.Contains(text(err), "DeviceManagementServiceConfig.Read.All") {
		t.Errorf("got %s", text(err))
	}
}
