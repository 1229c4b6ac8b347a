package seats_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

func TestParseID(t *testing.T) {
	const text = "0123abcd-4567-89ef-0123-456789abcdef"
	for _, spelling := range []string{text, strings.ToUpper(text)} {
		id, err := seats.ParseID(spelling)
		if err != nil || id.String() != text {
			t.Errorf("%s: %v, %v", spelling, id, err)
		}
	}
	for in, want := range map[string]string{
		"":                                     `"" is not a GUID: want 36 characters, have 0`,
		"{" + text + "}":                       `"{0123abcd-4567-89ef-0123-456789abcdef}" is not a GUID: want 36 characters, have 38`,
		"0123abcd-4567-89ef-0123_456789abcdef": `"0123abcd-4567-89ef-0123_456789abcdef" is not a GUID: want a hyphen at character 24`,
		"0123abcd-4567-89ef-0123-456789abcdeg": `"0123abcd-4567-89ef-0123-456789abcdeg" is not a GUID: it holds something other than hexadecimal digits`,
		"0123abcd-4567-89ef-0-23-456789abcdef": `"0123abcd-4567-89ef-0-23-456789abcdef" is not a GUID: it holds something other than hexadecimal digits`,
	} {
		if id, err := seats.ParseID(in); err == nil || err.Error() != want || id != (seats.ID{}) {
			t.Errorf("%q: %v, %v; want %s", in, id, err, want)
		}
	}
}

// FuzzParseID: what is read is written back the same, but for case, and orders
// as its text does.
func FuzzParseID(f *testing.F) {
	f.Add("0123abcd-4567-89ef-0123-456789abcdef", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")
	f.Add("", "{0123abcd-4567-89ef-0123-456789abcdef}")
	f.Add("0123abcd-4567-89ef-0123\u00a0456789abcde", "----")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, errX := seats.ParseID(a)
		if errX != nil {
			if x != (seats.ID{}) {
				t.Errorf("%q: an error and an id, %v", a, x)
			}
			return
		}
		if x.String() != strings.ToLower(a) {
			t.Errorf("%q is written %q", a, x)
		}
		if y, err := seats.ParseID(b); err == nil && x.Compare(y) != strings.Compare(strings.ToLower(a), strings.ToLower(b)) {
			t.Errorf("%v and %v compare as %d", x, y, x.Compare(y))
		}
	})
}

func TestParseIntent(t *testing.T) {
	for _, name := range []string{"required", "available", "availableWithoutEnrollment", "uninstall"} {
		intent, err := seats.ParseIntent(name)
		if err != nil || intent.String() != name {
			t.Errorf("%s: %v, %v", name, intent, err)
		}
		a := seats.Assignment{Intent: intent}
		if got, want := a.Claims(), name != "uninstall"; got != want {
			t.Errorf("%s claims: %v, want %v", name, got, want)
		}
		a.Exclude = true
		if a.Claims() {
			t.Errorf("an exclusion from %s claims", name)
		}
	}
	const want = `"Required" is not an intent: want one of required, available, availableWithoutEnrollment, uninstall`
	if _, err := seats.ParseIntent("Required"); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// FuzzParseIntent: what is read is written back the same.
func FuzzParseIntent(f *testing.F) {
	f.Add("required")
	f.Add("availableWithoutEnrollment")
	f.Add("intent(1)")
	f.Fuzz(func(t *testing.T, s string) {
		if intent, err := seats.ParseIntent(s); err == nil && intent.String() != s {
			t.Errorf("%q is written %q", s, intent)
		}
	})
}

// TestNames: what messages and logs call things.
func TestNames(t *testing.T) {
	for _, tt := range []struct {
		got  interface{ String() string }
		want string
	}{
		{seats.User, "user"},
		{seats.Device, "device"},
		{seats.Group, "group"},
		{seats.AllLicensedUsers, "all_licensed_users"},
		{seats.AllDevices, "all_devices"},
		{seats.ScopeKind(9), "scope(9)"},
		{seats.Intent(9), "intent(9)"},
		{seats.Limited, "limited"},
		{seats.Unlimited, "unlimited"},
		{seats.NotCounted, "not counted"},
		{seats.Limit(9), "limit(9)"},
		{seats.Undecided, "undecided"},
		{seats.Fits, "fits"},
		{seats.Warning, "warning"},
		{seats.Refused, "refused"},
		{seats.Decision(9), "decision(9)"},
		{seats.ID{0: 0xAB}, "ab000000-0000-0000-0000-000000000000"},
	} {
		if got := tt.got.String(); got != tt.want {
			t.Errorf("%#v: %s, want %s", tt.got, got, tt.want)
		}
	}
}
