package emulator

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/page"
)

// How much of the tenant the page shows: enough for a person, and little enough
// to be written each second for a tenant of any size.
const (
	shownTokens      = 10
	shownApps        = 60
	shownAssigned    = 30
	shownAssignments = 15 // of one app
	shownGroups      = 60
	shownFaults      = 20
	shownRequests    = 60
)

// snapshot is the tenant as the page shows it.
func (s *Server) snapshot() page.Snapshot {
	s.mu.Lock()
	now := s.clock().Add(s.state.skew)
	s.state.settle(now)
	st := s.state
	shot := page.Snapshot{
		Name: st.organization.DisplayName, ID: st.organization.ID, Domain: st.organization.Domain, MDMAuthority: st.organization.MDMAuthority,
		Store: page.Store{
			Enabled: st.association.enabled, ToolActive: st.association.toolActivated, Retired: st.association.retired,
			Syncing: !st.association.syncEnd.IsZero(), Language: st.association.language, Portal: st.association.portal,
			Successful: st.association.successful, Completed: st.association.completed,
		},
		GooglePlay: page.GooglePlay{
			Binding: st.play.BindStatus, Organization: st.play.OrganizationName, Status: st.play.LastSyncStatus, LastSync: st.play.lastSync,
		},
		Tokens: list(st.tokens, shownTokens, func(t *vppToken) page.Token {
			return page.Token{
				Name: t.DisplayName, Organization: t.OrganizationName, State: t.stateAt(now), Status: t.LastSyncStatus,
				Expires: t.expires, LastSync: t.lastSync,
			}
		}),
		Apps:     st.pageApps(),
		Assigned: st.pageAssigned(),
		Groups:   st.pageGroups(),
	}
	s.mu.Unlock()
	shot.Faults = list(s.faults.all(), shownFaults, pageFault)
	requests, total := s.log.last(shownRequests)
	shot.Requests = list(requests, shownRequests, func(r Request) page.Request {
		return page.Request{
			Time: r.Time, Method: r.Method, Path: r.Path, Query: r.Query, Status: r.Status, BatchSize: r.BatchSize,
			InBatch: r.InBatch, Struck: r.Struck,
		}
	})
	shot.Requests.Total = total
	return shot
}

// list is the beginning of a list in the page's words.
func list[T, S any](all []T, limit int, shown func(T) S) page.List[S] {
	out := page.List[S]{Total: len(all)}
	for _, one := range all[:min(limit, len(all))] {
		out.Items = append(out.Items, shown(one))
	}
	return out
}

// chosen are the first by name, where not all can be shown of those that are
// assigned rather than of the others; sorted by name.
func chosen[T any](all []T, limit int, assigned func(T) bool, key func(T) string) []T {
	byName := func(a, b T) int { return cmp.Compare(strings.ToLower(key(a)), strings.ToLower(key(b))) }
	all = slices.Clone(all)
	slices.SortStableFunc(all, byName)
	if len(all) > limit {
		rank := func(one T) int {
			if assigned(one) {
				return 0
			}
			return 1
		}
		slices.SortStableFunc(all, func(a, b T) int { return cmp.Compare(rank(a), rank(b)) })
		slices.SortStableFunc(all[:limit], byName)
	}
	return all
}

func (f *faults) all() []armed {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []armed
	for _, a := range f.list {
		out = append(out, *a)
	}
	return out
}

// pageFault says a fault in words. Its body and headers stay out: they may hold
// anything.
func pageFault(a armed) page.Fault {
	meets := []string{cmp.Or(a.Match.Method, "any method"), cmp.Or(a.Match.PathRegexp, "any path")}
	if a.Match.InBatch {
		meets = append(meets, "inside batches")
	}
	if a.Match.Outer {
		meets = append(meets, "outside of batches")
	}
	if a.Every > 1 {
		meets = append(meets, fmt.Sprintf("one in %d", a.Every))
	}
	if a.Skip > 0 {
		meets = append(meets, fmt.Sprintf("after the first %d", a.Skip))
	}
	var does []string
	if a.Latency > 0 {
		does = append(does, "waits "+a.Latency.String())
	}
	if a.Status != 0 {
		text := fmt.Sprintf("answers %d %s", a.Status, http.StatusText(a.Status))
		if a.AfterRun {
			text += ", after taking effect"
		}
		does = append(does, text)
	}
	if a.RetryAfter != "" {
		does = append(does, "Retry-After "+a.RetryAfter)
	}
	if a.Cut != "" {
		does = append(does, "cuts the connection "+a.Cut+" taking effect")
	}
	if a.EmptyPage {
		does = append(does, "answers an empty page")
	}
	return page.Fault{Meets: strings.Join(meets, " "), Does: strings.Join(does, "; "), Met: a.met, Times: a.Times}
}
