package seatcheck

import (
	"context"
	"errors"
	"sync"
)

// memo reads each thing once and keeps it. Those who ask for the same thing at
// once share one reading. Errors are not kept.
type memo[K comparable, V any] struct {
	mu       sync.Mutex
	readings map[K]*reading[V]
}

type reading[V any] struct {
	done  chan struct{}
	value V
	err   error
}

// get returns what read returned for the key, now or before.
func (m *memo[K, V]) get(ctx context.Context, key K, read func(context.Context) (V, error)) (V, error) {
	for {
		r, mine := m.join(key)
		if mine {
			r.value, r.err = read(ctx)
			m.finish(key, r)
			return r.value, r.err
		}
		select {
		case <-ctx.Done():
			var none V
			return none, context.Cause(ctx)
		case <-r.done:
		}
		if r.err == nil || !stopped(r.err) {
			return r.value, r.err
		}
		// The reader was cancelled, we were not: read it ourselves.
		if err := context.Cause(ctx); err != nil {
			return r.value, err
		}
	}
}

func (m *memo[K, V]) join(key K) (r *reading[V], mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, ok := m.readings[key]; ok {
		return r, false
	}
	if m.readings == nil {
		m.readings = map[K]*reading[V]{}
	}
	r = &reading[V]{done: make(chan struct{})}
	m.readings[key] = r
	return r, true
}

func (m *memo[K, V]) finish(key K, r *reading[V]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.err != nil {
		delete(m.readings, key)
	}
	close(r.done)
}

func stopped(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
