package graph

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Links are followed as they stand, the header of advanced queries goes with each, and an empty page is no end.
func TestPages(t *testing.T) {
	const first = "GET /v1.0/users?$filter=" + encodedLicensedFilter + "&$count=true&$top=999&$select=id"
	c, requests := serve(t, func(s seen) reply {
		if s.Header.Get("ConsistencyLevel") != "eventual" {
			t.Errorf("%s came without ConsistencyLevel", s.Line)
		}
		switch s.Line {
		case first:
			return ok(`{"@odata.count":3,"value":[{"id":"A"},{"id":"B"}],"@odata.nextLink":"$BASE/v1.0/users?$skiptoken=a%2Bb+c&x=%C3%A9"}`)
		case "GET /v1.0/users?$skiptoken=a%2Bb+c&x=%C3%A9":
			return ok(`{"value":[],"@odata.nextLink":"$BASE/v1.0/users?$skiptoken=3"}`)
		}
		return ok(`{"value":[{"id":"C"}]}`)
	})
	var pages [][]string
	err := c.LicensedUsers(t.Context(), func(ids []string) error {
		pages = append(pages, ids)
		return nil
	})
	if diff := cmp.Diff([][]string{{"a", "b"}, {"c"}}, pages); err != nil || diff != "" {
		t.Error(err, diff)
	}
	sent := map[string]bool{}
	for _, r := range requests() {
		sent[r.Header.Get("client-request-id")] = true
	}
	if len(sent) != 3 {
		t.Errorf("%d different client-request-ids in 3 requests", len(sent))
	}
}

// Where a link may not lead, and what no list may do.
func TestPagesRefused(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"another host":    {`{"value":[],"@odata.nextLink":"https://evil.test/v1.0/users"}`, "GET /v1.0/users: the service gave a link to the next page on https://evil.test, but the token is only for https://graph.test."},
		"http":            {`{"value":[],"@odata.nextLink":"http://graph.test/v1.0/users"}`, "GET /v1.0/users: the service gave a link to the next page on http://graph.test, but the token is only for https://graph.test."},
		"http, same port": {`{"value":[],"@odata.nextLink":"http://graph.test:443/v1.0/users"}`, "GET /v1.0/users: the service gave a link to the next page on http://graph.test:443, but the token is only for https://graph.test."},
		"another port":    {`{"value":[],"@odata.nextLink":"https://graph.test:8443/v1.0/users"}`, "GET /v1.0/users: the service gave a link to the next page on https://graph.test:8443, but the token is only for https://graph.test."},
		"a password":      {`{"value":[],"@odata.nextLink":"https://u:p@graph.test/v1.0/users"}`, "GET /v1.0/users: the service gave a link to the next page on https://graph.test, but the token is only for https://graph.test."},
		"dots":            {`{"value":[],"@odata.nextLink":"https://graph.test/v1.0/../users"}`, "GET /v1.0/users: the service gave a link to the next page outside of https://graph.test."},
		"no URL":          {`{"value":[],"@odata.nextLink":"https://graph.test/%zz"}`, "GET /v1.0/users: the service gave a link to the next page that is not a URL."},
		"no list":         {`{"error":"?"}`, "GET /v1.0/users: 200 OK: the answer has no list of values. Request id service-id, client request id CLIENT-ID."},
		"no JSON":         {`{"value":[`, "GET /v1.0/users: 200 OK: the answer is not what the service documents: unexpected end of JSON input. Request id service-id, client request id CLIENT-ID."},
		"itself":          {`{"value":[],"@odata.nextLink":"https://graph.test/v1.0/users?$skiptoken=1"}`, "GET /v1.0/users: 200 OK: page 12 links back to a page that was read already. Request id service-id, client request id CLIENT-ID."},
		"the same link":   {`{"value":[{"id":"a"}],"@odata.nextLink":"https://graph.test/v1.0/users?$skiptoken=1"}`, "GET /v1.0/users: 200 OK: page 2 links back to a page that was read already. Request id service-id, client request id CLIENT-ID."},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := scripted(t, ok(test.body))
			err := c.LicensedUsers(t.Context(), func([]string) error { return nil })
			if text(err) != test.want {
				t.Errorf("\n got %s\nwant %s", text(err), test.want)
			}
		})
	}
}

// A list that never ends is ended.
func TestEndlessPages(t *testing.T) {
	n := 0
	c, b := batching(t, func(batched) inner {
		n++
		return inner{200, nil, fmt.Sprintf(`{"value":[],"@odata.nextLink":"https://graph.test/v1.0/users?p=%d"}`, n)}
	})
	err := c.LicensedUsers(t.Context(), func([]string) error { return nil })
	const want = "GET /v1.0/users: 200 OK: the list does not end after 20000 pages. Request id service-id, client request id CLIENT-ID."
	if text(err) != want || len(b.others) != maxPages {
		t.Errorf("%s after %d pages", text(err), len(b.others))
	}
}

// A page cut half way is read again, and none of it is handed on twice.
func TestPageCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, reply{err: errors.New("cut")}, ok(`{"value":[{"id":"a"}]}`))
		var got []string
		err := c.LicensedUsers(t.Context(), func(ids []string) error { got = append(got, ids...); return nil })
		if err != nil || !slices.Equal(got, []string{"a"}) || len(s.requests()) != 2 {
			t.Errorf("%v, %v, %d requests", got, err, len(s.requests()))
		}
	})
}

