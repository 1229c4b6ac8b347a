// Package hostilenames is what somebody may call an app, a group, a person or a
// device to do harm where the name is shown, and how to tell that it did none. It is
// for tests, and knows nothing of where names are shown.
package hostilenames

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var names = map[string]string{
	"clears the screen":      "a\x1b[2J\x1b[Hb",
	"names the window":       "a\x1b]0;owned\ab",
	"C1 control":             "a\u009b31mb\u0085c",
	"links in a terminal":    "a\x1b]8;;https://evil.example\x1b\\b\x1b]8;;\x1b\\",
	"newlines":               "a\n\n  total           1\n\nb",
	"carriage return":        "a: refused\rb: allowed",
	"line separators":        "a\u2028b\u2029c",
	"tab and backspace":      "a\tb\b\b\bc\vd\fe",
	"null":                   "a\x00b",
	"turned round":           "a\u202egnp.exe\u202c\u2066b\u2069\u061c\u200f",
	"zero width":             "pay\u200bpal\u200d\u2060\ufeff\u00ad",
	"tag characters":         "a\U000e0001\U000e0061\U000e007fb",
	"annotation":             "a\ufff9b\ufffac\ufffbd",
	"bytes that are no text": "a\xff\xc0\x80\xed\xa0\x80b",
	"HCL":                    `${file("/etc/passwd")} %{ for x in y } "quoted" \" \n`,
	"quotes":                 "'\"`´‘“«",
	"Markdown":               "a | b | c ![i](https://evil.example/i.png) [l](javascript:alert(1)) **b** # h @team #1 <!-- c --> &#x1b;",
	"backquotes":             "``` a `b` | ~~~~ ```",
	"begins a backquote":     "`a",
	"backslashes":            `a\|b\\|c\`,
	"HTML":                   `"><img src=x onerror=alert(1)><script>alert(1)</script></title></style></textarea>--> ]]> &lt;b&gt;`,
	"SVG":                    `</text></svg><svg onload=alert(1)><a href="javascript:alert(1)"><use href="data:,x"/><!DOCTYPE x [<!ENTITY x "y">]>`,
	"workflow commands":      "a\n::set-output name=x::y\n##vso[task.setvariable variable=x]y",
	"template":               `{{.}} {{"a"}} {% raw %} $(id) ` + "`id` ; rm -rf / #",
	"spaces alone":           " \u00a0\u2003 ",
	"10,000 letters":         strings.Repeat("é", 10_000),
	"10,000 marks":           "a" + strings.Repeat("\u0301", 10_000),
}

// All are the names, by what each of them would do, in the same order each time.
func All() (what, name []string) {
	what = slices.Sorted(maps.Keys(names))
	for _, w := range what {
		name = append(name, names[w])
	}
	return what, name
}

// Harm says what in a text would act where the text is shown: anything but line
// breaks that drives a terminal, turns the reading direction or cannot be seen, and
// names that were not cut. "" is nothing.
func Harm(shown string) string {
	if !utf8.ValidString(shown) {
		return "it is not valid UTF-8"
	}
	for _, r := range shown {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)) {
			return fmt.Sprintf("it holds %U", r)
		}
	}
	for _, long := range []string{"é", "\u0301"} {
		if strings.Contains(shown, strings.Repeat(long, 2000)) {
			return "it holds a name of thousands of letters"
		}
	}
	return ""
}
