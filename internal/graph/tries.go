package graph

import (
	"context"
	"time"
)

// tries counts the attempts of one request, alone or inside a batch, and decides on the next.
type tries struct {
	repeat   repeat
	deadline time.Time
	failed   int // failures that count against their limit
	round    int // failures in all

	asked, left time.Duration // set when the wait asked for does not fit in the time left
}

func newTries(ctx context.Context, r repeat) *tries {
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = time.Now().Add(patience)
	}
	return &tries{repeat: r, deadline: deadline}
}

// after says whether to try again after an attempt that ended so, and how long to wait first. A wait that would
// outlast the deadline is not begun: failing now, with what the service said, beats failing later without.
func (t *tries) after(o outcome) (wait time.Duration, again bool) {
	limit := o.limit(t.repeat)
	if t.failed >= limit {
		return 0, false
	}
	t.round++
	if limit != unlimited {
		t.failed++
	}
	wait = o.retryAfter
	if wait == 0 {
		wait = backoff(t.round)
	}
	if left := time.Until(t.deadline); wait > left {
		t.asked, t.left = o.retryAfter, left
		return 0, false
	}
	return wait, true
}