// What the receiver of pages returns ends the listing, as it is.
func TestPageReceiverStops(t *testing.T) {
	c, s := scripted(t, ok(`{"value":[{"id":"a"}],"@odata.nextLink":"https://graph.test/v1.0/users?2"}`))
	stop := &Error{Status: 404, Message: "mine"}
	for name, call := range map[string]func() error{
		"users": func() error { return c.LicensedUsers(t.Context(), func([]string) error { return stop }) },
		"devices": func() error {
			return c.ManagedDevices(t.Context(), ManagedDeviceFilter{}, func([]ManagedDevice) error { return stop })
		},
		"members": func() error {
			_, err := c.Members(t.Context(), groupID, func([]Member) error { return stop })
			return err
		},
	} {
		before := len(s.requests())
		if err := call(); !errors.Is(err, stop) || len(s.requests()) != before+1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMembers(t *testing.T) {
	base := "GET /v1.0/groups/" + groupID + "/transitiveMembers/"
	c, requests := serve(t, func(s seen) reply {
		switch s.Line {
		case base + "microsoft.graph.user?$count=true&$select=id&$top=999":
			return ok(`{"value":[{"@odata.type":"#microsoft.graph.user","id":"U1"}]}`)
		case base + "microsoft.graph.device?$count=true&$select=id%2CdeviceId&$top=999":
			return ok(`{"value":[{"id":"object","deviceId":"D1"}]}`)
		}
		return reply{status: 400}
	})
	var got []Member
	found, err := c.Members(t.Context(), groupID, func(m []Member) error { got = append(got, m...); return nil })
	if diff := cmp.Diff([]Member{{UserMember, "u1"}, {DeviceMember, "d1"}}, got); diff != "" || !found || err != nil {
		t.Error(found, err, diff)
	}
	for _, r := range requests() {
		if r.Header.Get("ConsistencyLevel") != "eventual" {
			t.Error("no ConsistencyLevel")
		}
	}
}

func TestMembersOfNoGroup(t *testing.T) {
	c, _ := serve(t, func(seen) reply { return reply{status: 404} })
	if found, err := c.Members(t.Context(), groupID, nil); found || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}

// Devices that cannot be named must not be counted as none.
func TestMembersWithoutTheRightToDevices(t *testing.T) {
	c, _ := serve(t, func(s seen) reply {
		if strings.Contains(s.Line, "graph.user") {
			return ok(`{"value":[]}`)
		}
		return ok(`{"value":[{"id":"object","deviceId":null}]}`)
	})
	_, err := c.Members(t.Context(), groupID, func([]Member) error { return nil })
	const want = "403 Forbidden: the group's devices came without their deviceId, as they do to an application that may not read devices. " +
		"This call needs one of the permissions Device.Read.All, Directory.Read.All, Device.ReadWrite.All, Directory.ReadWrite.All."
	if text(err) != want || !IsForbidden(err) {
		t.Errorf("got %s", text(err))
	}
}

func TestManagedDevices(t *testing.T) {
	const fields = "id%2CazureADDeviceId%2CdeviceName%2CuserId%2CuserPrincipalName%2CoperatingSystem%2CosVersion%2CjoinType%2CazureADRegistered%2CdeviceEnrollmentType%2CmanagementAgent"
	c, _ := only(t, "GET /beta/deviceManagement/managedDevices?$filter=operatingSystem%20eq%20%27Win%27%27dows%27&$select="+fields, ok(`{"value":[
		{"id":"M1","azureADDeviceId":"D1","deviceName":"PC 1","userId":"U1","userPrincipalName":"a@b.c","operatingSystem":"Windows",
		 "osVersion":"10.0.19045.1","joinType":"azureADJoined","azureADRegistered":true,"deviceEnrollmentType":"windowsAzureADJoin","managementAgent":"mdm"},
		{"id":"M2","azureADDeviceId":"00000000-0000-0000-0000-000000000000","userId":"","azureADRegistered":null}]}`))
	var got []ManagedDevice
	err := c.ManagedDevices(t.Context(), ManagedDeviceFilter{OperatingSystem: "Win'dows"}, func(d []ManagedDevice) error {
		got = append(got, d...)
		return nil
	})
	yes := true
	want := []ManagedDevice{
		{"m1", "d1", "PC 1", "u1", "a@b.c", "Windows", "10.0.19045.1", "azureADJoined", &yes, "windowsAzureADJoin", "mdm"},
		{ID: "m2"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// A million members go by in the memory of one page.
func BenchmarkMembers(b *testing.B) {
	var body strings.Builder
	body.WriteString(`{"value":[`)
	for i := range 999 {
		fmt.Fprintf(&body, `{"@odata.type":"#microsoft.graph.user","id":"%08d-0000-0000-0000-000000000000"},`, i)
	}
	page := strings.TrimSuffix(body.String(), ",") + "]}"
	c, err := New(Options{Graph: "https://graph.test", Credential: tokens{}, Transport: &forgetful{page}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		began := time.Now()
		if err := c.LicensedUsers(b.Context(), func(ids []string) error { n += len(ids); return nil }); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n)/time.Since(began).Seconds(), "members/s")
	}
}
