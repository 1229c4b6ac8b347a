package entra_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestGranted(t *testing.T) {
	f := start(t)
	asserted := func(assertion string, pairs ...string) []string {
		return append([]string{"client_assertion", assertion, "client_assertion_type", jwtType}, pairs...)
	}
	for name, c := range map[string]struct {
		form     []string
		audience string
	}{
		"secret":                   {[]string{"client_secret", secret}, graph},
		"client id in upper case":  {[]string{"client_secret", secret, "client_id", strings.ToUpper(clientID)}, graph},
		"no OpenID scopes":         {[]string{"client_secret", secret, "scope", "https://graph.microsoft.us/.default"}, "https://graph.microsoft.us"},
		"resource with a slash":    {[]string{"client_secret", secret, "scope", "https://microsoftgraph.chinacloudapi.cn//.default"}, "https://microsoftgraph.chinacloudapi.cn"},
		"the Store":                {[]string{"client_secret", secret, "scope", "https://onestore.microsoft.com/.default"}, "https://onestore.microsoft.com"},
		"the emulator itself":      {[]string{"client_secret", secret, "scope", f.url + "/.default"}, f.url},
		"a resource it is told of": {[]string{"client_secret", secret, "scope", "https://extra.example/.default"}, "https://extra.example"},
		"certificate, RS256, x5t":  {asserted(sign(jwt.SigningMethodRS256, registered(), f.own(), "x5t")), graph},
		"certificate, PS256":       {asserted(sign(jwt.SigningMethodPS256, registered(), f.own(), "x5t#S256")), graph},
		"both thumbprints":         {asserted(sign(jwt.SigningMethodPS256, registered(), f.own("nbf", nil), "x5t", "x5t#S256")), graph},
		"audience is the issuer":   {asserted(sign(jwt.SigningMethodPS256, registered(), f.own("aud", []string{"x", f.url + "/" + tenant + "/v2.0"}), "x5t")), graph},
		"federated":                {asserted(sign(jwt.SigningMethodRS256, runner(), federation())), graph},
		"federated, once more":     {asserted(sign(jwt.SigningMethodRS256, runner(), federation())), graph},
	} {
		got := f.post(t, tenant, form(c.form...))
		if got.status != http.StatusOK || got.TokenType != "Bearer" || got.ExpiresIn != 3599 || got.header.Get("Cache-Control") != "no-store, no-cache" {
			t.Errorf("%s: %d %s, %s %d", name, got.status, got.Description, got.TokenType, got.ExpiresIn)
			continue
		}
		who, err := f.Authenticate(bearer("Bearer "+got.AccessToken), "https://elsewhere.example", c.audience)
		if err != nil || who.ClientID != clientID || cmp.Diff([]string{"Group.Read.All"}, who.Permissions) != "" {
			t.Errorf("%s: authenticated as %v, %v", name, who, err)
		}
	}
}

func TestReplayedCertificateAssertion(t *testing.T) {
	f := start(t)
	send := func(jti string) reply {
		return f.post(t, tenant, form("client_assertion_type", jwtType, "client_assertion",
			sign(jwt.SigningMethodPS256, registered(), f.own("jti", jti, "exp", time.Now().Add(time.Minute).Unix()), "x5t")))
	}
	if got := send("one"); got.status != http.StatusOK {
		t.Fatal(got.Description)
	}
	if got := send("one"); got.status != http.StatusUnauthorized || !strings.HasPrefix(got.Description, "AADSTS50012: Authentication failed. The client assertion with identifier 'one' was presented before. Trace ID: ") {
		t.Errorf("the second time: %d %s", got.status, got.Description)
	}
	if got := send("two"); got.status != http.StatusOK {
		t.Errorf("another one: %s", got.Description)
	}
}

