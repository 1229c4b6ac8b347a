// Package examples holds no code: its tests have a real Terraform judge every
// example, and every block of Terraform in README.md and the guides, against the
// provider's schema.
package examples

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/provider"
)

// TestExamplesAreValid validates each file of examples/ by itself, since each is
// shown by itself; an import block comes with the resource it imports.
func TestExamplesAreValid(t *testing.T) {
	terraform := prepare(t)
	files, err := filepath.Glob("*/*/*.tf")
	if err != nil {
		t.Fatal(err)
	}
	own, err := filepath.Glob("provider/*.tf")
	if err != nil {
		t.Fatal(err)
	}
	served := servedTypes(t)
	for _, file := range append(files, own...) {
		// `make demo` applies its own files. A type that this provider does not serve
		// gets no page, so its example is not shown either.
		folder := filepath.Dir(file)
		if strings.HasPrefix(folder, "demo") || folder != "provider" && !served[filepath.ToSlash(folder)] {
			continue
		}
		t.Run(filepath.ToSlash(file), func(t *testing.T) {
			acctest.SkipBefore(t, newIn(file))
			configuration := read(t, file)
			if strings.HasPrefix(filepath.Base(file), "import") {
				configuration += read(t, filepath.Join(filepath.Dir(file), "resource.tf"))
			}
			terraform.validate(t, configuration)
		})
	}
}

// TestDocumentedBlocksAreValid validates the blocks of Terraform in the pages
// that are written by hand, and wants them formatted; `make lint` looks after the
// format of the examples.
func TestDocumentedBlocksAreValid(t *testing.T) {
	terraform := prepare(t)
	pages, err := filepath.Glob("../templates/guides/*.md*")
	if err != nil {
		t.Fatal(err)
	}
	fenced := regexp.MustCompile("(?s)```terraform\n(.*?)```")
	all := t.TempDir()
	for _, page := range append(pages, "../README.md") {
		name := filepath.Base(page)
		for i, block := range fenced.FindAllStringSubmatch(read(t, page), -1) {
			write(t, filepath.Join(all, fmt.Sprintf("%s.%d.tf", name, i)), block[1])
			if strings.HasPrefix(name, "getting-started") {
				continue // its blocks are one configuration, which TestGettingStarted applies
			}
			t.Run(name, func(t *testing.T) {
				if strings.Contains(block[1], "provider::") {
					acctest.SkipBefore(t, newIn("functions/"))
				}
				terraform.validate(t, block[1])
			})
		}
	}
	terraform.run(t, all, "the formatting of blocks in the pages", "fmt", "-check", "-diff")
}

// servedTypes are the folders of examples that the documentation shows, such as
// "resources/intunestore_association".
func servedTypes(t *testing.T) map[string]bool {
	t.Helper()
	server := provider.NewServer("test", provider.Options{})()
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	served := map[string]bool{}
	for name := range schema.ResourceSchemas {
		served["resources/"+name] = true
	}
	for name := range schema.DataSourceSchemas {
		served["data-sources/"+name] = true
	}
	for name := range schema.Functions {
		served["functions/"+name] = true
	}
	for folder := range served {
		if found, err := filepath.Glob(folder + "/*.tf"); err != nil || len(found) == 0 {
			t.Errorf("%s has no example (%v)", folder, err)
		}
	}
	return served
}

// newIn is the minor version, of Terraform and of OpenTofu, that first understands
// an example.
func newIn(file string) acctest.Release {
	switch {
	case strings.HasPrefix(filepath.ToSlash(file), "functions/"):
		return acctest.Release{Terraform: 8, OpenTofu: 7}
	case filepath.Base(file) == "import-by-identity.tf":
		return acctest.Release{Terraform: 12, OpenTofu: acctest.Never}
	default:
		return acctest.Release{}
	}
}

// terraform is a Terraform that finds the provider of this checkout.
type terraform struct {
	program, settings string
}

// prepare builds the provider, once for all tests, and tells Terraform where it is.
func prepare(t *testing.T) terraform {
	t.Helper()
	acctest.SkipWithoutTerraform(t)
	settings, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return terraform{program: os.Getenv("TF_ACC_TERRAFORM_PATH"), settings: settings}
}

var workshop string // where the provider is built; TestMain makes and removes it

func TestMain(m *testing.M) {
	var err error
	if workshop, err = os.MkdirTemp("", "examples"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(workshop)
	os.Exit(code)
}

var built = sync.OnceValues(func() (settings string, err error) {
	binary := filepath.Join(workshop, "terraform-provider-intunestore")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.CommandContext(context.Background(), "go", "build", "-o", binary, "..").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	settings = filepath.Join(workshop, "cli.tfrc")
	return settings, os.WriteFile(settings, []byte(strings.ReplaceAll(`provider_installation {
  dev_overrides {
    "intunestore/intunestore" = "FOLDER"
    "hashicorp/intunestore"   = "FOLDER"
  }
}
`, "FOLDER", filepath.ToSlash(workshop))), 0o600)
})

// validate fails the test when Terraform finds a fault.
func (tf terraform) validate(t *testing.T, configuration string) {
	t.Helper()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "main.tf"), configuration)
	tf.run(t, folder, configuration, "validate", "-no-color")
}

// run runs Terraform in a folder; it fails the test, showing what was judged,
// when Terraform does.
func (tf terraform) run(t *testing.T, folder, judged string, arguments ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), tf.program, arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+tf.settings, "CHECKPOINT_DISABLE=1")
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s\n%s", strings.Join(arguments, " "), err, bytes.TrimSpace(out), judged)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
