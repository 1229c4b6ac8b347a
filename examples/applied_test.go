package examples

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// demoTenant is the tenant of the demo, and what the pages' examples name besides.
func demoTenant(t *testing.T) emulator.Tenant {
	t.Helper()
	tenant, err := emulator.Load("demo/tenant.json")
	if err != nil {
		t.Fatal(err)
	}
	soon := 0.05
	tenant.Clients = nil // one that may do everything
	tenant.Store.SyncSeconds = &soon
	tenant.Apps[0].TotalLicenseCount = 120 // the examples together let in more than the demo's refusal allows
	tenant.Apps = append(tenant.Apps, emulator.App{
		ID: "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b05", DisplayName: "Lecteur de plans", LicenseType: "online", TotalLicenseCount: 200,
		ProductKey: "9NLECTEURPLN/0002", PackageIdentityName: "EditionsduNiveau.LecteurdePlans",
	})
	tenant.Groups = append(tenant.Groups, emulator.Group{
		ID: "a71e52f4-30c8-4d96-b1f7-6e8d40c9a230", DisplayName: "Apprentis", Generate: []emulator.Generate{{Prefix: "apprenti-", From: 1, Users: 6}},
	})
	tenant.VPPTokens = []emulator.VPPToken{
		{DisplayName: "Head office", LastSyncStatus: "completed", LastSyncDateTime: "2026-01-01T00:00:00Z"},
		{DisplayName: "Former workshop", State: "expired", ExpirationDateTime: "2020-01-01T00:00:00Z"},
	}
	tenant.ManagedDevices = []emulator.ManagedDevice{
		{DeviceName: "CHANTIER-01", UserID: "camille.moreau@charpentes-vexin.example"},
		{DeviceName: "CHANTIER-02", UserID: "hugo.lefebvre@charpentes-vexin.example", OSVersion: "10.0.10240.1"},
	}
	return *tenant
}

// workspace applies examples as they are, each as a module of its own: two may use
// one name. They sign in by the environment, as the first page says one can.
type workspace struct {
	terraform terraform
	env       *acctest.Env
	folder    string
	root      strings.Builder
}

func newWorkspace(t *testing.T, tf terraform) *workspace {
	t.Helper()
	w := &workspace{terraform: tf, env: acctest.Start(t, demoTenant(t)), folder: t.TempDir()}
	write(t, filepath.Join(w.folder, "ca.pem"), string(w.env.Server.CA()))
	for name, value := range map[string]string{
		"SSL_CERT_FILE": filepath.Join(w.folder, "ca.pem"), "ARM_TENANT_ID": w.env.Server.TenantID(),
		"ARM_CLIENT_ID": acctest.ClientID, "ARM_CLIENT_SECRET": acctest.ClientSecret,
		"INTUNESTORE_GRAPH_ENDPOINT": w.env.Server.URL(), "INTUNESTORE_LOGIN_ENDPOINT": w.env.Server.URL(), "INTUNESTORE_STORE_ENDPOINT": w.env.Server.URL(),
	} {
		t.Setenv(name, value)
	}
	return w
}

// apply adds the examples, applies, and wants a second plan to be empty.
func (w *workspace) apply(t *testing.T, files ...string) {
	t.Helper()
	if len(files) == 0 {
		t.Fatal("no examples")
	}
	for _, file := range files {
		name := strings.NewReplacer("/", "_", ".tf", "").Replace(filepath.ToSlash(file))
		module := filepath.Join(w.folder, name)
		if err := os.Mkdir(module, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(module, "main.tf"), read(t, file))
		fmt.Fprintf(&w.root, "module %q {\n  source = \"./%s\"\n}\n", name, name)
	}
	write(t, filepath.Join(w.folder, "main.tf"), w.root.String())
	w.terraform.run(t, w.folder, w.root.String(), "get", "-no-color")
	w.terraform.run(t, w.folder, w.root.String(), "apply", "-auto-approve", "-input=false", "-no-color")
	w.terraform.run(t, w.folder, "a second plan is not empty", "plan", "-detailed-exitcode", "-input=false", "-no-color")
}

// destroy leaves no assignment, and the association as it is to be left.
func (w *workspace) destroy(t *testing.T, associated bool) {
	t.Helper()
	w.terraform.run(t, w.folder, w.root.String(), "destroy", "-auto-approve", "-input=false", "-no-color")
	tenant := w.env.Server.Dump()
	for _, app := range tenant.Apps {
		if left := w.env.Server.Assignments(app.ID); len(left) > 0 {
			t.Errorf("%s is still assigned %d times", app.DisplayName, len(left))
		}
	}
	if tenant.Store.Enabled != associated {
		t.Errorf("the association is on: %v, want %v", tenant.Store.Enabled, associated)
	}
}

// TestExamplesAreApplied: every example of a resource, the minimal and the full one, of
// a data source and of a function is applied on the emulated tenant, planned to no
// change, and destroyed. An app is managed by one kind of resource, and a tenant has one
// association, so there are two runs. Where `on_destroy` is `retain`, as in the full
// example, the association is permanent: destroying only forgets it.
func TestExamplesAreApplied(t *testing.T) {
	tf := prepare(t)
	single, sets := []string{}, []string{}
	for _, folder := range glob(t, "resources/*") {
		for _, file := range []string{"resource.tf", "resource_full.tf"} {
			example := filepath.Join(folder, file)
			switch name := filepath.Base(folder); {
			case name == "intunestore_app_assignment_set", name == "intunestore_association" && file == "resource_full.tf":
				sets = append(sets, example)
			default:
				single = append(single, example)
			}
		}
	}
	t.Run("single assignments", func(t *testing.T) {
		w := newWorkspace(t, tf)
		w.apply(t, single...)
		w.apply(t, glob(t, "data-sources/*/*.tf")...)
		w.destroy(t, false)
	})
	t.Run("sets", func(t *testing.T) {
		w := newWorkspace(t, tf)
		w.apply(t, sets...)
		t.Run("functions", func(t *testing.T) {
			acctest.SkipBefore(t, newIn("functions/"))
			w.apply(t, glob(t, "functions/*/*.tf")...)
		})
		w.destroy(t, true)
	})
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(found), err)
	}
	return found
}
