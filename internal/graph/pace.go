package graph

import (
	"context"
	"sync"
	"time"
)

// pace keeps writes within a number per window of time, exactly: a write may go when the write that many places
// before it went a whole window ago. A token bucket of the same long-run rate would have to hold back the first
// writes to promise as much.
type pace struct {
	window time.Duration

	mu    sync.Mutex
	slots []time.Time // when each of the last writes goes; a ring
	next  int         // the oldest slot
}

func newPace(limit int, window time.Duration) *pace {
	return &pace{window: window, slots: make([]time.Time, limit)}
}

// reserve takes the next place and returns how long to wait for it, as seen at now.
func (p *pace) reserve(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := now
	if old := p.slots[p.next]; !old.IsZero() && old.Add(p.window).After(now) {
		at = old.Add(p.window)
	}
	p.slots[p.next] = at
	p.next = (p.next + 1) % len(p.slots)
	return at.Sub(now)
}

// wait returns when a write may go, or with the context's error. A place given up by a cancelled write stays taken:
// when one is cancelled, the run is ending.
func (p *pace) wait(ctx context.Context) error {
	if d := p.reserve(time.Now()); d > 0 {
		return sleep(ctx, d)
	}
	return ctx.Err()
}

// sleep returns after d, or with the context's error as soon as it ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
