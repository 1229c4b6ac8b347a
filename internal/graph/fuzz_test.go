package graph

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// Whatever a service answers, the error is one readable line.
func FuzzErrorBody(f *testing.F) {
	f.Add([]byte(intuneBody))
	f.Add([]byte(existsBody()))
	f.Add([]byte(throttled.body))
	f.Add([]byte(`{"error":"x"}`))
	f.Add([]byte(`{"error":{"message":"{\"Message\":\"{\\\"Message\\\":\\\"deep\\\"}\",\"RetryAfter\":1e400}"}}`))
	f.Add([]byte(`{"reason":"Not online"}`))
	f.Add([]byte(`[]`))
	f.Add([]byte(`{"error":{"message":"` + strings.Repeat("é ", 2*maxMessage) + `"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		e := (&answer{origin{readApps, "GET", "/x", "id"}, 400, http.Header{}, body}).refusal()
		text := e.Error()
		if !utf8.ValidString(text) || strings.ContainsAny(e.Message, "\n\r\t") {
			t.Errorf("%q", text)
		}
		if n := utf8.RuneCountInString(e.Message); n > maxMessage+1 {
			t.Errorf("%d characters", n)
		}
		if e.RetryAfter < 0 {
			t.Errorf("wait of %v", e.RetryAfter)
		}
	})
}

// What is read of an assignment and written back reads the same again.
func FuzzAssignment(f *testing.F) {
	for _, seed := range roundTrips {
		f.Add([]byte(seed.read))
	}
	f.Add([]byte(`{"target":{"@odata.type":7}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := readAssignment(&answer{body: body})
		if err != nil {
			return
		}
		written, err := first.write(true)
		if err != nil {
			return
		}
		text, err := json.Marshal(written)
		if err != nil {
			t.Fatal(err)
		}
		second, err := readAssignment(&answer{body: text})
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		if diff := cmp.Diff(meaning(first), meaning(second)); diff != "" {
			t.Errorf("%s became %s\n%s", body, text, diff)
		}
	})
}

// meaning is what of an assignment has to survive being written: not what the service makes, and not what its target
// has no use for.
func meaning(a Assignment) Assignment {
	a.ID, a.Source, a.SourceID, a.Settings, a.Target.Raw = "", "", "", nil, nil
	if a.Target.Type == ExclusionGroupTarget {
		a.Target.FilterID, a.Target.FilterType = "", ""
	}
	if a.Target.Type == AllDevicesTarget || a.Target.Type == AllLicensedUsersTarget {
		a.Target.GroupID = ""
	}
	return a
}

// A page of anything is either read or refused, and its link never leaves the base.
func FuzzPage(f *testing.F) {
	f.Add([]byte(`{"@odata.count":3,"value":[{"id":"A","deviceId":"B"}],"@odata.nextLink":"https://graph.test/v1.0/users?$skiptoken=1"}`))
	f.Add([]byte(`{"value":null}`))
	f.Add([]byte(`{"value":[null],"@odata.nextLink":"https://graph.test@evil.test/"}`))
	f.Add([]byte(`{"value":[],"@odata.nextLink":"//evil.test/v1.0"}`))
	b, err := newBase("graph", "https://graph.test")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := readPage[memberWire](&answer{body: body})
		if err != nil {
			return
		}
		members, err := readMembers(*p.Value, true)
		if err == nil && len(members) != len(*p.Value) {
			t.Errorf("%d of %d", len(members), len(*p.Value))
		}
		if p.Next != "" && b.link(p.Next) == nil {
			u, err := url.Parse(p.Next)
			if err != nil || u.Hostname() != "graph.test" && !strings.EqualFold(u.Hostname(), "graph.test") || u.User != nil {
				t.Errorf("%q was let through", p.Next)
			}
		}
	})
}

// Every element of a path stays one element.
func FuzzPath(f *testing.F) {
	for _, seed := range []string{appID, "..", "a/b", "a%2fb", "é?#", "\x00", `..\x`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		got, err := path{"groups", id, "members"}.escaped()
		if err != nil {
			return
		}
		u, err := url.Parse("https://graph.test/v1.0" + got + "?x=1")
		if err != nil || u.RawQuery != "x=1" || u.Fragment != "" {
			t.Fatalf("%q: %v", got, err)
		}
		parts := strings.Split(u.EscapedPath(), "/")
		if len(parts) != 5 || parts[4] != "members" {
			t.Fatalf("%q has become %q", id, parts)
		}
		if back, err := url.PathUnescape(parts[3]); err != nil || back != id {
			t.Errorf("%q has become %q", id, back)
		}
	})
}
