package emulator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// group is a security group and its direct members.
type group struct {
	id, name string
	direct   []string // ids of users, devices, groups
	generate []Generate
}

// memberSet is a set of members, each once: objects that are held one by one,
// and spans of generated ones, which are not.
type memberSet struct {
	groups  []*group
	users   []*User
	devices []*Device
	spans   map[stemUse][]span
	order   []stemUse // the keys of spans, by first appearance
}

func (st *state) loadGroups(t *Tenant) error {
	for _, g := range t.Groups {
		orDefault(&g.ID, stableID(groupKind, g.DisplayName))
		if err := guid(&g.ID); err != nil {
			return fmt.Errorf("group %q: %w", g.DisplayName, err)
		}
		if st.groupByID[g.ID] != nil {
			return fmt.Errorf("group %q: exists twice", g.DisplayName)
		}
		loaded := &group{id: g.ID, name: g.DisplayName, generate: slices.Clone(g.Generate)}
		st.groups = append(st.groups, loaded)
		st.groupByID[g.ID] = loaded
	}
	for i, g := range t.Groups {
		if err := st.setMembers(st.groups[i], g.Members); err != nil {
			return err
		}
	}
	return nil
}

// setMembers replaces the members of a group that are held one by one.
func (st *state) setMembers(g *group, members []string) error {
	ids := make([]string, len(members))
	for i, m := range members {
		id := strings.ToLower(m)
		switch {
		case st.groupByID[id] != nil, st.device(id) != nil:
		case st.user(id) != nil:
			id = st.user(id).ID
		default:
			return fmt.Errorf("group %q: member %q is not a user, device or group of the tenant", g.name, m)
		}
		ids[i] = id
	}
	g.direct = ids
	clear(st.closures)
	return nil
}

// deleteGroup takes a group out of the directory and out of other groups.
// Assignments to it stay: Intune lists them as targets that no longer resolve.
// Source: observed, MG-Cloudflow/Intune-Toolkit#58.
func (st *state) deleteGroup(g *group) {
	delete(st.groupByID, g.id)
	st.groups = slices.DeleteFunc(st.groups, func(other *group) bool { return other == g })
	for _, other := range st.groups {
		other.direct = slices.DeleteFunc(other.direct, func(id string) bool { return id == g.id })
	}
	clear(st.closures)
}

// members returns the members of a group, with those of nested groups if
// transitive. A group that contains itself is listed once like any other.
func (st *state) members(g *group, transitive bool) *memberSet {
	if transitive && st.closures[g.id] != nil {
		return st.closures[g.id]
	}
	set := &memberSet{spans: map[stemUse][]span{}}
	seen := map[string]bool{}
	queue := []*group{g}
	for expanded := map[*group]bool{}; len(queue) > 0; queue = queue[1:] {
		if expanded[queue[0]] {
			continue
		}
		expanded[queue[0]] = true
		for _, gen := range queue[0].generate {
			p := st.populations[gen.Prefix]
			set.addSpan(stemUse{p, userKind}, span{gen.From, gen.From + gen.Users})
			set.addSpan(stemUse{p, deviceKind}, span{gen.From, gen.From + gen.Devices})
		}
		for _, id := range queue[0].direct {
			if seen[id] {
				continue
			}
			seen[id] = true
			if nested := st.addMember(set, id); nested != nil && transitive {
				queue = append(queue, nested)
			}
		}
	}
	set.settle()
	if transitive {
		st.closures[g.id] = set
	}
	return set
}

// addMember adds one object; a group is also returned.
func (st *state) addMember(set *memberSet, id string) *group {
	if g := st.groupByID[id]; g != nil {
		set.groups = append(set.groups, g)
		return g
	}
	if u := st.userByID[id]; u != nil {
		set.users = append(set.users, u)
	} else if d := st.deviceByID[id]; d != nil {
		set.devices = append(set.devices, d)
	} else if use, n, ok := st.generated(id); ok {
		set.addSpan(use, span{n, n + 1})
	}
	return nil
}

func (m *memberSet) addSpan(use stemUse, s span) {
	if s.size() == 0 {
		return
	}
	if m.spans[use] == nil {
		m.order = append(m.order, use)
	}
	m.spans[use] = append(m.spans[use], s)
}

// settle joins spans that touch, so that nobody is counted twice.
func (m *memberSet) settle() {
	for use, spans := range m.spans {
		slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
		joined := spans[:1]
		for _, s := range spans[1:] {
			if last := &joined[len(joined)-1]; s.from <= last.to {
				last.to = max(last.to, s.to)
			} else {
				joined = append(joined, s)
			}
		}
		m.spans[use] = joined
	}
}

// sequence lists the members of the wanted kind, "" for all, as Graph shows
// them. Casts leave the type out, since it is then the declared one.
func (m *memberSet) sequence(want kind) sequence {
	var s sequence
	shown := func(k kind, object map[string]any) map[string]any {
		if want == "" {
			return typed(k, object)
		}
		return object
	}
	if want == "" || want == groupKind {
		s = append(s, part{n: len(m.groups), at: func(i int) map[string]any { return shown(groupKind, groupObject(m.groups[i])) }})
	}
	if want == "" || want == userKind {
		s = append(s, part{n: len(m.users), at: func(i int) map[string]any { return shown(userKind, userObject(m.users[i])) }})
	}
	if want == "" || want == deviceKind {
		s = append(s, part{n: len(m.devices), at: func(i int) map[string]any { return shown(deviceKind, deviceObject(m.devices[i])) }})
	}
	for _, use := range m.order {
		if want != "" && want != use.kind {
			continue
		}
		for _, r := range m.spans[use] {
			s = append(s, part{n: r.size(), at: func(i int) map[string]any {
				if use.kind == userKind {
					return shown(userKind, userObject(use.population.userAt(r.from+i)))
				}
				return shown(deviceKind, deviceObject(use.population.deviceAt(r.from+i)))
			}})
		}
	}
	return s
}

// typed adds the type annotation.
func typed(k kind, object map[string]any) map[string]any {
	object["@odata.type"] = "#microsoft.graph." + string(k)
	return object
}
