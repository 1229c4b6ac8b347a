package examples

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestWorkflowsArePinned: an action is named by the hash of a commit, since a tag can be
// moved, with the version beside it for people; and each workflow says what it may do.
func TestWorkflowsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`^\s*(- )?uses: [\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	permissions := regexp.MustCompile(`(?m)^permissions:( \{\}|\n  contents: (read|write)\n)`)
	uses := 0
	for _, pattern := range []string{"../.github/workflows/*.yml", "ci/github/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			content := read(t, file)
			if !permissions.MatchString(content) {
				t.Errorf("%s does not begin with the least permissions", file)
			}
			if strings.Contains(content, "pull_request_target") {
				t.Errorf("%s runs code of strangers with rights of its own", file)
			}
			for line := range strings.Lines(content) {
				if line = strings.TrimRight(line, "\n"); strings.Contains(line, "uses: ") {
					uses++
					if !pinned.MatchString(line) {
						t.Errorf("%s: not pinned: %s", file, line)
					}
				}
			}
		}
	}
	if uses == 0 {
		t.Error("no action is used anywhere")
	}
}

// What a workflow takes from an event is never part of a script: somebody chose it.
func TestWorkflowsPutNoEventIntoScripts(t *testing.T) {
	files, err := filepath.Glob("ci/github/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		inScript, indent := false, 0
		for line := range strings.Lines(read(t, file)) {
			depth := len(line) - len(strings.TrimLeft(line, " "))
			if inScript && depth <= indent {
				inScript = false
			}
			if _, script, found := strings.Cut(line, "run: "); found {
				inScript, indent = true, depth
				if strings.HasPrefix(line[depth:], "- ") {
					indent += 2
				}
				line = script
			}
			if inScript && strings.Contains(line, "${{") {
				t.Errorf("%s: an expression in a script: %s", file, line)
			}
		}
	}
}
