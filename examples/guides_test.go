package examples

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// TestMigrationBlocks: the fragments of the guide about migration are well formed, and
// Terraform takes its import blocks. The moves between types are applied in
// TestMovedFromOtherProviders and TestMovedFromSinglesToSet.
func TestMigrationBlocks(t *testing.T) {
	terraform := prepare(t)
	all := t.TempDir()
	for i, b := range blocksOf(t, "../templates/guides/migration.md") {
		if b.language != "hcl" {
			continue
		}
		write(t, filepath.Join(all, fmt.Sprintf("%d.tf", i)), b.text)
		if !strings.HasPrefix(b.text, "import {") {
			continue
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			configuration := strings.Replace(read(t, "resources/intunestore_app_assignment/resource.tf"), `"sites"`, `"whiteboard_sales"`, 1)
			if strings.Contains(b.text, "provider::") {
				acctest.SkipBefore(t, newIn("functions/"))
				configuration += "\nterraform {\n  required_providers {\n    intunestore = { source = \"intunestore/intunestore\" }\n  }\n}\n"
			}
			terraform.validate(t, configuration+b.text)
		})
	}
	terraform.run(t, all, "the fragments of the guide", "fmt", "-check", "-diff")
}

// TestEmulatorGuide follows the guide about the emulator in the module that it shows,
// from the build to the end.
func TestEmulatorGuide(t *testing.T) {
	skipWithoutShell(t)
	terraform := prepare(t)
	acctest.SkipBefore(t, acctest.Release{Terraform: 7, OpenTofu: 8})
	bin, module := t.TempDir(), t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(bin, "intunestore-emulator"), "../internal/emulator/cmd")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the emulator: %v\n%s", err, out)
	}
	if err := os.CopyFS(module, os.DirFS("terraform-test")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	blocks := blocksOf(t, "../templates/guides/testing-modules-on-the-emulator.md.tmpl")
	printed, log := follow(t, module, `make() { :; } # it is built already
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
trap 'echo "failed: $BASH_COMMAND" >>"$STUB/log"' ERR`, blocks,
		map[string]string{"TERRAFORM": terraform.program, "TF_CLI_CONFIG_FILE": terraform.settings})
	if diff := cmp.Diff("terraform test -test-directory=emulator (0)\n", log); diff != "" {
		t.Errorf("what was run (-want +got):\n%s\n%s", diff, strings.Join(printed, "\n"))
	}
	for i, b := range blocks {
		if b.language == "text" && !strings.Contains(printed[i-1], strings.TrimSpace(b.text)) {
			t.Errorf("the guide shows\n%s\nTerraform prints\n%s", b.text, printed[i-1])
		}
	}
}
