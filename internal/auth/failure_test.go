package auth

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A proxy's page is not repeated: it may hold anything, the request included.
func TestAnswersThatAreNotEntras(t *testing.T) {
	for status, want := range map[int]struct {
		text    string
		refused bool
	}{
		403: {"using the client secret: the sign-in service answered HTTP 403 Forbidden", true},
		407: {"using the client secret: the sign-in service answered HTTP 407 Proxy Authentication Required", true},
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			e := newEntra(t)
			e.fail = status
			c := e.config()
			c.ClientSecret = secret
			_, err := get(t.Context(), must(t, c), graphScope)
			failure, ok := errors.AsType[*SignInError](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(want.text, err.Error()); diff != "" || failure.Refused != want.refused {
				t.Errorf("%s refused %v", diff, failure.Refused)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	e := newEntra(t)
	c := e.config()
	c.ClientSecret = secret
	c.Transport = transporterFunc(func(*http.Request) (*http.Response, error) {
		return nil, nonRetriable{errors.New("dial tcp: lookup login.invalid: no such host")}
	})
	_, err := get(t.Context(), must(t, c), graphScope)
	failure, ok := errors.AsType[*SignInError](err)
	if !ok || failure.Refused {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff("using the client secret: unable to resolve an endpoint: server response error: dial tcp: lookup login.invalid: no such host", err.Error()); diff != "" {
		t.Error(diff)
	}
}

type transporterFunc func(*http.Request) (*http.Response, error)

func (f transporterFunc) Do(r *http.Request) (*http.Response, error) { return f(r) }

// nonRetriable keeps azcore from waiting between attempts.
type nonRetriable struct{ error }

func (nonRetriable) NonRetriable() {}

func TestClean(t *testing.T) {
	x := explainer{secrets: []string{"", "hush"}}
	for in, want := range map[string]string{
		"plain": "plain",
		"ClientAssertionCredential: a reason. To troubleshoot, visit https://aka.ms/azsdk/go/identity/troubleshoot#client-secret": "a reason",
		"AzureCLICredential: ERROR: AADSTS50173: The grant has expired.\r\nTrace ID: x Correlation ID: y Timestamp: z":            "The grant has expired",
		"a hush, twice: hush":                          "a (secret), twice: (secret)",
		"a token eyJhbGciOiJ.eyJzdWIiOiJ.c2lnbmF0dXJl": "a token (token)",
		strings.Repeat("é", 400):                       strings.Repeat("é", 300) + "…",
	} {
		if diff := cmp.Diff(want, x.clean(in)); diff != "" {
			t.Error(diff)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("AADSTS7000215: x Trace ID: y")
	f.Fuzz(func(t *testing.T, text string) {
		if got := (explainer{secrets: []string{"hush"}}).clean(text + " hush " + text); strings.Contains(got, "hush") && !strings.Contains(text, "hush") {
			t.Errorf("%q", got)
		}
	})
}

func TestSecretsStayOutOfErrors(t *testing.T) {
	e := newEntra(t)
	e.certificate, _ = rsaPair()
	for name, test := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"OIDC token": {
			func(c *Config) { c.UseOIDC, c.OIDCToken = true, "eyJhbGciOiJub25lIn0.eyJvdGhlciI6MX0." },
			"using OIDC: AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:me/it'. The assertion was (secret) (correlation id cccccccc-cccc-cccc-cccc-cccccccccccc, trace id dddddddd-dddd-dddd-dddd-dddddddddddd). Add a federated credential with this subject to the app registration",
		},
		"signed assertion": {
			func(c *Config) {
				c.ClientCertificate = pemOf(t, otherCertificate(), otherKey())
			},
			"using the client certificate: AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:me/it'. The assertion was (token) (correlation id cccccccc-cccc-cccc-cccc-cccccccccccc, trace id dddddddd-dddd-dddd-dddd-dddddddddddd). Add a federated credential with this subject to the app registration",
		},
		"unknown client": {
			func(c *Config) { c.ClientSecret, c.ClientID = secret, tenantID },
			"using the client secret: AADSTS700016: Application with identifier 'x' was not found in the directory 'Contoso' (correlation id cccccccc-cccc-cccc-cccc-cccccccccccc, trace id dddddddd-dddd-dddd-dddd-dddddddddddd). Check client_id and tenant_id: the tenant has no such application",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := e.config()
			test.change(&c)
			_, err := get(t.Context(), must(t, c), graphScope)
			if err == nil {
				t.Fatal("accepted")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
