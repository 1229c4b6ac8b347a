package emulator

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"sync"
	"time"
)

// Fault makes matching requests go wrong. Faults are tried in the order in
// which they were added: latencies add up, and the first that answers or cuts
// ends the matter.
type Fault struct {
	// Name is what [Server.FaultCounts] counts it under.
	Name  string `json:"name,omitempty"`
	Match Match  `json:"match"`
	// Skip lets the first matching requests through, Every then meets only
	// each nth (0 and 1: each), Times at most so many (0: no limit).
	Skip  int `json:"skip,omitempty"`
	Every int `json:"every,omitempty"`
	Times int `json:"times,omitempty"`
	// Latency holds the request back first; latencySeconds over HTTP.
	Latency time.Duration `json:"-"`
	// Status is answered in place of the service's answer, with the body Graph
	// gives it unless Body is set. 0: none. AfterRun lets the request take
	// effect first: an answer that hides a write.
	Status   int    `json:"status,omitempty"`
	AfterRun bool   `json:"afterRun,omitempty"`
	Body     string `json:"body,omitempty"`
	// RetryAfter is the header's value as it is: "2.128", a date, nonsense.
	RetryAfter string            `json:"retryAfter,omitempty"`
	Header     map[string]string `json:"header,omitempty"`
	// Cut closes the connection without an answer: "before" the request takes
	// effect or "after". Inside a batch it closes that of the whole batch.
	Cut string `json:"cut,omitempty"`
	// EmptyPage makes a list answer without items, leading on to the same page.
	EmptyPage bool `json:"emptyPage,omitempty"`
	// Drop leaves the request out of the answer to its batch, after it has taken
	// effect.
	Drop bool `json:"drop,omitempty"`
}

// ends tells whether the fault leaves nothing for another to do.
func (f Fault) ends() bool { return f.Status != 0 || f.Cut != "" || f.Drop }

// Match selects requests; what is left out matches all.
type Match struct {
	Method string `json:"method,omitempty"`
	// PathRegexp is searched in path and query with the version in front:
	// /v1.0/groups/…?$count=true, inside a batch too, and unescaped.
	PathRegexp string `json:"pathRegexp,omitempty"`
	// InBatch meets only requests inside a batch, Outer only those outside of
	// one: what costs a round trip.
	InBatch bool `json:"inBatch,omitempty"`
	Outer   bool `json:"outer,omitempty"`
}

type faults struct {
	mu   sync.Mutex
	list []*armed
}

type armed struct {
	Fault
	path      *regexp.Regexp
	seen, met int
}

// Fault adds a fault. An error means that it could never do what it says.
func (s *Server) Fault(f Fault) error {
	path, err := regexp.Compile(f.Match.PathRegexp)
	if err != nil {
		return fmt.Errorf("fault: %w", err)
	}
	if f.Cut != "" && f.Cut != "before" && f.Cut != "after" {
		return fmt.Errorf("fault: cut %q is neither before nor after", f.Cut)
	}
	if f.Status != 0 && (f.Status < 200 || f.Status > 599) {
		return fmt.Errorf("fault: status %d", f.Status)
	}
	if f.Drop && !f.Match.InBatch {
		return fmt.Errorf("fault: only what is in a batch can be left out of one")
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &armed{Fault: f, path: path})
	return nil
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

// FaultCounts says how many requests each fault that is there has met, by name.
func (s *Server) FaultCounts() map[string]int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	counts := map[string]int{}
	for _, a := range s.faults.list {
		counts[a.Name] += a.met
	}
	return counts
}

// strike counts the request and returns the faults that meet it.
func (f *faults) strike(method, path string, inBatch bool) []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var struck []Fault
	for _, a := range f.list {
		m := a.Match
		if m.Method != "" && m.Method != method || m.InBatch && !inBatch || m.Outer && inBatch || !a.path.MatchString(path) {
			continue
		}
		a.seen++
		turn := a.seen - a.Skip - 1
		if turn < 0 || turn%max(1, a.Every) != 0 || a.Times > 0 && a.met >= a.Times {
			continue
		}
		a.met++
		struck = append(struck, a.Fault)
		if a.ends() {
			break
		}
	}
	return struck
}

// hold waits, or until the caller has gone.
func hold(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// answered is the answer of a fault with a status.
func (f Fault) answered() (int, http.Header, string) {
	header := http.Header{}
	for name, value := range f.Header {
		header.Set(name, value)
	}
	if f.RetryAfter != "" {
		header.Set("Retry-After", f.RetryAfter)
	}
	return f.Status, header, f.Body
}
