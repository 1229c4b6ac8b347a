package seats

import "slices"

// Change is what one resource does to one app's assignments. To change an
// assignment in place is to remove and add the same key. The order of either
// list does not matter. A removal takes away whatever now has its key; one whose
// key nothing has, and an addition of what is there already, come to nothing.
type Change struct {
	Adds, Removes []Assignment
	// Destroy: the resource goes away. Its change is never refused, and what it
	// adds, if anything, is ignored.
	Destroy bool
}

// adds is the assignments the change puts in place.
func (c Change) adds() []Assignment {
	if c.Destroy {
		return nil
	}
	return c.Adds
}

// Announced is what other changes of the same run let in, whichever of them is
// made first: claiming assignments they add and exclusions they lift. What they
// take away is not here, because it may not free a seat in time.
type Announced struct {
	Adds  []Assignment
	Lifts []Key
	// Uncredited: others also take something away (they remove claims or add
	// exclusions), which this change is not credited for.
	Uncredited bool
}

// course is the way a change leads: the app's assignments before and after it,
// each distinct one once, and sorted.
type course struct {
	before []Assignment
	after  []Share // Members not yet counted
	// adds is the claiming assignments, and lifts the exclusions' scopes, by which
	// this change itself lets people in.
	adds  []Assignment
	lifts []Scope
	// filtered: some assignment's filter bears on the claims.
	filtered bool
}

// course applies the change, and then what others announced. A change that comes
// to nothing leaves the app as it is: others answer for what they announce.
func (q Question) course() course {
	before := distinct(q.Before)
	own := q.Change.apply(before)
	c := course{before: before}
	idle := slices.Equal(before, own)
	for _, a := range own {
		origin := Existing
		if !contains(before, a) {
			origin = Added
			if a.Claims() {
				c.adds = append(c.adds, a)
			}
		}
		c.after = append(c.after, Share{Assignment: a, Origin: origin})
	}
	for _, a := range before {
		if a.takesOut() && !slices.ContainsFunc(own, func(b Assignment) bool { return b.takesOut() && b.Key() == a.Key() }) {
			c.lifts = append(c.lifts, a.Scope)
		}
	}
	if !idle {
		c.after = q.Announced.apply(c.after)
	}
	for _, a := range slices.Concat(before, assignments(c.after)) {
		c.filtered = c.filtered || a.Filtered && (a.Claims() || a.Exclude)
	}
	return c
}

// apply returns the assignments after the change: those whose key it neither
// removes nor adds, and those that it adds.
func (c Change) apply(before []Assignment) []Assignment {
	gone := make(map[Key]bool, len(c.Removes)+len(c.Adds))
	for _, a := range slices.Concat(c.Removes, c.adds()) {
		gone[a.plain().Key()] = true
	}
	after := slices.Clone(c.adds())
	for _, a := range before {
		if !gone[a.Key()] {
			after = append(after, a)
		}
	}
	return distinct(after)
}

// apply returns the assignments after what others announced: with every claim
// they add, beside what has its key, and without every exclusion they lift.
func (n Announced) apply(shares []Share) []Share {
	have := assignments(shares)
	for _, a := range distinct(n.Adds) {
		if a.Claims() && !contains(have, a) {
			shares = append(shares, Share{Assignment: a, Origin: AnnouncedByOther})
		}
	}
	shares = slices.DeleteFunc(shares, func(s Share) bool {
		return s.Assignment.Exclude && slices.ContainsFunc(n.Lifts, func(k Key) bool { return k.plain() == s.Assignment.Key() })
	})
	slices.SortFunc(shares, func(a, b Share) int { return a.Assignment.Compare(b.Assignment) })
	return shares
}

// assignments is what the shares are shares of.
func assignments(shares []Share) []Assignment {
	out := make([]Assignment, len(shares))
	for i, s := range shares {
		out[i] = s.Assignment
	}
	return out
}

// distinct returns the assignments sorted, each once, in their plain form.
func distinct(as []Assignment) []Assignment {
	out := make([]Assignment, len(as))
	for i, a := range as {
		out[i] = a.plain()
	}
	slices.SortFunc(out, Assignment.Compare)
	return slices.Compact(out)
}

// contains reports whether the sorted assignments hold a.
func contains(sorted []Assignment, a Assignment) bool {
	_, found := slices.BinarySearchFunc(sorted, a, Assignment.Compare)
	return found
}
