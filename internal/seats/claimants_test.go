package seats

import "testing"

// The claim set is what Judge counts: here its members are seen.
func TestClaimants(t *testing.T) {
	id := func(n byte) ID { return ID{15: n} }
	group := GroupScope(id(100))
	other := GroupScope(id(101))
	census := Census{
		Scopes: map[Scope]Population{
			group: {Users: NewSet([]ID{id(1), id(2), id(3)}), Devices: NewSet([]ID{id(50)})},
			other: {Users: NewSet([]ID{id(2)}), Devices: NewSet([]ID{id(51)})},
		},
		Owners: Owners{id(50): id(4), id(51): id(1)},
	}
	for name, test := range map[string]struct {
		assignments []Assignment
		want        []ID
	}{
		"none":            {nil, nil},
		"uninstall":       {[]Assignment{{Scope: group, Intent: Uninstall}}, nil},
		"people":          {[]Assignment{{Scope: group}}, []ID{id(1), id(2), id(3), id(4)}},
		"less exclusions": {[]Assignment{{Scope: group}, {Scope: other, Exclude: true}}, []ID{id(1), id(3), id(4)}},
		"filtered exclusions take nobody out": {[]Assignment{{Scope: group}, {Scope: other, Exclude: true, Filtered: true}},
			[]ID{id(1), id(2), id(3), id(4)}},
		"devices": {[]Assignment{{Scope: group, Unit: Device}}, []ID{id(50), id(51)}},
	} {
		if got := census.Claimants(test.assignments); !got.Equal(NewSet(test.want)) {
			t.Errorf("%s: %d claimants, want %d", name, got.Len(), len(test.want))
		}
	}
}
