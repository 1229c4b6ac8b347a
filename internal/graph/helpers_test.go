package graph

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// secret is the token of every test: no error and no observed call may hold it.
const secret = "s3cr3t-token"

type tokens struct{ err error }

func (c tokens) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: secret, ExpiresOn: time.Now().Add(time.Hour)}, c.err
}

// seen is a request as a server or a script received it.
type seen struct {
	Line   string // method and URL
	Header http.Header
	Body   string
	At     time.Time
}

func see(r *http.Request) seen {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	return seen{r.Method + " " + r.URL.RequestURI(), r.Header, string(body), time.Now()}
}

// reply is what a server or a script answers with. Status 0 cuts the connection.
type reply struct {
	status int
	header string // "Name: value" lines
	body   string
	err    error // of the transport, in a script
	wait   time.Duration
}

func (r reply) headers() http.Header {
	h := http.Header{"Content-Type": {"application/json; charset=utf-8"}, "Request-Id": {"service-id"},
		"Date": {"Thu, 05 Nov 2026 10:00:00 GMT"}}
	for line := range strings.Lines(r.header) {
		if name, value, ok := strings.Cut(strings.TrimRight(line, "\n"), ": "); ok {
			h.Set(name, value)
		}
	}
	return h
}

// script is a transport that answers from a list, the last one again and again. For synctest, where no real
// connection may be used.
type script struct {
	mu      sync.Mutex
	replies []reply
	seen    []seen
}

func (s *script) Do(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.seen = append(s.seen, see(r))
	next := s.replies[0]
	if len(s.replies) > 1 {
		s.replies = s.replies[1:]
	}
	s.mu.Unlock()
	if next.wait > 0 {
		if err := sleep(r.Context(), next.wait); err != nil {
			return nil, err
		}
	}
	if next.err != nil {
		return nil, next.err
	}
	return &http.Response{StatusCode: next.status, Header: next.headers(), Request: r,
		Body: io.NopCloser(strings.NewReader(next.body))}, nil
}

func (s *script) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.seen...)
}

// gaps are the times between the requests.
func (s *script) gaps() []time.Duration {
	var gaps []time.Duration
	all := s.requests()
	for i := 1; i < len(all); i++ {
		gaps = append(gaps, all[i].At.Sub(all[i-1].At))
	}
	return gaps
}

func scripted(t *testing.T, replies ...reply) (*Client, *script) {
	t.Helper()
	s := &script{replies: replies}
	return client(t, Options{Graph: "https://graph.test", Store: "https://store.test", Transport: s}), s
}

// client is New with the rest of the options filled in.
func client(t *testing.T, o Options) *Client {
	t.Helper()
	if o.Credential == nil {
		o.Credential = tokens{}
	}
	o.GraphScope, o.StoreScope, o.UserAgent = "https://graph.test/.default", "https://store.test/.default", "test/1"
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serve is a client on a TLS server that answers with what answer returns for "METHOD URL", and what it has seen.
func serve(t *testing.T, answer func(seen) reply) (*Client, func() []seen) {
	t.Helper()
	var mu sync.Mutex
	var all []seen
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := see(r)
		mu.Lock()
		all = append(all, s)
		mu.Unlock()
		rep := answer(s)
		if rep.status == 0 {
			panic(http.ErrAbortHandler)
		}
		for name, values := range rep.headers() {
			w.Header()[name] = values
		}
		w.WriteHeader(rep.status)
		_, _ = io.WriteString(w, strings.ReplaceAll(rep.body, "$BASE", "https://"+r.Host))
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes and cut connections are part of the tests
	srv.StartTLS()
	t.Cleanup(srv.Close)
	c := client(t, Options{Graph: srv.URL, Store: srv.URL, Transport: srv.Client()})
	return c, func() []seen {
		mu.Lock()
		defer mu.Unlock()
		return append([]seen(nil), all...)
	}
}

// only serves one reply to one expected request line.
func only(t *testing.T, line string, rep reply) (*Client, func() []seen) {
	t.Helper()
	return serve(t, func(s seen) reply {
		if s.Line != line {
			t.Errorf("request\n got %s\nwant %s", s.Line, line)
		}
		return rep
	})
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// text is an error's text with the random id of the call replaced.
func text(err error) string {
	if err == nil {
		return ""
	}
	return uuids.ReplaceAllString(err.Error(), "CLIENT-ID")
}

func ok(body string) reply { return reply{status: 200, body: body} }

// forgetful answers everything with one body and records nothing.
type forgetful struct{ body string }

func (f *forgetful) Do(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: ok("").headers(), Request: r, Body: io.NopCloser(strings.NewReader(f.body))}, nil
}
