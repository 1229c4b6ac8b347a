package examples

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
)

// reported is the report of a refused plan that met everything that can be named, some changes too.
func reported(t *testing.T, name string, changes int) string {
	t.Helper()
	folder := t.TempDir()
	lines := func(file string, all ...any) string {
		var b strings.Builder
		for _, one := range all {
			line, err := json.Marshal(one)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(line, '\n'))
		}
		write(t, filepath.Join(folder, file), b.String())
		return filepath.Join(folder, file)
	}
	type object = map[string]any
	diagnostic := func(severity, summary string) object {
		return object{"type": "diagnostic", "diagnostic": object{"severity": severity, "summary": summary, "detail": name + " is short.", "address": `a.b["` + name + `"]`}}
	}
	log := lines("log", diagnostic("warning", "Over-assigned app"), diagnostic("error", "Insufficient seats"), diagnostic("error", name))
	changed := object{"address": `a.b["` + name + `"]`, "change": object{
		"actions": []any{"update"}, "before": object{"display_name": name, name: "x"}, "after": object{"display_name": "x", name: name}}}
	plan := lines("plan", object{"resource_changes": slices.Repeat([]any{changed}, changes)})
	script := filepath.Join(here(t), "ci", "report.jq")
	out, err := exec.CommandContext(t.Context(), "jq", "-n", "-r", "--argjson", "code", "1", "--slurpfile", "log", log, "--slurpfile", "plan", plan, "-f", script).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// Whatever things are called, all of it stays within code: outside there is only what the report itself says.
func TestHostileNamesInReports(t *testing.T) {
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("jq is not on PATH; the runners that these scripts are for have it")
	}
	what, names := hostilenames.All()
	plain := outside(t, reported(t, "plain", 1))
	for i, name := range names {
		t.Run(what[i], func(t *testing.T) {
			report := reported(t, strings.ToValidUTF8(name, "\uFFFD"), 1)
			if harm := hostilenames.Harm(report); harm != "" && !strings.HasPrefix(what[i], "10,000") { // blocks are cut later
				t.Error(harm)
			}
			if got := outside(t, report); got != plain {
				t.Errorf("outside of code stands\n%s\nwant\n%s", got, plain)
			}
		})
	}
	t.Run("too long", func(t *testing.T) {
		report := reported(t, strings.Repeat("é", 10_000), 30)
		if n := utf8.RuneCountInString(report); n > 65_000 || n < 50_000 || !strings.HasSuffix(outside(t, report), "\n`Cut here: the whole report is too long to show.\n`") {
			t.Errorf("%d characters, with the end %q", n, report[max(0, len(report)-200):])
		}
	})
}

// outside is a report without what stands in code: in blocks, every line of which begins with four spaces and so cannot
// end the block, and in spans on one line.
func outside(t *testing.T, report string) string {
	t.Helper()
	var b strings.Builder
	fenced := false
	for line := range strings.Lines(report) {
		switch {
		case line == "~~~~text\n" && !fenced, line == "~~~~\n" && fenced:
			fenced = !fenced
			b.WriteString(line)
		case fenced:
			if !strings.HasPrefix(line, "    ") {
				t.Errorf("a line in code that may end it: %q", line)
			}
		default:
			parts := strings.Split(line, "`")
			if len(parts)%2 == 0 {
				t.Errorf("code that does not end on its line: %q", line)
			}
			for i := 0; i < len(parts); i += 2 {
				b.WriteString(parts[i] + "`")
			}
		}
	}
	if fenced {
		t.Error("a block of code does not end")
	}
	return b.String()
}

// The steps of the workflows end with the script's own failure where it dies before it writes a report.
func TestNoReportIsNoNoise(t *testing.T) {
	for _, file := range []string{"plan.yml", "drift.yml"} {
		text := read(t, filepath.Join(here(t), "ci", "github", file))
		_, trap, found := strings.Cut(text, "trap '")
		trap, _, ended := strings.Cut(trap, "' EXIT")
		if !found || !ended {
			t.Fatalf("%s has no trap", file)
		}
		folder := t.TempDir()
		command := exec.CommandContext(t.Context(), "bash", "-e", "-c", "trap '"+trap+"' EXIT; exit 7")
		command.Dir = folder
		command.Env = append(os.Environ(), "GITHUB_STEP_SUMMARY="+filepath.Join(folder, "summary"))
		out, _ := command.CombinedOutput()
		if command.ProcessState.ExitCode() != 7 || len(out) > 0 {
			t.Errorf("%s ends with %d: %s", file, command.ProcessState.ExitCode(), out)
		}
	}
}
