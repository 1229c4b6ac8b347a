package seats

// Change is what one resource does to one app's assignments. To change an
// assignment in place is to remove and add the same key. The order of either
// list does not matter.
type Change struct {
	Adds, Removes []Assignment
	// Destroy: the resource goes away. Its change is never refused, and what it
	// adds, if anything, is ignored.
	Destroy bool
}

// Announced is what other changes of the same run let in, whichever of them is
// made first: claiming assignments they add and exclusions they lift. What they
// take away is not here, because seats are not freed by it in time.
type Announced struct {
	Adds  []Assignment
	Lifts []Key
	// Uncredited: others also take something away (they remove claims or add
	// exclusions), for which nobody is credited.
	Uncredited bool
}

// Question asks whether an app has a seat for everyone a change lets in.
type Question struct {
	Pool Pool
	// Before is all the app's assignments as they are now, whoever made them.
	Before    []Assignment
	Change    Change
	Announced Announced
}

// Scopes returns the scopes whose population the answer needs, sorted, each once.
func (q Question) Scopes() []Scope { return nil }

// Countable returns the scopes whose counts can decide the question by Bound,
// sorted, each once: none where no count can.
func (q Question) Countable() []Scope { return nil }

// Missing returns the scopes of Scopes that the census lacks.
func (q Question) Missing(c Census) []Scope { return nil }

// NeedsOwners reports whether the answer needs Census.Owners: some claim by user
// reaches devices, or some claim by device reaches users. It looks only at the
// census's Scopes.
func (q Question) NeedsOwners(c Census) bool { return false }

// Bound answers from counts where they suffice, so that nobody need be listed.
// counts holds for each scope an upper bound of its users and devices together;
// a scope without a count is unbounded. The verdict is Fits, or undecided when
// the second result is false. Holders are taken to be unknown: see BoundHeld.
func (q Question) Bound(counts map[Scope]int) (Verdict, bool) { return Verdict{}, false }

// BoundHeld is Bound where it is known that so many hold a seat (Holders.Count).
func (q Question) BoundHeld(counts map[Scope]int, held int) (Verdict, bool) { return Verdict{}, false }

// Judge answers. With holders nil nobody knows who holds the seats in use, and
// the verdict is an estimate. A census that lacks something gives an undecided
// verdict.
func (q Question) Judge(c Census, h *Holders) Verdict { return Verdict{} }
