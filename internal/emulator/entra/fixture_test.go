package entra_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/certs"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

const (
	tenant   = "5e1f0c9a-2d64-4c1b-9a55-0f6f3f6f0001"
	clientID = "5e1f0c9a-2d64-4c1b-9a55-0f6f3f6f0002"
	bare     = "5e1f0c9a-2d64-4c1b-9a55-0f6f3f6f0003" // a client without any credential
	secret   = "un secret, mais pas un vrai"
	issuer   = "https://token.actions.example"
	subject  = "repo:ardoise/parc:ref:refs/heads/main"
	exchange = "api://AzureADTokenExchange"
	jwtType  = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	graph    = "https://graph.microsoft.com"
)

// pair is a certificate with its key.
type pair struct {
	cert *x509.Certificate
	key  *rsa.PrivateKey
}

func (p pair) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.cert.Raw}))
}

func (p pair) publicPEM() string {
	der, err := x509.MarshalPKIXPublicKey(&p.key.PublicKey)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// newPair is for sync.OnceValue: keys are slow to make, and no test writes one.
func newPair(until time.Duration) func() pair {
	return sync.OnceValue(func() pair {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "terraform"},
			NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(until),
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
		if err != nil {
			panic(err)
		}
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			panic(err)
		}
		return pair{cert, key}
	})
}

var (
	registered = newPair(48 * time.Hour)
	stranger   = newPair(48 * time.Hour)
	expired    = newPair(-24 * time.Hour)
	runner     = newPair(48 * time.Hour) // the federated issuer's
)

// fixture is a token service behind TLS, its clock in the test's hands.
type fixture struct {
	*entra.Service
	url    string
	http   *http.Client
	offset time.Duration // of the service's clock
}

func start(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !f.Owns(r.URL.Path) {
			http.NotFound(w, r)
			return
		}
		f.ServeHTTP(w, r)
	}))
	authority, err := certs.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	server.TLS = &tls.Config{Certificates: []tls.Certificate{authority.Server()}, MinVersion: tls.VersionTLS12}
	f.Service, err = entra.New(entra.Options{
		TenantID:  tenant,
		BaseURL:   func() string { return f.url },
		Clock:     func() time.Time { return time.Now().Add(f.offset) },
		Resources: []string{"https://extra.example"},
		Clients: []entra.Client{
			{
				ID: clientID, Secret: secret, Permissions: []string{"Group.Read.All"},
				Certificates: []string{registered().pem() + expired().pem()},
				Federated:    []entra.Federated{{Issuer: issuer, Subject: subject, Key: runner().publicPEM()}},
			},
			{ID: bare},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	f.url = server.URL
	f.http = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authority.Pool(), MinVersion: tls.VersionTLS12}}}
	t.Cleanup(f.http.CloseIdleConnections)
	return f
}

// reply is whatever the service answers.
type reply struct {
	status        int
	header        http.Header
	AccessToken   string `json:"access_token"`
	TokenType     string `json:"token_type"`
	ExpiresIn     int    `json:"expires_in"`
	Error         string `json:"error"`
	Description   string `json:"error_description"`
	Codes         []int  `json:"error_codes"`
	Timestamp     string `json:"timestamp"`
	TraceID       string `json:"trace_id"`
	CorrelationID string `json:"correlation_id"`
	URI           string `json:"error_uri"`
}

func (f *fixture) post(t *testing.T, tenant string, form url.Values) reply {
	t.Helper()
	return f.do(t, http.MethodPost, "/"+tenant+"/oauth2/v2.0/token", form.Encode())
}

func (f *fixture) do(t *testing.T, method, path, body string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, f.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("client-request-id", "0b1c2d3e-0000-4000-8000-00000000abcd")
	response, err := f.http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got := reply{status: response.StatusCode, header: response.Header}
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		t.Fatalf("%s %s: status %d, no JSON: %v", method, path, response.StatusCode, err)
	}
	return got
}

// form is a token request of the given pairs, with the usual parameters that
// the pairs may overwrite; an empty value takes one away.
func form(pairs ...string) url.Values {
	values := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {clientID},
		"scope": {graph + "/.default openid offline_access profile"},
	}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			values.Del(pairs[i])
		}
	}
	return values
}

// sign makes an assertion, its header's thumbprints those of the pair.
func sign(method jwt.SigningMethod, p pair, claims jwt.MapClaims, thumbprints ...string) string {
	token := jwt.NewWithClaims(method, claims)
	for _, name := range thumbprints {
		one, two := sha1.Sum(p.cert.Raw), sha256.Sum256(p.cert.Raw)
		token.Header[name] = base64.RawURLEncoding.EncodeToString(map[string][]byte{"x5t": one[:], "x5t#S256": two[:]}[name])
	}
	signed, err := token.SignedString(p.key)
	if err != nil {
		panic(err)
	}
	return signed
}

// own are the claims of a client's own assertion, federation those of the
// issuer's; the pairs overwrite.
func (f *fixture) own(pairs ...any) jwt.MapClaims {
	return with(jwt.MapClaims{
		"iss": clientID, "sub": clientID, "aud": f.url + "/" + tenant + "/oauth2/v2.0/token",
		"nbf": time.Now().Add(-time.Minute).Unix(), "exp": time.Now().Add(10 * time.Minute).Unix(),
	}, pairs)
}

func federation(pairs ...any) jwt.MapClaims {
	return with(jwt.MapClaims{
		"iss": issuer, "sub": subject, "aud": exchange, "jti": "always the same",
		"exp": time.Now().Add(10 * time.Minute).Unix(),
	}, pairs)
}

func with(claims jwt.MapClaims, pairs []any) jwt.MapClaims {
	for i := 0; i < len(pairs); i += 2 {
		if claims[pairs[i].(string)] = pairs[i+1]; pairs[i+1] == nil {
			delete(claims, pairs[i].(string))
		}
	}
	return claims
}

// bearer is a request that carries the header value.
func bearer(value string) *http.Request {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://localhost/v1.0/groups", nil)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Authorization", value)
	return r
}
