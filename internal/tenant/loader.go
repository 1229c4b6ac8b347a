package tenant

import (
	"context"
	"sync"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// A loader answers questions about things that have an id. Each is asked of the
// service once: the answer is kept, a question that is already on its way is
// joined, and questions that come together leave as one bulk call.
//
// Errors are not kept: the next one who asks, asks again.
type loader[V any] struct {
	// bulk answers many ids at once, in their order.
	bulk func(ctx context.Context, ids []string) []graph.Answer[V]
	// company, when not nil, names ids that will likely be asked soon, the likeliest
	// first. They fill what is left free in a batch that leaves anyway, and are read
	// ahead (see ahead.go). It is called without the lock.
	company func() []string
	// landed, when not nil, is called when answers have come, without the lock.
	landed func(context.Context)
	pulse  *pulse

	mu      sync.Mutex
	answers map[string]*answer[V]
	// asked and along are how many of the answers somebody asked for, and how many
	// were only read along.
	asked, along int
	// gathering is the flight that still takes questions, if there is one.
	gathering *flight[V]
	ahead     ahead[V]
}

// answer is what is known about one id, or will be once done is closed.
type answer[V any] struct {
	id     string
	flight *flight[V]
	done   chan struct{}
	got    graph.Answer[V]
	asked  bool // by somebody, not only read along
}

func newLoader[V any](p *pulse, bulk func(context.Context, []string) []graph.Answer[V]) *loader[V] {
	return &loader[V]{pulse: p, bulk: bulk, answers: map[string]*answer[V]{}}
}

// Load answers one id.
func (l *loader[V]) Load(ctx context.Context, id string) graph.Answer[V] {
	return l.LoadAll(ctx, []string{id})[0]
}

// LoadAll answers many ids, in their order, in as few calls as there can be.
func (l *loader[V]) LoadAll(ctx context.Context, ids []string) []graph.Answer[V] {
	waits := make([]*answer[V], len(ids))
	l.pulse.beat()
	l.mu.Lock()
	for i, id := range ids {
		waits[i] = l.ask(ctx, id)
	}
	l.mu.Unlock()
	if ctx.Err() == nil {
		l.readAhead(ctx)
	}

	out := make([]graph.Answer[V], len(ids))
	for i, a := range waits {
		var again bool
		for out[i], again = l.wait(ctx, a); again; out[i], again = l.wait(ctx, a) {
			l.mu.Lock()
			a = l.ask(ctx, ids[i])
			l.mu.Unlock()
		}
	}
	return out
}

// Forget drops what is known about ids, and what is on its way: a question
// asked after this returns sees the service as it is now.
func (l *loader[V]) Forget(ids ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		if a, known := l.answers[id]; known {
			l.drop(a)
		}
	}
}

// ForgetAll drops everything.
func (l *loader[V]) ForgetAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.answers)
	l.asked, l.along = 0, 0
}

// Kept returns the answers that are there without asking.
func (l *loader[V]) Kept() []V {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := make([]V, 0, len(l.answers))
	for _, a := range l.answers {
		select {
		case <-a.done:
			if a.got.Found && a.got.Err == nil {
				kept = append(kept, a.got.Value)
			}
		default:
		}
	}
	return kept
}

// ask joins the question for id, or starts it. The lock is held.
func (l *loader[V]) ask(ctx context.Context, id string) *answer[V] {
	a, ok := l.answers[id]
	if !ok {
		if l.gathering == nil {
			l.gathering = newFlight[V](ctx)
			go l.takeOff(l.gathering)
		}
		a = l.board(l.gathering, id)
	}
	if !a.asked {
		a.asked = true
		l.asked++
		l.along--
	}
	a.flight.waiters++
	return a
}

// board adds a question to a flight. The lock is held.
func (l *loader[V]) board(f *flight[V], id string) *answer[V] {
	a := &answer[V]{id: id, flight: f, done: make(chan struct{})}
	f.asked = append(f.asked, a)
	l.answers[id] = a
	l.along++
	return a
}

// wait returns the answer, or the reason why this asker stopped waiting. again says
// that the flight ended early for somebody else's reason, such as a shorter
// deadline than ours.
func (l *loader[V]) wait(ctx context.Context, a *answer[V]) (got graph.Answer[V], again bool) {
	defer l.leave(a.flight)
	select {
	case <-a.done:
		return a.got, a.got.Err != nil && a.flight.ctx.Err() != nil && ctx.Err() == nil
	case <-ctx.Done():
		l.stopReadingAhead()
		return graph.Answer[V]{Err: context.Cause(ctx)}, false
	}
}

// leave counts one waiter out. The last one ends the flight, and what it has not
// answered by then is as if never asked.
func (l *loader[V]) leave(f *flight[V]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f.waiters--
	if f.waiters > 0 {
		return
	}
	f.cancel()
	if l.gathering == f {
		l.gathering = nil
	}
	for _, a := range f.asked {
		select {
		case <-a.done:
		default:
			l.drop(a)
		}
	}
}

// drop forgets an answer, unless a newer question has taken its place. The lock
// is held.
func (l *loader[V]) drop(a *answer[V]) {
	if l.answers[a.id] != a {
		return
	}
	delete(l.answers, a.id)
	if a.asked {
		l.asked--
	} else {
		l.along--
	}
}
