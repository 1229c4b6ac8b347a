package assumptions

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// TestEveryLineHasACheckOrAReason keeps ASSUMPTIONS.md and the checks in step.
func TestEveryLineHasACheckOrAReason(t *testing.T) {
	rows, err := Rows(emulator.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	for _, row := range rows {
		if row.Check == "" {
			continue
		}
		named[row.Check]++
		if _, ok := checks[row.Check]; !ok {
			t.Errorf("%s: no check %q", row.Behaviour, row.Check)
		}
	}
	for _, id := range IDs() {
		if named[id] != 1 {
			t.Errorf("check %s has %d lines in ASSUMPTIONS.md, not one", id, named[id])
		}
	}
	if len(rows) < 80 {
		t.Errorf("%d lines read", len(rows))
	}
}

func TestRows(t *testing.T) {
	const head = "## Apps\n| behaviour | taken here | basis | check |\n|---|---|---|---|\n"
	got, err := Rows(head + "| a | `b` | c | `apps-page` |\n| d | e | f | takes a `purchase` |\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{
		{Area: "Apps", Behaviour: "a", Taken: "`b`", Basis: "c", Check: "apps-page"},
		{Area: "Apps", Behaviour: "d", Taken: "e", Basis: "f", Why: "takes a `purchase`"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for line, message := range map[string]string{
		"| a | b | c |":           `a line of "Apps" names neither a check nor why there is none: | a | b | c |`,
		"| a | b | c | |":         `a line of "Apps" names neither a check nor why there is none: | a | b | c | |`,
		"| a | b | c | d | `e` |": `a line of "Apps" has 5 columns: | a | b | c | d | ` + "`e` |",
	} {
		if _, err := Rows(head + line + "\n"); err == nil || err.Error() != message {
			t.Errorf("%s: %v", line, err)
		}
	}
}
