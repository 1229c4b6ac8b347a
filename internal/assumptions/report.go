package assumptions

import (
	"fmt"
	"io"
	"strings"
)

// Count is how many results have a verdict.
func Count(results []Result, verdict Verdict) int {
	n := 0
	for _, r := range results {
		if r.Verdict == verdict {
			n++
		}
	}
	return n
}

// summary counts the verdicts in words.
func summary(results []Result) string {
	return fmt.Sprintf("%d hold, %d differ, %d not checked.", Count(results, Holds), Count(results, Differs), Count(results, NotChecked))
}

// Text writes the results for a terminal: what differs and what holds first,
// then what was not checked, with the reason.
func Text(w io.Writer, results []Result) error {
	var b strings.Builder
	for _, verdict := range []Verdict{Differs, Holds, NotChecked} {
		for _, r := range results {
			if r.Verdict != verdict {
				continue
			}
			fmt.Fprintf(&b, "%-11s  %s: %s\n", verdict, name(r), plain(r.Behaviour))
			if verdict != NotChecked {
				fmt.Fprintf(&b, "             expected  %s\n", plain(r.Taken))
			}
			fmt.Fprintf(&b, "             %-8s  %s\n", map[bool]string{true: "why", false: "seen"}[verdict == NotChecked], r.Seen)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", summary(results))
	_, err := io.WriteString(w, b.String())
	return err
}

func name(r Result) string {
	if r.Check == "" {
		return "-"
	}
	return r.Check
}

// plain takes the code marks away.
func plain(text string) string { return strings.ReplaceAll(text, "`", "") }

// Markdown writes the results as a table to paste into an issue.
func Markdown(w io.Writer, results []Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n| check | assumption | expected | seen | verdict |\n|---|---|---|---|---|\n", summary(results))
	for _, verdict := range []Verdict{Differs, Holds, NotChecked} {
		for _, r := range results {
			if r.Verdict != verdict || r.Check == "" {
				continue
			}
			shown := string(verdict)
			if verdict == Differs {
				shown = "**differs**"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.Check, r.Behaviour, r.Taken, strings.ReplaceAll(r.Seen, "|", `\|`), shown)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
