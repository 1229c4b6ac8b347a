package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// asProvider makes this test binary the provider itself.
const asProvider = "INTUNESTORE_TEST_SERVE"

func TestMain(m *testing.M) {
	if os.Getenv(asProvider) != "" {
		os.Args = os.Args[:1]
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(os.Args[0]), "terraform-provider-"), ".exe")
		if _, ok := neighbours[name]; ok {
			serveNeighbour(name)
			return
		}
		main()
		return
	}
	os.Exit(m.Run())
}

// run is one terraform on this binary as the provider, and an emulated tenant.
type run struct {
	t         *testing.T
	dir       string
	terraform string
	environ   []string
}

func start(t *testing.T) (*run, *acctest.Env) {
	t.Helper()
	return startWith(t, emulator.Tenant{}, `
resource "intunestore_association" "store" {
  language = "fr-FR"
}
`)
}

// startWith is start with a tenant and a configuration, behind a provider block
// that leads to the tenant.
func startWith(t *testing.T, tenant emulator.Tenant, configuration string) (*run, *acctest.Env) {
	t.Helper()
	acctest.SkipWithoutTerraform(t)
	env := acctest.Start(t, tenant)
	r := &run{t: t, dir: t.TempDir(), terraform: os.Getenv("TF_ACC_TERRAFORM_PATH")}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	overrides := ""
	for _, source := range []string{"intunestore/intunestore", "deploymenttheory/microsoft365", "microsoft/msgraph"} {
		if err := os.Symlink(self, filepath.Join(r.dir, "terraform-provider-"+filepath.Base(source))); err != nil {
			t.Fatal(err)
		}
		overrides += fmt.Sprintf("    %q = %q\n", source, r.dir)
	}
	r.write("ca.pem", string(env.Server.CA()))
	r.write("cli.tfrc", "provider_installation {\n  dev_overrides {\n"+overrides+"  }\n  direct {}\n}\n")
	r.write("main.tf", env.Config(needing("intunestore/intunestore"))+configuration)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_LOG") {
			r.environ = append(r.environ, variable)
		}
	}
	r.environ = append(r.environ, asProvider+"=1", "CHECKPOINT_DISABLE=1",
		"TF_CLI_CONFIG_FILE="+filepath.Join(r.dir, "cli.tfrc"), "SSL_CERT_FILE="+filepath.Join(r.dir, "ca.pem"))
	return r, env
}

// needing is the block that names these providers.
func needing(sources ...string) string {
	var named strings.Builder
	for _, source := range sources {
		fmt.Fprintf(&named, "    %s = { source = %q }\n", filepath.Base(source), source)
	}
	return "\nterraform {\n  required_providers {\n" + named.String() + "  }\n}\n"
}

func (r *run) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// do runs terraform and returns what it wrote to both streams.
func (r *run) do(environ []string, args ...string) (string, error) {
	r.t.Helper()
	var out bytes.Buffer
	if !slices.Contains([]string{"get", "workspace", "state", "taint", "query"}, args[0]) {
		args = slices.Insert(slices.Clone(args), 1, "-no-color", "-input=false")
	}
	cmd := exec.CommandContext(r.t.Context(), r.terraform, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = r.dir, &out, &out
	cmd.Env = slices.Concat(r.environ, environ)
	err := cmd.Run()
	return out.String(), err
}

// The binary as users run it: terraform applies with it, plans nothing
// afterwards, and destroys.
func TestServedToTerraform(t *testing.T) {
	r, _ := start(t)
	for _, args := range [][]string{{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}, {"destroy", "-auto-approve"}} {
		if out, err := r.do(nil, args...); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
}

// A log of the highest level of a whole apply, its plan and its state hold
// neither the secret nor any token, and the log has a line for each request.
func TestSecretsStayOutOfLogAndState(t *testing.T) {
	r, env := start(t)
	log := filepath.Join(r.dir, "log")
	trace := []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + log}
	for _, args := range [][]string{{"plan", "-out=plan"}, {"apply", "plan"}} {
		if out, err := r.do(trace, args...); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
	secrets := regexp.MustCompile(regexp.QuoteMeta(acctest.ClientSecret) + `|eyJ[\w-]{10,}|(?i:bearer )|client_assertion=`)
	for _, name := range []string{"log", "plan", "terraform.tfstate"} {
		content, err := os.ReadFile(filepath.Join(r.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if found := secrets.FindIndex(content); found != nil {
			t.Errorf("%s holds a secret: …%s…", name, content[max(0, found[0]-200):min(len(content), found[1]+20)])
		}
	}
	content, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, request := range env.Server.Requests() {
		if !request.InBatch && (strings.HasPrefix(request.Path, "/v1.0/") || strings.HasPrefix(request.Path, "/beta/")) {
			sent++
		}
	}
	if lines := bytes.Count(content, []byte("@module=intunestore.graph")); lines != sent || sent == 0 {
		t.Errorf("%d lines for %d requests", lines, sent)
	}
	if !bytes.Contains(content, []byte("Received request")) {
		t.Error("the user's TF_LOG has lost the SDK's lines")
	}
}
