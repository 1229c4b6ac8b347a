package storesync_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/storesync"
)

// store is a tenant whose syncs take a while. Its clock is skew ahead of ours and
// its Date header knows whole seconds, like the service's.
type store struct {
	skew    time.Duration
	takes   time.Duration // of a sync; negative: never ends
	fails   bool          // the sync ends without success
	between time.Duration // the time of success appears this long after that of the end
	busy    time.Duration // another sync is under way for this long

	success, completed time.Time // of the last sync before the test began
	lateUntil          time.Time // from then on the end of a sync shows that was five seconds before our request
	began              time.Time // of the test
	requested          []time.Time
	reads              int
	readError          error
	requestError       error
}

func (s *store) now() time.Time { return time.Now().Add(s.skew) }

func (s *store) DeviceAppManagement(ctx context.Context) (graph.DeviceAppManagement, error) {
	s.reads++
	if err := ctx.Err(); err != nil {
		return graph.DeviceAppManagement{}, err
	}
	state := graph.DeviceAppManagement{
		Enabled: true, LastSuccessfulSync: s.success, LastCompletedSync: s.completed,
		ServiceTime: s.now().Truncate(time.Second),
	}
	if !s.lateUntil.IsZero() && !s.now().Before(s.lateUntil) && len(s.requested) > 0 {
		state.LastSuccessfulSync = s.requested[0].Add(-5 * time.Second)
		state.LastCompletedSync = state.LastSuccessfulSync
	}
	if len(s.requested) > 0 && s.takes >= 0 {
		end := s.requested[len(s.requested)-1].Add(s.takes)
		if !s.now().Before(end) {
			state.LastCompletedSync = end
		}
		if !s.fails && !s.now().Before(end.Add(s.between)) {
			state.LastSuccessfulSync = end
		}
	}
	return state, s.readError
}

func (s *store) SyncMicrosoftStoreForBusinessApps(ctx context.Context) (time.Time, error) {
	if s.requestError != nil {
		return time.Time{}, s.requestError
	}
	if s.now().Before(s.began.Add(s.busy)) {
		return time.Time{}, &graph.Error{Status: http.StatusConflict, Message: "A sync is in progress."}
	}
	s.requested = append(s.requested, s.now())
	return s.now().Truncate(time.Second), nil
}

var errTimeout = errors.New("the timeout ended")

func TestRun(t *testing.T) {
	hour := time.Hour
	tests := map[string]struct {
		store   store
		timeout time.Duration
		error   string
		posts   int
	}{
		"never synced before":        {store: store{takes: 3 * time.Second}, posts: 1},
		"ends within the second":     {store: store{takes: time.Millisecond}, posts: 1},
		"takes ten minutes":          {store: store{takes: 10 * time.Minute}, posts: 1},
		"our clock is an hour slow":  {store: store{takes: time.Minute, skew: hour}, posts: 1},
		"our clock is an hour fast":  {store: store{takes: time.Minute, skew: -hour}, posts: 1},
		"success shows a bit later":  {store: store{takes: time.Minute, between: 2 * time.Second}, posts: 1},
		"another is under way":       {store: store{takes: time.Second, busy: 2 * time.Minute}, posts: 1},
		"ends without success":       {store: store{takes: time.Minute, fails: true}, posts: 1, error: "the sync requested at 2000-01-01T00:00:00Z ended without success"},
		"skewed, without success":    {store: store{takes: time.Minute, fails: true, skew: hour}, posts: 1, error: "the sync requested at 2000-01-01T01:00:00Z ended without success"},
		"never ends":                 {store: store{takes: -1}, timeout: time.Minute, posts: 1, error: "the sync had not ended after 45s: the timeout ended"},
		"another never ends":         {store: store{busy: hour}, timeout: time.Minute, error: "the sync had not ended after 45s: the timeout ended"},
		"the state cannot be read":   {store: store{readError: errors.New("no route")}, error: "no route"},
		"the request is refused":     {store: store{requestError: errors.New("gone")}, error: "gone"},
		"a refusal that is no clash": {store: store{requestError: &graph.Error{Status: 403, Message: "forbidden"}}, error: (&graph.Error{Status: 403, Message: "forbidden"}).Error()},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := tc.store
				if tc.timeout == 0 {
					tc.timeout = time.Hour
				}
				s.began = s.now()
				start := time.Now()
				ctx, cancel := context.WithTimeoutCause(t.Context(), tc.timeout, errTimeout)
				defer cancel()
				err := storesync.Run(ctx, &s, func(storesync.Progress) {})
				if got := text(err); got != tc.error {
					t.Fatalf("error:\n got %s\nwant %s", got, tc.error)
				}
				if len(s.requested) != tc.posts {
					t.Errorf("%d requests, want %d", len(s.requested), tc.posts)
				}
				if slack := time.Since(start) - s.takes - s.busy; err == nil && slack > 30*time.Second {
					t.Errorf("went on waiting for %s after the end", slack)
				}
			})
		})
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// An old success, and even one in the second before the request, is not ours.
func TestRunIsNotFooledByAnEarlierSync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(900 * time.Millisecond)
		s := store{takes: time.Minute}
		s.success, s.completed = s.now().Add(-100*time.Millisecond), s.now().Add(-100*time.Millisecond)
		start := time.Now()
		if err := storesync.Run(t.Context(), &s, func(storesync.Progress) {}); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited < time.Minute {
			t.Errorf("took the earlier sync's success for ours after %s", waited)
		}
	})
}

