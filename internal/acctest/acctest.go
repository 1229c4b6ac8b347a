// Package acctest runs the provider on an emulated tenant, for tests only:
// through a real terraform, or at the level of the plugin protocol where a whole
// plan takes milliseconds. It knows no particular resource.
package acctest

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
	"github.com/intunestore/terraform-provider-intunestore/internal/provider"
)

// The application that signs in when a tenant has no client of its own. It has
// every permission.
const (
	ClientID     = "c11e0000-0000-4000-8000-000000000001"
	ClientSecret = "acceptance-test-secret"
)

// Env is one emulated tenant and a provider for it.
type Env struct {
	Server *emulator.Server
	// Factories are for resource.TestCase.
	Factories map[string]func() (tfprotov6.ProviderServer, error)
	// Transport carries the requests of every provider of this tenant.
	Transport *http.Transport

	tenantID, clientID, clientSecret string
	factory                          func() tfprotov6.ProviderServer
}

// Start starts an emulator with the tenant and ends it with the test, which fails
// where what goes over the wire is not Graph. Waivers are for tests that want that.
func Start(t testing.TB, tenant emulator.Tenant, waivers ...conformance.Waiver) *Env {
	t.Helper()
	if len(tenant.Clients) == 0 {
		tenant.Clients = []entra.Client{{ID: ClientID, Secret: ClientSecret}}
	}
	server, err := emulator.Start(emulator.Options{Tenant: &tenant, Around: conformance.Watch(t, waivers...)})
	if err != nil {
		t.Fatalf("starting the emulator: %v", err)
	}
	t.Cleanup(func() { _ = server.Close() })
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(server.CA()) {
		t.Fatal("the emulator's CA is no certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	newServer := provider.NewServer("test", provider.Options{Transport: &http.Client{Transport: transport}, Now: time.Now})
	env := &Env{
		Server: server, Transport: transport,
		tenantID: server.TenantID(), clientID: tenant.Clients[0].ID, clientSecret: tenant.Clients[0].Secret,
		factory: newServer,
	}
	env.Factories = map[string]func() (tfprotov6.ProviderServer, error){
		"intunestore": func() (tfprotov6.ProviderServer, error) { return newServer(), nil },
	}
	return env
}

// Config is hcl behind a provider block that leads to the emulator.
func (e *Env) Config(hcl string) string { return e.ConfigWith("", hcl) }

// ConfigWith is Config with further attributes in the provider block, such as
// `seat_check = "warn"`.
func (e *Env) ConfigWith(settings, hcl string) string {
	return fmt.Sprintf(`
provider "intunestore" {
  tenant_id     = %[1]q
  client_id     = %[2]q
  client_secret = %[3]q
  endpoints     = { graph = %[4]q, login = %[4]q, store = %[4]q }
  %[5]s
}
`, e.tenantID, e.clientID, e.clientSecret, e.Server.URL(), settings) + hcl
}

var findTerraform = sync.OnceValue(func() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
})

// SkipWithoutTerraform skips the test where neither terraform nor tofu is found,
// and otherwise sets up the environment in which terraform-plugin-testing runs it:
// without a download, and without asking whether there is a newer version. Use
// resource.UnitTest: no TF_ACC is needed, since nothing here costs anything.
func SkipWithoutTerraform(t testing.TB) {
	t.Helper()
	path := findTerraform()
	if path == "" {
		t.Skip("neither terraform nor tofu is on PATH: put one there, or name it in TF_ACC_TERRAFORM_PATH, to run this test")
	}
	set := map[string]string{"TF_ACC_TERRAFORM_PATH": path, "CHECKPOINT_DISABLE": "1"}
	if strings.HasPrefix(filepath.Base(path), "tofu") {
		// OpenTofu takes a bare provider name to be of its own registry.
		set["TF_ACC_PROVIDER_HOST"] = "registry.opentofu.org"
	}
	for name, value := range set {
		if err := os.Setenv(name, value); err != nil { //nolint:forbidigo // t.Setenv forbids parallel tests
			t.Fatal(err)
		}
	}
}
