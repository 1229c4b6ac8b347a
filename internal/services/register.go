package services

import (
	"strings"
	"sync"
)

// Register remembers what the resources of one run manage, so that two of them
// can be told apart when they are at odds. Terraform hands a provider no
// addresses, so it goes by the ids of what they manage. The zero Register is
// empty; it is safe for concurrent use.
type Register struct {
	mu      sync.Mutex
	claims  map[string]string
	managed map[string]struct{}
	planned map[string]int
	kept    map[string]struct{}
}

// Claim notes that a resource takes key as something, and returns as what it was
// first taken in this run.
func (r *Register) Claim(key, as string) (first string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key = strings.ToLower(key)
	if first, ok := r.claims[key]; ok {
		return first
	}
	if r.claims == nil {
		r.claims = map[string]string{}
	}
	r.claims[key] = as
	return as
}

// Claimed returns as what a key was taken, if it was.
func (r *Register) Claimed(key string) (as string, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	as, ok = r.claims[strings.ToLower(key)]
	return as, ok
}

// Unclaim forgets a claim that has been carried out.
func (r *Register) Unclaim(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.claims, strings.ToLower(key))
}

// Saw notes that a state holds this object.
func (r *Register) Saw(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.managed == nil {
		r.managed = map[string]struct{}{}
	}
	r.managed[strings.ToLower(id)] = struct{}{}
}

// InState reports whether some state of this run holds the object.
func (r *Register) InState(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.managed[strings.ToLower(id)]
	return ok
}

// Creates notes that a resource plans to create the object, and returns how many
// have planned to hold it so far, this one included.
func (r *Register) Creates(id string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.planned == nil {
		r.planned = map[string]int{}
	}
	id = strings.ToLower(id)
	r.planned[id]++
	if _, kept := r.kept[id]; kept {
		return r.planned[id] + 1
	}
	return r.planned[id]
}

// Created forgets a create that has been carried out.
func (r *Register) Created(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.planned, strings.ToLower(id))
}

// Keeps notes that a resource plans to keep the object, however often it plans so, and
// returns how many have planned to hold it, this one included.
func (r *Register) Keeps(id string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept == nil {
		r.kept = map[string]struct{}{}
	}
	id = strings.ToLower(id)
	r.kept[id] = struct{}{}
	return r.planned[id] + 1
}
