package seatreport_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/seatreport"
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

// estate is a tenant's apps in every condition there is.
var estate = []seatreport.App{
	{Name: "Carnet de chantier", Counted: true, Total: 90, Used: 12, Needed: 100, Estimated: true},
	{Name: "Plan de coffrage 3D", Counted: true, Total: 40, Used: 46, Needed: 46},
	{Name: "Métré & devis", Counted: true, Total: 250, Used: 180, Needed: 250},
	{Name: "Notes", Counted: true, Total: 1200, Used: 300, Needed: 420},
	{Name: "A very long name of an app that nobody who buys licences ever gets to choose", Counted: true, Total: 5, Used: 1, Needed: 1},
	{Name: "測量アプリ 日本語版 エンタープライズエディション", Counted: true, Total: 30, Used: 0, Needed: 0},
	{Name: "Reader", Counted: false, Used: 7},
	{Name: "Not bought yet", Counted: true},
}

func TestPictures(t *testing.T) {
	for file, got := range map[string]string{
		"testdata/seats.md":  seatreport.Markdown(estate, 50),
		"testdata/seats.svg": seatreport.SVG(estate, 50),
		"testdata/cut.md":    seatreport.Markdown(estate, 2),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got; -update writes it anew):\n%s", file, diff)
		}
	}
}

func TestSummary(t *testing.T) {
	enough := seatreport.App{Name: "a", Counted: true, Total: 2, Used: 1}
	short := seatreport.App{Name: "b", Counted: true, Total: 2, Used: 1, Needed: 5}
	guess := seatreport.App{Name: "c", Counted: true, Total: 2, Needed: 3, Estimated: true}
	uncounted := seatreport.App{Name: "d", Used: 3}
	for want, apps := range map[string][]seatreport.App{
		"No app with counted licences.":                       {uncounted},
		"The app has licences enough.":                        {enough, uncounted},
		"All 2 apps have licences enough.":                    {enough, enough},
		"The app is short of licences: 3 missing.":            {short},
		"The app is short of licences: about 1 missing.":      {guess},
		"1 of 2 apps is short of licences: 3 missing.":        {enough, short},
		"2 of 3 apps are short of licences: about 4 missing.": {enough, short, guess},
		"2 of 2 apps are short of licences: 6 missing.":       {short, short},
	} {
		if got := seatreport.Summary(apps); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// apps draws apps with names of all sorts and numbers that need not fit together.
func apps(t *rapid.T) []seatreport.App {
	name := rapid.OneOf(rapid.String(), rapid.StringMatching("[|`\\\\<>&@#\\[\\](){}*_~!\"' a\n\x1b\u202e\u0000]{0,40}"))
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) seatreport.App {
		count := rapid.OneOf(rapid.IntRange(0, 30), rapid.IntRange(-5, 2_000_000))
		return seatreport.App{
			Name: name.Draw(t, "name"), ID: "a0000000-0000-4000-8000-000000000001", Counted: rapid.Bool().Draw(t, "counted"),
			Total: count.Draw(t, "total"), Used: count.Draw(t, "used"), Needed: count.Draw(t, "needed"), Estimated: rapid.Bool().Draw(t, "estimated"),
		}
	}), 0, 12).Draw(t, "apps")
}

// Whatever the names, the chart is XML with the elements that the template has, and
// says nothing outside text.
func TestChartIsXML(t *testing.T) {
	known := map[string]bool{"svg": true, "title": true, "desc": true, "style": true, "defs": true, "pattern": true, "rect": true, "path": true, "clipPath": true, "text": true, "g": true}
	rapid.Check(t, func(t *rapid.T) {
		svg := seatreport.SVG(apps(t), rapid.IntRange(1, 15).Draw(t, "most"))
		decoder := xml.NewDecoder(strings.NewReader(svg))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("%v in %s", err, svg)
			}
			if element, ok := token.(xml.StartElement); ok && !known[element.Name.Local] {
				t.Fatalf("element %s in %s", element.Name.Local, svg)
			}
		}
	})
}

// unescaped is a bar that ends a cell.
var unescaped = regexp.MustCompile(`(^|[^\\])\|`)

// Whatever the names, every row has the cells of the table, on one line, and a name
// stays within its code span.
func TestTableKeepsItsShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := apps(t)
		markdown := seatreport.Markdown(drawn, 20)
		if !utf8.ValidString(markdown) {
			t.Fatal("not valid UTF-8")
		}
		rows := 0
		for line := range strings.Lines(markdown) {
			if !strings.HasPrefix(line, "|") {
				continue
			}
			rows++
			if cells := len(unescaped.FindAllString(strings.ReplaceAll(line, "||", "| |"), -1)); cells != 8 {
				t.Fatalf("%d bars in %q", cells, line)
			}
			cell := strings.SplitN(line, " | ", 2)[0]
			if rows > 2 && !span.MatchString(cell) {
				t.Fatalf("not one code span: %q", cell)
			}
		}
		if want := len(drawn) + 2; len(drawn) > 0 && rows != want {
			t.Fatalf("%d rows, want %d:\n%s", rows, want, markdown)
		}
	})
}

// span is a cell that holds one code span. Go has no back references, so the fence
// of each length is spelled out by trying.
var span = fences{}

type fences struct{}

func (fences) MatchString(cell string) bool {
	s := strings.TrimPrefix(cell, "| ")
	n := len(s) - len(strings.TrimLeft(s, "`"))
	fence := strings.Repeat("`", n)
	if n == 0 || len(s) < 2*n || !strings.HasSuffix(s, fence) {
		return false
	}
	inner := s[n : len(s)-n]
	for run := range strings.FieldsFuncSeq(inner, func(r rune) bool { return r != '`' }) {
		if run == fence {
			return false
		}
	}
	return true
}

// The parts of a bar are the licences, and what is short is beyond them.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, used := rapid.IntRange(0, 50).Draw(t, "total"), rapid.IntRange(0, 60).Draw(t, "used")
		a := seatreport.App{Counted: true, Total: total, Used: used, Needed: rapid.IntRange(used, 80).Draw(t, "needed")}
		taken, claimed, free := a.Taken(), a.Claimed(), a.Free()
		if taken < 0 || claimed < 0 || free < 0 || taken+claimed+free != a.Total || a.Short() != max(0, a.Needed-a.Total) {
			t.Fatalf("%+v: %d taken, %d claimed, %d free, %d short", a, taken, claimed, free, a.Short())
		}
	})
}

func FuzzPictures(f *testing.F) {
	f.Add("Carnet de chantier", 90, 12, 100)
	f.Add("`|`<script>@team #1", 0, -1, math.MaxInt)
	f.Fuzz(func(t *testing.T, name string, total, used, needed int) {
		one := []seatreport.App{{Name: name, Counted: true, Total: total, Used: used, Needed: needed}}
		if markdown := seatreport.Markdown(one, 1); strings.Count(markdown, "\n") != 7 {
			t.Errorf("%d lines in %q", strings.Count(markdown, "\n"), markdown)
		}
		if err := xml.Unmarshal([]byte(seatreport.SVG(one, 1)), new(struct{})); err != nil {
			t.Error(err)
		}
	})
}
