package seats_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// Intune has one assignment of a key (target, intent and mode), so an addition takes
// the place of what has its key, removed beforehand or not.
func TestAnAdditionReplacesWhatHasItsKey(t *testing.T) {
	q := seats.Question{Pool: seats.Pool{Total: 100}, Before: all("required A"), Change: change("+device required A")}
	if got := q.Judge(world(), nil); got.Claimed != 18 || len(got.Shares) != 1 {
		t.Errorf("%d claim through %d assignments, want 18 devices through one", got.Claimed, len(got.Shares))
	}
}

// Only what lets people in counts among what others announced: an exclusion may come
// too late.
func TestAnAnnouncedExclusionIsNotCredited(t *testing.T) {
	q := seats.Question{Pool: seats.Pool{Total: 8}, Change: change("+required A"), Announced: seats.Announced{Adds: all("exclude X")}}
	if got := q.Judge(world(), nil); got.Claimed != 10 || got.Decision != seats.Refused {
		t.Errorf("%d claim, %v, want 10, refused", got.Claimed, got.Decision)
	}
}
