package licensedapp

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// folded is s for comparing: composed (NFC), without regard to case, and with
// every run of white space, no-break spaces included, as one space. Store names
// hold U+00A0 where people type a space.
func folded(s string) string {
	if isASCII(s) { // nearly all names, and a tenth of the work
		s = strings.ToLower(s)
	} else {
		s = norm.NFC.String(cases.Fold().String(norm.NFC.String(s)))
	}
	return strings.Join(strings.Fields(s), " ")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// likeness is how much two folded texts have in common, each from 0 to 1. shared is
// the part of the shorter text's pairs of letters that the longer one has too: high
// for a misspelt piece of a name. dice is the Dice coefficient of both texts' pairs:
// high only for names that are alike as a whole.
func likeness(a, b string) (shared, dice float64) {
	pairs := map[[2]rune]int{}
	inA := eachPair(a, func(p [2]rune) { pairs[p]++ })
	both := 0
	inB := eachPair(b, func(p [2]rune) {
		if pairs[p] > 0 {
			pairs[p]--
			both++
		}
	})
	if inA == 0 || inB == 0 {
		return 0, 0
	}
	return float64(both) / float64(min(inA, inB)), 2 * float64(both) / float64(inA+inB)
}

func eachPair(s string, visit func([2]rune)) (pairs int) {
	runes := []rune(s)
	for i := 1; i < len(runes); i++ {
		visit([2]rune{runes[i-1], runes[i]})
	}
	return max(0, len(runes)-1)
}
