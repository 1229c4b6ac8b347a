package seats

import "fmt"

// Decision is the answer to a question.
type Decision uint8

const (
	// Undecided: the counts were not enough for a bound, or the census lacked
	// what the answer needs. It is never permission.
	Undecided Decision = iota
	// Fits: the app has a seat for everyone let in.
	Fits
	// Warning: the app is over its total, and this change lets nobody new in, or
	// is a destroy.
	Warning
	// Refused: the app is over its total, and this change lets someone new in.
	Refused
)

// String names the decision.
func (d Decision) String() string {
	switch d {
	case Undecided:
		return "undecided"
	case Fits:
		return "fits"
	case Warning:
		return "warning"
	case Refused:
		return "refused"
	}
	return fmt.Sprintf("decision(%d)", uint8(d))
}

// Verdict is a decision with every number its message needs. It is a value: the
// same question with the same facts gives the same verdict, shares in the same
// order.
type Verdict struct {
	Decision Decision
	Pool     Pool

	// Needed is the seats the app needs once everyone let in has taken theirs:
	// Claimed + Outside + Kept.
	Needed int
	// Claimed is the people and devices let in after the change, each once.
	Claimed int
	// Outside is the seats held by people whom no assignment reaches: counted
	// when the holders are known, assumed when they are not.
	Outside int
	// Kept is the seats assumed to be held by people whom this change drops.
	// 0 when the holders are known: Outside counts those among them.
	Kept int
	// Short is by how many seats the app is short, Available the seats bought and
	// not in use. Neither is below 0; Short is 0 for a pool that cannot run out.
	Short, Available int
	// Newcomers is how many of those let in were not let in before, and are now
	// because of this change, alone or together with what others announced.
	Newcomers int

	// Exact: the holders were known. Otherwise Needed is an estimate.
	Exact bool
	// UpperBound: some assignment has a filter, which was not evaluated.
	UpperBound bool
	// Bounded: decided from counts alone. Needed and Claimed are upper bounds (0
	// for a pool that cannot run out), and nothing below them is filled in.
	Bounded bool
	// OthersUncredited: refused, while the app has other assignments, or others
	// were announced, that another resource could take away without this change
	// being credited for it. It means nothing to a caller whose change is the
	// whole of the app's assignments.
	OthersUncredited bool

	// Shares is the assignments of the app after the change, sorted by mode
	// (includes first), intent, kind of scope and group.
	Shares []Share
	// Missing is the scopes that the census should have held and did not.
	// Only an undecided verdict of a bounded pool has any.
	Missing []Scope
}

// Origin tells where an assignment of a verdict comes from.
type Origin uint8

const (
	// Existing: the app has the assignment already.
	Existing Origin = iota
	// Added: this change adds it.
	Added
	// AnnouncedByOther: another change of the same run adds it.
	AnnouncedByOther
)

// Share is one assignment's part in the claims after a change.
type Share struct {
	Assignment Assignment
	// Members is for an include the people or devices (by its unit) that it
	// reaches, before exclusions; for an exclusion those it keeps from claiming.
	// Shares overlap, so they do not add up to Claimed. An uninstall has 0.
	Members int
	Origin  Origin
}
