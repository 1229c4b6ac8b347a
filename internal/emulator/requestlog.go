package emulator

import (
	"slices"
	"sync"
	"time"
)

// Request is one request that the emulator has answered, outer or inside a
// batch. No header is kept: a log must not hold a token.
type Request struct {
	Method string `json:"method"`
	// Path as sent, with the version: /v1.0/groups/{the id}/transitiveMembers.
	Path  string `json:"path"`
	Query string `json:"query,omitempty"` // unescaped
	// Route is the path's template, "" where there is none.
	Route  string `json:"route,omitempty"`
	Status int    `json:"status"` // 0: cut
	// BatchSize is the number of requests inside, of a batch.
	BatchSize int  `json:"batchSize,omitempty"`
	InBatch   bool `json:"inBatch,omitempty"`
	// Struck tells that a fault met it.
	Struck bool `json:"struck,omitempty"`
	// Stale tells that the answer was as before a write (see [Server.Lag]).
	Stale bool      `json:"stale,omitempty"`
	Time  time.Time `json:"time"` // of the tenant, when it arrived
}

// Kind is what requests are counted by: "GET /groups/{id}/transitiveMembers".
func (r Request) Kind() string {
	if r.Route == "" {
		return r.Method + " " + r.Path
	}
	return r.Method + " " + r.Route
}

// logLimit bounds the memory of an emulator that is left running: the oldest
// half is then forgotten.
const logLimit = 400_000

type requestLog struct {
	mu       sync.Mutex
	requests []Request
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.requests) >= logLimit {
		l.requests = slices.Clone(l.requests[logLimit/2:])
	}
	l.requests = append(l.requests, r)
}

// Requests returns the requests since the start or the last reset, in the order
// in which they ended; control requests are not among them. A batch follows the
// requests inside it.
func (s *Server) Requests() []Request {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return slices.Clone(s.log.requests)
}

// last returns the newest n requests, newest first, and how many there are.
func (l *requestLog) last(n int) ([]Request, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	tail := slices.Clone(l.requests[max(0, len(l.requests)-n):])
	slices.Reverse(tail)
	return tail, len(l.requests)
}

// RequestCounts counts the requests by kind (see [Request.Kind]), outer and
// inner alike.
func (s *Server) RequestCounts() map[string]int {
	counts := map[string]int{}
	for _, r := range s.Requests() {
		counts[r.Kind()]++
	}
	return counts
}

// ResetRequests forgets the requests so far.
func (s *Server) ResetRequests() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.requests = nil
}
