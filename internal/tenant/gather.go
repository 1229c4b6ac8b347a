package tenant

import (
	"context"
	"sync/atomic"
	"time"
)

// A first question waits for company until nobody has asked anything for
// gatherQuiet, but not longer than gatherMost. Terraform has ten resources in hand
// and hands in the next as soon as one is done: while questions that are answered
// already keep it going, more unanswered ones arrive, and once all ten wait nothing
// comes any more. So the wait is long only while other work is being done, and
// short against a round trip of tens of milliseconds when it is idle.
const (
	gatherQuiet = 12 * time.Millisecond
	gatherMost  = 400 * time.Millisecond
)

// pulse counts the questions that a view of a tenant is asked, answered ones too.
type pulse struct{ beats atomic.Int64 }

// beat counts one question. A nil pulse counts none and is settled at once: it is
// for facts of which there is one, so that no other question can come along.
func (p *pulse) beat() {
	if p != nil {
		p.beats.Add(1)
	}
}

// settle returns when there has been no beat for a while, or the context ends.
func (p *pulse) settle(ctx context.Context) {
	if p == nil {
		return
	}
	ticker := time.NewTicker(gatherQuiet)
	defer ticker.Stop()
	for waited := time.Duration(0); waited < gatherMost; waited += gatherQuiet {
		before := p.beats.Load()
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		if p.beats.Load() == before {
			return
		}
	}
}