// Nor is one whose times appear only after our request.
func TestRunIsNotFooledByAnEarlierSyncThatShowsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Hour)
		s := store{takes: time.Minute}
		start := time.Now()
		s.lateUntil = s.now().Add(2 * time.Second)
		if err := storesync.Run(t.Context(), &s, func(storesync.Progress) {}); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited < time.Minute {
			t.Errorf("took the earlier sync's success for ours after %s", waited)
		}
	})
}

// After a long refusal the looks at our own sync come quickly again.
func TestRunIsQuickAfterARefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store{takes: 100 * time.Millisecond, busy: 10 * time.Minute}
		s.began = s.now()
		if err := storesync.Run(t.Context(), &s, func(storesync.Progress) {}); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(s.requested[0]); waited > time.Second {
			t.Errorf("noticed the end after %s", waited)
		}
	})
}

func TestRunReportsProgressAndSparesTheService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store{takes: 100 * time.Second, skew: -time.Hour}
		var elapsed []time.Duration
		err := storesync.Run(t.Context(), &s, func(p storesync.Progress) { elapsed = append(elapsed, p.Elapsed) })
		if err != nil {
			t.Fatal(err)
		}
		want := []time.Duration{0, 0, 0, 1, 3, 7, 15, 30, 45, 60, 75, 90}
		for i := range want {
			want[i] *= time.Second
		}
		if diff := cmp.Diff(want, elapsed); diff != "" {
			t.Error(diff)
		}
		if want := len(want) + 2; s.reads != want {
			t.Errorf("%d reads, want %d", s.reads, want)
		}
	})
}

// While another sync is under way there is no request yet.
func TestRunReportsARefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store{busy: 5 * time.Second}
		s.began = s.now()
		var waiting []bool
		if err := storesync.Run(t.Context(), &s, func(p storesync.Progress) { waiting = append(waiting, p.Requested.IsZero()) }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(waiting, []bool{true, true, true, true, true}) {
			t.Errorf("refusals reported: %v", waiting)
		}
	})
}

func TestRunCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store{takes: time.Hour}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(40*time.Second, cancel)
		err := storesync.Run(ctx, &s, func(storesync.Progress) {})
		u, ok := errors.AsType[*storesync.Unfinished](err)
		if !ok || !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		if u.Requested.IsZero() || !u.State.Enabled {
			t.Errorf("the interruption does not tell where the sync stood: %+v", u.Progress)
		}
		if waited := time.Since(u.Requested); waited != 40*time.Second {
			t.Errorf("noticed the interruption after %s", waited)
		}
	})
}

func TestRequest(t *testing.T) {
	s := store{}
	if err := storesync.Request(t.Context(), &s); err != nil || len(s.requested) != 1 {
		t.Errorf("%v, %d requests", err, len(s.requested))
	}
	s = store{requestError: &graph.Error{Status: http.StatusConflict}}
	if err := storesync.Request(t.Context(), &s); err != nil {
		t.Errorf("a sync under way: %v", err)
	}
	s = store{requestError: errors.New("gone")}
	if err := storesync.Request(t.Context(), &s); text(err) != "gone" {
		t.Errorf("got %v", err)
	}
}
