package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What the migration guide shows is what tests execute: the blocks of its queries and
// commands are read from it, and each move that it shows is one that is made in
// testdata/moved.
func TestMigrationGuideMoves(t *testing.T) {
	moved := regexp.MustCompile(`(?:moved|removed) \{\s+from = (\w+)\.\w+(?:\s+to\s+= (\w+)\.\w+)?`)
	pairs := func(text string) (all []string) {
		for _, move := range moved.FindAllStringSubmatch(text, -1) {
			all = append(all, move[1]+" to "+move[2])
		}
		return all
	}
	made := pairs(read(t, "testdata/moved/after.tf") + read(t, "testdata/moved/kept_out/after.tf") + read(t, "testdata/moved/set.tf"))
	shown := pairs(strings.Join(fenced(t, section(t, "## From another provider: moved blocks"), "hcl"), "\n"))
	if len(shown) != 4 {
		t.Errorf("the guide shows %q", shown)
	}
	for _, move := range shown {
		if !slices.Contains(made, move) {
			t.Errorf("the guide shows a move that no test makes: %s", move)
		}
	}
}

// section is a part of the migration guide, from its heading to the next one.
func section(t *testing.T, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(read(t, "templates/guides/migration.md"), heading+"\n")
	if !found {
		t.Fatalf("the migration guide has no %q", heading)
	}
	part, _, _ := strings.Cut(rest, "\n## ")
	return part
}

// fenced are the blocks of a language in a text.
func fenced(t *testing.T, text, language string) []string {
	t.Helper()
	var blocks []string
	for _, block := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(text, -1) {
		blocks = append(blocks, block[1])
	}
	if len(blocks) == 0 {
		t.Fatalf("no block of %s in %q", language, text)
	}
	return blocks
}

// commands are the lines of a shell block that run terraform, without comments.
func commands(block string) [][]string {
	var all [][]string
	for line := range strings.Lines(block) {
		line, _, _ = strings.Cut(line, "#")
		if words := strings.Fields(line); len(words) > 1 && words[0] == "terraform" {
			all = append(all, words[1:])
		}
	}
	return all
}
