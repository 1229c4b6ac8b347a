package seatreport

import (
	_ "embed"
	"fmt"
	"html"
	"strings"
	"text/template"
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
	barWidth   = 260
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
	l := line{Y: y, Name: fit(a.Name), Used: fmt.Sprint(a.Used)}
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
	l.Total, l.Claimed, l.Free, l.Short = fmt.Sprint(a.Total), about+fmt.Sprint(a.Claimed()), fmt.Sprint(a.Free()), "0"
	l.Sentence = fmt.Sprintf("%s: %d licences, %d used, %s%d claimed, %d free", a.Name, a.Total, a.Used, about, a.Claimed(), a.Free())
	if n := a.Short(); n > 0 {
		l.Missing = true
		l.Short = about + fmt.Sprint(n)
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

// nameColumns is how many letters of a name there is room for. Letters differ in
// width, so the chart clips as well.
const nameColumns = 28

// fit cuts a name to the room there is. Letters of East Asia take two columns
// (Unicode Standard Annex #11); the blocks in which they begin are enough to tell.
func fit(name string) string {
	columns := 0
	for i, r := range name {
		columns++
		if r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe4f || r >= 0xff00 && r <= 0xff60 || r >= 0x1f300 && r <= 0x3fffd) {
			columns++
		}
		if columns > nameColumns && len(name) > i+len("…") {
			return strings.TrimRight(name[:i], " ") + "…"
		}
	}
	return name
}