func TestRefused(t *testing.T) {
	f := start(t)
	future, past := time.Now().Add(time.Hour).Unix(), time.Now().Add(-time.Hour).Unix()
	by := func(p pair, pairs ...any) []string {
		return []string{"client_assertion_type", jwtType, "client_assertion", sign(jwt.SigningMethodPS256, p, f.own(pairs...), "x5t#S256")}
	}
	forged := pair{registered().cert, stranger().key} // another's thumbprint
	federated := func(p pair, pairs ...any) []string {
		return []string{"client_assertion_type", jwtType, "client_assertion", sign(jwt.SigningMethodRS256, p, federation(pairs...))}
	}
	none, err := jwt.NewWithClaims(jwt.SigningMethodNone, f.own()).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	hmac, err := jwt.NewWithClaims(jwt.SigningMethodHS256, f.own()).SignedString([]byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		tenant string
		form   []string
		status int
		error  string
		code   int
		text   string // the beginning of it
	}{
		"unknown tenant":      {"contoso.example", []string{"client_secret", secret}, 400, "invalid_request", 90002, "Tenant 'contoso.example' not found. Check to make sure you have the correct tenant ID"},
		"no grant type":       {"", []string{"grant_type", ""}, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'."},
		"no client":           {"", []string{"client_id", ""}, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_id'."},
		"another grant":       {"", []string{"grant_type", "password"}, 400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type 'password'."},
		"unknown client":      {"", []string{"client_id", tenant, "client_secret", secret}, 400, "unauthorized_client", 700016, "Application with identifier '" + tenant + "' was not found in the directory '" + tenant + "'."},
		"bad secret":          {"", []string{"client_secret", "x"}, 401, "invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '" + clientID + "'."},
		"client has none":     {"", []string{"client_secret", "x", "client_id", bare}, 401, "invalid_client", 7000215, "Invalid client secret provided."},
		"no credential":       {"", nil, 401, "invalid_client", 7000216, "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."},
		"no assertion type":   {"", []string{"client_assertion", "x"}, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_assertion_type'."},
		"no scope":            {"", []string{"client_secret", secret, "scope", ""}, 400, "invalid_request", 90014, "The required field 'scope' is missing from the credential."},
		"one permission":      {"", []string{"client_secret", secret, "scope", graph + "/Group.Read.All"}, 400, "invalid_scope", 1002012, "The provided value for scope " + graph + "/Group.Read.All is not valid. Client credential flows must have"},
		"OpenID only":         {"", []string{"client_secret", secret, "scope", "openid"}, 400, "invalid_scope", 1002012, "The provided value for scope openid is not valid."},
		"two scopes":          {"", []string{"client_secret", secret, "scope", graph + "/.default " + graph + "/User.Read.All"}, 400, "invalid_scope", 70011, "The provided request must include a 'scope' input parameter. The provided value"},
		"unknown resource":    {"", []string{"client_secret", secret, "scope", "https://vault.example/.default"}, 400, "invalid_resource", 500011, "The resource principal named https://vault.example was not found in the tenant named " + tenant + "."},
		"not a JWT":           {"", []string{"client_assertion", "x", "client_assertion_type", jwtType}, 400, "invalid_request", 50027, "JWT token is invalid or malformed."},
		"alg none":            {"", []string{"client_assertion", none, "client_assertion_type", jwtType}, 400, "invalid_request", 50027, "JWT token is invalid or malformed."},
		"alg HS256":           {"", []string{"client_assertion", hmac, "client_assertion_type", jwtType}, 400, "invalid_request", 50027, "JWT token is invalid or malformed."},
		"no thumbprint":       {"", []string{"client_assertion", sign(jwt.SigningMethodRS256, registered(), f.own()), "client_assertion_type", jwtType}, 400, "invalid_request", 50027, "JWT token is invalid or malformed. No certificate thumbprint specified in token header."},
		"unknown certificate": {"", by(stranger()), 401, "invalid_client", 700027, fmt.Sprintf("The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '%s'", thumbprint(stranger()))},
		"a client without":    {"", append(by(registered()), "client_id", bare), 401, "invalid_client", 700027, "The certificate with identifier used to sign the client assertion is not registered on application."},
		"bad signature":       {"", by(forged), 401, "invalid_client", 700027, "Client assertion contains an invalid signature. [Reason - The key was found, but"},
		"expired certificate": {"", by(expired()), 401, "invalid_client", 700027, "The certificate used to sign the client assertion is not within its valid time range. [Reason - The key used is expired."},
		"another issuer":      {"", by(registered(), "iss", bare), 401, "invalid_client", 700021, "Client assertion application identifier doesn't match 'client_id' parameter."},
		"another subject":     {"", by(registered(), "sub", bare), 401, "invalid_client", 700021, "Client assertion application identifier doesn't match 'client_id' parameter."},
		"another audience":    {"", by(registered(), "aud", "https://login.microsoftonline.com/x"), 401, "invalid_client", 700023, "Client assertion audience claim does not match Realm issuer."},
		"assertion expired":   {"", by(registered(), "exp", past), 401, "invalid_client", 700024, "Client assertion is not within its valid time range. Current time: 2"},
		"assertion early":     {"", by(registered(), "nbf", future), 401, "invalid_client", 700024, "Client assertion is not within its valid time range."},
		"assertion endless":   {"", by(registered(), "exp", nil), 401, "invalid_client", 700024, "Client assertion is not within its valid time range."},
		"nothing federated":   {"", append(federated(runner()), "client_id", bare), 400, "invalid_request", 70021, "No matching federated identity record found for presented assertion. Assertion Issuer: '" + issuer + "'. Assertion Subject: '" + subject + "'. Assertion Audience: '" + exchange + "'."},
		"federated issuer":    {"", federated(runner(), "iss", "https://x"), 401, "invalid_client", 700211, "No matching federated identity record found for presented assertion issuer 'https://x'. Check your federated identity credential"},
		"federated subject":   {"", federated(runner(), "sub", strings.ToUpper(subject)), 401, "invalid_client", 700213, "No matching federated identity record found for presented assertion subject '" + strings.ToUpper(subject) + "'. Check your"},
		"federated audience":  {"", federated(runner(), "aud", "x"), 401, "invalid_client", 700212, "No matching federated identity record found for presented assertion audience 'x'. Check your"},
		"federated signature": {"", federated(stranger()), 401, "invalid_client", 50013, "Assertion failed signature validation."},
		"federated expired":   {"", federated(runner(), "exp", past), 401, "invalid_client", 700024, "Client assertion is not within its valid time range."},
	} {
		if c.tenant == "" {
			c.tenant = tenant
		}
		checkRefusal(t, name, f.post(t, c.tenant, form(c.form...)), c.status, c.error, c.code, c.text)
	}
	checkRefusal(t, "GET", f.do(t, http.MethodGet, "/"+tenant+"/oauth2/v2.0/token?client_id=x", ""), 400, "invalid_request", 900561, "The endpoint only accepts POST requests. Received a GET request.")
	checkRefusal(t, "the query is not the form", f.do(t, http.MethodPost, "/"+tenant+"/oauth2/v2.0/token?grant_type=client_credentials", ""), 400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.")
	checkRefusal(t, "a huge form", f.do(t, http.MethodPost, "/"+tenant+"/oauth2/v2.0/token", strings.Repeat("x", 2<<20)), 400, "invalid_request", 90013, "Invalid input received from the user.")
}

func thumbprint(p pair) string { return fmt.Sprintf("%X", sha256sum(p.cert.Raw)) }

var tail = regexp.MustCompile(` Trace ID: (\S+) Correlation ID: (\S+) Timestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)$`)

// checkRefusal compares a refusal whole but for the end of its text: an AADSTS
// text is a paragraph.
func checkRefusal(t *testing.T, name string, got reply, status int, oauth string, code int, text string) {
	t.Helper()
	ids := tail.FindStringSubmatch(got.Description)
	if ids == nil {
		t.Errorf("%s: the description lacks its ids: %s", name, got.Description)
		return
	}
	if !strings.HasPrefix(got.Description, fmt.Sprintf("AADSTS%d: %s", code, text)) {
		t.Errorf("%s: got %s\nwant AADSTS%d: %s", name, got.Description, code, text)
	}
	want := reply{
		status: status, header: got.header, Error: oauth, Description: got.Description, Codes: []int{code},
		Timestamp: ids[3], TraceID: ids[1], CorrelationID: "0b1c2d3e-0000-4000-8000-00000000abcd", URI: got.URI,
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(reply{})); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
	if ids[2] != got.CorrelationID || uuid.Validate(ids[1]) != nil || got.header.Get("x-ms-request-id") != ids[1] {
		t.Errorf("%s: the ids do not agree: %s", name, got.Description)
	}
	if !strings.HasSuffix(got.URI, fmt.Sprintf("/error?code=%d", code)) {
		t.Errorf("%s: error_uri is %s", name, got.URI)
	}
}
