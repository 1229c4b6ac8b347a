package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type workflow struct {
	On          any
	Permissions map[string]string
	Jobs        map[string]job
}

type job struct {
	Needs       any
	Environment string
	Permissions map[string]string
	Timeout     int `yaml:"timeout-minutes"`
	Steps       []action
}

type action struct {
	Uses, Run string
	With      map[string]any
	Env       map[string]string
}

// Nothing of the release is within reach of a job that runs tests: the key and the
// right to write are one job's, which waits for the rest, and is asked for by name.
func TestReleaseWorkflow(t *testing.T) {
	w := yamlIn[workflow](t, ".github/workflows/release.yml")
	if diff := cmp.Diff(map[string]any{"push": map[string]any{"tags": []any{"v*"}}}, w.On); diff != "" {
		t.Errorf("what begins a release (-want +got):\n%s", diff)
	}
	rights := map[string]map[string]string{"": w.Permissions}
	for name, one := range w.Jobs {
		rights[name] = one.Permissions
	}
	if diff := cmp.Diff(map[string]map[string]string{
		"":        {},
		"check":   {"contents": "read"},
		"release": {"contents": "write", "id-token": "write", "attestations": "write"},
	}, rights); diff != "" {
		t.Errorf("permissions (-want +got):\n%s", diff)
	}
	check, release := w.Jobs["check"], w.Jobs["release"]
	if release.Needs != "check" || release.Environment != "release" || check.Environment != "" {
		t.Errorf("the release needs %v in the environment %q", release.Needs, release.Environment)
	}
	if text := fmt.Sprint(check); strings.Contains(text, "secrets") || strings.Contains(text, "GPG") {
		t.Error("the job that runs tests is given a secret")
	}
	for _, must := range []string{`tools/release-notes.sh "$GITHUB_REF_NAME"`, ".ci/run", "make release-check"} {
		i := slices.IndexFunc(check.Steps, func(a action) bool { return a.Run == must })
		if i < 0 {
			t.Errorf("a release is made without %s", must)
		} else if must == ".ci/run" && check.Steps[i].Env["SUPPLY_CHAIN_STRICT"] != "1" {
			t.Error("a release is made although its modules could not be asked about")
		}
	}
	order(t, release.Steps, "release-notes.sh", "go build", "import-gpg", "goreleaser\" release", "actions/attest")
	attested := strings.Fields(fmt.Sprint(release.Steps[len(release.Steps)-1].With["subject-path"]))
	if diff := cmp.Diff([]string{"dist/*.zip", "dist/*.cdx.json", "dist/*_SHA256SUMS"}, attested); diff != "" {
		t.Errorf("attested (-want +got):\n%s", diff)
	}
}

// order: the key comes after what is built from other people's code, and before the
// one program that needs it.
func order(t *testing.T, steps []action, want ...string) {
	t.Helper()
	at := -1
	for _, one := range want {
		i := slices.IndexFunc(steps, func(a action) bool { return strings.Contains(a.Uses+a.Run, one) })
		if i <= at {
			t.Errorf("step %q is number %d, the one before it %d", one, i, at)
		}
		at = i
	}
}

// A job that hangs ends; a checkout leaves no token behind for what runs next.
func TestWorkflowsEndAndKeepNoToken(t *testing.T) {
	files, err := filepath.Glob(".github/workflows/*.yml")
	if err != nil || len(files) < 2 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		for name, one := range yamlIn[workflow](t, file).Jobs {
			if one.Timeout == 0 || one.Timeout > 60 {
				t.Errorf("%s: %s may take %d minutes", file, name, one.Timeout)
			}
			for _, a := range one.Steps {
				if strings.HasPrefix(a.Uses, "actions/checkout@") && a.With["persist-credentials"] != false {
					t.Errorf("%s: %s keeps the token of the checkout", file, name)
				}
				if regexp.MustCompile(`\$\{\{\s*github\.`).MatchString(a.Run) {
					t.Errorf("%s: %s has an expression in a script: %s", file, name, a.Run)
				}
			}
		}
	}
}

// The notes of a release are its section of the changelog, whole; no section, no release.
func TestReleaseNotes(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("the script needs bash")
	}
	before, words, _ := strings.Cut(read(t, "CHANGELOG.md"), "\n## Unreleased\n")
	words, _, _ = strings.Cut(words, "\n## ")
	words = strings.TrimSpace(words)
	changelog := filepath.Join(t.TempDir(), "CHANGELOG.md")
	content := before + "\n## 1.10.0 (2026-12-01)\n\n" + words + "\n\n## 1.1.0 (2026-11-30)\n\n- Older.\n\n## 1.0.0\n\n"
	if err := os.WriteFile(changelog, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]string{"v1.10.0": words, "1.10.0": words, "v1.1.0": "- Older.", "v1.0.0": "", "v1.1": "", "v2.0.0": "", "Unreleased": ""} {
		out, err := exec.CommandContext(t.Context(), "bash", "tools/release-notes.sh", version, changelog).Output()
		if got := strings.TrimSpace(string(out)); got != want || (err == nil) != (want != "") {
			t.Errorf("notes of %s: %v\n%s", version, err, got)
		}
	}
}
