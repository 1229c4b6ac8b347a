package leanserver

import (
	"context"
	"reflect"
	"strings"
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
	quiet    bool // hides the SDK's logger
	done     <-chan struct{}
	deadline time.Time
	limited  bool
	parent   atomic.Pointer[context.Context]
	err      atomic.Pointer[error]
}

func newLeash(parent context.Context, quiet bool) *leash {
	l := &leash{quiet: quiet, done: parent.Done()}
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
	if l.quiet && ofSDKLogger(key) {
		return nil
	}
	if parent := l.parent.Load(); parent != nil {
		return (*parent).Value(key)
	}
	return nil
}

// ofSDKLogger reports whether a key is of the SDK's logger: one of package
// internal/logging of terraform-plugin-log 0.11, where those of a provider's own
// logger begin with "provider" instead. Should they be renamed, the logger is no longer
// hidden, and nothing else changes.
func ofSDKLogger(key any) bool {
	v := reflect.ValueOf(key)
	return v.Kind() == reflect.String && strings.HasPrefix(v.String(), "sdk") &&
		v.Type().PkgPath() == "github.com/hashicorp/terraform-plugin-log/internal/logging"
}
