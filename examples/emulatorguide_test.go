package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

// TestModuleIsTestedOnTheEmulator runs the script that the guide shows for CI.
func TestModuleIsTestedOnTheEmulator(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("the script needs bash")
	}
	acctest.SkipBefore(t, acctest.Release{Terraform: 7, OpenTofu: 8})
	terraform := prepare(t)
	bin, module := t.TempDir(), t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(bin, "intunestore-emulator"), "../internal/emulator/cmd")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the emulator: %v\n%s", err, out)
	}
	if err := os.CopyFS(module, os.DirFS("terraform-test")); err != nil {
		t.Fatal(err)
	}
	script := exec.CommandContext(t.Context(), "bash", "emulator/run.sh", "-no-color")
	script.Dir = module
	script.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "TERRAFORM="+terraform.program,
		"TF_CLI_CONFIG_FILE="+terraform.settings, "CHECKPOINT_DISABLE=1")
	out, err := script.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Success! 3 passed, 0 failed.") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestGuideNamesEveryField: the tables of the guide have each field of the tenant file
// and of a fault, and each control route.
func TestGuideNamesEveryField(t *testing.T) {
	guide := read(t, "../templates/guides/testing-modules-on-the-emulator.md.tmpl")
	for heading, of := range map[string]any{
		"## The tenant file\n": emulator.Tenant{}, "### `tenant`\n": emulator.Organization{}, "### `clients`\n": entra.Client{},
		"### `store`\n": emulator.Store{}, "### `vppTokens`\n": emulator.VPPToken{}, "### `googlePlay`\n": emulator.GooglePlay{},
		"### `apps`\n": emulator.App{}, "### `users`\n": emulator.User{}, "### `devices`\n": emulator.Device{},
		"### `managedDevices`\n": emulator.ManagedDevice{}, "### `groups`\n": emulator.Group{}, "### `generate`\n": emulator.Generate{},
	} {
		_, section, found := strings.Cut(guide, heading)
		section, _, _ = strings.Cut(section, "\n##")
		var named []string
		for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|").FindAllStringSubmatch(section, -1) {
			for _, name := range strings.Split(row[1], ", ") {
				named = append(named, strings.Trim(name, "`"))
			}
		}
		var fields []string
		for i := range reflect.TypeOf(of).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(of).Field(i).Tag.Get("json"), ",")
			fields = append(fields, name)
		}
		slices.Sort(named)
		slices.Sort(fields)
		if !found || !slices.Equal(named, fields) {
			t.Errorf("%s: the guide names %q, there are %q", strings.TrimSpace(heading), named, fields)
		}
	}
	_, section, _ := strings.Cut(guide, "### Faults\n")
	section, _, _ = strings.Cut(section, "\n##")
	for prefix, of := range map[string]any{"": emulator.Fault{}, "match.": emulator.Match{}} {
		for i := range reflect.TypeOf(of).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(of).Field(i).Tag.Get("json"), ",")
			if name == "match" || name == "-" { // a table of its own, latencySeconds
				continue
			}
			if !strings.Contains(section, "| `"+prefix+name+"` |") {
				t.Errorf("the guide lacks the fault's %s%s", prefix, name)
			}
		}
	}
	routes := regexp.MustCompile(`(?m)^\t"((GET|POST|DELETE) [a-z-]+)":`).FindAllStringSubmatch(read(t, "../internal/emulator/controlroutes.go"), -1)
	if len(routes) == 0 {
		t.Error("no control route was found")
	}
	for _, route := range routes {
		if !strings.Contains(guide, "| `"+route[1]+"` |") {
			t.Errorf("the guide lacks the route %s", route[1])
		}
	}
}
