package soak

import (
	"os"
	"path/filepath"
	"testing"
)

// A state file that was never finished says nothing, as to Terraform; half a one is an
// error.
func TestAnEmptyStateIsNone(t *testing.T) {
	dir := t.TempDir()
	for text, wrong := range map[string]bool{"": false, `{"resources":[]}`: false, `{"resources":[`: true} {
		if err := os.WriteFile(filepath.Join(dir, "terraform.tfstate"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if h, err := stated(dir); (err != nil) != wrong || len(h) > 0 {
			t.Errorf("%q: %v, %v", text, h, err)
		}
	}
}
