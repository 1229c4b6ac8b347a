package seats

import "sync"

// Ledger remembers, for each app, what the changes of one run have announced
// and what they have reserved. It is safe for concurrent use.
type Ledger struct{ mu sync.Mutex }

// NewLedger returns an empty ledger.
func NewLedger() *Ledger { return &Ledger{} }

// Announce makes a change known to the others, and returns it as the ledger now
// knows it: with the removals that an earlier announcement of the same additions
// carried, when this one carries none (see ReplacedBy).
func (l *Ledger) Announce(app ID, c Change) Change { return c }

// Others returns what was announced for the app by changes other than own.
func (l *Ledger) Others(app ID, own Change) Announced { return Announced{} }

// ReplacedBy returns what the change that announced to add key also removed,
// sorted: none if key was not announced.
func (l *Ledger) ReplacedBy(app ID, key Key) []Assignment { return nil }

// Reserve takes seats just before a write. decide gets what other changes have
// reserved for the app so far; if it accepts, the change is recorded as reserved
// before anyone else's decide for that app runs. decide must be quick and must
// not use the ledger.
func (l *Ledger) Reserve(app ID, c Change, decide func(Announced) bool) bool { return false }

// Release gives back what Reserve recorded, after a write that did not happen.
func (l *Ledger) Release(app ID, c Change) {}

// First reports whether this is the first call for that app and subject, for
// warnings that are given once per app.
func (l *Ledger) First(app ID, what string) bool { return false }
