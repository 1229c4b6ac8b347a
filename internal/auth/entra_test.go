package auth

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/golang-jwt/jwt/v5"
)

const (
	tenantID      = "11111111-2222-3333-4444-555555555555"
	clientID      = "66666666-7777-8888-9999-000000000000"
	secret        = "s3cr3t~value"
	federated     = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyZXBvOm1lL2l0In0."
	correlationID = "cccccccc-cccc-cccc-cccc-cccccccccccc"
	traceID       = "dddddddd-dddd-dddd-dddd-dddddddddddd"
	graphScope    = "https://graph.microsoft.com/.default"
	storesScope   = "https://onestore.microsoft.com/.default"
)

// entra is a small sign-in service, written after Learn, "OAuth 2.0 client
// credentials flow on the Microsoft identity platform".
type entra struct {
	*httptest.Server
	certificate *x509.Certificate // whose assertions are accepted
	federated   string            // token that is accepted
	fail        int               // answer this status to token requests instead
	hold        chan struct{}     // token requests wait for it

	mu     sync.Mutex
	tokens []string // grants asked for: "secret graph", "assertion store"
	paths  []string
}

func newEntra(t *testing.T) *entra {
	t.Helper()
	e := &entra{federated: federated}
	e.Server = httptest.NewTLSServer(e)
	t.Cleanup(e.Close)
	return e
}

// config is what every test starts from.
func (e *entra) config() Config {
	return Config{TenantID: tenantID, ClientID: clientID, Cloud: Clouds[0], LoginEndpoint: e.URL, Transport: e.Client(), Now: time.Now}
}

func (e *entra) asked() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.tokens...)
}

func (e *entra) requests() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.paths...)
}

func (e *entra) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	e.paths = append(e.paths, r.Method+" "+r.URL.Path)
	e.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	switch {
	case !strings.HasPrefix(r.URL.Path, "/"+tenantID+"/"):
		refuse(w, 400, "invalid_tenant", 90002, "Tenant 'x' not found. Check to make sure you have the correct tenant ID.")
	case strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration"):
		base := e.URL + "/" + tenantID
		_ = json.NewEncoder(w).Encode(map[string]string{
			"token_endpoint":         base + "/oauth2/v2.0/token",
			"authorization_endpoint": base + "/oauth2/v2.0/authorize",
			"issuer":                 base + "/v2.0",
		})
	case strings.HasSuffix(r.URL.Path, "/oauth2/v2.0/token"):
		e.token(w, r)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func (e *entra) token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	kind := "assertion"
	if r.PostForm.Has("client_secret") {
		kind = "secret"
	}
	scope := r.PostForm.Get("scope")
	audience := "graph"
	if strings.Contains(scope, "onestore") {
		audience = "store"
	}
	e.mu.Lock()
	e.tokens = append(e.tokens, kind+" "+audience)
	hold, fail := e.hold, e.fail
	e.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-r.Context().Done():
			return
		}
	}
	switch assertion := r.PostForm.Get("client_assertion"); {
	case fail != 0:
		w.WriteHeader(fail)
		fmt.Fprint(w, "<html>a proxy's page that repeats "+r.PostForm.Encode()+"</html>")
	case r.PostForm.Get("grant_type") != "client_credentials" || r.PostForm.Get("client_id") != clientID:
		refuse(w, 400, "unauthorized_client", 700016, "Application with identifier 'x' was not found in the directory 'Contoso'.")
	case kind == "secret" && r.PostForm.Get("client_secret") != secret:
		refuse(w, 401, "invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app 'x'. It was "+r.PostForm.Get("client_secret")+".")
	case kind == "assertion" && assertion != e.federated && !e.signed(assertion):
		refuse(w, 401, "invalid_client", 700213, "No matching federated identity record found for presented assertion subject 'repo:me/it'. The assertion was "+assertion+" .")
	default:
		_ = json.NewEncoder(w).Encode(map[string]any{"token_type": "Bearer", "expires_in": 3599, "access_token": "token for " + audience})
	}
}

// signed says whether an assertion is signed by the registered certificate, and
// names it by its thumbprint.
func (e *entra) signed(assertion string) bool {
	if e.certificate == nil {
		return false
	}
	token, err := jwt.Parse(assertion, func(*jwt.Token) (any, error) { return e.certificate.PublicKey, nil },
		jwt.WithValidMethods([]string{"PS256"}), jwt.WithIssuer(clientID), jwt.WithAudience(e.URL+"/"+tenantID+"/oauth2/v2.0/token"))
	if err != nil {
		return false
	}
	sum := sha256.Sum256(e.certificate.Raw)
	return token.Header["x5t#S256"] == base64.StdEncoding.EncodeToString(sum[:]) || token.Header["x5t#S256"] == base64.RawURLEncoding.EncodeToString(sum[:])
}

// refuse is Entra's error document.
func refuse(w http.ResponseWriter, status int, code string, number int, text string) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"error":             code,
		"error_description": fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: 2026-11-22 10:00:00Z", number, text, traceID, correlationID),
		"error_codes":       []int{number},
		"timestamp":         "2026-11-22 10:00:00Z",
		"trace_id":          traceID,
		"correlation_id":    correlationID,
		"error_uri":         fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", number),
	})
}

// must makes a credential.
func must(t *testing.T, c Config) azcore.TokenCredential {
	t.Helper()
	credential, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return credential
}

func get(ctx context.Context, credential azcore.TokenCredential, scope string) (string, error) {
	token, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{scope}, EnableCAE: true})
	return token.Token, err
}
