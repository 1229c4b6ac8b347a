package examples

import (
	"os"
	"path/filepath"
	"testing"
)

// TestModuleIsTested runs `terraform test` on the example that shows how: a module
// with the provider mocked, which Terraform can since 1.7.
func TestModuleIsTested(t *testing.T) {
	terraform := prepare(t)
	terraform.skipBefore(t, release{terraform: 7, tofu: 8})
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("terraform-test")); err != nil {
		t.Fatal(err)
	}
	terraform.run(t, folder, read(t, filepath.Join(folder, "tests", "module.tftest.hcl")), "test", "-no-color")
}
