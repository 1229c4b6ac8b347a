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
	// first. They fill what is left free in a batch that leaves anyway, and further
	// batches as far as asking has shown that it goes on. It is called without the
	// lock.
	company func() []string
	pulse   *pulse

	mu      sync.Mutex
	answers map[string]*answer[V]
	// gathering is the flight that still takes questions, if there is one.
	gathering *flight[V]
}

// answer is what is known about one id, or will be once done is closed.
type answer[V any] struct {
	id     string
	flight *flight[V]
	done   chan struct{}
	got    graph.Answer[V]
	asked  bool // by somebody, not only read along
}

// flight is one bulk call and those who wait for it. It ends early when nobody
// waits any more, so that a cancelled run leaves no request behind.
type flight[V any] struct {
	ctx     context.Context
	cancel  context.CancelFunc
	asked   []*answer[V]
	waiters int
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
		delete(l.answers, id)
	}
}

// ForgetAll drops everything.
func (l *loader[V]) ForgetAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.answers)
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
	a.asked = true
	a.flight.waiters++
	return a
}

// board adds a question to a flight. The lock is held.
func (l *loader[V]) board(f *flight[V], id string) *answer[V] {
	a := &answer[V]{id: id, flight: f, done: make(chan struct{})}
	f.asked = append(f.asked, a)
	l.answers[id] = a
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
	if l.answers[a.id] == a {
		delete(l.answers, a.id)
	}
}

// newFlight takes its values and its deadline from the first asker, but not its
// cancellation: others may still want the answer when the first has gone.
func newFlight[V any](ctx context.Context) *flight[V] {
	f := &flight[V]{}
	base := context.WithoutCancel(ctx)
	if deadline, ok := ctx.Deadline(); ok {
		f.ctx, f.cancel = context.WithDeadline(base, deadline)
		return f
	}
	f.ctx, f.cancel = context.WithCancel(base)
	return f
}

// takeOff gathers for a moment, makes the call and hands out the answers.
func (l *loader[V]) takeOff(f *flight[V]) {
	l.pulse.settle(f.ctx)
	asked := l.close(f)
	ids := make([]string, len(asked))
	for i, a := range asked {
		ids[i] = a.id
	}
	got := l.bulk(f.ctx, ids)

	l.mu.Lock()
	defer l.mu.Unlock()
	for i, a := range asked {
		a.got = got[i]
		if a.got.Err != nil {
			l.drop(a)
		}
		close(a.done)
	}
}

// close takes the last passengers, with those who will likely ask soon, and lets
// nobody board any more.
func (l *loader[V]) close(f *flight[V]) []*answer[V] {
	var company []string
	if l.company != nil {
		company = l.company()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gathering == f {
		l.gathering = nil
	}
	if f.ctx.Err() != nil {
		return f.asked // it will not arrive, so nobody is taken along
	}
	room := l.room(len(f.asked))
	for _, id := range company {
		if room == 0 {
			break
		}
		if _, known := l.answers[id]; !known {
			l.board(f, id)
			room--
		}
	}
	return f.asked
}
