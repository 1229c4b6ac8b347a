package seatcheck_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// licensing is one of the two ways in which Apple's licences count.
type licensing struct {
	name   string
	device bool
}

var licensings = []licensing{{"user licensing", false}, {"device licensing", true}}

// orchard is a tenant with one Apple app whose licences the numbers of held have,
// and groups that hold spans of one crowd: people, or devices of nobody.
func (l licensing) orchard(total int, held [2]int, spans map[string][2]int, assigned ...map[string]any) emulator.Tenant {
	seed := crowd(total, 0, nil, assigned...)
	app := &seed.Apps[0]
	app.Type, app.DisplayName, app.ProductKey, app.BundleID = "iosVppApp", "Keynote", "", "com.apple.Keynote"
	span := func(from, n int) emulator.Generate {
		if l.device {
			return emulator.Generate{Prefix: "p-", From: from, Devices: n, OperatingSystem: "iOS"}
		}
		return emulator.Generate{Prefix: "p-", From: from, Users: n}
	}
	seed.Generate = []emulator.Generate{span(0, 1000)}
	for id, s := range spans {
		seed.Groups = append(seed.Groups, emulator.Group{ID: id, DisplayName: "Group " + strings.ToUpper(id[len(id)-1:]), Generate: []emulator.Generate{span(s[0], s[1]-s[0])}})
	}
	for n := held[0]; n < held[1]; n++ {
		if l.device {
			app.DeviceHolders = append(app.DeviceHolders, emulator.GeneratedManagedDeviceID("p-", n))
		} else {
			app.Holders = append(app.Holders, upn("p-", n))
		}
	}
	return seed
}

// on is an assignment to a group under this licensing.
func (l licensing) on(intent, group string) graph.Assignment {
	a := on(intent, group)
	a.Settings = &graph.Settings{AppleVPP: &graph.AppleVPPSettings{UseDeviceLicensing: l.device}}
	return a
}

// there is the same as Intune has it already.
func (l licensing) there(intent, group string) map[string]any {
	a := there(intent, "groupAssignmentTarget", group)
	a["settings"] = map[string]any{"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings", "useDeviceLicensing": l.device}
	return a
}

var neededNumber = regexp.MustCompile(`needed +(\d+)`)

