package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// stale is an app's assignments as they were before a write, and how many reads
// still show them.
type stale struct {
	assignments []assignment
	reads       int
}

// Lag makes writes of assignments show late: after each, so many reads of that app's
// assignments answer as they would have before it. 0, as at the start, shows them at
// once. A new tenant (Seed, Reset) starts without.
func (s *Server) Lag(reads int) error {
	if reads < 0 {
		return fmt.Errorf("lag of %d reads", reads)
	}
	return s.change(func(st *state) error {
		st.lag = reads
		if reads == 0 {
			for _, a := range st.apps {
				a.stale = stale{}
			}
		}
		return nil
	})
}

// handle lets a route's handler act, on what the tenant shows.
func (st *state) handle(c *call, handler func(*state, *call) (answer, error)) (answer, error) {
	a := st.appByID[strings.ToLower(c.params["id"])]
	switch {
	case st.lag == 0 || a == nil:
		return handler(st, c)
	case c.method == http.MethodGet:
		if a.stale.reads == 0 {
			return handler(st, c)
		}
		a.stale.reads--
		c.stale = true
		now := a.assignments
		a.assignments = a.stale.assignments
		defer func() { a.assignments = now }()
		return handler(st, c)
	}
	before := slices.Clone(a.assignments)
	out, err := handler(st, c)
	if err == nil {
		a.stale = stale{before, st.lag}
	}
	return out, err
}
