package entra_test

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

func sha256sum(raw []byte) []byte {
	sum := sha256.Sum256(raw)
	return sum[:]
}

func mint(t *testing.T, s *entra.Service, audience string, permissions []string, ttl time.Duration) string {
	t.Helper()
	token, err := s.Mint(clientID, audience, permissions, ttl)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestAuthenticate(t *testing.T) {
	f := start(t)
	other, err := entra.New(entra.Options{TenantID: bare, BaseURL: func() string { return f.url }})
	if err != nil {
		t.Fatal(err)
	}
	good := mint(t, f.Service, graph+"/", []string{"User.Read.All"}, time.Minute)
	forged := sign(jwt.SigningMethodRS256, stranger(), jwt.MapClaims{
		"iss": "https://sts.windows.net/" + tenant + "/", "aud": graph, "exp": time.Now().Add(time.Hour).Unix(),
	})
	for name, c := range map[string]struct{ header, want string }{
		"good":             {"Bearer " + good, ""},
		"scheme in lower":  {"bearer " + good, ""},
		"no header":        {"", "Access token is empty."},
		"no token":         {"Bearer ", "Access token is empty."},
		"another scheme":   {"Basic " + good, "Access token is empty."},
		"not a token":      {"Bearer x", "CompactToken parsing failed with error code: 80049217"},
		"forged":           {"Bearer " + forged, "Access token validation failure. Invalid issuer or signature."},
		"another tenant's": {"Bearer " + mint(t, other, graph, nil, time.Minute), "Access token validation failure. Invalid issuer or signature."},
		"expired":          {"Bearer " + mint(t, f.Service, graph, nil, -time.Second), "Lifetime validation failed, the token is expired."},
		"for the Store":    {"Bearer " + mint(t, f.Service, entra.StoreAudience, nil, time.Minute), "Access token validation failure. Invalid audience."},
	} {
		who, err := f.Authenticate(bearer(c.header), entra.GraphAudiences()...)
		if c.want == "" {
			if err != nil || who.ClientID != clientID || !who.Has("Group.Read.All", "User.Read.All") || who.Has("Group.Read.All") {
				t.Errorf("%s: %v, %v", name, who, err)
			}
			continue
		}
		refused, ok := errors.AsType[*entra.Error](err)
		if !ok || refused.Code != "InvalidAuthenticationToken" || refused.Message != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	f.offset = 2 * time.Minute
	if _, err := f.Authenticate(bearer("Bearer "+good), graph); err == nil {
		t.Error("the service's own clock does not end a token")
	}
	f.offset = -time.Hour
	if _, err := f.Authenticate(bearer("Bearer "+good), graph); err == nil || err.Error() != "InvalidAuthenticationToken: Lifetime validation failed, the token is not yet valid." {
		t.Errorf("a token of the future: %v", err)
	}
}

func TestPermissionsOfAToken(t *testing.T) {
	f := start(t)
	for name, c := range map[string]struct{ given, want []string }{
		"nil is all":    {nil, entra.AllPermissions()},
		"empty is none": {[]string{}, nil},
		"some":          {[]string{"A", "B"}, []string{"A", "B"}},
	} {
		who, err := f.Authenticate(bearer("Bearer "+mint(t, f.Service, graph, c.given, time.Minute)), graph)
		if diff := cmp.Diff(c.want, who.Permissions); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

// TestTokenShape reads a token as any resource would: by the published keys.
func TestTokenShape(t *testing.T) {
	f := start(t)
	var keys struct {
		Keys []struct{ Kty, Use, Alg, Kid, N, E, Issuer string }
	}
	f.get(t, "/"+tenant+"/discovery/v2.0/keys", &keys)
	if len(keys.Keys) != 1 || keys.Keys[0].Kty != "RSA" || keys.Keys[0].Use != "sig" {
		t.Fatalf("keys are %+v", keys)
	}
	key := keys.Keys[0]
	number := func(text string) *big.Int {
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return new(big.Int).SetBytes(raw)
	}
	claims := jwt.MapClaims{}
	token, err := jwt.NewParser(jwt.WithValidMethods([]string{key.Alg})).ParseWithClaims(
		mint(t, f.Service, graph, []string{"A"}, time.Hour), claims, func(token *jwt.Token) (any, error) {
			if token.Header["kid"] != key.Kid {
				t.Errorf("kid is %v, published is %s", token.Header["kid"], key.Kid)
			}
			return &rsa.PublicKey{N: number(key.N), E: int(number(key.E).Int64())}, nil
		})
	if err != nil || !token.Valid {
		t.Fatal(err)
	}
	if got := claims["exp"].(float64) - claims["iat"].(float64); got != 3600 {
		t.Errorf("it lives %v seconds", got)
	}
	for _, changing := range []string{"exp", "iat", "nbf", "jti"} {
		delete(claims, changing)
	}
	want := jwt.MapClaims{
		"aud": graph, "iss": "https://sts.windows.net/" + tenant + "/", "sub": clientID, "appid": clientID,
		"tid": tenant, "idtyp": "app", "roles": []any{"A"}, "ver": "1.0",
	}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Error(diff)
	}
}

func (f *fixture) get(t *testing.T, path string, into any) {
	t.Helper()
	response, err := f.http.Get(f.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || json.Unmarshal(body, into) != nil {
		t.Fatalf("%s: %d %s %v", path, response.StatusCode, body, err)
	}
}

func TestDiscovery(t *testing.T) {
	f := start(t)
	var configuration map[string]any
	f.get(t, "/"+tenant+"/v2.0/.well-known/openid-configuration", &configuration)
	for key, want := range map[string]string{
		"issuer": "/v2.0", "token_endpoint": "/oauth2/v2.0/token", "jwks_uri": "/discovery/v2.0/keys",
	} {
		if configuration[key] != f.url+"/"+tenant+want {
			t.Errorf("%s is %v", key, configuration[key])
		}
	}
	checkRefusal(t, "configuration of another tenant", f.do(t, http.MethodGet, "/contoso.example/v2.0/.well-known/openid-configuration", ""), 400, "invalid_tenant", 90002, "Tenant 'contoso.example' not found.")
	checkRefusal(t, "keys of another tenant", f.do(t, http.MethodGet, "/contoso.example/discovery/v2.0/keys", ""), 400, "invalid_tenant", 90002, "Tenant 'contoso.example' not found.")

	var instance struct {
		Endpoint string `json:"tenant_discovery_endpoint"`
		Metadata []struct{ Aliases []string }
	}
	const path = "/common/discovery/instance?api-version=1.1&authorization_endpoint="
	f.get(t, path+url.QueryEscape(f.url+"/"+tenant+"/oauth2/v2.0/authorize"), &instance)
	if instance.Endpoint != f.url+"/"+tenant+"/v2.0/.well-known/openid-configuration" || len(instance.Metadata) != 1 || !slices.Equal(instance.Metadata[0].Aliases, []string{f.url[len("https://"):]}) {
		t.Errorf("instance discovery: %+v", instance)
	}
	checkRefusal(t, "another instance", f.do(t, http.MethodGet, path+"https%3A%2F%2Flogin.example%2Fx", ""), 400, "invalid_instance", 50049, "Unknown or invalid instance.")
}

func TestOwns(t *testing.T) {
	f := start(t)
	for path, want := range map[string]bool{
		"/" + tenant + "/oauth2/v2.0/token":                     true,
		"/" + tenant + "/v2.0/.well-known/openid-configuration": true,
		"/" + tenant + "/discovery/v2.0/keys":                   true,
		"/common/discovery/instance":                            true,
		"/v1.0/groups/x/transitiveMembers":                      false,
		"/beta/deviceAppManagement":                             false,
		"/V1/Inventory":                                         false,
		"/_emulator/requests":                                   false,
		"/":                                                     false,
	} {
		if f.Owns(path) != want {
			t.Errorf("Owns(%s) is %v", path, !want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		client entra.Client
		want   string
	}{
		"no id":               {entra.Client{}, `client "": every client needs an id of its own`},
		"certificate not PEM": {entra.Client{ID: "a", Certificates: []string{"x"}}, "client a: certificate 0: no certificate in PEM"},
		"key not PEM":         {entra.Client{ID: "a", Federated: []entra.Federated{{Issuer: "i", Subject: "s", Key: "x"}}}, "client a: federated credential 0: the key is not PEM"},
		"no subject":          {entra.Client{ID: "a", Federated: []entra.Federated{{Issuer: "i"}}}, "client a: federated credential 0: issuer and subject are needed"},
	} {
		_, err := entra.New(entra.Options{Clients: []entra.Client{c.client}})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := entra.New(entra.Options{Clients: []entra.Client{{ID: "a"}, {ID: "A"}}}); err == nil {
		t.Error("two clients with one id")
	}
}
