package seatreport

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	barCells   = 20
	nameLength = 60 // characters of a name in the table
)

// Markdown is a sentence and a table of at most so many apps, for a job summary or a
// comment: GitHub's flavour, which Azure DevOps and GitLab read too.
func Markdown(apps []App, most int) string {
	all := worstFirst(apps)
	shown, rest := cut(all, most)
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n", Summary(all))
	if len(shown) == 0 {
		return b.String()
	}
	b.WriteString("\n| App | Seats | Licences | Used | Claimed | Free | Short |\n|:--|:--|--:|--:|--:|--:|--:|\n")
	estimated := false
	for _, a := range shown {
		b.WriteString(row(a))
		estimated = estimated || a.Counted && a.Estimated
	}
	b.WriteString("\n`█` used, `▒` claimed by people who are let in and have not installed the app, `░` free, `✕` short.\n")
	if estimated {
		b.WriteString("≈ is an estimate: who holds a licence now is not known.\n")
	}
	if rest != "" {
		b.WriteString("\n" + rest + "\n")
	}
	return b.String()
}

func row(a App) string {
	if !a.Counted {
		return fmt.Sprintf("| %s | not counted | – | %d | – | – | – |\n", code(a.Name), a.Used)
	}
	about := ""
	if a.Estimated {
		about = "≈ "
	}
	short := "0"
	if n := a.Short(); n > 0 {
		short = fmt.Sprintf("**%s%d**", about, n)
	}
	return fmt.Sprintf("| %s | `%s` | %d | %d | %s%d | %d | %s |\n", code(a.Name), bar(a), a.Total, a.Used, about, a.Claimed(), a.Free(), short)
}

// bar draws the parts. What is short takes its share of the bar, so that all bars
// are of one length.
func bar(a App) string {
	cells := shares(barCells, a.Taken(), a.Claimed(), a.Free(), a.Short())
	if a.Total == 0 && a.Short() == 0 {
		return strings.Repeat("·", barCells)
	}
	return strings.Repeat("█", cells[0]) + strings.Repeat("▒", cells[1]) + strings.Repeat("░", cells[2]) + strings.Repeat("✕", cells[3])
}

// code is a name as a code span: nothing in one is a link, a mention, HTML or
// emphasis (GitHub Flavored Markdown, "Code spans"). A bar would end the cell of the
// table even there, unless it is escaped ("Tables").
func code(name string) string {
	name = truncate(name, nameLength)
	fence := "`"
	for strings.Contains(name, fence) {
		fence += "`"
	}
	pad := ""
	if strings.HasPrefix(name, "`") || strings.HasSuffix(name, "`") {
		pad = " "
	}
	// A backslash before a bar would be taken for the bar's escape.
	name = strings.ReplaceAll(name, `\|`, `\ |`)
	return fence + pad + strings.ReplaceAll(name, "|", `\|`) + pad + fence
}

func truncate(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:most-1]), " ") + "…"
}
