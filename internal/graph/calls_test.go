package graph

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	appID   = "0177548a-548a-0177-8a54-77018a547701"
	groupID = "11111111-1111-1111-1111-111111111111"
)

// Every call: the request it makes, byte for byte, and what it makes of a documented answer.
func TestCalls(t *testing.T) {
	yes, language := true, "fr-FR"
	const singleton = `{"@odata.type":"#microsoft.graph.deviceAppManagement","id":"0f8f7d5e-0000-0000-0000-000000000000",
		"microsoftStoreForBusinessLastSuccessfulSyncDateTime":"2016-12-31T23:57:45.2453148-08:00",
		"isEnabledForMicrosoftStoreForBusiness":true,"microsoftStoreForBusinessLanguage":"fr-FR",
		"microsoftStoreForBusinessLastCompletedApplicationSyncTime":"0001-01-01T00:00:00Z",
		"microsoftStoreForBusinessPortalSelection":"privateStore, companyPortal"}`
	association := DeviceAppManagement{
		Enabled: true, Language: "fr-FR", PortalSelection: []string{CompanyPortal, PrivateStore},
		LastSuccessfulSync: time.Date(2017, 1, 1, 7, 57, 45, 245314800, time.UTC),
		ServiceTime:        time.Date(2026, 11, 5, 10, 0, 0, 0, time.UTC),
	}
	readLine := "GET /beta/deviceAppManagement?$select=id%2CisEnabledForMicrosoftStoreForBusiness%2CmicrosoftStoreForBusinessLanguage%2C" +
		"microsoftStoreForBusinessLastSuccessfulSyncDateTime%2CmicrosoftStoreForBusinessLastCompletedApplicationSyncTime%2C" +
		"microsoftStoreForBusinessPortalSelection"
	for _, test := range []struct {
		name  string
		line  string
		body  string
		reply reply
		call  func(context.Context, *Client) (any, error)
		want  any
	}{
		{
			name:  "organization",
			line:  "GET /v1.0/organization?$select=id%2CdisplayName%2CmobileDeviceManagementAuthority",
			reply: ok(`{"value":[{"id":"AAAA1111-0000-0000-0000-000000000000","displayName":"Contoso","mobileDeviceManagementAuthority":"intune"}]}`),
			call:  func(ctx context.Context, c *Client) (any, error) { return c.Organization(ctx) },
			want:  Organization{"aaaa1111-0000-0000-0000-000000000000", "Contoso", "intune"},
		},
		{
			name: "association", line: readLine, reply: ok(singleton),
			call: func(ctx context.Context, c *Client) (any, error) { return c.DeviceAppManagement(ctx) },
			want: association,
		},
		{
			name: "association, wrapped as in the docs", line: readLine, reply: ok(`{"value":` + singleton + `}`),
			call: func(ctx context.Context, c *Client) (any, error) { return c.DeviceAppManagement(ctx) },
			want: association,
		},
		{
			name: "association, never set up", line: readLine,
			reply: ok(`{"isEnabledForMicrosoftStoreForBusiness":false,"microsoftStoreForBusinessLanguage":null,
				"microsoftStoreForBusinessLastSuccessfulSyncDateTime":null,"microsoftStoreForBusinessPortalSelection":"none",
				"microsoftStoreForBusinessLastCompletedApplicationSyncTime":"0001-01-01T00:00:00-08:00"}`),
			call: func(ctx context.Context, c *Client) (any, error) { return c.DeviceAppManagement(ctx) },
			want: DeviceAppManagement{ServiceTime: association.ServiceTime},
		},
		{
			name: "update of everything", line: "PATCH /beta/deviceAppManagement",
			body: `{"@odata.type":"#microsoft.graph.deviceAppManagement","isEnabledForMicrosoftStoreForBusiness":true,` +
				`"microsoftStoreForBusinessLanguage":"fr-FR","microsoftStoreForBusinessPortalSelection":"companyPortal,privateStore"}`,
			reply: ok(singleton),
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.UpdateDeviceAppManagement(ctx, DeviceAppManagementUpdate{&yes, &language, []string{PrivateStore, CompanyPortal}})
			},
			want: association,
		},
		{
			name: "update of the portal to none", line: "PATCH /beta/deviceAppManagement",
			body:  `{"@odata.type":"#microsoft.graph.deviceAppManagement","microsoftStoreForBusinessPortalSelection":"none"}`,
			reply: ok(singleton),
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.UpdateDeviceAppManagement(ctx, DeviceAppManagementUpdate{PortalSelection: []string{}})
			},
			want: association,
		},
		{
			name: "sync", line: "POST /beta/deviceAppManagement/syncMicrosoftStoreForBusinessApps", reply: reply{status: 204},
			call: func(ctx context.Context, c *Client) (any, error) { return c.SyncMicrosoftStoreForBusinessApps(ctx) },
			want: association.ServiceTime,
		},
		{
			name:  "count of licensed users",
			line:  "GET /v1.0/users?$filter=" + encodedLicensedFilter + "&$count=true&$top=1&$select=id",
			reply: ok(`{"@odata.count":1234,"value":[{"id":"x"}]}`),
			call:  func(ctx context.Context, c *Client) (any, error) { return c.LicensedUserCount(ctx) },
			want:  1234,
		},
		{
			name: "one assignment", line: "GET /beta/deviceAppManagement/mobileApps/" + appID + "/assignments/" + groupID + "_1_0",
			reply: ok(`{"value":{"@odata.type":"#microsoft.graph.mobileAppAssignment","id":"` + groupID + `_1_0","intent":"required",
				"source":"direct","sourceId":null,"settings":null,
				"target":{"@odata.type":"microsoft.graph.groupAssignmentTarget","groupId":"` + groupID + `"}}}`),
			call: func(ctx context.Context, c *Client) (any, error) {
				a, found, err := c.Assignment(ctx, appID, groupID+"_1_0")
				if !found {
					t.Error("not found")
				}
				return a, err
			},
			want: Assignment{ID: groupID + "_1_0", Intent: "required", Source: "direct", Target: Target{Type: GroupTarget, GroupID: groupID}},
		},
		{
			name: "delete of an assignment", line: "DELETE /beta/deviceAppManagement/mobileApps/" + appID + "/assignments/" + groupID + "_1_0",
			reply: reply{status: 204},
			call: func(ctx context.Context, c *Client) (any, error) {
				return nil, c.DeleteAssignment(ctx, appID, groupID+"_1_0")
			},
		},
		{
			name: "delete of an assignment that is gone", line: "DELETE /beta/deviceAppManagement/mobileApps/" + appID + "/assignments/gone",
			reply: reply{status: 404, body: `{"error":{"code":"ResourceNotFound","message":"gone"}}`},
			call:  func(ctx context.Context, c *Client) (any, error) { return nil, c.DeleteAssignment(ctx, appID, "gone") },
		},
		{
			name:  "path elements are escaped",
			line:  "DELETE /beta/deviceAppManagement/mobileApps/a%2Fb%3F%23%20c/assignments/d%2Fx%25..%5C",
			reply: reply{status: 204},
			call: func(ctx context.Context, c *Client) (any, error) {
				return nil, c.DeleteAssignment(ctx, "a/b?# c", `d/x%..\`)
			},
		},
		{
			name: "inventory", line: "GET /V1/Inventory?licenseTypes=online&licenseTypes=offline&maxResults=25",
			reply: ok(`{"inventoryEntries":[{"productKey":{"productId":"9WZDNCRFJB8P","skuId":"0010"},"seatCapacity":100,"availableSeats":20,
				"lastModified":"2016-12-31T23:57:45Z","licenseType":"Online","distributionPolicy":"OPEN","status":"Active"}]}`),
			call: func(ctx context.Context, c *Client) (any, error) { return c.StoreInventory(ctx) },
			want: []InventoryEntry{{"9WZDNCRFJB8P/0010", 100, 20, "Online", "OPEN", "Active"}},
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
			r := requests()
			if len(r) != 1 {
				t.Fatalf("%d requests", len(r))
			}
			if r[0].Body != test.body {
				t.Errorf("body\n got %s\nwant %s", r[0].Body, test.body)
			}
			for name, want := range map[string]string{"User-Agent": "test/1", "Accept": "application/json", "Authorization": "Bearer " + secret} {
				if got := r[0].Header.Get(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
			if !uuids.MatchString(r[0].Header.Get("client-request-id")) {
				t.Errorf("client-request-id: %q", r[0].Header.Get("client-request-id"))
			}
			if _, has := r[0].Header["X-Ms-Useragent"]; has {
				t.Error("azcore's telemetry header was sent")
			}
		})
	}
}

const encodedLicensedFilter = "accountEnabled%20eq%20true%20and%20%28" +
	"assignedPlans%2Fany%28p%3Ap%2FservicePlanId%20eq%20c1ec4a95-1f05-45b3-a911-aa3fa01094f5%20and%20p%2FcapabilityStatus%20eq%20%27Enabled%27%29%20or%20" +
	"assignedPlans%2Fany%28p%3Ap%2FservicePlanId%20eq%203e170737-c728-4eae-bbb9-3f3360f7184c%20and%20p%2FcapabilityStatus%20eq%20%27Enabled%27%29%20or%20" +
	"assignedPlans%2Fany%28p%3Ap%2FservicePlanId%20eq%20d216f254-796f-4dab-bbfa-710686e646b9%20and%20p%2FcapabilityStatus%20eq%20%27Enabled%27%29%20or%20" +
	"assignedPlans%2Fany%28p%3Ap%2FservicePlanId%20eq%20da24caf9-af8e-485c-b7c8-e73336da2693%20and%20p%2FcapabilityStatus%20eq%20%27Enabled%27%29%20or%20" +
	"assignedPlans%2Fany%28p%3Ap%2FservicePlanId%20eq%208e9ff0ff-aa7a-4b20-83c1-2f636b600ac2%20and%20p%2FcapabilityStatus%20eq%20%27Enabled%27%29%29"

func TestAssignmentNotFound(t *testing.T) {
	c, _ := serve(t, func(seen) reply { return reply{status: 404, body: `{"error":{"code":"ResourceNotFound"}}`} })
	if _, found, err := c.Assignment(t.Context(), appID, "x"); found || err != nil {
		t.Errorf("found %v, err %v", found, err)
	}
}

// An id that would reach into another part of the API is refused before anything is sent.
func TestIDThatIsNoID(t *testing.T) {
	c, requests := serve(t, func(seen) reply { return reply{status: 204} })
	for _, id := range []string{"", ".", "..", "x/../../y", `..\y`} {
		want := fmt.Sprintf("%q cannot be an id.", id)
		if err := c.DeleteAssignment(t.Context(), appID, id); text(err) != want {
			t.Errorf("%q: got %q, want %q", id, text(err), want)
		}
	}
	if got := c.Apps(t.Context(), []string{".."}); text(got[0].Err) != `".." cannot be an id.` {
		t.Errorf("in a batch: %v", got[0].Err)
	}
	if n := len(requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// A PATCH answered by 204 is read back.
func TestUpdateAnsweredWithoutBody(t *testing.T) {
	c, requests := serve(t, func(s seen) reply {
		if s.Line == "PATCH /beta/deviceAppManagement/mobileApps/a/assignments/b" {
			return reply{status: 204}
		}
		return ok(`{"id":"b","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}`)
	})
	got, err := c.UpdateAssignment(t.Context(), "a", "b", Assignment{Intent: "required", Target: Target{Type: AllDevicesTarget}})
	if err != nil || got.ID != "b" || len(requests()) != 2 {
		t.Errorf("got %+v, %v after %d requests", got, err, len(requests()))
	}
}
