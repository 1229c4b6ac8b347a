package page

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
)

// outline is the document's elements with their attributes, texts left out. Titles may hold names: an attribute's value
// counts as there or not.
func outline(t *testing.T, document string) string {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader("<body>" + strings.NewReplacer(" hidden>", ` hidden="">`, "<wbr>", "").Replace(document) + "</body>"))
	decoder.Entity = xml.HTMLEntity
	var b strings.Builder
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("%v in %s", err, document)
		}
		if element, ok := token.(xml.StartElement); ok {
			b.WriteString("<" + element.Name.Local)
			for _, a := range element.Attr {
				b.WriteString(" " + a.Name.Local)
			}
			b.WriteString(">")
		}
	}
}

// named is a page on which everything that somebody may name has the name.
func named(name string) Snapshot {
	s := full()
	s.Name, s.Domain, s.MDMAuthority, s.GooglePlay.Organization, s.Store.Language, s.Store.Portal = name, name, name, name, name, name
	s.Tokens.Items[0].Name, s.Tokens.Items[0].Organization = name, name
	for i := range s.Apps.Items {
		s.Apps.Items[i].Name, s.Apps.Items[i].Publisher = name, name
	}
	s.Assigned.Items[0].App = name
	for i := range s.Assigned.Items[0].Assignments.Items {
		s.Assigned.Items[0].Assignments.Items[i].Target = name
	}
	s.Groups.Items[0].Name = name
	s.Faults.Items[0].Meets = name
	for i := range s.Requests.Items {
		s.Requests.Items[i].Method, s.Requests.Items[i].Path, s.Requests.Items[i].Query = name, name, name
	}
	return s
}

// The page has the same elements whatever things are called, and no name drives a terminal that shows its source.
func TestHostileNames(t *testing.T) {
	plain := outline(t, body(render(t, named("plain"))))
	what, names := hostilenames.All()
	for i, name := range names {
		t.Run(what[i], func(t *testing.T) {
			document := render(t, named(name))
			if harm := hostilenames.Harm(body(document)); harm != "" {
				t.Error(harm)
			}
			if strings.Count(document, "<script") != 1 || strings.Count(document, "</script") != 1 {
				t.Error("another script")
			}
			if got := outline(t, body(document)); got != plain {
				t.Errorf("other elements: %s", got)
			}
		})
	}
}
