package tenant

import "context"

// What a run will likely ask about is read while Terraform is busy with what it has
// asked, so that it need not wait: without that, every twentieth resource would
// wait for a round trip. How far it reads ahead follows from how much was asked: at
// most aheadOfAsked times as much lies there unasked, so that in a tenant of
// thousands of apps a configuration of few does not read them all.
const aheadOfAsked = 2

// ahead is what a loader reads that nobody waits for.
type ahead[V any] struct {
	// flight is the reading that is on its way, if there is one.
	flight *flight[V]
	// dry says that all that is foreseen has been read, or too little is left to fill
	// a batch.
	dry bool
	// broken says that it met an error. Those who need the answer ask for it, and are
	// told; nothing is read ahead any more.
	broken bool
}

// foresee reads ahead after something has become known that may foretell more.
func (l *loader[V]) foresee(ctx context.Context) {
	l.mu.Lock()
	l.ahead.dry = false
	l.mu.Unlock()
	l.readAhead(ctx)
}

// readAhead sends whole batches of what will likely be asked, as far as asking so far
// warrants, unless some are on their way. It does not wait. ctx gives the call its
// values and its deadline.
func (l *loader[V]) readAhead(ctx context.Context) {
	if l.company == nil || !l.mayReadAhead() {
		return
	}
	company := l.company()
	l.mu.Lock()
	defer l.mu.Unlock()
	batches := l.batchesAhead()
	if batches == 0 {
		return
	}
	unknown := company[:0:0]
	for _, id := range company {
		if _, known := l.answers[id]; !known {
			unknown = append(unknown, id)
		}
	}
	whole := min(batches, len(unknown)/batchSize) * batchSize
	if whole == 0 {
		l.ahead.dry = true
		return
	}
	f := newFlight[V](ctx)
	f.waiters = 1 // the run itself, until the answers are there
	l.fill(f, unknown, whole)
	l.ahead.flight = f
	go l.flyAhead(f)
}

// mayReadAhead is a cheap look at whether readAhead has anything to do.
func (l *loader[V]) mayReadAhead() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.batchesAhead() > 0
}

// batchesAhead is how many batches may be read ahead now. The lock is held.
func (l *loader[V]) batchesAhead() int {
	if l.ahead.flight != nil || l.ahead.dry || l.ahead.broken {
		return 0
	}
	return max(0, aheadOfAsked*l.asked-l.along) / batchSize
}

func (l *loader[V]) flyAhead(f *flight[V]) {
	ok := l.fly(f)
	l.mu.Lock()
	l.ahead.flight = nil
	l.ahead.broken = !ok && f.ctx.Err() == nil
	l.mu.Unlock()
	l.leave(f)
	if ok {
		l.foresee(f.ctx)
	}
}

// stopReadingAhead ends what nobody waits for. An asker whose context has ended means
// that the run is being stopped; if it was only that asker's time, others ask for
// what they need.
func (l *loader[V]) stopReadingAhead() {
	l.mu.Lock()
	f := l.ahead.flight
	l.mu.Unlock()
	if f != nil {
		f.cancel()
	}
}
