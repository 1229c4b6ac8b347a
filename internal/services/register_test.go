package services_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// Keys are compared without regard to case, the first claim stays, and nothing is
// there that nobody noted.
func TestRegister(t *testing.T) {
	var r services.Register
	const key = "a0000000-0000-4000-8000-00000000000a"
	upper := strings.ToUpper(key)
	if _, ok := r.Claimed(key); ok || r.InState(key) {
		t.Error("an empty register knows something")
	}
	if first := r.Claim(key, "set"); first != "set" {
		t.Errorf("claimed as %q", first)
	}
	if first := r.Claim(upper, "single"); first != "set" {
		t.Errorf("claimed again as %q", first)
	}
	if as, ok := r.Claimed(upper); !ok || as != "set" {
		t.Errorf("claimed: %q %v", as, ok)
	}
	r.Saw(key)
	if !r.InState(upper) || r.InState(key+"b") {
		t.Error("what was seen is not in state, or what was not is")
	}
	if n := r.Creates(key) + r.Creates(upper); n != 1+2 {
		t.Errorf("creates add up to %d", n)
	}
	if n := r.Keeps(upper) + r.Keeps(key); n != 3+3 {
		t.Errorf("with one that keeps it they add up to %d", n)
	}
	r.Created(upper)
	if kept, created := r.Keeps(key), r.Creates(key); kept != 1 || created != 2 {
		t.Errorf("after the create: %d and %d", kept, created)
	}
}

// States has no case, holds what was noted, and may be missing.
func TestStates(t *testing.T) {
	var none *services.States
	var states services.States
	const id = "a0000000-0000-4000-8000-00000000000a"
	states.Hold(strings.ToUpper(id), "other")
	if none.Holds(id) || !states.Holds(id) || !states.Holds("other") || states.Holds(id+"b") {
		t.Error("held is what was not noted, or the reverse")
	}
}
