package emulator

import (
	"testing"

	"pgregory.net/rapid"
)

// An id leads back to the kind, prefix and number that it was made of, and no
// two numbers share one.
func TestGeneratedIDsLeadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.StringMatching(`[a-z]{1,8}-`).Draw(t, "prefix")
		k := rapid.SampledFrom([]kind{userKind, deviceKind, deviceIDKind, managedKind}).Draw(t, "kind")
		n := rapid.IntRange(0, 1<<30).Draw(t, "n")
		id := generatedID(k, prefix, n)
		if !isGUID(id) {
			t.Fatalf("%s is not a GUID", id)
		}
		s, got, ok := splitID(id)
		if !ok || s != stemOf(k, prefix) || got != n {
			t.Fatalf("%s leads back to %v %d %v", id, s, got, ok)
		}
	})
}

// A closure has every member once, as a naive walk finds them.
func TestClosureEqualsANaiveWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const groups = 6
		tenant := &Tenant{}
		for i := range groups {
			g := Group{ID: stableID(groupKind, string(rune('a'+i))), DisplayName: string(rune('a' + i))}
			for j := range groups {
				if rapid.Bool().Draw(t, "nested") {
					g.Members = append(g.Members, stableID(groupKind, string(rune('a'+j))))
				}
			}
			g.Generate = []Generate{{Prefix: "p-", From: rapid.IntRange(0, 20).Draw(t, "from"), Users: rapid.IntRange(0, 9).Draw(t, "users")}}
			tenant.Groups = append(tenant.Groups, g)
		}
		st, err := newState(tenant)
		if err != nil {
			t.Fatal(err)
		}
		want, visited := map[string]bool{}, map[string]bool{}
		var walk func(id string)
		walk = func(id string) {
			if visited[id] {
				return
			}
			visited[id] = true
			for _, g := range tenant.Groups {
				if g.ID != id {
					continue
				}
				for n := range g.Generate[0].Users {
					want[GeneratedUserID("p-", g.Generate[0].From+n)] = true
				}
				for _, m := range g.Members {
					walk(m)
				}
			}
		}
		walk(tenant.Groups[0].ID)
		got := map[string]bool{}
		sequence := st.members(st.groups[0], true).sequence(userKind)
		for _, user := range sequence.from(0) {
			got[user["id"].(string)] = true
		}
		if len(got) != len(want) || sequence.size() != len(want) {
			t.Fatalf("%d distinct of %d listed, want %d", len(got), sequence.size(), len(want))
		}
	})
}
