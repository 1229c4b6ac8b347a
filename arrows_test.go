package main

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rule is one of depguard's in .golangci.yml.
type rule struct {
	Mode  string `yaml:"list-mode"`
	Files []string
	Allow []string
	Deny  []struct{ Pkg string }
}

// The linter refuses an import that a rule denies. It cannot see a package that no
// rule is about, a service whose neighbours are not closed to it, or an arrow that
// nobody needs any more.
func TestEveryRoomHasItsArrows(t *testing.T) {
	config := yamlIn[struct {
		Linters struct {
			Settings struct {
				Depguard struct{ Rules map[string]rule }
			}
		}
	}](t, ".golangci.yml")
	rules, all := config.Linters.Settings.Depguard.Rules, rooms(t)
	for _, r := range all {
		code, tests := path.Join("/", r.name(), "main.go"), path.Join("/", r.name(), "a_test.go")
		if len(r.GoFiles) == 0 {
			code = tests
		}
		if !slices.ContainsFunc(values(rules), func(one rule) bool { return one.about(code) && one.refuses(module+"/internal/none") }) {
			t.Errorf("%s: no rule says what of ours it may import", r.name())
		}
		for name, one := range rules {
			for _, to := range ours(r.Imports) {
				if one.about(code) && one.refuses(to.ImportPath) {
					t.Errorf("%s imports %s, which rule %s does not allow", r.name(), to.name(), name)
				}
			}
			for _, to := range ours(r.TestImports, r.XTestImports) {
				if one.about(tests) && one.refuses(to.ImportPath) {
					t.Errorf("tests of %s import %s, which rule %s does not allow", r.name(), to.name(), name)
				}
			}
		}
		for _, other := range all {
			if service(r) && service(other) && r.ImportPath != other.ImportPath && !slices.ContainsFunc(values(rules), func(one rule) bool {
				return one.about(code) && one.refuses(other.ImportPath)
			}) {
				t.Errorf("nothing keeps %s out of %s", other.name(), r.name())
			}
		}
	}
	for name, one := range rules {
		for _, entry := range one.Allow {
			if strings.HasPrefix(entry, module) && !slices.ContainsFunc(all, func(r room) bool { return one.needs(r, entry) }) {
				t.Errorf("rule %s allows %s, which nothing there imports", name, entry)
			}
		}
	}
}

// service is a noun of Terraform; storesync is what two of them share.
func service(r room) bool {
	return strings.HasPrefix(r.name(), "internal/services/") && r.name() != "internal/services/storesync"
}

// about: a pattern with ! takes away, $test is a test's file, $all any.
func (one rule) about(file string) bool {
	in := false
	for _, pattern := range one.Files {
		pattern, not := strings.CutPrefix(pattern, "!")
		glob := strings.NewReplacer("**", ".*", "*", "[^/]*", ".", `\.`).Replace(pattern)
		switch pattern {
		case "$all":
			glob = ".*"
		case "$test":
			glob = `.*_test\.go`
		}
		if regexp.MustCompile("^" + glob + "$").MatchString(file) {
			if not {
				return false
			}
			in = true
		}
	}
	return in
}

// refuses: the longer of two entries wins; strict refuses what no entry allows.
func (one rule) refuses(path string) bool {
	allowed, denied := 0, 0
	for _, entry := range one.Allow {
		if matches(entry, path) {
			allowed = max(allowed, len(entry))
		}
	}
	for _, entry := range one.Deny {
		if matches(entry.Pkg, path) {
			denied = max(denied, len(entry.Pkg))
		}
	}
	return (denied > 0 || one.Mode == "strict") && allowed <= denied
}

func matches(entry, path string) bool {
	if whole, exact := strings.CutSuffix(entry, "$"); exact {
		return path == whole
	}
	return strings.HasPrefix(path, entry)
}

// needs: the room imports what the entry allows, or is it, or has it below.
func (one rule) needs(r room, entry string) bool {
	code, tests := one.about(path.Join("/", r.name(), "main.go")), one.about(path.Join("/", r.name(), "a_test.go"))
	if (code || tests) && matches(entry, r.ImportPath) {
		return true
	}
	for _, to := range ours(r.Imports) {
		if code && matches(entry, to.ImportPath) {
			return true
		}
	}
	for _, to := range ours(r.TestImports, r.XTestImports) {
		if tests && matches(entry, to.ImportPath) {
			return true
		}
	}
	return false
}

func values(rules map[string]rule) []rule {
	var list []rule
	for _, one := range rules {
		list = append(list, one)
	}
	return list
}
