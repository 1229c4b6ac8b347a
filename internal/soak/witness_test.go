package soak

import (
	"errors"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func written(kind string, app int, before, after []map[string]any) emulator.Write {
	return emulator.Write{Kind: kind, App: appID(app), Before: before, After: after}
}

func objects(keys ...key) []map[string]any {
	out := []map[string]any{}
	for _, k := range keys {
		a := k.object("include", "direct")
		if k.exclude || k.group == others {
			a = k.object("none", "direct")
			a["target"].(map[string]any)["deviceAndAppManagementAssignmentFilterType"] = "none"
		}
		out = append(out, a)
	}
	return out
}

// Each checker goes red for what it is there for, and for nothing else.
func TestTheWitnessNoticesWhatMustNeverBe(t *testing.T) {
	zero, two := key{scarce, 0, "required", false}, key{scarce, 2, "required", false}
	theirsKey := key{scarce, others, "uninstall", false}
	const remove = "DELETE /deviceAppManagement/mobileApps/{id}/assignments/{assignment}"
	for name, c := range map[string]struct {
		writes []emulator.Write
		want   string
	}{
		"a create":               {[]emulator.Write{written(createKind, scarce, nil, objects(zero))}, ""},
		"created again":          {[]emulator.Write{written(createKind, scarce, objects(zero), objects(zero))}, doubled},
		"there twice":            {[]emulator.Write{written(createKind, scarce, objects(zero), objects(zero, zero))}, doubled},
		"two syncs":              {[]emulator.Write{{Kind: syncKind}, {Kind: syncKind}}, doubled},
		"somebody else's":        {[]emulator.Write{written(remove, scarce, objects(zero, theirsKey), objects(zero))}, theirs},
		"in the portal":          {[]emulator.Write{written("", scarce, objects(zero, theirsKey), objects(zero))}, ""},
		"not configured":         {[]emulator.Write{written(createKind, scarce, nil, objects(key{scarce, 1, "required", false}))}, unasked},
		"over the seats":         {[]emulator.Write{written(createKind, scarce, objects(zero), objects(zero, two))}, promised},
		"over, and fewer":        {[]emulator.Write{written(remove, scarce, objects(zero, two, key{scarce, 1, "required", false}), objects(zero, two))}, ""},
		"a removal made again":   {[]emulator.Write{written(remove, scarce, objects(zero), objects(zero))}, ""},
		"over, for an exclusion": {[]emulator.Write{written(remove, tight, objects(key{tight, 0, "required", false}, key{tight, 1, "required", false}, key{tight, 2, "required", true}), objects(key{tight, 0, "required", false}, key{tight, 1, "required", false}))}, promised},
	} {
		t.Run(name, func(t *testing.T) {
			var w witness
			w.ask(wish{keys: []key{zero, two}})
			for _, write := range c.writes {
				w.see(write)
			}
			v, _ := errors.AsType[*violation](w.err())
			if got := w.err(); (got != nil) != (c.want != "") || v != nil && v.kind != c.want {
				t.Errorf("%v, want %q", got, c.want)
			}
		})
	}
}

// What the tenant has is compared with what it should have, both ways.
func TestLossesAndGainsAreNoticed(t *testing.T) {
	a, b := key{singleA, 0, "required", false}, key{singleA, 1, "required", false}
	want := holdings{a: "include", b: "include"}
	for name, c := range map[string]struct {
		got  holdings
		want string
	}{
		"lost":        {holdings{a: "include"}, lost},
		"changed":     {holdings{a: "include", b: "exclude"}, lost},
		"unasked":     {want.with(holdings{guest: "none"}), unasked},
		"as it ought": {want, ""},
	} {
		v, _ := errors.AsType[*violation](c.got.differ(want))
		if (v != nil) != (c.want != "") || v != nil && v.kind != c.want {
			t.Errorf("%s: %v", name, v)
		}
	}
}
