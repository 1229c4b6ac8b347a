package services

import (
	"strings"
	"sync"
)

// States remembers which objects Terraform's states hold, as far as Terraform has
// shown them to this process. It lives as long as the process: what a state holds is
// no matter of one run's plans. The zero States is empty; it is safe for concurrent
// use, and so is a nil one, which holds nothing.
type States struct {
	mu   sync.Mutex
	held map[string]struct{}
}

// Hold notes that a state holds these objects.
func (s *States) Hold(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		s.held = map[string]struct{}{}
	}
	for _, id := range ids {
		s.held[strings.ToLower(id)] = struct{}{}
	}
}

// Holds reports whether some state holds the object.
func (s *States) Holds(id string) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, held := s.held[strings.ToLower(id)]
	return held
}
