package graph

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An array as long as one may be is read, and one longer is not.
func TestListTooLong(t *testing.T) {
	array := func(n int) []byte { return []byte(`[` + strings.Repeat(`0,`, n-1) + `0]`) }
	var all items[int]
	if err := json.Unmarshal(array(maxItems), &all); err != nil || len(all) != maxItems {
		t.Errorf("%d items, %v", len(all), err)
	}
	if err := json.Unmarshal(array(maxItems+1), &all); text(err) != "a list has more than 50000 items" {
		t.Error(err)
	}
	c, _ := scripted(t, ok(`{"value":[`+strings.Repeat(`{"id":"1"},`, maxItems)+`{"id":"1"}]}`))
	const want = "GET /v1.0/users: 200 OK: the answer is not what the service documents: a list has more than 50000 items. " +
		"Request id service-id, client request id CLIENT-ID."
	if err := c.LicensedUsers(t.Context(), func([]string) error { return nil }); text(err) != want {
		t.Error(err)
	}
}

// A body that names its list twice has the second one, whole: nothing of an item of the first is left in it. An item
// that is null is refused, wherever it stands.
func TestListTwiceAndNull(t *testing.T) {
	type named struct{ ID, Name string }
	for body, want := range map[string]struct {
		items items[named]
		err   string
	}{
		`{"value":[{"id":"a","name":"x"},{"id":"b"}],"value":[{"id":"c"}]}`: {items: items[named]{{ID: "c"}}},
		`{"value":[{"id":"a","name":"x"}],"VALUE":[{"id":"c"}]}`:            {items: items[named]{{ID: "c"}}},
		`{"value":[{"id":"a"}],"value":[]}`:                                 {items: items[named]{}},
		`{"value":[{"id":"a"}],"value":null}`:                               {},
		`{"value":[null]}`:                                                  {err: "an item of a list is null"},
		`{"value":[{"id":"a"} ,` + "\n\t" + ` null]}`:                       {err: "an item of a list is null"},
		`{"value":{"id":"a"}}`:                                              {err: "json: cannot unmarshal object into Go struct field .Value of type []graph.named"},
		`{"value":[[{"id":"a"}]]}`:                                          {err: "json: cannot unmarshal array into Go struct field .Value of type graph.named"},
	} {
		var page struct{ Value items[named] }
		err := json.Unmarshal([]byte(body), &page)
		if text(err) != want.err {
			t.Errorf("%s: %v", body, err)
		}
		if diff := cmp.Diff(want.items, page.Value); err == nil && diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}

// Licences that the service does not count are not taken for none: nobody would be refused, or everybody.
func TestLicencesMustBeCounted(t *testing.T) {
	const ids = " Request id service-id, client request id CLIENT-ID."
	const uncounted = "200 OK: the answer does not count the licences of the app 1." + ids
	for counts, want := range map[string]string{
		`"totalLicenseCount":5,"usedLicenseCount":6`:                   "",
		`"totalLicenseCount":2147483647,"usedLicenseCount":0`:          "",
		`"usedLicenseCount":0`:                                         uncounted,
		`"totalLicenseCount":5`:                                        uncounted,
		`"totalLicenseCount":null,"usedLicenseCount":0`:                uncounted,
		`"totalLicenseCount":5,"usedLicenseCount":null`:                uncounted,
		`"totalLicenseCount":-1,"usedLicenseCount":0`:                  uncounted,
		`"totalLicenseCount":5,"usedLicenseCount":-1`:                  uncounted,
		`"totalLicenseCount":5.5,"usedLicenseCount":0`:                 "number 5.5",
		`"totalLicenseCount":"5","usedLicenseCount":0`:                 "string",
		`"totalLicenseCount":1e300,"usedLicenseCount":0`:               "number 1e300",
		`"totalLicenseCount":9223372036854775808,"usedLicenseCount":0`: "number 9223372036854775808",
	} {
		for _, kind := range []string{MicrosoftStoreForBusinessApp, IOSVPPApp, MacOSVPPApp, AndroidManagedStoreApp} {
			c, _ := scripted(t, ok(`{"value":[{"@odata.type":"#microsoft.graph.`+kind+`","id":"1",`+counts+`}]}`))
			got, err := c.LicensedApps(t.Context())
			if want == "" && (err != nil || len(got) != 1) || want != "" && (err == nil || !strings.Contains(text(err), want)) {
				t.Errorf("%s %s: %v %s", kind, counts, got, text(err))
			}
		}
	}
}

// Hosts that begin, end or look like the one the token is for are not it.
func TestLinksToLookalikes(t *testing.T) {
	for link, want := range map[string]string{
		"https://graph.test.evil.example/v1.0/users":   " on https://graph.test.evil.example, but the token is only for https://graph.test.",
		"https://evilgraph.test/v1.0/users":            " on https://evilgraph.test, but the token is only for https://graph.test.",
		"https://graph.test:443@evil.example/v1.0/u":   " on https://evil.example, but the token is only for https://graph.test.",
		"https://evil.example/https://graph.test/v1.0": " on https://evil.example, but the token is only for https://graph.test.",
		"https://graph.test%2eevil.example/v1.0/users": " that is not a URL.",
		"https://gr\u0430ph.test/v1.0/users":           " on https://gr\u0430ph.test, but the token is only for https://graph.test.",
		"https://graph.test./v1.0/users":               " on https://graph.test., but the token is only for https://graph.test.",
		"//evil.example/v1.0/users":                    " on ://evil.example, but the token is only for https://graph.test.",
		"/v1.0/users?$skiptoken=1":                     " on ://, but the token is only for https://graph.test.",
		"https:graph.test/v1.0/users":                  " on https://, but the token is only for https://graph.test.",
		"https://graph.test/v1.0/%2e%2e/users":         " outside of https://graph.test.",
		"https://graph.test\\\\@evil.example/v1.0":     " that is not a URL.",
		"https://graph.test\t.evil.example/v1.0/users": " that is not a URL.",
		strings.Repeat("https://graph.test/", 10_000):  " of 190000 characters.",
	} {
		quoted, err := json.Marshal(link)
		if err != nil {
			t.Fatal(err)
		}
		c, s := scripted(t, ok(`{"value":[],"@odata.nextLink":`+string(quoted)+`}`))
		err = c.LicensedUsers(t.Context(), func([]string) error { return nil })
		if text(err) != "GET /v1.0/users: the service gave a link to the next page"+want || len(s.requests()) != 1 {
			t.Errorf("%.80q: %d requests, %s", link, len(s.requests()), text(err))
		}
	}
}
