package graph

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// However the writes come, no window holds more of them than allowed, and none waits without need.
func TestPaceProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 7).Draw(t, "limit")
		const window = 20 * time.Second
		p := newPace(limit, window)
		now := time.Date(2026, 11, 5, 0, 0, 0, 0, time.UTC)
		var went []time.Time
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 30), 1, 60).Draw(t, "gaps") {
			now = now.Add(time.Duration(gap) * time.Second)
			at := now.Add(p.reserve(now))
			went = append(went, at)
			n := len(went)
			if n > limit {
				if d := at.Sub(went[n-1-limit]); d < window {
					t.Fatalf("%d writes within %v", limit+1, d)
				}
				if at.After(now) && at.Sub(went[n-1-limit]) != window {
					t.Fatalf("a write waited longer than it had to")
				}
			} else if !at.Equal(now) {
				t.Fatal("one of the first writes waited")
			}
		}
		if !slices.IsSortedFunc(went, time.Time.Compare) {
			t.Fatal("a write overtook an earlier one")
		}
	})
}

// Many callers at once: the writes go in bursts of the limit, reads go at once, and a cancelled one leaves at once.
func TestPaceInClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []reply{{status: 204}}}
		c := client(t, Options{Graph: "https://graph.test", Transport: s, WriteLimit: 5, WriteWindow: 20 * time.Second})
		began := time.Now()
		var group sync.WaitGroup
		for range 12 {
			group.Go(func() {
				if err := c.DeleteAssignment(t.Context(), "a", "b"); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		var at []time.Duration
		for _, r := range s.requests() {
			at = append(at, r.At.Sub(began))
		}
		want := slices.Concat(slices.Repeat([]time.Duration{0}, 5), slices.Repeat([]time.Duration{20 * time.Second}, 5),
			slices.Repeat([]time.Duration{40 * time.Second}, 2))
		if !slices.Equal(at, want) {
			t.Errorf("writes went at %v", at)
		}
		if _, err := c.Organization(t.Context()); IsThrottled(err) || time.Since(began) != 40*time.Second {
			t.Error("a read waited its turn among the writes")
		}
		for range 3 {
			_ = c.DeleteAssignment(t.Context(), "a", "b")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := c.DeleteAssignment(ctx, "a", "b")
		if !errors.Is(err, context.DeadlineExceeded) || IsAmbiguous(err) {
			t.Errorf("queued behind: %v", err)
		}
	})
}

// A write that was throttled, and whose time runs out in the queue for its repeat, was certainly not performed.
func TestThrottledThenQueued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []reply{throttled}}
		c := client(t, Options{Graph: "https://graph.test", Transport: s, WriteLimit: 1, WriteWindow: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := classes["create"](ctx, c)
		if !errors.Is(err, context.DeadlineExceeded) || IsAmbiguous(err) || len(s.requests()) != 1 {
			t.Errorf("%d requests: %v", len(s.requests()), err)
		}
	})
}
