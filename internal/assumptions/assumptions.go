// Package assumptions asks a tenant whether the emulator is right about it: one
// check for each line of internal/emulator/ASSUMPTIONS.md that can be seen from
// outside. It speaks raw HTTP and knows nothing of the provider's client, whose
// own assumptions it would otherwise share; it reads unless told to write, and
// what it reports holds no name, id or text of the tenant.
package assumptions

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Row is one line of the tables in ASSUMPTIONS.md.
type Row struct {
	Area, Behaviour, Taken, Basis string
	// Check is the id of the check, "" where there is none; Why then says so.
	Check, Why string
}

// Rows reads the tables: the last column is a check's id in code marks, or the
// reason why there is none.
func Rows(document string) ([]Row, error) {
	var rows []Row
	area := ""
	for line := range strings.Lines(document) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "## "); ok {
			area = title
		}
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| behaviour |") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) > 4 {
			return nil, fmt.Errorf("a line of %q has %d columns: %s", area, len(cells), line)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) != 4 || cells[3] == "" {
			return nil, fmt.Errorf("a line of %q names neither a check nor why there is none: %s", area, line)
		}
		row := Row{Area: area, Behaviour: cells[0], Taken: cells[1], Basis: cells[2], Why: cells[3]}
		if id := strings.Trim(cells[3], "`"); len(id) == len(cells[3])-2 {
			row.Check, row.Why = id, ""
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Verdict is what became of an assumption.
type Verdict string

// The verdicts.
const (
	Holds      Verdict = "holds"
	Differs    Verdict = "differs"
	NotChecked Verdict = "not checked"
)

// Result is a row with what was seen, or with the reason why nothing was.
type Result struct {
	Row
	Verdict Verdict
	Seen    string
}

// outcome is what a check found out.
type outcome struct {
	verdict Verdict
	seen    string
}

// judged holds or differs.
func judged(holds bool, format string, arguments ...any) (outcome, error) {
	o := outcome{Differs, fmt.Sprintf(format, arguments...)}
	if holds {
		o.verdict = Holds
	}
	return o, nil
}

// lacking is a reason not to check: the tenant has not what it takes.
type lacking string

func (l lacking) Error() string { return string(l) }

// check is one question to the tenant.
type check struct {
	write bool
	ask   func(context.Context, *examiner) (outcome, error)
}

// IDs are the ids of all checks, sorted.
func IDs() []string { return slices.Sorted(maps.Keys(checks)) }

// Writes tells whether a check writes.
func Writes(id string) bool { return checks[id].write }

var checks = func() map[string]check {
	all := map[string]check{}
	for _, table := range []map[string]check{associationChecks, appChecks, appleChecks, directoryChecks, batchChecks, writeChecks} {
		maps.Copy(all, table)
	}
	return all
}()

// Run checks every row in turn. It ends early with the context; an error means
// that what was created could not be removed.
func Run(ctx context.Context, client *Client, rows []Row, target *Target) ([]Result, error) {
	x := &examiner{client: client, target: target}
	var results []Result
	for _, row := range rows {
		result := Result{Row: row, Verdict: NotChecked, Seen: row.Why}
		c, ok := checks[row.Check]
		switch {
		case row.Check == "":
		case !ok:
			return nil, fmt.Errorf("ASSUMPTIONS.md names the check %q, which does not exist", row.Check)
		case ctx.Err() != nil:
			result.Seen = "interrupted"
		case c.write && target == nil:
			result.Seen = "writes: needs -write, -app and -group"
		default:
			o, err := c.ask(ctx, x)
			if c.write {
				if err := x.tidy(ctx); err != nil {
					return results, err
				}
			}
			result.Verdict, result.Seen = o.verdict, o.seen
			if err != nil {
				result.Verdict, result.Seen = NotChecked, reason(err)
			}
		}
		results = append(results, result)
	}
	return results, nil
}

// reason tells why nothing could be seen, without what an error may quote.
func reason(err error) string {
	if l, ok := errors.AsType[lacking](err); ok {
		return string(l)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return "interrupted"
	}
	return "the service could not be reached"
}
