package auth

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"unicode"
	"unicode/utf8"
)

// hostileAnswers are what may stand where a sign-in service should answer.
var hostileAnswers = map[string]http.HandlerFunc{
	"a sign-in page": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html>please sign in: page-text</html>")
	},
	"a page that says it is JSON": func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, "<html>page-text</html>") },
	"nothing":                     func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, "") },
	"no content":                  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
	"null":                        func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, "null") },
	"no members":                  func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, "{}") },
	"cut": func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 200, `{"access_token":"ey`)
	},
	"wrong types": func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 200, `{"value":7,"access_token":{"a":[]},"expires_in":"soon","token_type":null,"token_endpoint":7,"issuer":[]}`)
	},
	"nested deeply": func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 200, `{"value":`+strings.Repeat("[", 500_000))
	},
	"too large": func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 200, `{"value":"`+strings.Repeat("x", 2<<20))
	},
	"too large once unpacked": func(w http.ResponseWriter, _ *http.Request) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = z.Write(bytes.Repeat([]byte(" "), 64<<20))
		_ = z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		answerJSON(w, 200, packed.String())
	},
	"escapes in a refusal": func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 400, `{"error":"x","error_description":"AADSTS1: \u001b]0;owned\u0007 \u202etxet`+strings.Repeat("a", 10_000)+`","correlation_id":"\u001b[2J`+strings.Repeat("b", 10_000)+`","trace_id":"\u202e"}`)
	},
	"a wait of years": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "99999999")
		answerJSON(w, 429, `{}`)
	},
}

func answerJSON(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// Whatever answers in place of Entra, or of the service that gives a job its token, there
// is one short error on one line, which repeats neither the answer nor a secret.
func TestHostileAnswers(t *testing.T) {
	for name, answer := range hostileAnswers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewTLSServer(answer)
			t.Cleanup(srv.Close)
			base := Config{TenantID: tenantID, ClientID: clientID, Cloud: Clouds[0], LoginEndpoint: srv.URL, Transport: once{srv.Client()}}
			withSecret, withJob := base, base
			withSecret.ClientSecret = secret
			withJob.UseOIDC, withJob.OIDCRequestURL, withJob.OIDCRequestToken = true, srv.URL+"/token", secret
			for _, c := range []Config{withSecret, withJob} {
				_, err := get(t.Context(), must(t, c), graphScope)
				if err == nil {
					t.Fatal("accepted")
				}
				text := err.Error()
				if utf8.RuneCountInString(text) > 1200 || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
					t.Errorf("not harmless: %q", text)
				}
				if strings.Contains(text, secret) || strings.Contains(text, "page-text") {
					t.Errorf("repeats what it must not: %s", text)
				}
			}
		})
	}
}

// once is a transport whose every answer is final: the SDK would wait between its tries.
type once struct{ *http.Client }

func (o once) Do(r *http.Request) (*http.Response, error) {
	resp, err := o.Client.Do(r)
	if err != nil {
		return nil, nonRetriable{err}
	}
	return resp, nil
}

// A redirect takes neither the secret nor the job's token elsewhere.
func TestRedirectElsewhere(t *testing.T) {
	var led atomic.Int64
	elsewhere := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { led.Add(1) }))
	defer elsewhere.Close()
	for _, status := range []int{302, 307, 308} {
		srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, status)
		}))
		client := srv.Client()
		// As the transport of production has it, which graph tests.
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		c := Config{TenantID: tenantID, ClientID: clientID, Cloud: Clouds[0], LoginEndpoint: srv.URL, Transport: client}
		c.UseOIDC, c.OIDCRequestURL, c.OIDCRequestToken = true, srv.URL+"/token", secret
		if _, err := get(t.Context(), must(t, c), graphScope); err == nil {
			t.Errorf("%d: accepted", status)
		}
		srv.Close()
	}
	if led.Load() != 0 {
		t.Errorf("%d requests were led elsewhere", led.Load())
	}
}
