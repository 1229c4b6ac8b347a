package page

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden file anew")

func at0(hour int) time.Time { return time.Date(2026, 11, 22, hour, 30, 0, 0, time.UTC) }

func full() Snapshot {
	return Snapshot{
		Name: "Charpentes <b>du</b> Vexin", ID: "7e5a1e00-0000-4000-8000-000000000001", Domain: "contoso.example", MDMAuthority: "intune",
		Store:      Store{Enabled: true, Syncing: true, Retired: true, Language: "fr-FR", Portal: "companyPortal", Successful: at0(8), Completed: at0(9)},
		Tokens:     List[Token]{Total: 12, Items: []Token{{Name: "iPads", State: "expired", Status: "failed", Expires: at0(7), Organization: "Chantiers"}}},
		GooglePlay: GooglePlay{Binding: "bound", Organization: "Chantiers", Status: "success", LastSync: at0(6)},
		Apps: List[App]{Total: 2500, Items: []App{
			{Name: "Carnet", Publisher: "Éditions", Store: "Apple, iOS", Seats: Seats{Total: 90, Used: 12}, Unsynced: 20},
			{Name: "Pointage \u202egnp.exe\x1b[31m", Store: "Apple, iOS", Seats: Seats{Total: 40, Used: 50}, Unsynced: -3},
			{Name: "<script>alert(1)</script>", Store: "Managed Google Play", Seats: Seats{Uncounted: "no licences"}, Pending: true},
		}},
		Assigned: List[Assigned]{Total: 3, Items: []Assigned{{App: "Carnet", Assignments: List[Assignment]{Total: 6, Items: []Assignment{
			{Intent: "required", Target: "Chantiers", Users: 1060, Devices: 1},
			{Intent: "available", Target: "Group 9", Gone: true, Exclude: true},
			{Intent: "required", Target: "All users", Uncounted: true, Filter: "includes by a filter"},
			{Intent: "required", Target: "Tablettes", Devices: 2},
			{Intent: "required", Target: "Chef", Users: 1},
		}}}}},
		Groups: List[Group]{Total: 1, Items: []Group{{Name: `"><img src=x onerror=alert(1)>`, Users: 1060, Devices: 1, Groups: 2}}},
		Faults: List[Fault]{Total: 1, Items: []Fault{{Meets: "GET /groups/", Does: "answers 429 Too Many Requests", Met: 2, Times: 5}}},
		Requests: List[Request]{Total: 1203, Items: []Request{
			{Time: at0(9), Method: "POST", Path: "/v1.0/$batch", Status: 200, BatchSize: 20},
			{Time: at0(9), Method: "GET", Path: "/v1.0/groups", Query: "$filter=displayName eq '<i>'", Status: 429, InBatch: true, Struck: true},
			{Time: at0(9), Method: "GET", Path: "/v1.0/users", Status: 503},
			{Time: at0(9), Method: "GET", Path: "/v1.0/users"},
		}},
	}
}

