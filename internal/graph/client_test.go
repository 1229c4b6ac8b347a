package graph

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNewRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		o    Options
		want string
	}{
		"no credential":  {Options{Graph: "https://graph.test"}, "graph: no credential"},
		"http":           {Options{Graph: "http://graph.test", Credential: tokens{}}, `the graph endpoint "http://graph.test" must be https, or http on a loopback address`},
		"another scheme": {Options{Graph: "ftp://127.0.0.1", Credential: tokens{}}, `the graph endpoint "ftp://127.0.0.1" must be https, or http on a loopback address`},
		"a name like loopback": {Options{Graph: "http://localhost.evil.test", Credential: tokens{}},
			`the graph endpoint "http://localhost.evil.test" must be https, or http on a loopback address`},
		"no host":    {Options{Graph: "https:///x", Credential: tokens{}}, `the graph endpoint "https:///x" has no host`},
		"empty":      {Options{Credential: tokens{}}, `the graph endpoint "" has no host`},
		"a query":    {Options{Graph: "https://graph.test?x=1", Credential: tokens{}}, `the graph endpoint "https://graph.test?x=1" must not have a query or a fragment`},
		"a password": {Options{Graph: "https://u:" + secret + "@graph.test", Credential: tokens{}}, "the graph endpoint must not contain a user or a password"},
		"no URL":     {Options{Graph: "https://u:" + secret + "@%zz", Credential: tokens{}}, "the graph endpoint is not a URL"},
		"store":      {Options{Graph: "https://graph.test", Store: "http://store.test", Credential: tokens{}}, `the store endpoint "http://store.test" must be https, or http on a loopback address`},
	} {
		t.Run(name, func(t *testing.T) {
			if c, err := New(test.o); c != nil || err == nil || err.Error() != test.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Plain http is for this very machine; a proxy's path is kept, and its links are followed below it only.
func TestLoopbackWithPath(t *testing.T) {
	var lines []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lines = append(lines, r.URL.RequestURI()+" "+r.Header.Get("Authorization"))
		w.Header().Set("Content-Type", "application/json")
		next := `,"@odata.nextLink":"http://` + r.Host + `/proxy/graph/v1.0/users?2"`
		switch len(lines) {
		case 2:
			next = `,"@odata.nextLink":"http://` + r.Host + `/v1.0/users?3"`
		}
		_, _ = io.WriteString(w, `{"value":[]`+next+`}`)
	}))
	defer srv.Close()
	c := client(t, Options{Graph: srv.URL + "/proxy/graph/", Transport: srv.Client()})
	err := c.LicensedUsers(t.Context(), nil)
	if want := "GET /v1.0/users: the service gave a link to the next page outside of " + srv.URL + "/proxy/graph."; text(err) != want {
		t.Errorf("got %s", text(err))
	}
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "/proxy/graph/v1.0/users?") || lines[1] != "/proxy/graph/v1.0/users?2 Bearer "+secret {
		t.Errorf("requests %q", lines)
	}
}

