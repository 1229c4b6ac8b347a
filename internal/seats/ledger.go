package seats

import (
	"slices"
	"sync"
)

// Ledger tells the changes of one run about each other. A change is announced
// when it is planned, and reserves its seats just before it is written.
//
// It stands what a run does to it. A change may be announced again, in any order,
// from many goroutines, and nothing says which resource announces it. So entries
// are set by app and by the key of the assignment, never added up: an assignment
// has one owner, and saying the same again changes nothing. Saying something else
// of the same keys replaces what was said of them.
//
// A replacement is announced twice, the second time as if it only added. The
// ledger remembers what went with the addition the first time, so that the old
// target still counts as taken away by the same change (ReplacedBy).
//
// All methods may be called from many goroutines at once. Apps do not wait for
// each other.
type Ledger struct {
	mu    sync.Mutex
	pages map[ID]*page
}

// page is what the ledger holds of one app.
type page struct {
	mu                  sync.Mutex
	announced, reserved entries
	replaced            map[Key][]Assignment
	said                map[string]bool
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger { return &Ledger{pages: make(map[ID]*page)} }

// open returns the app's page, locked.
func (l *Ledger) open(app ID) *page {
	l.mu.Lock()
	p := l.pages[app]
	if p == nil {
		p = &page{
			announced: newEntries(),
			reserved:  newEntries(),
			replaced:  make(map[Key][]Assignment),
			said:      make(map[string]bool),
		}
		l.pages[app] = p
	}
	l.mu.Unlock()
	p.mu.Lock()
	return p
}

// Announce makes a change known to the others. It returns the change as it is to
// be judged: with the removals that were announced together with the same
// additions, if it carries none itself.
func (l *Ledger) Announce(app ID, c Change) Change {
	p := l.open(app)
	defer p.mu.Unlock()
	if !c.Destroy && len(c.Removes) > 0 {
		removes := distinct(c.Removes)
		for _, a := range c.Adds {
			key := a.plain().Key()
			p.announced.forget(Change{Removes: p.replaced[key]})
			p.replaced[key] = removes
		}
	}
	c = p.recall(c)
	p.announced.set(c)
	return c
}

// Others returns what changes other than own announced for the app, sorted. It is
// what Question.Announced wants. A change that announces itself before it asks is
// seen by every change that asks after, so of two changes that do not fit together
// at least one is told.
func (l *Ledger) Others(app ID, own Change) Announced {
	p := l.open(app)
	defer p.mu.Unlock()
	return p.announced.others(p.recall(own))
}

// ReplacedBy returns what was announced to be removed by the change that adds key,
// sorted; nil if no such change removes anything.
func (l *Ledger) ReplacedBy(app ID, key Key) []Assignment {
	p := l.open(app)
	defer p.mu.Unlock()
	return slices.Clone(p.replaced[key.plain()])
}

// Reserve takes seats for a change just before it is written. decide is told what
// others have reserved for the app so far; if it accepts, the change is reserved
// before anyone else's decide for the app is run, so the last seats are given
// once. Reserve returns what decide did.
//
// decide runs under the app's lock: it must do no I/O and must not use the
// ledger. Where it lacks a fact, it refuses, and its caller looks the fact up and
// reserves again. A reservation stays after the write, to be held against a view
// of the tenant that is older than it.
func (l *Ledger) Reserve(app ID, c Change, decide func(Announced) bool) bool {
	p := l.open(app)
	defer p.mu.Unlock()
	if !decide(p.reserved.others(p.recall(c))) {
		return false
	}
	p.reserved.set(c)
	return true
}

// Release gives back what Reserve recorded, after a write that did not happen.
func (l *Ledger) Release(app ID, c Change) {
	p := l.open(app)
	defer p.mu.Unlock()
	p.reserved.forget(c)
}

// First reports whether this is the first call for the app and the subject, for
// what is said once per app however many resources it concerns.
func (l *Ledger) First(app ID, subject string) bool {
	p := l.open(app)
	defer p.mu.Unlock()
	first := !p.said[subject]
	p.said[subject] = true
	return first
}

// recall returns the change with the removals once announced with its additions,
// where it carries none.
func (p *page) recall(c Change) Change {
	if c.Destroy || len(c.Removes) > 0 {
		return c
	}
	var removes []Assignment
	for _, a := range c.Adds {
		removes = append(removes, p.replaced[a.plain().Key()]...)
	}
	if len(removes) > 0 {
		c.Removes = distinct(removes)
	}
	return c
}
