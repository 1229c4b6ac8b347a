package acctest

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// Release is the minor version, of Terraform and of OpenTofu, that first
// understands something.
type Release struct{ Terraform, OpenTofu int }

// Never is for what one of the two does not have.
const Never = 1 << 30

var version = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v(\d+)\.(\d+)`)

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
	said := version.FindSubmatch(out) // a warning may come first
	if said == nil {
		t.Fatalf("no version in %q", out)
	}
	minor, err := strconv.Atoi(string(said[3]))
	if err != nil {
		t.Fatal(err)
	}
	wanted := first.Terraform
	if string(said[1]) == "OpenTofu" {
		wanted = first.OpenTofu
	}
	if string(said[2]) == "1" && minor < wanted {
		t.Skipf("%s 1.%d does not know this yet", said[1], minor)
	}
}
