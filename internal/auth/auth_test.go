package auth

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClientSecret(t *testing.T) {
	e := newEntra(t)
	file := filepath.Join(t.TempDir(), "secret")
	writeFile(t, file, secret+"\n")
	for name, change := range map[string]func(*Config){
		"in place":               func(c *Config) { c.ClientSecret = secret },
		"in a file":              func(c *Config) { c.ClientSecretFilePath = file },
		"in place wins over one": func(c *Config) { c.ClientSecret, c.ClientSecretFilePath = secret, "/nowhere" },
	} {
		t.Run(name, func(t *testing.T) {
			c := e.config()
			change(&c)
			credential := must(t, c)
			for scope, want := range map[string]string{graphScope: "token for graph", storesScope: "token for store"} {
				if got, err := get(t.Context(), credential, scope); got != want || err != nil {
					t.Errorf("got %q %v, want %q", got, err, want)
				}
			}
		})
	}
}

func TestOIDC(t *testing.T) {
	e := newEntra(t)
	github := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer job-token" || r.URL.Query().Get("audience") != "api://AzureADTokenExchange" || r.URL.Query().Get("api-version") != "2.0" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"value":"` + federated + `","count":1}`))
	}))
	defer github.Close()
	file := filepath.Join(t.TempDir(), "token")
	writeFile(t, file, federated+"\n")
	for name, change := range map[string]func(*Config){
		"token": func(c *Config) { c.OIDCToken = federated },
		"file":  func(c *Config) { c.OIDCTokenFilePath = file },
		"request URL": func(c *Config) {
			c.OIDCRequestURL, c.OIDCRequestToken = github.URL+"/token?api-version=2.0", "job-token"
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := e.config()
			c.UseOIDC = true
			change(&c)
			if got, err := get(t.Context(), must(t, c), graphScope); got != "token for graph" || err != nil {
				t.Errorf("got %q %v", got, err)
			}
		})
	}
}

// Kubernetes and others put a new token into the file before the old one
// expires.
func TestOIDCFileIsReadForEachSignIn(t *testing.T) {
	e := newEntra(t)
	c := e.config()
	c.UseOIDC, c.OIDCTokenFilePath = true, filepath.Join(t.TempDir(), "token")
	writeFile(t, c.OIDCTokenFilePath, federated)
	credential := must(t, c)
	if _, err := get(t.Context(), credential, graphScope); err != nil {
		t.Fatal(err)
	}
	e.federated = "eyJhbGciOiJub25lIn0.eyJuZXciOjF9."
	writeFile(t, c.OIDCTokenFilePath, e.federated)
	if _, err := get(t.Context(), credential, storesScope); err != nil {
		t.Fatal(err)
	}
}

