package seatreport

import (
	_ "embed"
	"fmt"
	"html"
	"strings"
	"text/template"
	"unicode"
)

//go:embed chart.svg
var chartText string

// html.EscapeString escapes what XML knows too: & < > ' " as numbers or names that
// XML predefines or reads. What XML forbids is gone already (see check).
var chart = template.Must(template.New("chart").Funcs(template.FuncMap{"text": html.EscapeString}).Parse(chartText))

// The measures of the chart, in its own units, which are pixels at full size.
const (
	chartWidth = 760
	headHeight = 92
	rowHeight  = 30
	footHeight = 34
	barLeft    = 230
	barWidth   = 220
	barHeight  = 14
)

// part is one piece of a bar.
type part struct {
	Class    string
	X, Width int
}

// line is one app in the chart.
type line struct {
	Y                                 int // of its upper edge
	Name                              string
	Sentence                          string
	Parts                             []part
	Mark                              int // where the licences end, when some are missing; 0: nowhere
	Total, Used, Claimed, Free, Short string
	Missing, Uncounted                bool
}

// SVG is a chart of at most so many apps as one SVG element, worst first. It takes
// light and dark from whoever shows it, tells its parts apart by pattern as well as by
// colour, and says everything in text.
func SVG(apps []App, most int) string {
	all := worstFirst(apps)
	shown, rest := cut(all, most)
	lines := make([]line, len(shown))
	estimated := false
	for i, a := range shown {
		lines[i] = draw(a, headHeight+i*rowHeight)
		estimated = estimated || a.Counted && a.Estimated
	}
	notes := make([]string, 0, 2)
	if estimated {
		notes = append(notes, "≈ is an estimate: who holds a licence now is not known.")
	}
	if rest != "" {
		notes = append(notes, rest)
	}
	height := headHeight + len(lines)*rowHeight + 10
	if len(notes) > 0 {
		height += footHeight
	}
	var b strings.Builder
	err := chart.Execute(&b, map[string]any{
		"Width": chartWidth, "Height": height, "Summary": Summary(all), "Lines": lines,
		"Notes": strings.Join(notes, " "), "NotesY": height - 16,
		"BarLeft": barLeft, "BarRight": barLeft + barWidth, "BarHeight": barHeight,
	})
	if err != nil {
		panic(err) // the template is a constant, and a strings.Builder takes everything
	}
	return b.String()
}

func draw(a App, y int) line {
	l := line{Y: y, Name: fit(a.Name), Used: short(a.Used)}
	if !a.Counted {
		l.Uncounted = true
		l.Total, l.Claimed, l.Free, l.Short = "–", "–", "–", "–"
		l.Sentence = fmt.Sprintf("%s: licences are not counted, %d used", a.Name, a.Used)
		return l
	}
	about := ""
	if a.Estimated {
		about = "≈ "
	}
	l.Total, l.Claimed, l.Free, l.Short = short(a.Total), about+short(a.Claimed()), short(a.Free()), "0"
	l.Sentence = fmt.Sprintf("%s: %d licences, %d used, %s%d claimed, %d free", a.Name, a.Total, a.Used, about, a.Claimed(), a.Free())
	if n := a.Short(); n > 0 {
		l.Missing = true
		l.Short = about + short(n)
		l.Sentence += fmt.Sprintf(", short by %s%d", about, n)
	}
	x := barLeft
	for i, width := range shares(barWidth, a.Taken(), a.Claimed(), a.Free(), a.Short()) {
		if width == 0 {
			continue
		}
		class := [...]string{"used", "claimed", "free", "short"}[i]
		if class == "short" {
			l.Mark = x
		}
		l.Parts = append(l.Parts, part{class, x, width})
		x += width
	}
	return l
}

// nameWidth is the room for a name, in the chart's units. The chart clips as well.
const nameWidth = 202

// fit cuts a name to the room there is, by how wide its letters are in the widest of
// the chart's fonts. Letters of East Asia are as wide as high (Unicode Standard
// Annex #11); the blocks in which they begin are enough to tell.
func fit(name string) string {
	width, end := 0.0, 0
	for i, r := range name {
		if width <= nameWidth-widest {
			end = i
		}
		if width += letter(r); width > nameWidth {
			return strings.TrimRight(name[:end], " ") + "…"
		}
	}
	return name
}

// widest is a letter as wide as high, and so is an ellipsis.
const widest = 13.0

func letter(r rune) float64 {
	switch {
	case r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe4f || r >= 0xff00 && r <= 0xff60 || r >= 0x1f300 && r <= 0x3fffd),
		strings.ContainsRune("MWmw@%…\uFFFD", r):
		return widest
	case strings.ContainsRune(" .,:;'|!()[]{}iIjlftr-/", r):
		return 5.4
	case unicode.IsUpper(r):
		return 9.8
	}
	return 8.3
}

// short is a number in at most five letters, cut where it has more digits: the whole
// one is in the sentence.
func short(n int) string {
	switch {
	case n >= 1_000_000:
		return fmt.Sprintf("%dM", n/1_000_000)
	case n >= 100_000:
		return fmt.Sprintf("%dk", n/1_000)
	}
	return fmt.Sprint(n)
}
