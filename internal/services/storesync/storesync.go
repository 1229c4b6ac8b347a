// Package storesync asks Intune to sync with Microsoft Store for Business and
// waits for the end. It knows the two calls it needs and nothing of Terraform:
// whoever runs it turns its errors into words.
//
// Graph gives nothing to follow: the action answers 204 without an operation, so
// the end shows only in two times of the deviceAppManagement singleton (source:
// Graph docs, deviceAppManagement: syncMicrosoftStoreForBusinessApps, and the
// properties microsoftStoreForBusinessLastSuccessfulSyncDateTime and
// ...LastCompletedApplicationSyncTime). All comparisons are between times of the
// service: a wrong clock on this machine changes nothing.
package storesync

import (
	"context"
	"fmt"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// Between two looks at the tenant. The first looks come quickly, because a small
// store is done within a second; a large one is not asked more than four times a
// minute.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 15 * time.Second
)

// Store is the part of Graph that a sync needs; *graph.Client has it.
type Store interface {
	DeviceAppManagement(context.Context) (graph.DeviceAppManagement, error)
	SyncMicrosoftStoreForBusinessApps(context.Context) (time.Time, error)
}

// Progress is where a sync stands. It is reported before every pause.
type Progress struct {
	// Requested is when the service took our request; zero while the service
	// refuses it because another sync is under way.
	Requested time.Time
	// Elapsed is the time since the request, or since the first refusal, by the
	// service's clock.
	Elapsed time.Duration
	// State is what the tenant answered last.
	State graph.DeviceAppManagement
}

// Unsuccessful is a sync that ended without success.
type Unsuccessful struct {
	Requested time.Time
	State     graph.DeviceAppManagement
}

func (e *Unsuccessful) Error() string {
	return fmt.Sprintf("the sync requested at %s ended without success", e.Requested.UTC().Format(time.RFC3339))
}

// Unfinished is a wait that the context ended. Unwrap gives the context's cause.
type Unfinished struct {
	Progress
	Cause error
}

func (e *Unfinished) Error() string {
	return fmt.Sprintf("the sync had not ended after %s: %v", e.Elapsed, e.Cause)
}

func (e *Unfinished) Unwrap() error { return e.Cause }

// Request asks for a sync without waiting for its end. That another sync is under
// way is no error: the apps are being read, which is all that was asked for.
func Request(ctx context.Context, store Store) error {
	_, err := store.SyncMicrosoftStoreForBusinessApps(ctx)
	if graph.IsConflict(err) {
		return nil
	}
	return err
}

// Run asks for a sync and waits until one that began after the request has
// succeeded. A sync that the service reports as under way began before it, so its
// end is awaited first and then ours is asked for: they never run side by side.
//
// The error is *Unsuccessful, *Unfinished when ctx ends first, or the error of a
// call. The times do not tell a sync that the service accepted from one that it
// quietly joined to another; then the other's success counts.
func Run(ctx context.Context, store Store, report func(Progress)) error {
	pauses := newPauses()
	before, requested, err := request(ctx, store, pauses, report)
	if err != nil {
		return err
	}
	doubtful := false
	for {
		state, err := store.DeviceAppManagement(ctx)
		if err != nil {
			return unfinished(ctx, Progress{Requested: requested, State: before}, err)
		}
		at := Progress{Requested: requested, Elapsed: state.ServiceTime.Sub(requested), State: state}
		switch {
		case moved(before.LastSuccessfulSync, state.LastSuccessfulSync, requested):
			return nil
		case doubtful:
			return &Unsuccessful{Requested: requested, State: state}
		}
		// Nothing says that the two times are written at once: one more look before
		// a sync is called failed.
		doubtful = moved(before.LastCompletedSync, state.LastCompletedSync, requested)
		report(at)
		if err := pauses.wait(ctx); err != nil {
			return &Unfinished{Progress: at, Cause: err}
		}
	}
}

// request returns what the tenant was like just before the service took the
// request, and when it took it.
func request(ctx context.Context, store Store, pauses *pauses, report func(Progress)) (graph.DeviceAppManagement, time.Time, error) {
	var refused time.Time
	for {
		before, err := store.DeviceAppManagement(ctx)
		if err != nil {
			return before, time.Time{}, unfinished(ctx, Progress{}, err)
		}
		requested, err := store.SyncMicrosoftStoreForBusinessApps(ctx)
		if err == nil {
			pauses.reset()
			return before, requested, nil
		}
		if !graph.IsConflict(err) {
			return before, requested, unfinished(ctx, Progress{State: before}, err)
		}
		if refused.IsZero() {
			refused = before.ServiceTime
		}
		at := Progress{Elapsed: before.ServiceTime.Sub(refused), State: before}
		report(at)
		if err := pauses.wait(ctx); err != nil {
			return before, time.Time{}, &Unfinished{Progress: at, Cause: err}
		}
	}
}

// moved says whether a sync time now tells of the end of a sync that began after
// requested. requested comes from a Date header, which knows whole seconds only
// (RFC 9110, 5.6.7), so a time in that very second counts when it also differs
// from the one read just before the request.
func moved(before, now, requested time.Time) bool {
	return !now.IsZero() && !now.Equal(before) && !now.Before(requested)
}

// unfinished tells a call that the ended context broke off from one that failed.
func unfinished(ctx context.Context, at Progress, err error) error {
	if ctx.Err() != nil {
		return &Unfinished{Progress: at, Cause: context.Cause(ctx)}
	}
	return err
}

// pauses grow from firstPause to lastPause.
type pauses struct{ next time.Duration }

func newPauses() *pauses { return &pauses{next: firstPause} }

func (p *pauses) reset() { p.next = firstPause }

// wait returns the context's cause when it ends first.
func (p *pauses) wait(ctx context.Context) error {
	timer := time.NewTimer(p.next)
	defer timer.Stop()
	p.next = min(2*p.next, lastPause)
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
