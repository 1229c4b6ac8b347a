package examples

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// TestStoryOfREADME applies the block of README.md on the demo's tenant, and compares
// the refusal that it shows with what Terraform prints.
func TestStoryOfREADME(t *testing.T) {
	terraform := prepare(t)
	tenant, err := emulator.Load("demo/tenant.json")
	if err != nil {
		t.Fatal(err)
	}
	env := acctest.Start(t, *tenant)
	page := read(t, "../README.md")
	shown := func(language string) string {
		return regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindStringSubmatch(page)[1]
	}
	folder := t.TempDir()
	write(t, filepath.Join(folder, "ca.pem"), string(env.Server.CA()))
	write(t, filepath.Join(folder, "main.tf"), env.Config(strings.Replace(shown("terraform"), "provider \"intunestore\" {}\n", "", 1)))
	t.Setenv("SSL_CERT_FILE", filepath.Join(folder, "ca.pem"))
	terraform.run(t, folder, "README.md", "apply", "-auto-approve", "-no-color")
	terraform.run(t, folder, "README.md", "plan", "-detailed-exitcode", "-no-color")

	write(t, filepath.Join(folder, "design.tf"), read(t, "demo/configuration/design.tf"))
	t.Setenv("TF_CLI_CONFIG_FILE", terraform.settings)
	plan := exec.CommandContext(t.Context(), terraform.program, "plan", "-no-color")
	plan.Dir = folder
	out, err := plan.CombinedOutput()
	if err == nil {
		t.Fatalf("the plan was not refused:\n%s", out)
	}
	var said strings.Builder
	for line := range strings.Lines(string(out)) {
		said.WriteString(strings.TrimRight(strings.TrimPrefix(line, "│ "), " \n") + "\n")
	}
	_, refusal, _ := strings.Cut(said.String(), "\nError: ")
	if diff := cmp.Diff(strings.TrimSpace(shown("text")), "Error: "+strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(refusal), "╵"))); diff != "" {
		t.Errorf("README.md shows another refusal (-README +Terraform):\n%s", diff)
	}
}
