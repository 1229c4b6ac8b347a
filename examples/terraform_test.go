package examples

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/provider"
)

// TestModuleIsTested runs `terraform test` on the example that shows how: a module
// with the provider mocked, which Terraform can since 1.7.
func TestModuleIsTested(t *testing.T) {
	terraform := prepare(t)
	acctest.SkipBefore(t, acctest.Release{Terraform: 7, OpenTofu: 8})
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("terraform-test")); err != nil {
		t.Fatal(err)
	}
	terraform.run(t, folder, read(t, filepath.Join(folder, "tests", "module.tftest.hcl")), "test", "-no-color")
}

// TestEveryListHasAnExample: a query file is for Terraform 1.14, which knows more
// of it than older ones can judge.
func TestEveryListHasAnExample(t *testing.T) {
	schema, err := provider.NewServer("test", provider.Options{})().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if len(schema.ListResourceSchemas) == 0 {
		t.Error("nothing can be listed")
	}
	for name, list := range schema.ListResourceSchemas {
		example := read(t, filepath.Join("list-resources", name, "list-resource.tfquery.hcl"))
		if !strings.Contains(example, `list "`+name+`" "`) {
			t.Errorf("the example of %s lists something else", name)
		}
		known := map[string]bool{}
		for _, a := range list.Block.Attributes {
			known[a.Name] = true
		}
		for _, config := range regexp.MustCompile(`(?s)config \{\n(.*?)\n  \}`).FindAllStringSubmatch(example, -1) {
			for line := range strings.Lines(config[1]) {
				if attribute, _, _ := strings.Cut(strings.TrimSpace(line), " "); !known[attribute] {
					t.Errorf("the example of %s has %q, which it does not take", name, attribute)
				}
			}
		}
	}
}
