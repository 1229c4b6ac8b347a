// Package seatreport draws the seats of apps: a table in Markdown with bars, and a
// chart in SVG. It knows numbers and names, and neither where they come from nor
// where the picture goes. Names are other people's text: nothing in them becomes
// markup, and the same apps give the same bytes.
package seatreport

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
)

// App is what is known of one app's seats.
type App struct {
	Name string
	ID   string // stands in for a name that is empty
	// Counted is false where licences are not counted, as for offline licences.
	Counted bool
	Total   int
	Used    int
	// Needed is how many seats there must be once everybody who is let in has
	// installed the app; those who hold one now are among them. It is not below Used.
	// Where it is not known it equals Used.
	Needed int
	// Estimated says that Needed is not exact.
	Estimated bool
}

// The parts of Total, from the left of a bar to its right, and what is beyond.

// Taken is how many of the app's seats are in use.
func (a App) Taken() int { return min(a.Used, a.Total) }

// Claimed is how many more are spoken for by people who are let in.
func (a App) Claimed() int { return min(a.Needed, a.Total) - a.Taken() }

// Free is how many are left.
func (a App) Free() int { return a.Total - a.Taken() - a.Claimed() }

// Short is how many are missing.
func (a App) Short() int { return max(0, a.Needed-a.Total) }

// check makes an App that cannot break a picture, whatever it was given.
func check(a App) App {
	a.Total, a.Used, a.Needed = seats(a.Total), seats(a.Used), seats(max(a.Needed, a.Used))
	a.Name = strings.Join(strings.Fields(printable.Name(strings.ToValidUTF8(a.Name, "\uFFFD"))), " ")
	if a.Name == "" {
		a.Name = printable.Name(a.ID)
	}
	return a
}

// seats is a number of seats that can be drawn. Intune counts in 32 bits.
func seats(n int) int { return min(max(0, n), math.MaxInt32) }

// worstFirst is the apps as they are shown: the ones that miss most, then the
// fullest ones, and at the end those of which nothing is counted.
func worstFirst(apps []App) []App {
	out := make([]App, len(apps))
	for i, a := range apps {
		out[i] = check(a)
	}
	slices.SortStableFunc(out, func(a, b App) int {
		return cmp.Or(
			-compareBool(a.Counted, b.Counted),
			cmp.Compare(b.Short(), a.Short()),
			cmp.Compare(fullness(b), fullness(a)),
			strings.Compare(a.Name, b.Name),
			strings.Compare(a.ID, b.ID),
		)
	})
	return out
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// fullness is the part of its seats that an app will need.
func fullness(a App) float64 {
	if a.Total == 0 {
		return 0
	}
	return float64(a.Needed) / float64(a.Total)
}

// Summary says in a sentence how the apps stand.
func Summary(apps []App) string {
	counted, short, missing, estimated := 0, 0, 0, false
	for _, a := range apps {
		a = check(a)
		if !a.Counted {
			continue
		}
		counted++
		if n := a.Short(); n > 0 {
			short++
			missing += n
			estimated = estimated || a.Estimated
		}
	}
	about := ""
	if estimated {
		about = "about "
	}
	switch {
	case counted == 0:
		return "No app with counted licences."
	case short == 0 && counted == 1:
		return "The app has licences enough."
	case short == 0:
		return fmt.Sprintf("All %d apps have licences enough.", counted)
	case counted == 1:
		return fmt.Sprintf("The app is short of licences: %s%d missing.", about, missing)
	}
	return fmt.Sprintf("%d of %d apps %s short of licences: %s%d missing.", short, counted, isOrAre(short), about, missing)
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// cut is the apps that are shown, and a sentence for those that are not.
func cut(apps []App, most int) (shown []App, rest string) {
	more := len(apps) - most
	switch {
	case more <= 0:
		return apps, ""
	case more == 1:
		return apps[:most], "1 more app, which is better off, is not shown."
	}
	return apps[:most], fmt.Sprintf("%d more apps, which are better off, are not shown.", more)
}

// shares divides width among parts in proportion, so that they add up to width and
// a part that is not zero gets at least one where that is possible.
func shares(width int, parts ...int) []int {
	total := 0
	for _, p := range parts {
		total += p
	}
	out := make([]int, len(parts))
	if total == 0 {
		return out
	}
	left := width
	for i, p := range parts {
		if p > 0 {
			out[i] = max(1, p*width/total)
			left -= out[i]
		}
	}
	for left != 0 { // rounding: the largest gives and takes
		step := 1
		if left < 0 {
			step = -1
		}
		out[largest(out)] += step
		left -= step
	}
	return out
}

func largest(parts []int) (at int) {
	for i, p := range parts {
		if p > parts[at] {
			at = i
		}
	}
	return at
}