func neededOf(t *testing.T, f *seatcheck.Finding) int {
	t.Helper()
	found := neededNumber.FindStringSubmatch(f.Detail)
	if found == nil {
		t.Fatalf("no number needed in:\n%s", f.Detail)
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(f.Detail, "The number needed is exact") {
		t.Errorf("not exact:\n%s", f.Detail)
	}
	return n
}

// The worked examples of the rules with Apple's licences, whose holders are known
// exactly. Each is asked once as it stands, once with just enough licences, and
// once with one too few, where the message tells the number.
func TestWorkedExamplesOfApple(t *testing.T) {
	const fits, refused, warned = "", seatcheck.SummaryInsufficient, seatcheck.SummaryOverAssigned
	a, b, x := groupA, groupB, groupX
	for _, l := range licensings {
		swap := func(removes, adds []graph.Assignment) func(run) seatcheck.Request {
			return func(r run) seatcheck.Request {
				return seatcheck.Request{App: r.app, Adds: adds, Removes: removes, Whole: true}
			}
		}
		add := func(adds ...graph.Assignment) func(run) seatcheck.Request { return swap(nil, adds) }
		destroy := func(removes ...graph.Assignment) func(run) seatcheck.Request {
			return func(r run) seatcheck.Request {
				return seatcheck.Request{App: r.app, Removes: removes, Destroy: true}
			}
		}
		list := func(all ...graph.Assignment) []graph.Assignment { return all }
		require, exclude := l.there("required", a), there("required", "exclusionGroupAssignmentTarget", x)
		for _, tc := range []struct {
			name   string
			total  int
			held   [2]int
			spans  map[string][2]int
			before []map[string]any
			change func(run) seatcheck.Request
			needed int
			want   string
			short  string // what one licence too few comes to
		}{
			{"1", 100, [2]int{}, map[string][2]int{a: {0, 80}}, nil, add(l.on("required", a)), 80, fits, refused},
			{"2", 100, [2]int{0, 80}, map[string][2]int{a: {0, 80}}, []map[string]any{require}, add(), 80, fits, warned},
			{"3", 100, [2]int{0, 80}, map[string][2]int{a: {0, 80}, b: {80, 95}}, []map[string]any{require}, add(l.on("required", b)), 95, fits, refused},
			{"4", 90, [2]int{0, 50}, map[string][2]int{a: {0, 80}, b: {80, 95}}, []map[string]any{require}, add(l.on("required", b)), 95, refused, refused},
			{"5: all outside", 100, [2]int{100, 190}, map[string][2]int{a: {0, 30}}, nil, add(l.on("required", a)), 120, refused, refused},
			{"6: all of A hold one", 100, [2]int{0, 90}, map[string][2]int{a: {0, 30}}, nil, add(l.on("required", a)), 90, fits, refused},
			{"7", 100, [2]int{}, map[string][2]int{a: {0, 60}, b: {20, 80}}, nil, add(l.on("required", a), l.on("required", b)), 80, fits, refused},
			{"8", 100, [2]int{}, map[string][2]int{a: {0, 60}, b: {60, 120}}, nil, add(l.on("required", a), l.on("required", b)), 120, refused, refused},
			{"9: those dropped hold none", 100, [2]int{0, 90}, map[string][2]int{a: {0, 120}, b: {0, 90}}, []map[string]any{require},
				swap(list(l.on("required", a)), list(l.on("required", b))), 90, fits, warned},
			{"9: those dropped keep theirs", 100, [2]int{20, 120}, map[string][2]int{a: {0, 120}, b: {0, 90}}, []map[string]any{require},
				swap(list(l.on("required", a)), list(l.on("required", b))), 120, warned, warned},
			{"10", 50, [2]int{}, map[string][2]int{a: {0, 60}, x: {0, 20}}, []map[string]any{require, exclude}, swap(list(except(x)), nil), 60, refused, refused},
			{"10b", 50, [2]int{}, map[string][2]int{a: {0, 60}, x: {0, 20}}, []map[string]any{require, exclude}, destroy(except(x)), 60, warned, warned},
			{"11", 50, [2]int{}, map[string][2]int{a: {0, 60}, x: {0, 5}, b: {5, 8}}, []map[string]any{require, exclude}, add(except(b)), 52, warned, warned},
			{"12", 50, [2]int{}, map[string][2]int{a: {0, 60}}, []map[string]any{l.there("uninstall", a)},
				swap(list(l.on("uninstall", a)), list(l.on("required", a))), 60, refused, refused},
			{"13", 50, [2]int{0, 50}, map[string][2]int{a: {0, 50}}, []map[string]any{require},
				swap(list(l.on("required", a)), list(l.on("available", a))), 50, fits, warned},
			{"14", 60, [2]int{0, 50}, map[string][2]int{a: {0, 50}, b: {50, 80}}, []map[string]any{require},
				swap(list(l.on("required", a)), list(l.on("required", b))), 80, refused, refused},
		} {
			t.Run(l.name+"/"+tc.name, func(t *testing.T) {
				for total, want := range map[int]string{tc.total: tc.want, tc.needed: fits, tc.needed - 1: tc.short} {
					r := begin(t, serve(t, l.orchard(total, tc.held, tc.spans, tc.before...)), seatcheck.Options{})
					f := r.Plan(t.Context(), tc.change(r))
					switch {
					case f == nil && want != fits, f != nil && f.Summary != want:
						t.Errorf("of %d: finding %+v, want %q", total, f, want)
					case f != nil && neededOf(t, f) != tc.needed:
						t.Errorf("of %d: needed %d, want %d", total, neededOf(t, f), tc.needed)
					}
				}
			})
		}
	}
}
