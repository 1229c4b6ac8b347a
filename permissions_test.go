package main

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

// granted is a row of the guide's table. Of the permissions of one need any will do.
type granted struct {
	name              string
	reading, changing []need
}

type need []string

var (
	permission = regexp.MustCompile("`([A-Z][A-Za-z]+(?:\\.[A-Za-z]+)+)`")
	guideRow   = regexp.MustCompile(`(?m)^\| (.+?) \| (.*?) ?\| (.*?) ?\|$`)
)

// guide reads the table. A row that begins with "…" belongs to the feature above it,
// and one that says "also" adds to that feature's first row.
func guide(t *testing.T) map[string]granted {
	t.Helper()
	page, err := os.ReadFile("templates/guides/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]granted{}
	var feature, first granted
	for _, cells := range guideRow.FindAllStringSubmatch(string(page), -1)[1:] {
		row := granted{cells[1], needs(cells[2]), needs(cells[3])}
		more, continued := strings.CutPrefix(row.name, "… ")
		if continued {
			row.name = feature.name + " … " + more
		} else {
			feature, first = row, row
			feature.name, _, _ = strings.Cut(row.name, ":")
		}
		if strings.HasPrefix(cells[2], "also") {
			row.reading = slices.Concat(first.reading, row.reading)
		}
		rows[row.name] = row
	}
	return rows
}

// needs reads a cell: what stands on either side of an "or" is one need.
func needs(cell string) []need {
	var all []need
	end := 0
	for _, at := range permission.FindAllStringSubmatchIndex(cell, -1) {
		name := cell[at[2]:at[3]]
		if between := cell[end:at[0]]; len(all) > 0 && strings.TrimSpace(between) == "or" {
			all[len(all)-1] = append(all[len(all)-1], name)
		} else {
			all = append(all, need{name})
		}
		end = at[1]
	}
	return all
}

// Every row has a trial and every trial a row, so that neither goes stale.
func TestPermissionsOfTheGuideAreTried(t *testing.T) {
	rows, tried := guide(t), slices.Sorted(maps.Keys(trials))
	if diff := cmp.Diff(slices.Sorted(maps.Keys(rows)), tried); diff != "" {
		t.Errorf("-guide +trials\n%s", diff)
	}
}

// Each feature works with exactly what the guide lists, with each alternative; and
// without any one of them it says which is missing, and has written nothing.
func TestLeastPrivilege(t *testing.T) {
	rows := guide(t)
	t.Cleanup(func() {
		t.Logf("%d rows; worked with exactly what is listed: %d; refused without one permission: %d; worked with wider ones: %d",
			len(rows), trialsMade.with.Load(), trialsMade.without.Load(), trialsMade.wider.Load())
	})
	for name, trial := range trials {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := rows[name]
			for _, other := range trial.with {
				row.reading = slices.Concat(rows[other].reading, row.reading)
			}
			for _, step := range []struct {
				name              string
				reading, changing []need
				run               func(*acctest.Protocol) []acctest.Diagnostic
			}{
				{"reading", row.reading, nil, trial.read},
				{"changing", row.reading, row.changing, trial.change},
			} {
				if step.run == nil {
					continue
				}
				for _, way := range ways(step.reading, step.changing) {
					trial.walk(t, step.name, way, step.run)
				}
			}
		})
	}
}

