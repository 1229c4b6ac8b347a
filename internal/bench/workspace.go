package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Workspace is a folder with a configuration, in which terraform runs on one
// provider's binary.
type Workspace struct {
	Terraform string // path
	dir       string
	environ   []string
}

// Run is what one run of terraform cost.
type Run struct {
	Wall time.Duration
	CPU  time.Duration // of terraform and the providers it started
	Peak int64         // bytes: the most memory that one provider process had resident; 0 where the system does not say
	Out  string
}

// NewWorkspace makes a workspace in dir. environ is added to the environment.
func NewWorkspace(dir, terraform string, p Program, config string, environ ...string) (*Workspace, error) {
	w := &Workspace{Terraform: terraform, dir: dir}
	cli := filepath.Join(dir, "cli.tfrc")
	files := map[string]string{
		cli:                           fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"intunestore/%s\" = %q\n  }\n  direct {}\n}\n", p.Name, filepath.Dir(p.Path)),
		filepath.Join(dir, "main.tf"): fmt.Sprintf("terraform {\n  required_providers {\n    %[1]s = {\n      source = \"intunestore/%[1]s\"\n    }\n  }\n}\n\n%[2]s", p.Name, config),
	}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		// What users have set would change what is measured.
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "INTUNESTORE_") && !strings.HasPrefix(name, "ARM_") && name != "GOGC" {
			w.environ = append(w.environ, variable)
		}
	}
	w.environ = append(w.environ, "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+cli)
	w.environ = append(w.environ, environ...)
	return w, nil
}

// Do runs terraform and fails unless it ends with one of the exit codes.
func (w *Workspace) Do(ctx context.Context, codes []int, arguments ...string) (Run, error) {
	running, err := w.Start(ctx, arguments...)
	if err != nil {
		return Run{}, err
	}
	r, err := running.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return r, err
	}
	if slices.Contains(codes, running.cmd.ProcessState.ExitCode()) {
		return r, nil
	}
	return r, fmt.Errorf("terraform %s: %w\n%s", strings.Join(arguments, " "), err, tail(r.Out, 4000))
}

// The exit codes of plan -detailed-exitcode.
const (
	NothingToDo = 0
	Changes     = 2
)

// Plan plans, and fails unless the plan has or has not changes as said.
func (w *Workspace) Plan(ctx context.Context, code int) (Run, error) {
	return w.Do(ctx, []int{code}, "plan", "-detailed-exitcode", "-input=false", "-no-color", "-lock=false")
}

// Apply applies everything.
func (w *Workspace) Apply(ctx context.Context) (Run, error) {
	return w.Do(ctx, []int{0}, "apply", "-auto-approve", "-input=false", "-no-color")
}

// Forget makes the workspace one in which nothing was applied.
func (w *Workspace) Forget() error {
	return os.RemoveAll(filepath.Join(w.dir, "terraform.tfstate"))
}

func tail(s string, n int) string { return s[max(0, len(s)-n):] }
