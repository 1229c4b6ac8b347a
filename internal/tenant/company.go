package tenant

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
)

// severalApps is how many different apps must have been asked about before the
// others are read along: a configuration of one or two apps should not make the
// tenant read out all of them.
const severalApps = 3

// appsLikelyNext are the apps whose assignments will likely be asked for: the
// licensed ones that are assigned, or those that are not when the run assigns for
// the first time.
func (t *Tenant) appsLikelyNext() []string {
	if t.appsAsked.len() < severalApps {
		return nil
	}
	assigning := t.assigning()
	var ids []string
	for _, catalogue := range t.licensed.Kept() {
		for _, app := range catalogue.apps {
			if app.IsAssigned != assigning {
				ids = append(ids, strings.ToLower(app.ID))
			}
		}
	}
	return ids
}

// assigning says that the run assigns for the first time rather than looks after
// what is there: most of the apps that it asked about, and it asked about several,
// are not assigned.
func (t *Tenant) assigning() bool {
	asked := t.appsAsked.all()
	if len(asked) < severalApps {
		return false
	}
	assigned := 0
	for _, catalogue := range t.licensed.Kept() {
		for _, id := range asked {
			if catalogue.byID[id].IsAssigned {
				assigned++
			}
		}
	}
	return 2*assigned < len(asked)
}

// manyGroups is how many groups must have been asked about before the directory is
// asked which others it has.
const manyGroups = 10

// foreseeGroups reads which groups there are, once, when nothing else can foretell
// which ones a run will ask about: no app that it assigns has assignments yet.
func (t *Tenant) foreseeGroups(ctx context.Context, ids []string) {
	for _, id := range ids {
		t.groupsAsked.add(id)
	}
	if t.groupsAsked.len() >= manyGroups && t.assigning() {
		t.directory.Load(ctx, only)
	}
}

// readDirectory lists the groups of a directory that has few. A guess is worth no
// error: without the list each group is read when it is asked for.
func (t *Tenant) readDirectory(ctx context.Context) ([]string, error) {
	ids, err := t.client.FewGroups(ctx)
	if err != nil && ctx.Err() == nil {
		return nil, nil
	}
	return ids, err
}

// groupsLikelyNext are the groups that the assignments read so far reach, and the
// directory's where those were asked for.
func (t *Tenant) groupsLikelyNext() []string {
	var ids []string
	for _, all := range t.assignments.Kept() {
		for _, a := range all {
			if a.Target.GroupID != "" {
				ids = append(ids, strings.ToLower(a.Target.GroupID))
			}
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, groups := range t.directory.Kept() {
		ids = append(ids, groups...)
	}
	return ids
}

// distinct collects different ids.
type distinct struct {
	mu   sync.Mutex
	seen map[string]struct{}
}

func (d *distinct) add(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.seen == nil {
		d.seen = map[string]struct{}{}
	}
	d.seen[id] = struct{}{}
}

func (d *distinct) len() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.seen)
}

func (d *distinct) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Collect(maps.Keys(d.seen))
}

// batchSize is how many requests travel in one call of Graph's $batch.
const batchSize = 20
