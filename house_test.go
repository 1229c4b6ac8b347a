package main

import (
	"encoding/json"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const module = "github.com/intunestore/terraform-provider-intunestore"

// room is a package as Go sees it.
type room struct {
	ImportPath, Name                   string
	GoFiles                            []string
	Imports, TestImports, XTestImports []string
}

// name is its folder, as DESIGN.md has it.
func (r room) name() string { return strings.TrimPrefix(strings.TrimPrefix(r.ImportPath, module), "/") }

// DESIGN.md has a row for every package, and none for one that is gone. A command
// belongs to the package above it; a row that ends in … has what is below.
func TestEveryRoomIsInTheHouse(t *testing.T) {
	rows := map[string]bool{"": true} // main.go
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]+) \\|").FindAllStringSubmatch(read(t, "DESIGN.md"), -1) {
		for name := range strings.SplitSeq(row[1], ", ") {
			rows[strings.Trim(name, "`")] = false
		}
	}
	rows["main.go"], rows["tools"] = true, true // no package of this module
	for _, r := range rooms(t) {
		row := r.name()
		if r.Name == "main" && row != "" {
			row = path.Dir(row)
		}
		if _, found := rows[path.Dir(row)+"/…"]; found {
			row = path.Dir(row) + "/…"
		}
		if _, found := rows[row]; !found {
			t.Errorf("%s has no row in DESIGN.md", row)
		}
		rows[row] = true
	}
	for row, used := range rows {
		if !used {
			t.Errorf("DESIGN.md has a row for %s, which there is not", row)
		}
	}
}

// An import may skip a floor of the picture, and never climbs; and an arrow that no
// import follows would show a house that is not this one.
func TestPictureOfTheHouse(t *testing.T) {
	arrows := map[string][]string{}
	for _, arrow := range regexp.MustCompile(`(?m)^  (\w+)(?:\[[^\]]*\])? --> (\w+)`).FindAllStringSubmatch(read(t, "DESIGN.md"), -1) {
		arrows[arrow[1]] = append(arrows[arrow[1]], arrow[2])
		arrows[arrow[2]] = append(arrows[arrow[2]], arrow[2])
	}
	imported := map[[2]string]bool{}
	for _, r := range rooms(t) {
		for _, to := range ours(r.Imports) {
			imported[[2]string{node(r.name()), node(to.name())}] = true
		}
	}
	for from, tos := range arrows {
		for _, to := range tos {
			if from != to && !imported[[2]string{from, to}] {
				t.Errorf("the picture has an arrow from %s to %s, and no import goes there", from, to)
			}
		}
	}
	for pair := range imported {
		_, fromIn := arrows[pair[0]]
		_, toIn := arrows[pair[1]]
		if fromIn && toIn && !reaches(arrows, pair[0], pair[1], 0) {
			t.Errorf("%s imports %s, where no arrow of the picture leads", pair[0], pair[1])
		}
	}
}

// node is the name of a room in the picture.
func node(name string) string {
	name = strings.TrimPrefix(name, "internal/")
	if name == "" {
		return "main"
	}
	if name, _, _ = strings.Cut(name, "/"); name == "graph" {
		return "client" // graph is a word of Mermaid
	}
	return name
}

func reaches(arrows map[string][]string, from, to string, depth int) bool {
	if from == to {
		return true
	}
	for _, next := range arrows[from] {
		if next != from && depth < len(arrows) && reaches(arrows, next, to, depth+1) {
			return true
		}
	}
	return false
}

// ours are the imports that are packages of this module.
func ours(imports ...[]string) []room {
	var found []room
	for _, list := range imports {
		for _, one := range list {
			if one == module || strings.HasPrefix(one, module+"/") {
				found = append(found, room{ImportPath: one})
			}
		}
	}
	return found
}

func rooms(t *testing.T) []room {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Name,GoFiles,Imports,TestImports,XTestImports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []room
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var r room
		if err := decoder.Decode(&r); err != nil {
			t.Fatal(err)
		}
		found = append(found, r)
	}
	return found
}

// yamlIn reads a file of YAML as what it is for.
func yamlIn[T any](t *testing.T, file string) (content T) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, file)), &content); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return content
}
