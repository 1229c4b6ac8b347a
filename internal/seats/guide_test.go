package seats_test

import (
	"os"
	"regexp"
	"testing"
)

// TestGuideHasTheWorkedExamples: the numbers of the guide are those that the worked
// examples hold.
func TestGuideHasTheWorkedExamples(t *testing.T) {
	guide, err := os.ReadFile("../../templates/guides/seat-check.md")
	if err != nil {
		t.Fatal(err)
	}
	test, err := os.ReadFile("worked_test.go")
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ total, used, needed, verdict string }
	proved := map[string]row{}
	for _, m := range regexp.MustCompile(`\{name: "(\d+b?)(, once both are known)?", total: (\d+),(?: used: (\d+),)?.* needed: (\d+), want: (\w+)`).FindAllStringSubmatch(string(test), -1) {
		if m[4] == "" {
			m[4] = "0"
		}
		proved[m[1]] = row{m[3], m[4], m[5], m[6]}
	}
	shown := map[string]row{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\d+b?) \| (\d+) \| (\d+)[^|]*\|[^|]*\|[^|]*\| (\d+) \| (\w+)`).FindAllStringSubmatch(string(guide), -1) {
		shown[m[1]] = row{m[2], m[3], m[4], m[5]}
	}
	if len(proved) < 15 || len(proved) != len(shown) {
		t.Errorf("%d examples are proved, %d shown", len(proved), len(shown))
	}
	for name, want := range proved {
		if got := shown[name]; got != want {
			t.Errorf("example %s: the guide shows %v, proved is %v", name, got, want)
		}
	}
}