func render(t *testing.T, s Snapshot) string {
	t.Helper()
	content, err := Render(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// body is the document without style and script.
func body(document string) string {
	_, rest, _ := strings.Cut(document, "<body>")
	rest, _, _ = strings.Cut(rest, "<script>")
	return rest
}

func TestRender(t *testing.T) {
	got := body(render(t, full())) + "\n=== empty ===\n" + body(render(t, Snapshot{Name: "Leer", Store: Store{ToolActive: true, Portal: "none"}, GooglePlay: GooglePlay{Binding: "notBound", Status: "none"}}))
	const golden = "testdata/page.html"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestStructure reads the document as a browser's parser would: elements are
// closed, ids are unique, tables have captions and headers with scopes, and no
// attribute would need a laxer policy.
func TestStructure(t *testing.T) {
	document := body(render(t, full()))
	decoder := xml.NewDecoder(strings.NewReader("<body>" + strings.NewReplacer(" hidden>", ` hidden="">`, "<wbr>", "").Replace(document) + "</body>"))
	decoder.Entity = xml.HTMLEntity
	counts, ids := map[string]int{}, map[string]bool{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		counts[element.Name.Local]++
		attributes := map[string]string{}
		for _, a := range element.Attr {
			attributes[a.Name.Local] = a.Value
			if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "src" || a.Name.Local == "href" {
				t.Errorf("<%s> has %s", element.Name.Local, a.Name.Local)
			}
		}
		if id := attributes["id"]; id != "" {
			if ids[id] {
				t.Errorf("id %s is not unique", id)
			}
			ids[id] = true
		}
		if element.Name.Local == "th" && attributes["scope"] == "" {
			t.Error("a header without scope")
		}
		if label := attributes["aria-labelledby"]; label != "" && !strings.Contains(document, `id="`+label+`"`) {
			t.Errorf("nothing has the id %s", label)
		}
	}
	if counts["table"] != 5 || counts["caption"] != 5 || counts["main"] != 1 || counts["h1"] != 1 || counts["img"]+counts["script"] > 0 {
		t.Errorf("elements: %v", counts)
	}
}

// TestPolicy compares the hashes of the policy with what the document carries.
func TestPolicy(t *testing.T) {
	document := render(t, full())
	for _, element := range []string{"style", "script"} {
		_, rest, _ := strings.Cut(document, "<"+element+">")
		content, _, _ := strings.Cut(rest, "</"+element+">")
		sum := sha256.Sum256([]byte(content))
		want := element + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"
		if content == "" || !strings.Contains(Policy(), want) {
			t.Errorf("policy %s lacks %s", Policy(), want)
		}
	}
	if !strings.HasPrefix(Policy(), "default-src 'none';") || strings.Contains(Policy(), "unsafe") {
		t.Errorf("policy %s", Policy())
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"Carnet été 🏗":                   "Carnet été 🏗",
		"a\nb\x1b[2J\u202e\u2066c\u2028": "a\uFFFDb\uFFFD[2J\uFFFD\uFFFDc\uFFFD",
		strings.Repeat("é", longest+1):   strings.Repeat("é", longest) + "…",
		strings.Repeat("é", longest):     strings.Repeat("é", longest),
		"bad \xff bytes":                 "bad \uFFFD bytes",
	} {
		if got := name(in); got != want {
			t.Errorf("name(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShape(t *testing.T) {
	for _, tc := range []struct {
		seats Seats
		want  bar
	}{
		{Seats{}, bar{}},
		{Seats{Total: 80, Used: 20}, bar{Used: 25, OverFrom: 25}},
		{Seats{Total: 80, Used: 80}, bar{Used: 100, OverFrom: 100}},
		{Seats{Total: 60, Used: 80}, bar{Used: 75, OverFrom: 75, Over: 25}},
		{Seats{Used: 5}, bar{Over: 100}},
	} {
		if got := shape(tc.seats); got != tc.want {
			t.Errorf("%+v: %+v, want %+v", tc.seats, got, tc.want)
		}
	}
}

// TestContrast holds every text colour to 4.5 and every drawn one to 3 against
// the grounds it stands on, in both themes.
// Source: WCAG 2.2, 1.4.3 and 1.4.11.
func TestContrast(t *testing.T) {
	light, rest, _ := strings.Cut(style, "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "* { box-sizing")
	for theme, rules := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(rules, -1) {
			colours[m[1]] = m[2]
		}
		for _, pair := range []struct {
			above, below string
			least        float64
		}{
			{"text", "ground", 4.5}, {"text", "card", 4.5}, {"quiet", "ground", 4.5}, {"quiet", "card", 4.5}, {"warn", "card", 4.5},
			{"bad", "card", 4.5}, {"good", "good-ground", 4.5}, {"warn", "warn-ground", 4.5}, {"bad", "bad-ground", 4.5},
			{"plain", "plain-ground", 4.5}, {"accent", "card", 3}, {"over", "card", 3}, {"accent", "track", 3}, {"over", "track", 3},
		} {
			if got := contrast(t, colours[pair.above], colours[pair.below]); got < pair.least {
				t.Errorf("%s: %s on %s is %.2f, at least %v", theme, pair.above, pair.below, got, pair.least)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light, dark := luminance(t, a), luminance(t, b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) != 7 {
		t.Fatalf("no colour: %q", colour)
	}
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}
