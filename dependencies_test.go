package main

import (
	"encoding/json"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// CONTRIBUTING.md gives the reason for each module that go.mod asks for, and for
// no other; and names every build tool.
func TestDependenciesHaveReasons(t *testing.T) {
	_, section, _ := strings.Cut(read(t, "CONTRIBUTING.md"), "## What we depend on\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var listed, required []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| [^|]+ \\| [^|]+ \\|$").FindAllStringSubmatch(section, -1) {
		listed = append(listed, row[1])
	}
	for _, one := range modFile(t, "go.mod").Require {
		if !one.Indirect {
			required = append(required, one.Path)
		}
	}
	slices.Sort(required)
	if diff := cmp.Diff(required, listed); diff != "" {
		t.Errorf("the table of CONTRIBUTING.md (-go.mod +table):\n%s", diff)
	}

	for _, file := range []string{"tools/go.mod", "tools/release/go.mod"} {
		tools := modFile(t, file).Tool
		if len(tools) == 0 {
			t.Errorf("%s has no tools", file)
		}
		for _, tool := range tools {
			name := path.Base(tool.Path)
			if regexp.MustCompile(`^v\d+$`).MatchString(name) {
				name = path.Base(path.Dir(tool.Path))
			}
			if !strings.Contains(section, "`"+name+"`") {
				t.Errorf("CONTRIBUTING.md does not say what %s of %s is for", name, file)
			}
		}
	}
}

type modules struct {
	Require []struct {
		Path     string
		Indirect bool
	}
	Tool []struct{ Path string }
}

func modFile(t *testing.T, file string) modules {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "mod", "edit", "-json", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	var from modules
	if err := json.Unmarshal(out, &from); err != nil {
		t.Fatal(err)
	}
	return from
}
