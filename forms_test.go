package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// form is what GitHub documents of an issue form; it shows a form with any other
// key, or without a needed one, to nobody, and says so to nobody.
type form struct {
	Name, Description, Title string
	Labels, Assignees        []string
	Body                     []field
}

type field struct {
	Type, ID   string
	Attributes struct {
		Label, Description, Placeholder, Value, Render string
		Multiple                                       bool
		Options                                        []string
	}
	Validations struct{ Required bool }
}

// chooser is config.yml, what is shown beside the forms.
type chooser struct {
	Blank bool `yaml:"blank_issues_enabled"`
	Links []struct {
		Name, URL, About string
	} `yaml:"contact_links"`
}

func TestIssueForms(t *testing.T) {
	files, err := filepath.Glob(".github/ISSUE_TEMPLATE/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, file := range files {
		if filepath.Base(file) == "config.yml" {
			for _, link := range strictly[chooser](t, file).Links {
				if link.Name == "" || link.URL == "" || link.About == "" {
					t.Errorf("%s: a link needs a name, a URL and what it is about", file)
				}
			}
			continue
		}
		f := strictly[form](t, file)
		if f.Name == "" || f.Description == "" || len(f.Body) == 0 {
			t.Errorf("%s needs a name, a description and a body", file)
		}
		if other := names[f.Name]; other != "" {
			t.Errorf("%s and %s have one name", file, other)
		}
		names[f.Name] = file
		seen := map[string]bool{}
		for _, one := range f.Body {
			one.check(t, file)
			if seen[one.ID] || seen[one.Attributes.Label] {
				t.Errorf("%s: %s is there twice", file, one.ID)
			}
			seen[one.ID], seen[one.Attributes.Label] = true, true
		}
		if !slices.ContainsFunc(f.Body, func(one field) bool { return one.Validations.Required }) {
			t.Errorf("%s can be sent empty", file)
		}
	}
	if len(names) < 3 {
		t.Errorf("%d forms", len(names))
	}
}

func (f field) check(t *testing.T, file string) {
	t.Helper()
	if !slices.Contains([]string{"textarea", "input", "dropdown"}, f.Type) {
		t.Errorf("%s: %s has type %q", file, f.ID, f.Type)
	}
	if !regexp.MustCompile(`^[\w-]+$`).MatchString(f.ID) || f.Attributes.Label == "" {
		t.Errorf("%s: a field needs an id and a label: %q, %q", file, f.ID, f.Attributes.Label)
	}
	if (f.Type == "dropdown") != (len(f.Attributes.Options) > 1) {
		t.Errorf("%s: %s: options are for a dropdown, which needs some", file, f.ID)
	}
	if f.Attributes.Render != "" && f.Type != "textarea" {
		t.Errorf("%s: %s: only a textarea is rendered", file, f.ID)
	}
}

// The list of a pull request asks for targets and files that there are.
func TestPullRequestTemplate(t *testing.T) {
	template, targets := read(t, ".github/pull_request_template.md"), read(t, "GNUmakefile")
	boxes := 0
	for line := range strings.Lines(template) {
		if strings.HasPrefix(line, "- [ ] ") {
			boxes++
		}
	}
	if boxes == 0 {
		t.Error("there is nothing to tick")
	}
	for _, call := range regexp.MustCompile("`make ([^`]+)`").FindAllStringSubmatch(template, -1) {
		for _, target := range strings.Fields(call[1]) {
			if !strings.Contains(targets, "\n"+target+": ## ") {
				t.Errorf("there is no make %s", target)
			}
		}
	}
	for _, file := range regexp.MustCompile(`\b[A-Z]+\.md\b`).FindAllString(template, -1) {
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
}

// strictly reads a file of YAML, and refuses a key that is not known.
func strictly[T any](t *testing.T, file string) (content T) {
	t.Helper()
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(read(t, file))))
	decoder.KnownFields(true)
	if err := decoder.Decode(&content); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return content
}
