package examples

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block is a fenced block of a page that is written by hand.
type block struct {
	language, text string
	before         string // the page up to it
}

// first is the first line of it, by which tests know it.
func (b block) first() string {
	line, _, _ := strings.Cut(strings.TrimSpace(b.text), "\n")
	return strings.TrimSpace(line)
}

var fence = regexp.MustCompile("(?ms)^ *```([\\w-]*)\n(.*?)^ *```$")

func blocksOf(t *testing.T, page string) (all []block) {
	t.Helper()
	text := read(t, page)
	for _, at := range fence.FindAllStringSubmatchIndex(text, -1) {
		all = append(all, block{language: text[at[2]:at[3]], text: text[at[4]:at[5]], before: text[:at[0]]})
	}
	return all
}

// follow does what a page says, in one shell: it writes the blocks of Terraform to the
// files that the prose names, and runs the shell's. It returns what each block printed,
// and what az and terraform were asked and how they ended. The setting up is a shell's too.
func follow(t *testing.T, folder, setUp string, blocks []block, environment map[string]string) (printed []string, log string) {
	t.Helper()
	stub := t.TempDir()
	var script strings.Builder
	// No release is in a registry yet, so `terraform init` is what the override replaces.
	script.WriteString(`terraform() {
  [ "$1" != init ] || return 0
  "$TERRAFORM" "$@"; local code=$?
  echo "terraform $* ($code)" >>"$STUB/log"; return "$code"
}
` + setUp + "\n")
	for i, b := range blocks {
		switch b.language {
		case "terraform":
			named := regexp.MustCompile("is `(\\w+\\.tf)`").FindAllStringSubmatch(b.before, -1)
			if named == nil {
				t.Fatalf("nothing says in which file this is:\n%s", b.text)
			}
			fmt.Fprintf(&script, "cat >%s <<'END OF FILE'\n%sEND OF FILE\n", named[len(named)-1][1], b.text)
		case "shell":
			fmt.Fprintf(&script, "{\n%s} >\"$STUB/%d\" 2>&1\n", b.text, i)
		}
	}
	write(t, filepath.Join(stub, "script"), script.String())
	command := exec.CommandContext(t.Context(), "bash", filepath.Join(stub, "script"))
	command.Dir = folder
	command.Env = append(os.Environ(), "STUB="+stub, "TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_apply=-auto-approve", "TF_CLI_ARGS_destroy=-auto-approve", "CHECKPOINT_DISABLE=1",
		"PATH="+filepath.Join(here(t), "testdata", "guides")+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		command.Env = append(command.Env, name+"="+environment[name])
	}
	if out, err := command.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("the shell: %v\n%s", err, out)
	}
	for i, b := range blocks {
		out := ""
		if b.language == "shell" {
			out = read(t, filepath.Join(stub, fmt.Sprint(i)))
		}
		printed = append(printed, unframed(out))
	}
	return printed, read(t, filepath.Join(stub, "log"))
}

// unframed is what Terraform prints without the frame of its errors.
func unframed(out string) string {
	var said strings.Builder
	for line := range strings.Lines(out) {
		said.WriteString(strings.TrimRight(strings.TrimPrefix(line, "│ "), " \n") + "\n")
	}
	return said.String()
}

func skipWithoutShell(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range append(tools, "bash") {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not on PATH", tool)
		}
	}
}
