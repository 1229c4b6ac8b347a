package bench

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// BadWeather makes every 4th answer of the tenant a 429, every 5th a 503, and cuts
// the answer of every 3rd write after it was done.
func BadWeather(server *emulator.Server) error {
	var errs []error
	for _, f := range []emulator.Fault{
		{Every: 3, Skip: 2, Cut: "after", Match: emulator.Match{Method: "POST", PathRegexp: "/assignments$"}},
		{Every: 4, Skip: 3, Status: 429, RetryAfter: "0.2"},
		{Every: 5, Skip: 4, Status: 503},
	} {
		errs = append(errs, server.Fault(f))
	}
	return errors.Join(errs...)
}

// Verify says in what the tenant's assignments differ from the company's.
func (c Company) Verify(server *emulator.Server) error {
	want := make(map[string][]string, c.Apps)
	for i := range c.Assignments {
		app, group := c.Assignment(i)
		want[app] = append(want[app], group+" required")
	}
	var errs []error
	for _, app := range slices.Sorted(maps.Keys(want)) {
		var got []string
		for _, a := range server.Assignments(app) {
			target, _ := a["target"].(map[string]any)
			got = append(got, fmt.Sprint(target["groupId"], " ", a["intent"]))
		}
		slices.Sort(got)
		slices.Sort(want[app])
		if !slices.Equal(got, want[app]) {
			errs = append(errs, fmt.Errorf("app %s has %v, not %v", app, got, want[app]))
		}
	}
	return errors.Join(errs...)
}
