package seatreport_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatreport"
)

// elements is what a chart is made of: its elements with their attributes, texts left out.
func elements(t *testing.T, svg string) string {
	t.Helper()
	var b strings.Builder
	for decoder := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		switch part := token.(type) {
		case xml.StartElement:
			b.WriteString("<" + part.Name.Local)
			for _, a := range part.Attr {
				b.WriteString(" " + a.Name.Local + "=" + a.Value)
			}
			b.WriteString(">")
		case xml.Comment, xml.Directive, xml.ProcInst:
			t.Fatalf("%v in %s", part, svg)
		}
	}
}

// A chart has the same elements, and a table the same lines, whatever the apps are called.
func TestHostileNames(t *testing.T) {
	pictures := func(name string) (svg, markdown string) {
		apps := []seatreport.App{
			{Name: name, ID: "a0000000-0000-4000-8000-000000000001", Counted: true, Total: 9, Used: 3, Needed: 12},
			{Name: name, ID: "a0000000-0000-4000-8000-000000000002"},
		}
		return seatreport.SVG(apps, 5), seatreport.Markdown(apps, 5)
	}
	plainSVG, plainMarkdown := pictures("plain")
	what, names := hostilenames.All()
	for i, name := range names {
		t.Run(what[i], func(t *testing.T) {
			svg, markdown := pictures(name)
			if harm := hostilenames.Harm(svg) + hostilenames.Harm(markdown); harm != "" {
				t.Error(harm)
			}
			if elements(t, svg) != elements(t, plainSVG) {
				t.Errorf("the chart has other elements: %s", svg)
			}
			want, got := strings.Split(plainMarkdown, "\n"), strings.Split(markdown, "\n")
			if len(got) != len(want) {
				t.Fatalf("%d lines, want %d:\n%s", len(got), len(want), markdown)
			}
			for i, line := range got {
				// The first cell is one code span; the others are ours.
				if cell, rest, isRow := strings.Cut(line, "` |"); isRow {
					_, plain, _ := strings.Cut(want[i], "` |")
					if !span.MatchString(cell+"`") || len(unescaped.FindAllString(cell, -1)) != 1 || rest != plain {
						t.Errorf("%q, plain %q", line, want[i])
					}
				} else if line != want[i] {
					t.Errorf("%q, plain %q", line, want[i])
				}
			}
		})
	}
}
