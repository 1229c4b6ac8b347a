//go:build unix

package leanserver

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Ctrl-C in a real terraform apply ends the running Create at once, and what it
// had made by then is in the state.
func TestInterruptedApply(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("no terraform on the PATH")
	}
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, "terraform-provider-lean")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "cli.tfrc"), fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"intunestore/lean\" = %q\n  }\n  direct {}\n}\n", dir))
	write(t, filepath.Join(dir, "main.tf"), "terraform {\n  required_providers {\n    lean = {\n      source = \"intunestore/lean\"\n    }\n  }\n}\n\nresource \"lean_thing\" \"it\" {}\n")

	report := filepath.Join(dir, "report")
	var out bytes.Buffer
	apply := exec.CommandContext(t.Context(), terraform, "apply", "-auto-approve", "-no-color", "-input=false")
	apply.Dir, apply.Stdout, apply.Stderr = dir, &out, &out
	apply.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), serveVariable+"="+report)
	// A group of its own, so that the interrupt reaches Terraform alone, as it
	// tells its plugins itself.
	apply.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := apply.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, report+".started")
	if err := apply.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	await(t, report+".ended")
	_ = apply.Wait()
	if got, err := os.ReadFile(report + ".ended"); err != nil || string(got) != context.Canceled.Error() {
		t.Errorf("the Create ended with %q, %v", got, err)
	}
	state, err := os.ReadFile(filepath.Join(dir, "terraform.tfstate"))
	if err != nil || !strings.Contains(string(state), `"made"`) {
		t.Errorf("the state does not hold what was made: %s %v\n%s", state, err, &out)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// await waits until a file is there.
func await(t *testing.T, path string) {
	t.Helper()
	for range 600 {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s did not appear within 30 s", filepath.Base(path))
}
