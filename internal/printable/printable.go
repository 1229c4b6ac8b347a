// Package printable makes text that other people chose harmless in messages:
// names in a tenant can hold line breaks, terminal escapes and marks that turn
// the reading direction. It knows nothing of where a message goes.
package printable

import (
	"strings"
	"unicode"
)

// Name returns a name on one line, with what cannot be shown replaced by U+FFFD
// and no-break spaces by plain ones (Intune's portal puts U+00A0 into names).
func Name(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0':
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			return unicode.ReplacementChar
		}
		return r
	}, name)
}
