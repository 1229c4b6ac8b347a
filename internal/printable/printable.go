// Package printable makes text that other people chose harmless in messages:
// names in a tenant can hold line breaks, terminal escapes and marks that turn
// the reading direction. It knows nothing of where a message goes.
package printable

import (
	"strings"
	"unicode"
)

// longest is how many characters of a name are shown: as many as the directory
// allows a group's name.
const longest = 256

// Name returns a name on one line and of a bearable length, with what cannot be
// shown replaced by U+FFFD and no-break spaces by plain ones (Intune's portal puts
// U+00A0 into names).
func Name(name string) string { return Cut(Line(name), longest) }

// Line is Name for text of any length.
func Line(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0':
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// Cut returns at most so many characters of a text, and says where it cut.
func Cut(text string, most int) string {
	count := 0
	for i := range text {
		if count == most {
			return text[:i] + "…"
		}
		count++
	}
	return text
}
