package tenant

import "context"

// flight is one bulk call and those who wait for it. It ends early when nobody
// waits any more, so that a cancelled run leaves no request behind.
type flight[V any] struct {
	ctx     context.Context
	cancel  context.CancelFunc
	asked   []*answer[V]
	waiters int
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
	l.close(f)
	if l.fly(f) {
		l.foresee(f.ctx)
	}
}

// close takes on the last passengers, those who will likely ask soon where seats are
// free, and lets nobody board any more.
func (l *loader[V]) close(f *flight[V]) {
	var company []string
	if l.company != nil {
		company = l.company()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gathering == f {
		l.gathering = nil
	}
	if f.ctx.Err() == nil { // otherwise it will not arrive, so nobody is taken along
		free := (batchSize - len(f.asked)%batchSize) % batchSize
		l.fill(f, company, free)
	}
}

// fill boards at most so many of those who will likely ask soon. The lock is held.
func (l *loader[V]) fill(f *flight[V], company []string, most int) {
	for _, id := range company {
		if most == 0 {
			return
		}
		if _, known := l.answers[id]; !known {
			l.board(f, id)
			most--
		}
	}
}

// fly makes the call and hands out the answers. ok is false when one of them is an
// error, as when the call was cancelled.
func (l *loader[V]) fly(f *flight[V]) (ok bool) {
	ids := make([]string, len(f.asked))
	for i, a := range f.asked {
		ids[i] = a.id
	}
	got := l.bulk(f.ctx, ids)

	l.mu.Lock()
	ok = true
	for i, a := range f.asked {
		a.got = got[i]
		if a.got.Err != nil {
			l.drop(a)
			ok = false
		}
		close(a.done)
	}
	l.mu.Unlock()
	if ok && l.landed != nil {
		l.landed(f.ctx)
	}
	return ok
}
