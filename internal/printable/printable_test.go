package printable

import "testing"

func TestName(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"plain", "Microsoft Whiteboard", "Microsoft Whiteboard"},
		{"accents and quotes stay", `Tableau d'été "été"`, `Tableau d'été "été"`},
		{"no-break space", "Office\u00a0365", "Office 365"},
		{"line break", "a\nb", "a\uFFFDb"},
		{"terminal escape", "\x1b[31mred", "\uFFFD[31mred"},
		{"turned reading direction", "a\u202eb", "a\uFFFDb"},
		{"line separator", "a\u2028b", "a\uFFFDb"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Name(tc.in); got != tc.want {
				t.Errorf("Name(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}
