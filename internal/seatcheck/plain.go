package seatcheck

import (
	"strings"
	"unicode"
)

// plain makes a name from the tenant harmless in a message: names can hold line
// breaks, terminal escapes and marks that turn the reading direction.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '\u00a0' {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return unicode.ReplacementChar
		}
		return r
	}, name)
}
