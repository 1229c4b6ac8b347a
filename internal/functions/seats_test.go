package functions_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func count(n int) tftypes.Value    { return tftypes.NewValue(tftypes.Number, n) }
func whether(b bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, b) }

// object is an object with whatever attributes.
func object(values map[string]tftypes.Value) tftypes.Value {
	kinds := map[string]tftypes.Type{}
	for name, v := range values {
		kinds[name] = v.Type()
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: kinds}, values)
}

// listedApp is what intunestore_licensed_apps says of an app, as far as it matters.
func listedApp(name string, total, used int) tftypes.Value {
	return object(map[string]tftypes.Value{
		"id": text(app), "display_name": text(name), "license_type": text("online"),
		"total_license_count": count(total), "used_license_count": count(used),
	})
}

// seatsOf is what intunestore_app_seats says.
func seatsOf(name string, total, used, needed int) tftypes.Value {
	return object(map[string]tftypes.Value{
		"app_id": text(app), "display_name": text(name), "counted": whether(true), "exact": whether(true),
		"total": count(total), "used": count(used), "needed": count(needed),
	})
}

func list(elements ...tftypes.Value) tftypes.Value {
	return tftypes.NewValue(tftypes.List{ElementType: elements[0].Type()}, elements)
}

const legend = "\n`█` used, `▒` claimed by people who are let in and have not installed the app, `░` free, `✕` short.\n"

const head = "| App | Seats | Licences | Used | Claimed | Free | Short |\n|:--|:--|--:|--:|--:|--:|--:|\n"

func TestSeatsMarkdownTakesBothDataSources(t *testing.T) {
	short := "**The app is short of licences: 10 missing.**\n\n" + head +
		"| `Carnet` | `██▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒✕✕` | 90 | 12 | 78 | 0 | **10** |\n" + legend
	one := seatsOf("Carnet", 90, 12, 100)
	for name, tc := range map[string]struct {
		apps tftypes.Value
		want string
	}{
		"listed apps": {
			list(listedApp("Carnet", 90, 12)),
			"**The app has licences enough.**\n\n" + head + "| `Carnet` | `██░░░░░░░░░░░░░░░░░░` | 90 | 12 | 0 | 78 | 0 |\n" + legend,
		},
		"seats of one app":   {one, short},
		"seats in a list":    {list(one), short},
		"seats in a tuple":   {tftypes.NewValue(tftypes.Tuple{ElementTypes: []tftypes.Type{one.Type()}}, []tftypes.Value{one}), short},
		"seats in an object": {object(map[string]tftypes.Value{"carnet": one}), short},
		"seats in a map":     {tftypes.NewValue(tftypes.Map{ElementType: one.Type()}, map[string]tftypes.Value{"carnet": one}), short},
		"none":               {tftypes.NewValue(tftypes.Tuple{ElementTypes: []tftypes.Type{}}, []tftypes.Value{}), "**No app with counted licences.**\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, failure := call(t, "seats_markdown", tc.apps)
			if failure != nil {
				t.Fatal(failure.Text)
			}
			if diff := cmp.Diff(text(tc.want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSeatsSVGShowsAsManyAsAsked(t *testing.T) {
	got, failure := call(t, "seats_svg", list(seatsOf("A", 1, 0, 9), seatsOf("B", 1, 0, 0)), count(1))
	if failure != nil {
		t.Fatal(failure.Text)
	}
	var svg string
	if err := got.As(&svg); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{">A<": true, ">B<": false, "1 more apps": false, "1 more app, which is better off, is not shown.": true} {
		if strings.Contains(svg, text) != want {
			t.Errorf("%q in the chart: %v, want %v", text, !want, want)
		}
	}
}

func TestSeatsRefuseWhatIsNoApp(t *testing.T) {
	neither := "these are neither apps of intunestore_licensed_apps nor intunestore_app_seats: " +
		"a list, a set or a map of objects with display_name and total_license_count, or with display_name and total"
	for name, tc := range map[string]struct {
		arguments []tftypes.Value
		want      tfprotov6.FunctionError
	}{
		"a string":        {[]tftypes.Value{text("Carnet")}, tfprotov6.FunctionError{Text: neither, FunctionArgument: ptr(0)}},
		"ids":             {[]tftypes.Value{list(text(app))}, tfprotov6.FunctionError{Text: neither, FunctionArgument: ptr(0)}},
		"another object":  {[]tftypes.Value{list(object(map[string]tftypes.Value{"display_name": text("x")}))}, tfprotov6.FunctionError{Text: neither, FunctionArgument: ptr(0)}},
		"half a licence":  {[]tftypes.Value{list(object(map[string]tftypes.Value{"display_name": text("x"), "total_license_count": tftypes.NewValue(tftypes.Number, 0.5), "used_license_count": count(0)}))}, tfprotov6.FunctionError{Text: neither, FunctionArgument: ptr(0)}},
		"no apps to show": {[]tftypes.Value{list(listedApp("x", 1, 0)), count(0)}, tfprotov6.FunctionError{Text: "0 is not a number of apps from 1 to 10000", FunctionArgument: ptr(1)}},
		"three arguments": {[]tftypes.Value{list(listedApp("x", 1, 0)), count(1), count(2)}, tfprotov6.FunctionError{Text: "at most two arguments: the apps, and how many of them to show", FunctionArgument: ptr(2)}},
	} {
		for _, function := range []string{"seats_markdown", "seats_svg"} {
			t.Run(function+" of "+name, func(t *testing.T) {
				_, failure := call(t, function, tc.arguments...)
				if diff := cmp.Diff(&tc.want, failure); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func ptr(n int64) *int64 { return &n }