func TestOIDCRequestRefused(t *testing.T) {
	e := newEntra(t)
	github := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte("the job-token is not good"))
	}))
	defer github.Close()
	c := e.config()
	c.UseOIDC, c.OIDCRequestURL, c.OIDCRequestToken = true, github.URL, "job-token"
	_, err := get(t.Context(), must(t, c), graphScope)
	want := "using OIDC: asking " + strings.TrimPrefix(github.URL, "http://") + " for a federated token: it answered HTTP 403 Forbidden"
	if err == nil {
		t.Fatal("accepted")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

// A login endpoint on loopback may be plain http, which azidentity refuses.
func TestPlainLoginEndpoint(t *testing.T) {
	e := &entra{federated: federated}
	e.Server = httptest.NewServer(e)
	defer e.Close()
	c := e.config()
	c.ClientSecret = secret
	if got, err := get(t.Context(), must(t, c), graphScope); got != "token for graph" || err != nil {
		t.Errorf("got %q %v", got, err)
	}
}

// The order: what is set on purpose first, the Azure CLI last.
func TestOrderOfChoice(t *testing.T) {
	all := Config{
		TenantID: tenantID, ClientID: clientID, Cloud: Clouds[0],
		AccessToken: "x", ClientCertificate: rsaPEM(t), ClientSecret: secret, UseOIDC: true, OIDCToken: federated, UseMSI: true, UseCLI: true,
	}
	for _, step := range []struct {
		want string
		drop func(*Config)
	}{
		{"the access token", func(c *Config) { c.AccessToken = "" }},
		{"the client certificate", func(c *Config) { c.ClientCertificate = "" }},
		{"the client secret", func(c *Config) { c.ClientSecret = "" }},
		{"OIDC", func(c *Config) { c.UseOIDC = false }},
		{"the managed identity", func(c *Config) { c.UseMSI = false }},
		{"the Azure CLI", func(c *Config) { c.UseCLI = false }},
	} {
		if got := must(t, all).(*session).explain.method; got != step.want {
			t.Errorf("got %s, want %s", got, step.want)
		}
		step.drop(&all)
	}
	if _, err := New(all); !errors.Is(err, ErrNothingConfigured) {
		t.Errorf("got %v", err)
	}
}

func TestIncompleteConfiguration(t *testing.T) {
	dir := t.TempDir()
	blank := filepath.Join(dir, "blank")
	writeFile(t, blank, " \n")
	for name, test := range map[string]struct {
		config Config
		want   string
	}{
		"nothing":      {Config{}, "no way to sign in is configured. Set one of: access_token (INTUNESTORE_ACCESS_TOKEN); client_certificate (ARM_CLIENT_CERTIFICATE) or client_certificate_path (ARM_CLIENT_CERTIFICATE_PATH); client_secret (ARM_CLIENT_SECRET) or client_secret_file_path (ARM_CLIENT_SECRET_FILE_PATH); use_oidc (ARM_USE_OIDC); use_msi (ARM_USE_MSI); use_cli (ARM_USE_CLI). A certificate, a secret and OIDC also need tenant_id (ARM_TENANT_ID) and client_id (ARM_CLIENT_ID)"},
		"no ids":       {Config{ClientSecret: secret}, "signing in with the client secret is not possible: tenant_id (ARM_TENANT_ID) and client_id (ARM_CLIENT_ID) must be set too"},
		"no tenant":    {Config{ClientID: clientID, ClientCertificate: "x"}, "signing in with the client certificate is not possible: tenant_id (ARM_TENANT_ID) must be set too"},
		"no client":    {Config{TenantID: tenantID, UseOIDC: true, OIDCToken: federated}, "signing in with OIDC is not possible: client_id (ARM_CLIENT_ID) must be set too"},
		"no token":     {Config{TenantID: tenantID, ClientID: clientID, UseOIDC: true}, "signing in with OIDC is not possible: use_oidc (ARM_USE_OIDC) is set, and no token: set oidc_token (ARM_OIDC_TOKEN), or oidc_token_file_path (ARM_OIDC_TOKEN_FILE_PATH, AZURE_FEDERATED_TOKEN_FILE), or give the GitHub Actions job the permission id-token: write"},
		"half a job":   {Config{TenantID: tenantID, ClientID: clientID, UseOIDC: true, OIDCRequestURL: "https://x"}, "signing in with OIDC is not possible: oidc_request_url (ACTIONS_ID_TOKEN_REQUEST_URL) and oidc_request_token (ACTIONS_ID_TOKEN_REQUEST_TOKEN) must be set together"},
		"no URL":       {Config{TenantID: tenantID, ClientID: clientID, UseOIDC: true, OIDCRequestURL: "x", OIDCRequestToken: "y"}, "signing in with OIDC is not possible: oidc_request_url (ACTIONS_ID_TOKEN_REQUEST_URL) is not a URL"},
		"no such file": {Config{TenantID: tenantID, ClientID: clientID, ClientSecretFilePath: dir + "/none"}, "signing in with the client secret is not possible: open " + dir + "/none: no such file or directory"},
		"blank file":   {Config{TenantID: tenantID, ClientID: clientID, ClientSecretFilePath: blank}, "signing in with the client secret is not possible: " + blank + " is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(test.config)
			if err == nil {
				t.Fatal("accepted")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNothingIsContactedAtConstruction(t *testing.T) {
	e := newEntra(t)
	for _, change := range []func(*Config){
		func(c *Config) { c.ClientSecret = secret },
		func(c *Config) { c.ClientCertificate = rsaPEM(t) },
		func(c *Config) { c.UseOIDC, c.OIDCToken = true, federated },
		func(c *Config) { c.UseOIDC, c.OIDCRequestURL, c.OIDCRequestToken = true, e.URL, "x" },
		func(c *Config) { c.UseMSI = true },
		func(c *Config) { c.UseCLI = true },
		func(c *Config) { c.AccessToken = "x" },
	} {
		c := e.config()
		change(&c)
		must(t, c)
	}
	if got := e.requests(); len(got) > 0 {
		t.Error(got)
	}
}

// With a login endpoint no other host is asked whether it is genuine.
func TestRequestsOfASignIn(t *testing.T) {
	e := newEntra(t)
	c := e.config()
	c.ClientSecret = secret
	if _, err := get(t.Context(), must(t, c), graphScope); err != nil {
		t.Fatal(err)
	}
	want := []string{"GET /" + tenantID + "/v2.0/.well-known/openid-configuration", "POST /" + tenantID + "/oauth2/v2.0/token"}
	if diff := cmp.Diff(want, e.requests()); diff != "" {
		t.Error(diff)
	}
}

func TestClouds(t *testing.T) {
	want := []Cloud{
		{"public", "https://graph.microsoft.com", "https://login.microsoftonline.com", "https://bspmts.mp.microsoft.com"},
		{"usgovernmentl4", "https://graph.microsoft.us", "https://login.microsoftonline.us", "https://bspmts.mp.microsoft.com"},
		{"usgovernmentl5", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us", "https://bspmts.mp.microsoft.com"},
		{"china", "https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn", "https://bspmts.mp.microsoft.com"},
	}
	if diff := cmp.Diff(want, Clouds); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{"": "public", "public": "public", "China": "china", "usgovernmentl5": "usgovernmentl5"} {
		if got, ok := CloudByName(name); !ok || got.Name != want {
			t.Errorf("%q is %q, %v", name, got.Name, ok)
		}
	}
	if got, ok := CloudByName("germany"); ok {
		t.Errorf("found %v", got)
	}
	if got := Clouds[3].GraphScope() + " " + Clouds[3].StoreScope(); got != "https://microsoftgraph.chinacloudapi.cn/.default https://onestore.microsoft.com/.default" {
		t.Error(got)
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
