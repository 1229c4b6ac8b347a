package printable

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestName(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"plain", "Microsoft Whiteboard", "Microsoft Whiteboard"},
		{"accents and quotes stay", `Tableau d'été "été"`, `Tableau d'été "été"`},
		{"no-break space", "Office\u00a0365", "Office 365"},
		{"line break", "a\nb", "a\uFFFDb"},
		{"terminal escape", "\x1b[31mred", "\uFFFD[31mred"},
		{"turned reading direction", "a\u202eb", "a\uFFFDb"},
		{"bell and clear the screen", "\a\x9b2J", "\uFFFD\uFFFD2J"},
		{"zero width", "pay\u200bpal\ufeff", "pay\uFFFDpal\uFFFD"},
		{"bytes that are no text", "a\xff\xfeb", "a\uFFFD\uFFFDb"},
		{"as long as may be", strings.Repeat("é", longest), strings.Repeat("é", longest)},
		{"too long", strings.Repeat("é", 10_000), strings.Repeat("é", longest) + "…"},
		{"line separator", "a\u2028b", "a\uFFFDb"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Name(tc.in); got != tc.want {
				t.Errorf("Name(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

// Whatever the name, it comes out as one line of text that moves no cursor and turns no
// reading direction, and it does not change when it is made harmless again.
func FuzzName(f *testing.F) {
	for _, seed := range []string{"Carnet", "\x1b]0;title\a", "a\u202eb\r\n", "\xff", strings.Repeat("x", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := Name(name)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > longest+1 {
			t.Errorf("%q", got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
				t.Errorf("%q holds %U", got, r)
			}
		}
		if line := Line(name); Line(line) != line {
			t.Errorf("%q is not the same twice", line)
		}
	})
}
