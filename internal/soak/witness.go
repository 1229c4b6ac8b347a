package soak

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// What must never be.
const (
	lost     = "lost"             // what a finished apply wrote is not there
	doubled  = "doubled"          // something was done twice
	theirs   = "others' changed"  // somebody else's assignment was touched
	promised = "seats oversold"   // people were let in for whom there is no seat
	unasked  = "nobody asked for" // the tenant has what no configuration wants
)

// nevers are all of them.
var nevers = []string{lost, doubled, theirs, promised, unasked}

// violation is one that came to be.
type violation struct{ kind, text string }

func (v *violation) Error() string { return v.kind + ": " + v.text }

func fault(kind, format string, arguments ...any) error {
	return &violation{kind, fmt.Sprintf(format, arguments...)}
}

// The writes that are told apart.
const (
	createKind = "POST /deviceAppManagement/mobileApps/{id}/assignments"
	syncKind   = "POST /deviceAppManagement/syncMicrosoftStoreForBusinessApps"
)

// witness looks at every write as it takes effect, and counts seats by itself.
type witness struct {
	mu    sync.Mutex
	asked map[key]bool // by any configuration so far
	// Of the provider: writes that changed something, and those that made once more
	// what was already so.
	writes, repeats int
	run, syncs      int // writes and syncs of the run under way
	broken          []error
}

// ask tells that a configuration is going to be applied.
func (w *witness) ask(wish wish) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked == nil {
		w.asked = map[key]bool{}
	}
	for _, k := range wish.keys {
		w.asked[k] = true
	}
}

// begin tells that another terraform begins.
func (w *witness) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.run, w.syncs = 0, 0
}

// written is how many writes the terraform under way has made.
func (w *witness) written() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.run
}

// made is how many writes of all runs changed something, and how many nothing.
func (w *witness) made() (writes, repeats int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.writes, w.repeats
}

// err is what must never be and was.
func (w *witness) err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return errors.Join(w.broken...)
}

// see is for [emulator.Server.Watch].
func (w *witness) see(write emulator.Write) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if write.Kind == "" {
		return // the portal may do as it likes
	}
	w.run++
	if write.Kind == syncKind {
		if w.syncs++; w.syncs > 1 {
			w.broken = append(w.broken, fault(doubled, "one apply asked for %d syncs", w.syncs))
		}
	}
	if write.App == "" {
		w.writes++
		return
	}
	app := slices.Index(ids(appCount, appID), write.App)
	before, err := read(app, write.Before)
	after, twice := read(app, write.After)
	if err = errors.Join(err, twice); err != nil {
		w.broken = append(w.broken, err)
		return
	}
	w.judge(write.Kind, app, before, after)
}

// judge looks at what a write of the provider changed.
func (w *witness) judge(kind string, app int, before, after holdings) {
	changed := false
	for _, k := range before.with(after).sorted() {
		was, had := before[k]
		is, has := after[k]
		if had == has && was == is {
			continue
		}
		changed = true
		switch {
		case k.foreign():
			w.broken = append(w.broken, fault(theirs, "%s changed %v, which is somebody else's", kind, k))
		case has && !w.asked[k]:
			w.broken = append(w.broken, fault(unasked, "%s made %v", kind, k))
		}
	}
	switch {
	case changed:
		w.writes++
	case kind == createKind:
		w.broken = append(w.broken, fault(doubled, "app %d: an assignment was created again", app))
	default:
		w.repeats++
	}
	if err := after.overbooked(app, before); err != nil {
		w.broken = append(w.broken, fmt.Errorf("%s: %w", kind, err))
	}
}
