package tenant

import (
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
// licensed ones that are assigned, or those that are not when most of the apps
// asked about are not. The first is a run that looks after what is there, the second
// one that assigns for the first time.
func (t *Tenant) appsLikelyNext() []string {
	asked := t.appsAsked.all()
	if len(asked) < severalApps {
		return nil
	}
	var ids []string
	for _, catalogue := range t.licensed.Kept() {
		assigned := 0
		for _, id := range asked {
			if catalogue.byID[id].IsAssigned {
				assigned++
			}
		}
		for _, app := range catalogue.apps {
			if app.IsAssigned == (2*assigned >= len(asked)) {
				ids = append(ids, strings.ToLower(app.ID))
			}
		}
	}
	return ids
}

// groupsLikelyNext are the groups that the assignments read so far reach.
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
	return slices.Compact(ids)
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

func (d *distinct) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Collect(maps.Keys(d.seen))
}

// batchSize is how many requests travel in one call of Graph's $batch.
const batchSize = 20
