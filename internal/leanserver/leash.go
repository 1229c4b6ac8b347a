package leanserver

import (
	"context"
	"sync/atomic"
	"time"
)

// leash is a context that stands for its parent until it is released, and keeps
// nothing of it afterwards: whoever still holds the leash holds a few words, not
// the parent's loggers and messages.
//
// Its Done channel is the parent's own. So package context registers children
// of the leash with the parent itself, and cancelling the parent reaches them
// without a goroutine between: a stop, a deadline and the end of the RPC behave
// as if there were no leash.
type leash struct {
	done     <-chan struct{}
	deadline time.Time
	limited  bool
	parent   atomic.Pointer[context.Context]
	err      atomic.Pointer[error]
}

func newLeash(parent context.Context) *leash {
	l := &leash{done: parent.Done()}
	l.deadline, l.limited = parent.Deadline()
	l.parent.Store(&parent)
	return l
}

// release forgets the parent. It may be called more than once.
func (l *leash) release() {
	if parent := l.parent.Load(); parent != nil {
		if err := (*parent).Err(); err != nil {
			l.err.Store(&err)
		}
		l.parent.Store(nil)
	}
}

// Deadline implements context.Context.
func (l *leash) Deadline() (time.Time, bool) { return l.deadline, l.limited }

// Done implements context.Context.
func (l *leash) Done() <-chan struct{} { return l.done }

// Err implements context.Context. After the release it is what the parent said
// last; a parent that was cancelled later says so through its Done channel.
func (l *leash) Err() error {
	if parent := l.parent.Load(); parent != nil {
		return (*parent).Err()
	}
	if err := l.err.Load(); err != nil {
		return *err
	}
	select {
	case <-l.done:
		return context.Canceled
	default:
		return nil
	}
}

// Value implements context.Context. After the release there are none.
func (l *leash) Value(key any) any {
	if parent := l.parent.Load(); parent != nil {
		return (*parent).Value(key)
	}
	return nil
}
