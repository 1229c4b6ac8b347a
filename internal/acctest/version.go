package acctest

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// Release is the minor version, of Terraform and of OpenTofu, that first
// understands something.
type Release struct{ Terraform, OpenTofu int }

// Never is for what one of the two does not have.
const Never = 1 << 30

// SkipBefore skips the test where there is no Terraform, and where the one that
// there is does not know something yet. It is for tests that run Terraform
// themselves; resource.TestCase has tfversion.
func SkipBefore(t testing.TB, first Release) {
	t.Helper()
	SkipWithoutTerraform(t)
	out, err := exec.CommandContext(t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), "version").Output() //nolint:gosec // the Terraform that SkipWithoutTerraform found
	if err != nil {
		t.Fatal(err)
	}
	var name string
	var major, minor int
	if _, err := fmt.Sscanf(string(out), "%s v%d.%d", &name, &major, &minor); err != nil {
		t.Fatalf("reading a version out of %q: %v", out, err)
	}
	wanted := first.Terraform
	if name == "OpenTofu" {
		wanted = first.OpenTofu
	}
	if major == 1 && minor < wanted {
		t.Skipf("%s 1.%d does not know this yet", name, minor)
	}
}
