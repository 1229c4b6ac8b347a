package examples

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTranslationHasTheSameBlocks: what readers of the French guide type is what those
// of the English one do.
func TestTranslationHasTheSameBlocks(t *testing.T) {
	fenced := regexp.MustCompile("(?ms)^```\\w+\n.*?^```$")
	english := read(t, "../templates/guides/getting-started.md")
	french := read(t, "../templates/guides/getting-started-fr.md")
	blocks := fenced.FindAllString(english, -1)
	if len(blocks) == 0 {
		t.Fatal("the guide has no blocks")
	}
	if diff := cmp.Diff(blocks, fenced.FindAllString(french, -1)); diff != "" {
		t.Errorf("the blocks differ (-English +French):\n%s", diff)
	}
	count := func(page string) int { return strings.Count(fenced.ReplaceAllString(page, ""), "\n## ") }
	if count(english) != count(french) {
		t.Errorf("%d headings in English, %d in French", count(english), count(french))
	}
	// French typography: no breakable space before high punctuation.
	prose := regexp.MustCompile("`[^`\n]*`").ReplaceAllString(fenced.ReplaceAllString(french, ""), "")
	if loose := regexp.MustCompile(`\S+ [;:?!»]`).FindString(prose); loose != "" {
		t.Errorf("a breakable space in %q", loose)
	}
}
