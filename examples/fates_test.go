package examples

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What becomes of a block.
const (
	validated = "TestDocumentedBlocksAreValid"
	followed  = "TestGettingStarted"
	story     = "TestStoryOfREADME"
	registers = "TestRegistrations"
	targets   = "TestDocumentedTargetsExist"
	migrates  = "TestMigrationBlocks"
	emulated  = "TestEmulatorGuide"
	notRun    = "not run: "
)

// fates says of each block of a page, by its first line, which test judges it or why none
// runs it. A block of Terraform is validated wherever it stands.
var fates = map[string]map[string]string{
	"README.md": {
		"Error: Insufficient seats": story,
		"make demo   # tells the story above from the association to the destroy, in about a minute after the first build": targets,
		"az login --tenant YOUR-TENANT-ID --allow-no-subscriptions":                                                        registers,
	},
	"CONTRIBUTING.md": {
		"make demo                          # see what it is about; needs Go 1.26, make and bash":                                  targets,
		"make check-tenant                                          # signs in by the ARM_ variables or the Azure CLI; only reads": targets,
	},
	"DESIGN.md": {"flowchart TD": notRun + "a picture; the arrows are depguard's"},
	"drift-detection.md.tmpl": {
		"code=0": notRun + "a shorter form of examples/ci/plan.sh, which TestNights runs",
	},
	"getting-started.md":    {"": followed},
	"getting-started-fr.md": {"": "TestTranslationHasTheSameBlocks"},
	"migration.md": {
		`list "intunestore_app_assignment" "all" {`: migrates,
		"import {": migrates,
		"moved {":  migrates,
		"terraform query                                         # look first: one line for each assignment": notRun + "terraform query is newer than what most have; services/appassignment runs it where there is one",
		"terraform plan -generate-config-out=assignments.tf -out=migration":                                  notRun + "the migration test does the same with its own import blocks",
	},
	"permissions.md": {"": registers},
	"seat-check.md": {
		"needed = everyone let in, together with everyone who holds a seat":           notRun + "a formula; internal/seats counts the worked examples",
		"needed = |after| + max(0, used - |before|) + min(used, |before less after|)": notRun + "a formula; internal/seats counts the worked examples",
	},
	"testing-modules-on-the-emulator.md.tmpl": {"": emulated},
	"upgrading.md": {
		"terraform providers lock -platform=linux_amd64 -platform=darwin_arm64 -platform=windows_amd64": notRun + "it asks a registry, where no release is yet",
		"terraform init": notRun + "it asks a registry, where no release is yet",
		"terraform state pull > before-upgrade.tfstate": notRun + "it asks a registry, where no release is yet",
		"terraform plan -detailed-exitcode":             notRun + "it commits to a repository of the reader's",
	},
}

// TestEveryBlockHasAFate: a block that somebody adds to a page is judged, or says why not.
func TestEveryBlockHasAFate(t *testing.T) {
	pages := append(glob(t, "../*.md"), glob(t, "../templates/*")...)
	pages = append(pages, glob(t, "../templates/*/*")...)
	tests := ""
	for _, file := range append(glob(t, "*_test.go"), glob(t, "../*_test.go")...) {
		tests += read(t, file)
	}
	used := map[string]bool{}
	for _, page := range pages {
		name := filepath.Base(page)
		if !strings.Contains(name, ".md") {
			continue
		}
		blocks := blocksOf(t, page)
		if fences := len(regexp.MustCompile("(?m)^ *```").FindAllString(read(t, page), -1)); fences != 2*len(blocks) {
			t.Errorf("%s: %d fences make %d blocks", name, fences, len(blocks))
		}
		for _, b := range blocks {
			fate, known := fates[name][b.first()]
			if b.language == "terraform" && !strings.HasPrefix(name, "getting-started") {
				fate, known = validated, true
			} else if !known {
				fate, known = fates[name][""]
			}
			used[name+"\n"+b.first()], used[name+"\n"] = true, true
			switch {
			case !known || b.language == "":
				t.Errorf("%s: nobody says what becomes of the %q block %q: name its test in fates", name, b.language, b.first())
			case !strings.HasPrefix(fate, notRun) && !strings.Contains(tests, "func "+fate+"("):
				t.Errorf("%s: %q is judged by %s, which is not there", name, b.first(), fate)
			}
		}
	}
	for page, known := range fates {
		for first := range known {
			if !used[page+"\n"+first] {
				t.Errorf("%s has no block %q any more", page, first)
			}
		}
	}
}

// TestDocumentedTargetsExist: what pages have people `make` is in the GNUmakefile, with
// the variables that it reads.
func TestDocumentedTargetsExist(t *testing.T) {
	makefile := read(t, "../GNUmakefile")
	for _, page := range []string{"../README.md", "../CONTRIBUTING.md"} {
		for _, b := range blocksOf(t, page) {
			for line := range strings.Lines(b.text) {
				said := strings.Fields(line)
				if b.language != "shell" || len(said) < 2 || said[0] != "make" {
					continue
				}
				if !strings.Contains(makefile, "\n"+said[1]+": ## ") {
					t.Errorf("%s: there is no make %s", page, said[1])
				}
				if i := slices.IndexFunc(said, func(word string) bool { return strings.Contains(word, "=") && !strings.HasPrefix(word, "#") }); i > 0 {
					if name, _, _ := strings.Cut(said[i], "="); !regexp.MustCompile(`(?m)^` + name + ` +\?=`).MatchString(makefile) {
						t.Errorf("%s: make reads no %s", page, name)
					}
				}
			}
		}
	}
}
