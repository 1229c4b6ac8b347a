package emulator

import (
	"net/http"
	"strings"
)

// Write is a request that has changed the tenant, or may have, or a change of
// assignments in the portal.
type Write struct {
	// Kind is that of [Request.Kind]; "" in the portal.
	Kind string
	// App is the app whose assignments were written, with what it had before and
	// has after, as [Server.Assignments] returns them. "" where it was none's.
	App           string
	Before, After []map[string]any
}

// Watch has each write told, in the order in which they take effect, before the
// next one can. The tenant waits meanwhile: f must not ask the server anything.
// nil ends it.
func (s *Server) Watch(f func(Write)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watch = f
}

// watched lets a request act, and tells of it when it was a write that succeeded.
func (s *Server) watched(e *exchange) (answer, error) {
	a := s.state.appByID[strings.ToLower(e.call.params["id"])]
	var before []assignment
	if a != nil {
		before = a.assignments // writes never change a list in place
	}
	out, err := s.state.handle(e.call, e.route.handle)
	if err == nil && e.call.method != http.MethodGet {
		s.tell(e.call.method+" "+e.route.pattern, a, before)
	}
	return out, err
}

func (s *Server) tell(kind string, a *app, before []assignment) {
	if s.watch == nil {
		return
	}
	w := Write{Kind: kind}
	if a != nil {
		w.App, w.Before, w.After = a.ID, sorted(before), a.sorted()
	}
	s.watch(w)
}
