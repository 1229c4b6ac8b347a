package tenant

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// library answers ids with their length, and remembers what it was asked.
type library struct {
	mu    sync.Mutex
	calls [][]string
	delay time.Duration
	fail  error
}

func (l *library) bulk(ctx context.Context, ids []string) []graph.Answer[int] {
	l.mu.Lock()
	l.calls = append(l.calls, slices.Sorted(slices.Values(ids)))
	delay, fail := l.delay, l.fail
	l.mu.Unlock()
	out := make([]graph.Answer[int], len(ids))
	select {
	case <-time.After(delay):
	case <-ctx.Done():
		fail = ctx.Err()
	}
	for i, id := range ids {
		out[i] = graph.Answer[int]{Value: len(id), Found: fail == nil, Err: fail}
	}
	return out
}

// become changes how long answers take from now on, and what they fail with.
func (l *library) become(delay time.Duration, fail error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delay, l.fail = delay, fail
}

func (l *library) asked() [][]string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calls
}

func TestLoaderGathersQuestionsThatComeTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{}
		l := newLoader(&pulse{}, lib.bulk)
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				id := strconv.Itoa(i % 5)
				if got := l.Load(t.Context(), id); got.Err != nil || got.Value != 1 {
					t.Errorf("Load(%s) = %+v", id, got)
				}
			})
		}
		wg.Wait()
		if diff := cmp.Diff([][]string{{"0", "1", "2", "3", "4"}}, lib.asked()); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
	})
}

func TestLoaderAsksOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{delay: time.Second}
		l := newLoader(&pulse{}, lib.bulk)
		l.LoadAll(t.Context(), []string{"a", "b", "a"})
		l.LoadAll(t.Context(), []string{"b", "a"})
		l.Forget("a")
		l.LoadAll(t.Context(), []string{"b", "a"})
		l.ForgetAll()
		l.Load(t.Context(), "b")
		if diff := cmp.Diff([][]string{{"a", "b"}, {"a"}, {"b"}}, lib.asked()); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
	})
}

func TestLoaderDoesNotKeepErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("broken")
		lib := &library{fail: broken}
		l := newLoader(&pulse{}, lib.bulk)
		if got := l.Load(t.Context(), "a"); !errors.Is(got.Err, broken) {
			t.Fatalf("err = %v, want broken", got.Err)
		}
		lib.fail = nil
		if got := l.Load(t.Context(), "a"); got.Err != nil || !got.Found {
			t.Errorf("second Load = %+v, want found", got)
		}
	})
}

// A question asked after Forget must see the service as it is then, even when an
// older question is still on its way.
func TestLoaderForgetsWhatIsOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{delay: time.Second}
		l := newLoader(&pulse{}, lib.bulk)
		var wg sync.WaitGroup
		wg.Go(func() { l.Load(t.Context(), "a") })
		time.Sleep(500 * time.Millisecond)
		l.Forget("a")
		wg.Go(func() { l.Load(t.Context(), "a") })
		wg.Wait()
		if got := len(lib.asked()); got != 2 {
			t.Errorf("%d calls, want 2", got)
		}
	})
}

func TestLoaderOutlivesTheFirstAskerButNotAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{delay: time.Second}
		l := newLoader(&pulse{}, lib.bulk)
		first, cancelFirst := context.WithCancel(t.Context())
		second, cancelSecond := context.WithCancel(t.Context())
		defer cancelSecond()
		var wg sync.WaitGroup
		wg.Go(func() {
			if got := l.Load(first, "a"); !errors.Is(got.Err, context.Canceled) {
				t.Errorf("the first: %+v, want cancelled", got)
			}
		})
		wg.Go(func() {
			if got := l.Load(second, "a"); got.Err != nil {
				t.Errorf("the second: %v, want an answer", got.Err)
			}
		})
		time.Sleep(100 * time.Millisecond)
		cancelFirst()
		wg.Wait()

		// When nobody is left, the call ends, and the next who asks asks anew.
		alone, cancelAlone := context.WithCancel(t.Context())
		wg.Go(func() { l.Load(alone, "b") })
		time.Sleep(100 * time.Millisecond)
		cancelAlone()
		wg.Wait()
		if got := l.Load(t.Context(), "b"); got.Err != nil {
			t.Errorf("after a cancelled flight: %v, want an answer", got.Err)
		}
	})
}

func TestLoaderGivesTheAskersDeadlineToTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{delay: time.Hour}
		l := newLoader(&pulse{}, lib.bulk)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		if got := l.Load(ctx, "a"); !errors.Is(got.Err, context.DeadlineExceeded) {
			t.Errorf("err = %v, want deadline exceeded", got.Err)
		}
		if waited := time.Since(start); waited != time.Minute {
			t.Errorf("waited %v, want a minute", waited)
		}
	})
}

func TestLoaderFillsABatchWithCompany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{}
		l := newLoader(&pulse{}, lib.bulk)
		l.company = func() []string {
			var ids []string
			for i := range 100 {
				ids = append(ids, "c"+strconv.Itoa(i))
			}
			return ids
		}
		l.Load(t.Context(), "a")
		l.Load(t.Context(), "c0") // rode along
		calls := lib.asked()
		if len(calls) != 1 || len(calls[0]) != batchSize {
			t.Errorf("calls = %v, want one of %d ids", calls, batchSize)
		}
	})
}

// While questions keep coming the call waits; when they stop it leaves.
func TestLoaderGathersUntilItIsQuiet(t *testing.T) {
	for name, tc := range map[string]struct {
		pause time.Duration
		want  int
	}{
		"one soon after the other": {gatherQuiet - time.Millisecond, 1},
		"each after a silence":     {3 * gatherQuiet, 9},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				lib := &library{}
				l := newLoader(&pulse{}, lib.bulk)
				var wg sync.WaitGroup
				for i := range 9 {
					wg.Go(func() { l.Load(t.Context(), strconv.Itoa(i)) })
					time.Sleep(tc.pause)
				}
				wg.Wait()
				if got := len(lib.asked()); got != tc.want {
					t.Errorf("%d calls, want %d", got, tc.want)
				}
			})
		})
	}
}
