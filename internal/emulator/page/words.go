package page

import (
	"html/template"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// words are what the templates say things with.
var words = template.FuncMap{
	"name":   name,
	"number": number,
	"count":  count,
	"at":     at,
	"clock":  clock,
	"tone":   tone,
	"shape":  shape,
}

// longest bounds a name, so that one cannot push away all others.
const longest = 160

// name makes a name harmless: on one line, of a bearable length, and without
// marks that turn the reading direction or drive a terminal. HTML is escaped by
// the template.
func name(text string) string {
	if letters := []rune(text); len(letters) > longest {
		text = string(letters[:longest]) + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// number groups the digits by thousands.
func number(n int) string {
	if n < 0 {
		return "−" + number(-n)
	}
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// Reach says how many people and devices the target has.
func (a Assignment) Reach() string {
	switch {
	case a.Gone:
		return "does not exist"
	case a.Uncounted:
		return ""
	case a.Devices == 0:
		return count(a.Users, "user")
	case a.Users == 0:
		return count(a.Devices, "device")
	}
	return count(a.Users, "user") + ", " + count(a.Devices, "device")
}

// at is a moment, "never" for none.
func at(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04:05") + " UTC"
}

// clock is the time of a day.
func clock(t time.Time) string { return t.UTC().Format("15:04:05") }

// tone is how a word of the services is coloured; the word itself is always
// there too.
func tone(word string) string {
	switch word {
	case "valid", "completed", "bound", "boundAndValidated", "success":
		return "good"
	case "inProgress", "unbinding":
		return "warn"
	case "none", "notBound", "unknown":
		return "plain"
	}
	return "bad"
}

// bar is how the seats of an app are drawn, in parts of a hundred.
type bar struct {
	Used, Over float64
	OverFrom   float64
}

// shape draws used seats against all, or all against used ones where those are
// more.
func shape(s Seats) bar {
	whole := float64(max(s.Total, s.Used, 1))
	used := float64(min(s.Total, s.Used)) / whole * 100
	return bar{Used: used, OverFrom: used, Over: float64(max(0, s.Used-s.Total)) / whole * 100}
}

// Free is how many licences are left, and negative where more are in use.
func (s Seats) Free() int { return s.Total - s.Used }

// Over is how many seats are in use without a licence.
func (s Seats) Over() int { return max(0, s.Used-s.Total) }

// Outcome is the kind of a request's end: good, warn (refused) or bad.
func (r Request) Outcome() string {
	switch {
	case r.Status == 0 || r.Status >= 500:
		return "bad"
	case r.Status >= 400:
		return "warn"
	}
	return "plain"
}