// walk tries one way to meet the needs, and what is said without each.
func (f trial) walk(t *testing.T, step string, way []choice, run func(*acctest.Protocol) []acctest.Diagnostic) {
	t.Helper()
	t.Run(step+" with "+strings.Join(names(way), ","), func(t *testing.T) {
		if got := f.as(t, names(way), run, true); len(got) > 0 {
			t.Errorf("%+v", got)
		}
		trialsMade.with.Add(1)
	})
	t.Run(step+" with wider ones", func(t *testing.T) {
		for _, wider := range []*regexp.Regexp{writing, directory} {
			permissions := names(way)
			for i, name := range permissions {
				permissions[i] = widened(wider, name)
			}
			if got := f.as(t, permissions, run, true); len(got) > 0 {
				t.Errorf("%v: %+v", permissions, got)
			}
			trialsMade.wider.Add(1)
		}
	})
	for i, missing := range way {
		rest := names(slices.Concat(way[:i:i], way[i+1:]))
		if missing.outgrown != "" {
			rest = append(rest, missing.outgrown)
		}
		t.Run(step+" with "+strings.Join(rest, ",")+", without "+missing.name, func(t *testing.T) {
			refused(t, f, missing.need, f.as(t, rest, run, false))
			trialsMade.without.Add(1)
		})
	}
}

// refused checks what is said where one need is not met: nothing but that, naming each
// permission that would meet it.
func refused(t *testing.T, trial trial, missing need, got []acctest.Diagnostic) {
	t.Helper()
	if len(got) == 0 {
		t.Errorf("nothing is said without %v", missing)
	}
	for _, d := range got {
		named := !slices.ContainsFunc(missing, func(name string) bool { return !strings.Contains(d.Detail, name) })
		if soft := slices.Contains(trial.softly, missing[0]); !named || d.Warning != soft {
			t.Errorf("without %v, as a warning %t: %+v", missing, soft, d)
		}
	}
}

// What the guide says of wider permissions: which there are for which.
var (
	writing   = regexp.MustCompile(`^(.+)\.Read\.All$`)
	directory = regexp.MustCompile(`^(GroupMember|User|Device|Organization)\.Read\.All$`)
)

func widened(by *regexp.Regexp, name string) string {
	switch {
	case !by.MatchString(name):
		return name
	case by == directory:
		return "Directory.Read.All"
	case name == "GroupMember.Read.All":
		return "Group.ReadWrite.All"
	}
	return writing.ReplaceAllString(name, "$1.ReadWrite.All")
}

// choice is a need with the permission that meets it. That is a right to write, it may
// have outgrown the right to read the same.
type choice struct {
	need           need
	name, outgrown string
}

func names(way []choice) []string {
	out := []string{}
	for _, c := range way {
		out = append(out, c.name)
	}
	return out
}

// ways are the ways to meet all needs, in which each alternative comes once.
func ways(reading, changing []need) [][]choice {
	var out [][]choice
	all := slices.Concat(reading, changing)
	most := slices.MaxFunc(all, func(a, b need) int { return len(a) - len(b) })
	for i := range most {
		var way []choice
		for _, n := range changing {
			way = append(way, choice{need: n, name: n[i%len(n)]})
		}
		for _, n := range reading {
			way = met(way, choice{need: n, name: n[i%len(n)]})
		}
		out = append(out, way)
	}
	return out
}

// met adds a right to read, unless it is there or a right to write has outgrown it.
func met(way []choice, c choice) []choice {
	for i := range way {
		switch way[i].name {
		case c.name:
			return way
		case strings.Replace(c.name, "Read", "ReadWrite", 1):
			way[i].outgrown = c.name
			return way
		}
	}
	return append(way, c)
}

// as runs a step as an application with the permissions, on a tenant of its own. It
// must write only where that is allowed.
func (f trial) as(t *testing.T, permissions []string, run func(*acctest.Protocol) []acctest.Diagnostic, writes bool) []acctest.Diagnostic {
	t.Helper()
	tenant := shop()
	tenant.Clients = []entra.Client{{ID: acctest.ClientID, Secret: acctest.ClientSecret, Permissions: permissions}}
	if f.tenant != nil {
		f.tenant(&tenant)
	}
	env := acctest.Start(t, tenant)
	got := run(env.Protocol(t, f.settings))
	for _, r := range env.Server.Requests() {
		if !writes && r.Method != "GET" && r.Route != "" && r.Status < 300 {
			t.Errorf("written all the same: %s", r.Kind())
		}
	}
	return got
}
