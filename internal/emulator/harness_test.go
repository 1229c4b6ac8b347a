package emulator_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// clock is a machine clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 22, 9, 0, 0, 500_000_000, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// tester speaks raw HTTP to an emulator: what it sends and expects is written
// from Microsoft's documentation, not through any client of ours.
type tester struct {
	*emulator.Server
	t     testing.TB
	http  *http.Client
	token string
	clock *clock
}

const clientID = "c11e0000-0000-4000-8000-000000000001"

func start(t testing.TB, tenant emulator.Tenant, waivers ...conformance.Waiver) *tester {
	t.Helper()
	c := newClock()
	server, err := emulator.Start(emulator.Options{Tenant: &tenant, Clock: c.Now, Around: conformance.Watch(t, append(waivers, conformance.OddRequests("refusals are what is tested"))...)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(server.CA())
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	t.Cleanup(client.CloseIdleConnections)
	x := &tester{Server: server, t: t, http: client, clock: c}
	x.actAs(nil)
	return x
}

// in reports to a subtest.
func (x *tester) in(t *testing.T) *tester {
	sub := *x
	sub.t = t
	return &sub
}

// actAs goes on with a token that carries these permissions, nil for all.
func (x *tester) actAs(permissions []string) {
	x.t.Helper()
	x.token = x.mint("https://graph.microsoft.com", permissions)
}

func (x *tester) mint(audience string, permissions []string) string {
	x.t.Helper()
	token, err := x.Mint(clientID, audience, permissions, 24*time.Hour)
	if err != nil {
		x.t.Fatal(err)
	}
	return token
}

type response struct {
	status int
	header http.Header
	body   string
	json   map[string]any
}

// do sends a request; headers come in pairs. A path begins with the version.
func (x *tester) do(method, path, body string, headers ...string) response {
	x.t.Helper()
	r, err := x.try(method, path, body, headers...)
	if err != nil {
		x.t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

func (x *tester) try(method, path, body string, headers ...string) (response, error) {
	url := path
	if strings.HasPrefix(path, "/") {
		url = x.URL() + path
	}
	request, err := http.NewRequestWithContext(x.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		return response{}, err
	}
	request.Header.Set("Authorization", "Bearer "+x.token)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	got, err := x.http.Do(request)
	if err != nil {
		return response{}, err
	}
	defer got.Body.Close()
	content, err := io.ReadAll(got.Body)
	if err != nil {
		return response{}, err
	}
	r := response{status: got.StatusCode, header: got.Header, body: string(content)}
	decoder := json.NewDecoder(bytes.NewReader(content))
	_ = decoder.Decode(&r.json) // text answers have none
	return r, nil
}

func (x *tester) get(path string, headers ...string) response {
	x.t.Helper()
	return x.do("GET", path, "", headers...)
}

// is checks the status, showing the body when it is another.
func (x *tester) is(r response, status int) response {
	x.t.Helper()
	if r.status != status {
		x.t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	return r
}

func (x *tester) equal(what string, got, want any) {
	x.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		x.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// values returns the items of a list.
func (r response) values() []map[string]any {
	items := []map[string]any{}
	list, _ := r.json["value"].([]any)
	for _, item := range list {
		items = append(items, item.(map[string]any))
	}
	return items
}

// column returns one property of each item of a list.
func (r response) column(name string) []any {
	column := []any{}
	for _, item := range r.values() {
		column = append(column, item[name])
	}
	return column
}

func (r response) code() string {
	e, _ := r.json["error"].(map[string]any)
	code, _ := e["code"].(string)
	return code
}

// message is what the error says: Intune's is inside a JSON document, with ids
// appended.
func (r response) message() string {
	e, _ := r.json["error"].(map[string]any)
	text, _ := e["message"].(string)
	var document struct{ Message string }
	if json.Unmarshal([]byte(text), &document) == nil {
		text, _, _ = strings.Cut(document.Message, " - Operation ID (for customer support): ")
	}
	return text
}

// refused checks a whole refusal.
func (x *tester) refused(r response, status int, code, message string) {
	x.t.Helper()
	x.equal("refusal", []any{r.status, r.code(), r.message()}, []any{status, code, message})
}

const eventual = "ConsistencyLevel"
