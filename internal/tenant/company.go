package tenant

import (
	"slices"
	"strings"
	"sync"
)

// severalApps is how many different apps must have been asked about before the
// others are read along: a configuration of one or two apps should not make the
// tenant read out all of them.
const severalApps = 3

// appsLikelyNext are the apps whose assignments will likely be asked for: the
// licensed ones that are assigned.
func (t *Tenant) appsLikelyNext() []string {
	if t.appsAsked.len() < severalApps {
		return nil
	}
	var ids []string
	for _, catalogue := range t.licensed.Kept() {
		for _, app := range catalogue.apps {
			if app.IsAssigned {
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

// distinct counts different ids.
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

// batchSize is how many requests travel in one call of Graph's $batch.
const batchSize = 20
