package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
)

// fakeAz puts an az on the PATH, which is that alone, and counts its starts.
func fakeAz(t *testing.T, script string) (starts func() int) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake az is a shell script")
	}
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	text := "#!/bin/sh\necho \"$*\" >> " + log + "\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, "az"), []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	return func() int {
		b, err := os.ReadFile(log)
		if err != nil {
			return 0
		}
		return strings.Count(string(b), "\n")
	}
}

func TestAzureCLI(t *testing.T) {
	expires := time.Now().Add(time.Hour).Unix()
	starts := fakeAz(t, fmt.Sprintf(`case "$*" in
*"--resource https://graph.microsoft.com --tenant %s") echo '{"accessToken":"from az","expires_on":%d}' ;;
*) echo "unexpected arguments: $*" >&2; exit 2 ;;
esac`, tenantID, expires))
	credential := must(t, Config{UseCLI: true, TenantID: tenantID, Cloud: Clouds[0], Now: time.Now})
	for range 20 {
		if got, err := get(t.Context(), credential, graphScope); got != "from az" || err != nil {
			t.Fatalf("got %q %v", got, err)
		}
	}
	if got := starts(); got != 1 {
		t.Errorf("az was started %d times", got)
	}
}

func TestAzureCLIFails(t *testing.T) {
	starts := fakeAz(t, `echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`)
	credential := must(t, Config{UseCLI: true, Cloud: Clouds[0], Now: time.Now})
	for range 3 {
		_, err := get(t.Context(), credential, graphScope)
		if err == nil {
			t.Fatal("accepted")
		}
		if diff := cmp.Diff("using the Azure CLI: ERROR: Please run 'az login' to setup account", err.Error()); diff != "" {
			t.Error(diff)
		}
	}
	if got := starts(); got != 1 {
		t.Errorf("az was started %d times", got)
	}
}

// The Azure CLI is what remains when nothing is configured, so this is what
// somebody reads who has configured nothing.
func TestAzureCLIMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := get(t.Context(), must(t, Config{UseCLI: true, Cloud: Clouds[0]}), graphScope)
	if err == nil {
		t.Fatal("accepted")
	}
	want := "using the Azure CLI: az was not found on the PATH. Install the Azure CLI and run az login, or set another of: " + ways
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

// The App Service form of the managed identity endpoint: the others are reached
// at addresses of the machine that a test cannot take.
// Source: Learn, "How to use managed identities for App Service": REST endpoint
// reference.
func TestManagedIdentity(t *testing.T) {
	var asked []string
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		asked = append(asked, query.Get("resource")+" "+query.Get("client_id"))
		w.Header().Set("Content-Type", "application/json")
		if r.Header.Get("X-IDENTITY-HEADER") != "header" || query.Get("client_id") == tenantID {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":"invalid_request","error_description":"Identity not found"}`))
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"access_token": "of " + query.Get("client_id"), "expires_on": fmt.Sprint(time.Now().Add(time.Hour).Unix()),
			"resource": query.Get("resource"), "token_type": "Bearer",
		})
	}))
	defer endpoint.Close()
	t.Setenv("IDENTITY_ENDPOINT", endpoint.URL)
	t.Setenv("IDENTITY_HEADER", "header")
	for _, test := range []struct{ client, want, wrong string }{
		{"", "of ", ""},
		{clientID, "of " + clientID, ""},
		{tenantID, "", "using the managed identity: Identity not found"},
	} {
		credential := must(t, Config{UseMSI: true, ClientID: test.client, Cloud: Clouds[0], Now: time.Now})
		got, err := get(t.Context(), credential, graphScope)
		if test.wrong != "" {
			if err == nil || err.Error() != test.wrong {
				t.Errorf("got %v, want %s", err, test.wrong)
			}
			continue
		}
		if got != test.want || err != nil {
			t.Errorf("got %q %v, want %q", got, err, test.want)
		}
	}
	want := []string{"https://graph.microsoft.com ", "https://graph.microsoft.com " + clientID, "https://graph.microsoft.com " + tenantID}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
}

func TestReadyToken(t *testing.T) {
	now := time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)
	signed := func(claims jwt.MapClaims) string {
		text, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte("any key"))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	good := signed(jwt.MapClaims{"exp": now.Add(time.Hour).Unix()})
	old := signed(jwt.MapClaims{"exp": now.Unix()})
	for name, test := range map[string]struct {
		token  string
		opts   policy.TokenRequestOptions
		expiry time.Time
		wrong  string
	}{
		"says when it expires": {token: good, expiry: now.Add(time.Hour)},
		"does not say":         {token: signed(jwt.MapClaims{"sub": "x"}), expiry: unknownExpiry},
		"opaque":               {token: "not a JWT", expiry: unknownExpiry},
		"expired":              {token: old, wrong: "using the access token: access_token expired at 2026-11-22T12:00:00Z. Pass a fresh token"},
		"for the Store": {token: good, opts: policy.TokenRequestOptions{Scopes: []string{storesScope}},
			wrong: "using the access token: access_token is a token for Graph, and the Store's management service needs one of its own. Sign in another way, or leave store_service off"},
		"claims": {token: good, opts: policy.TokenRequestOptions{Claims: "{}"},
			wrong: "using the access token: conditional access asks for a new sign-in, which a ready access_token cannot do. Pass a fresh token, or sign in another way"},
	} {
		t.Run(name, func(t *testing.T) {
			credential := must(t, Config{AccessToken: test.token, Cloud: Clouds[0], Now: func() time.Time { return now }})
			if test.opts.Scopes == nil {
				test.opts.Scopes = []string{graphScope}
			}
			got, err := credential.GetToken(t.Context(), test.opts)
			if test.wrong != "" {
				failure, ok := errors.AsType[*SignInError](err)
				if !ok || !failure.Refused {
					t.Fatalf("got %v", err)
				}
				if diff := cmp.Diff(test.wrong, err.Error()); diff != "" {
					t.Error(diff)
				}
				return
			}
			if err != nil || got.Token != test.token || !got.ExpiresOn.Equal(test.expiry) {
				t.Errorf("got %q until %v, %v", got.Token, got.ExpiresOn, err)
			}
		})
	}
}
