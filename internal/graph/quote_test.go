package graph

import (
	"strings"
	"testing"
)

// A user principal name, whatever is in it, stays one string literal of a $filter.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"anne@contoso.example", "o'neill@contoso.example", "", "'", "a') or (true", "é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		q := quote(name)
		inside, opened := strings.CutPrefix(q, "'")
		inside, closed := strings.CutSuffix(inside, "'")
		if !opened || !closed || strings.Contains(strings.ReplaceAll(inside, "''", ""), "'") {
			t.Errorf("quote(%q) = %s is more than one literal", name, q)
		}
		if got := strings.ReplaceAll(inside, "''", "'"); got != name {
			t.Errorf("quote(%q) reads as %q", name, got)
		}
	})
}