// One observed call an attempt, over a real connection, and nothing in it that is secret or personal: a cut answer to
// a create, throttled reads, a batch with names in its filter, a query with names.
func TestObserve(t *testing.T) {
	const person = "ann@contoso.com"
	var mu sync.Mutex
	var calls []Call
	n := 0
	c, _ := serve(t, func(s seen) reply {
		n++
		switch {
		case strings.HasSuffix(s.Line, "/assignments"):
			return reply{}
		case n == 2:
			return reply{status: 429, header: "Retry-After: 0.001"}
		case strings.HasSuffix(s.Line, "$batch"):
			return ok(`{"responses":[{"id":"0","status":403,"body":{"error":{"code":"` + person + secret + `"}}}]}`)
		}
		return ok(`{"value":[],"next":"` + person + `"}`)
	})
	srv := c.graph.base.url.String()
	transport, err := NewTransport()
	if err != nil {
		t.Fatal(err)
	}
	transport.(*http.Client).Transport.(*http.Transport).TLSClientConfig.InsecureSkipVerify = true
	c = client(t, Options{Graph: srv, Transport: transport, Observe: func(_ context.Context, call Call) {
		mu.Lock()
		defer mu.Unlock()
		calls = append(calls, call)
	}})
	if err := classes["create"](t.Context(), c); !IsAmbiguous(err) {
		t.Errorf("a cut create: %v", err)
	}
	_ = c.ManagedDevices(t.Context(), ManagedDeviceFilter{OperatingSystem: person}, func([]ManagedDevice) error { return nil })
	_, _ = c.UserIDs(t.Context(), []string{person})
	for i := range calls {
		if calls[i].Duration <= 0 || calls[i].ClientRequestID == "" {
			t.Errorf("call %d: %+v", i, calls[i])
		}
		calls[i].Duration, calls[i].ClientRequestID = 0, ""
	}
	want := []Call{
		{Method: "POST", Path: "/beta/deviceAppManagement/mobileApps/" + appID + "/assignments", Attempt: 1, Failure: "EOF"},
		{Method: "GET", Path: "/beta/deviceManagement/managedDevices", Status: 429, RequestID: "service-id", Attempt: 1},
		{Method: "GET", Path: "/beta/deviceManagement/managedDevices", Status: 200, RequestID: "service-id", Attempt: 2},
		{Method: "POST", Path: "/v1.0/$batch", Status: 200, RequestID: "service-id", Attempt: 1, BatchSize: 1},
	}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Error(diff)
	}
	all, _ := json.Marshal(calls)
	for _, word := range []string{person, "contoso", secret, "Bearer"} {
		if strings.Contains(string(all), word) {
			t.Errorf("%q was observed", word)
		}
	}
}

// No error of any kind holds the token, a query or a person's name out of one.
func TestErrorsHoldNoSecrets(t *testing.T) {
	for _, rep := range []reply{{status: 400}, {status: 403}, {err: io.ErrUnexpectedEOF}, ok("["), {status: 200, header: "Content-Type: text/html", body: "x"}} {
		c, _ := scripted(t, rep)
		ctx, cancel := context.WithCancel(t.Context())
		if rep.err != nil {
			cancel()
		}
		defer cancel()
		errs := []error{
			c.ManagedDevices(ctx, ManagedDeviceFilter{OperatingSystem: "ann@contoso.com"}, nil),
			c.StoreSeats(ctx, "a/b", nil),
		}
		for _, a := range c.usersWhere(ctx, []string{"ann@contoso.com"}) {
			errs = append(errs, a.Err)
		}
		for _, err := range errs {
			if err == nil || slices.ContainsFunc([]string{"contoso", secret, "$filter", "maxResults"}, func(w string) bool { return strings.Contains(err.Error(), w) }) {
				t.Errorf("got %v", err)
			}
		}
	}
}

// The table in the package comment and the one that the code goes by say the same.
func TestPackageComment(t *testing.T) {
	for _, o := range []struct {
		op   operation
		name string
	}{
		{readOrganization, "Organization"}, {readAssociation, "DeviceAppManagement"}, {syncAssociation, "SyncMicrosoftStoreForBusinessApps"},
		{readApps, "LicensedApps"}, {readAssignments, "Assignments"}, {readGroups, "Groups"}, {readLicensedUsers, "LicensedUserCount"},
		{readManagedDevices, "ManagedDevices"}, {readInventory, "StoreInventory"}, {reclaimSeats, "StoreInventory"}, {readVPPTokens, "AppleVPPTokens"},
		{readLicenses, "AssignedLicenses"}, {revokeLicenses, "AssignedLicenses"}, {readGooglePlay, "ManagedGooglePlay"}, {syncGooglePlay, "ManagedGooglePlay"},
	} {
		row := ""
		for line := range strings.Lines(packageComment(t)) {
			if strings.HasPrefix(line, "//\t"+o.name) {
				row = line
			}
		}
		if fields := strings.Fields(row); !slices.Contains(fields, string(o.op.fact().version)) {
			t.Errorf("%s speaks %s, but the comment says %q", o.name, o.op.fact().version, row)
		}
	}
	for o := range operation(len(operations)) {
		if f := o.fact(); f.version == "" || (len(f.permissions) == 0) != o.store() {
			t.Errorf("operation %d has %+v", o, f)
		}
	}
}
