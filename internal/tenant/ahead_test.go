package tenant

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// foreseeing returns a loader over lib that foresees the ids 0 to n-1.
func foreseeing(lib *library, n int) *loader[int] {
	l := newLoader(&pulse{}, lib.bulk)
	l.company = func() []string {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = strconv.Itoa(i)
		}
		return ids
	}
	return l
}

// What Terraform will ask next is there when it asks: after the first questions, which
// nothing foretold, nobody waits.
func TestLoaderReadsAheadWhileNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{delay: 40 * time.Millisecond}
		l := foreseeing(lib, 200)
		var waits []int
		for i := range 200 {
			start := time.Now()
			l.Load(t.Context(), strconv.Itoa(i))
			if time.Since(start) > 0 {
				waits = append(waits, i)
			}
			time.Sleep(10 * time.Millisecond) // Terraform's own work
		}
		if diff := cmp.Diff([]int{0}, waits); diff != "" {
			t.Errorf("the questions that had to wait (-want +got):\n%s", diff)
		}
	})
}

// What is read ahead in vain stays within a multiple of what was asked for, whatever
// there would be to read.
func TestLoaderReadsAheadAsFarAsItHasComeItself(t *testing.T) {
	for name, tc := range map[string]struct{ first, most int }{
		"in the order foreseen":     {0, (1 + aheadOfAsked) * 100},
		"nothing foreseen is asked": {100_000, 100 * batchSize}, // the free seats of batches that left anyway
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				lib := &library{}
				l := foreseeing(lib, 10_000)
				read := func() (n int) {
					for _, ids := range lib.asked() {
						n += len(ids)
					}
					return n
				}
				for i := range 100 {
					l.Load(t.Context(), strconv.Itoa(tc.first+i))
					synctest.Wait()
				}
				if got := read(); got > tc.most {
					t.Errorf("%d ids read for 100 asked, want at most %d", got, tc.most)
				}
			})
		})
	}
}

// A batch that is not full waits until it is, or until somebody asks.
func TestLoaderReadsOnlyWholeBatchesAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{}
		l := foreseeing(lib, 50)
		for i := range 20 {
			l.Load(t.Context(), strconv.Itoa(i))
		}
		synctest.Wait()
		var sizes []int
		for _, ids := range lib.asked() {
			sizes = append(sizes, len(ids))
		}
		if diff := cmp.Diff([]int{20, 20}, sizes); diff != "" {
			t.Errorf("sizes of the calls (-want +got):\n%s", diff)
		}
	})
}

// An error ends the reading ahead, and is told to nobody who did not ask.
func TestLoaderReadsNothingAheadAfterAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{}
		l := foreseeing(lib, 1000)
		ask := func(i int) {
			if got := l.Load(t.Context(), strconv.Itoa(i)); got.Err != nil {
				t.Errorf("Load(%d): %v", i, got.Err)
			}
		}
		for i := range 13 { // the next question warrants the first whole batch
			ask(i)
		}
		lib.become(time.Second, errors.New("broken"))
		ask(13)
		time.Sleep(2 * time.Second)
		lib.become(0, nil)
		before := len(lib.asked())
		for i := range 40 {
			ask(i)
		}
		synctest.Wait()
		if got := len(lib.asked()) - before; got != 1 {
			t.Errorf("%d calls for 20 new questions, want one", got)
		}
	})
}

// A run that is stopped leaves nothing on its way.
func TestLoaderStopsReadingAheadWithTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{}
		l := foreseeing(lib, 1000)
		for i := range 13 {
			l.Load(t.Context(), strconv.Itoa(i))
		}
		lib.become(time.Hour, nil)
		run, stop := context.WithCancel(t.Context())
		l.Load(run, "13") // known; the first whole batch leaves
		var wg sync.WaitGroup
		wg.Go(func() {
			if got := l.Load(run, "40"); !errors.Is(got.Err, context.Canceled) {
				t.Errorf("the asker: %+v, want cancelled", got)
			}
		})
		time.Sleep(time.Second)
		start := time.Now()
		stop()
		wg.Wait()
		synctest.Wait()
		l.mu.Lock()
		defer l.mu.Unlock()
		if len(lib.asked()) != 3 {
			t.Fatalf("%d calls, want the first, the one ahead and the asker's", len(lib.asked()))
		}
		if l.ahead.flight != nil || time.Since(start) > 0 {
			t.Errorf("still reading ahead %v after the stop", time.Since(start))
		}
	})
}
