package hostilenames

import "testing"

func TestHarm(t *testing.T) {
	for text, want := range map[string]string{
		"a plain one\nand \"another\" | <b>": "",
		"a\x1bb":                             "it holds U+001B",
		"a\tb":                               "it holds U+0009",
		"a\u202eb":                           "it holds U+202E",
		"a\U000e0061b":                       "it holds U+E0061",
		"a\xffb":                             "it is not valid UTF-8",
		names["10,000 letters"]:              "it holds a name of thousands of letters",
		names["10,000 marks"]:                "it holds a name of thousands of letters",
	} {
		if got := Harm(text); got != want {
			t.Errorf("Harm(%.40q) = %q, want %q", text, got, want)
		}
	}
	what, all := All()
	if len(what) != len(names) || len(all) != len(names) {
		t.Errorf("%d and %d of %d", len(what), len(all), len(names))
	}
}
