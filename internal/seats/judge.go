package seats

// decide is the rule, and the only place where it is decided.
func decide(p Pool, needed, newcomers int, destroy bool) Decision {
	switch {
	case !p.Bounded() || needed <= p.Total:
		return Fits
	case newcomers > 0 && !destroy:
		return Refused
	default:
		return Warning
	}
}

// Judge answers the question. With holders nil, nobody knows who holds the seats
// in use, and the verdict is an estimate. A census that lacks something (Missing,
// NeedsOwners) gives an undecided verdict, unless the pool cannot run out.
func (q Question) Judge(census Census, holders *Holders) Verdict {
	c := q.course()
	v := q.verdict(c)
	v.Exact = holders != nil
	missing := c.missing(census)
	if len(missing) > 0 || census.Owners == nil && c.needsOwners(census) {
		if !q.Pool.Bounded() {
			v.Decision = Fits
			return v
		}
		v.Missing = missing
		return v
	}

	is := assignments(c.after)
	was, all := census.reaches(claims(c.before), claims(is))
	before := census.claimants(was.except(census.population(takenOut(c.before))))
	after := census.claimants(all.except(census.population(takenOut(is))))

	v.Claimed = after.Len()
	if holders != nil {
		v.Outside = holders.Known.MinusLen(after) + holders.Unresolved
	} else {
		v.Outside = max(0, q.Pool.used()-before.Len())
		v.Kept = min(q.Pool.used(), before.MinusLen(after))
	}
	v.Needed = v.Claimed + v.Outside + v.Kept
	v.Newcomers = c.newcomers(census, was, all, after.Minus(before))
	v.Decision = decide(q.Pool, v.Needed, v.Newcomers, q.Change.Destroy)
	if q.Pool.Bounded() {
		v.Short = max(0, v.Needed-q.Pool.Total)
	}
	v.OthersUncredited = v.Decision == Refused && q.othersUncredited(c)
	v.Shares = c.shares(census, all, after)
	return v
}

// verdict is what is known of the answer before anybody is counted.
func (q Question) verdict(c course) Verdict {
	return Verdict{Pool: q.Pool, Available: q.Pool.Available(), UpperBound: c.filtered}
}

// newcomers counts those of the fresh, who are in C after and not in C before, whom
// this change lets in: through a member whom its additions reach and nothing
// reached before, or through one whom an exclusion that it lifts had taken out. was
// and all are whom the claims before and after the change reach.
//
// Whoever was reached and taken out before is let in by who lifts the exclusion,
// not by who narrows the claim: else a narrowing could be refused for what another
// change does. Without other changes, all the fresh are newcomers.
func (c course) newcomers(census Census, was, all reach, fresh Set) int {
	if fresh.Len() == 0 || len(c.adds) == 0 && len(c.lifts) == 0 {
		return 0
	}
	return fresh.IntersectLen(Union(
		census.claimants(census.reach(claims(c.adds)).beyond(was)),
		census.claimants(all.inside(census.population(c.lifts))),
	))
}

// othersUncredited reports whether something other than this change's own
// additions has a part in the claims.
func (q Question) othersUncredited(c course) bool {
	for _, s := range c.after {
		if s.Origin != Added && (s.Assignment.Claims() || s.Assignment.Exclude) {
			return true
		}
	}
	return q.Announced.Uncredited
}

// shares counts each assignment's part. all is whom the claims after the change
// reach, and after the claim set that the exclusions leave of it.
func (c course) shares(census Census, all reach, after Set) []Share {
	for i, s := range c.after {
		switch a := s.Assignment; {
		case a.Claims():
			c.after[i].Members = census.claimants(census.reach([]claim{{a.Scope, a.Unit}})).Len()
		case a.takesOut():
			out := census.claimants(all.inside(census.population([]Scope{a.Scope})))
			c.after[i].Members = out.MinusLen(after)
		}
	}
	return c.after
}
