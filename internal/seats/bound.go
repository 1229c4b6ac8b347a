package seats

import "math"

// unbounded is the bound of what has no count. No sum passes it.
const unbounded = math.MaxInt

// Bound answers from counts where they suffice, so that nobody need be listed.
// counts holds for each scope an upper bound of its users and devices together;
// a scope without a count, or with one below 0, is unbounded. Counts of the scopes
// that Countable returns are of use.
//
// The verdict is Fits, or undecided when the second result is false: counts alone
// never refuse and never warn. It holds of the estimate, where nobody knows the
// holders; BoundHeld is for when they are known.
func (q Question) Bound(counts map[Scope]int) (Verdict, bool) {
	return q.bound(counts, func(b bounds) int { return b.estimate(q.Pool.used()) }, false)
}

// BoundHeld is Bound where the holders are known and so many (Holders.Count).
func (q Question) BoundHeld(counts map[Scope]int, held int) (Verdict, bool) {
	return q.bound(counts, func(b bounds) int { return plus(b.claimed, max(0, held)) }, true)
}

func (q Question) bound(counts map[Scope]int, needed func(bounds) int, exact bool) (Verdict, bool) {
	c := q.course()
	v := q.verdict(c)
	v.Exact, v.Bounded = exact, true
	if q.Pool.Bounded() {
		b := c.bounds(counts)
		v.Needed, v.Claimed = needed(b), b.claimed
		if decide(q.Pool, v.Needed, b.entering, q.Change.Destroy) != Fits {
			return Verdict{}, false
		}
	}
	v.Decision = Fits
	return v, true
}

// bounds is how many there are at most: in the claim set B before the change; in
// the claims after it, exclusions aside, so also in the claim set A; in A and not
// in B; in B and in none of the claims after.
type bounds struct{ before, claimed, entering, leaving int }

// bounds counts each claim once. Those who enter are in a claim that was not there,
// or were taken out and are no more.
func (c course) bounds(counts map[Scope]int) bounds {
	before, after := claims(c.before), claims(assignments(c.after))
	b := bounds{before: total(counts, before, nil), claimed: total(counts, after, nil)}
	b.entering = min(b.claimed, plus(total(counts, after, before), freed(counts, after, c.lifted())))
	b.leaving = total(counts, before, after)
	return b
}

// estimate bounds the seats needed when U are in use and nobody knows by whom.
// The estimate is the same as
//
//	needed = |A\B| + max(U, |A∩B| + min(U, |B\A|))
//
// (if |B| ≤ U both are |A\B| + U; if not, both are |A| + min(U, |B\A|)), which
// grows with each of its terms. |A∩B| + |B\A| is |B|, so it is at most
//
//	|A\B| + max(U, |B|)
//
// which decides a change that adds little or nothing to what fits already. And
// |A\B| + |A∩B| is |A|, so it is also at most
//
//	max(|A\B| + U, |A| + min(U, |B\A|))
//
// which decides a new scope where few seats are in use. Those of B\A whom a claim
// after the change reaches, but an exclusion takes out, are in the count of the
// claims already: the last term is for the others.
func (b bounds) estimate(used int) int {
	return min(
		plus(b.entering, max(used, b.before)),
		max(plus(b.entering, used), plus(b.claimed, min(used, b.leaving))),
	)
}

// total adds up the bounds of the claims that are not in less.
func total(counts map[Scope]int, claims, less []claim) int {
	sum := 0
	for _, c := range without(claims, less) {
		sum = plus(sum, c.bound(counts))
	}
	return sum
}

// freed bounds how many claimants of the claims are reached within the scopes:
// each scope's members under every unit that claims.
func freed(counts map[Scope]int, claims []claim, scopes []Scope) int {
	var units [2]bool
	for _, c := range claims {
		units[c.Unit] = true
	}
	sum := 0
	for _, s := range scopes {
		for u, claimed := range units {
			if claimed {
				sum = plus(sum, claim{s, Unit(u)}.bound(counts))
			}
		}
	}
	return sum
}

// bound returns how many claimants the claim has at most.
func (c claim) bound(counts map[Scope]int) int {
	n, counted := counts[c.Scope]
	if !counted || n < 0 || !c.countable() {
		return unbounded
	}
	return n
}

// plus adds bounds, neither of them below 0.
func plus(a, b int) int {
	if a > unbounded-b {
		return unbounded
	}
	return a + b
}
