package syncaction

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

const (
	summaryFailed      = "Store sync failed"
	summaryInterrupted = "Store sync interrupted"
	summaryImpossible  = "Store sync not possible"
)

// Between two looks at the service: quickly at first, then a few times a minute.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 15 * time.Second
)

// state is where a store's sync stands.
type state struct {
	last     time.Time // when the last sync ended; zero: never
	status   string    // what it came to, in the service's word
	underWay bool
	at       time.Time // when the service said so
}

// follow asks for a sync and waits until one has ended that had not when it was
// asked for. It returns the state that shows the end. One that was under way
// already counts: the service begins no second one beside it.
func follow(ctx context.Context, name string, say func(string), look func(context.Context) (state, error), request func(context.Context) (time.Time, error)) (state, error) {
	before, err := look(ctx)
	if err != nil {
		return state{}, err
	}
	requested, err := request(ctx)
	if err != nil {
		return state{}, err
	}
	say(fmt.Sprintf("%s: sync requested at %s.", name, when(requested)))
	seen := before.underWay
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		now, err := look(ctx)
		switch {
		case err != nil:
			return state{}, err
		case !now.underWay && (seen || !now.last.Equal(before.last)):
			return now, nil
		}
		seen = seen || now.underWay
		say(fmt.Sprintf("%s: still syncing after %s.", name, max(0, now.at.Sub(requested)).Round(time.Second)))
		if err := wait(ctx, pause); err != nil {
			return state{}, err
		}
	}
}

// wait returns the context's cause when it ends first.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// timedOut is the end of the time that the action's timeouts allow.
type timedOut struct{ after time.Duration }

func (e *timedOut) Error() string { return "the timeout of " + e.after.String() + " ended" }

// unsuccessful is a sync that ended without success.
type unsuccessful struct{ state }

func (e *unsuccessful) Error() string { return "the sync ended with status " + e.status }

// explained is the diagnostic of a sync that came to nothing. next is what to do
// about one that ended without success or not in time.
func explained(ctx context.Context, name string, err error, next string) diag.Diagnostic {
	bad, failed := errors.AsType[*unsuccessful](err)
	late, overdue := errors.AsType[*timedOut](context.Cause(ctx))
	switch {
	case failed:
		return diag.NewErrorDiagnostic(summaryFailed, fmt.Sprintf("%s: the sync that ended at %s came to %q.\n\n%s", name, when(bad.last), bad.status, next))
	case overdue:
		return diag.NewErrorDiagnostic(summaryFailed, fmt.Sprintf("%s: the sync has not ended within the %s that the action's timeouts allow. It may end yet.\n\n%s", name, late.after, next))
	case ctx.Err() != nil:
		return diag.NewErrorDiagnostic(summaryInterrupted, fmt.Sprintf("%s: the wait was interrupted. The sync may end yet.", name))
	}
	return services.Diagnose(summaryFailed, "Syncing "+name, err)
}

// when is a time of the service as users read it.
func when(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}
