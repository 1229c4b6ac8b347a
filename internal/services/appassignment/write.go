package appassignment

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

const (
	// lookAgain is how often an unclear write is looked at before it is given up.
	lookAgain = 6
	// firstPause is the wait before the second look; each further one doubles it.
	// Nothing documents how long Intune takes until a read shows a write.
	firstPause = 200 * time.Millisecond
)

// keptError says that the service holds something other than what was written.
type keptError struct{ differences []string }

func (e *keptError) Error() string {
	return "the service kept something else than was asked for:\n\n  " + strings.Join(e.differences, "\n  ")
}

var errNotThere = errors.New("the service took the write, but does not show the assignment")

// create makes an assignment, once, whatever becomes of the answers: when one is
// lost, the tenant is looked at before anything is sent again. It returns the
// service's id, or the predicted one when the answer that told it was lost.
func create(ctx context.Context, data *services.Data, appID string, want graph.Assignment) (id string, err error) {
	lost := false
	for pause := range pauses(ctx) {
		made, err := data.Graph.CreateAssignment(ctx, appID, want)
		switch {
		case err == nil && made.ID != "":
			return made.ID, nil
		case err == nil, graph.IsAlreadyExists(err) && lost:
			return want.ID, nil // ours, from the attempt whose answer was lost
		case !graph.IsAmbiguous(err):
			return "", err
		}
		lost = true
		_, found, readErr := data.Graph.Assignment(ctx, appID, want.ID)
		if readErr != nil {
			return "", errors.Join(err, fmt.Errorf("looking whether it was made: %w", readErr))
		}
		if found {
			return want.ID, nil
		}
		if !wait(ctx, err) || !pause() {
			return "", err
		}
	}
	return "", errNotThere // pauses ends only by a pause that was refused
}

// wait makes the pause that the service asked for, if it did.
func wait(ctx context.Context, err error) bool {
	e, ok := errors.AsType[*graph.Error](err)
	return !ok || e.RetryAfter <= 0 || sleep(ctx, e.RetryAfter)
}

// verify reads a written assignment back and compares. A read may lag behind the
// write, so a difference counts only when it stays.
func verify(ctx context.Context, data *services.Data, appID string, want graph.Assignment) (graph.Assignment, error) {
	var last error
	for pause := range pauses(ctx) {
		data.Tenant.ForgetAssignments(appID)
		got, found, err := data.Tenant.Assignment(ctx, appID, want.ID)
		switch {
		case err != nil:
			return want, err
		case !found:
			last = errNotThere
		default:
			diff := differences(want, got)
			if len(diff) == 0 {
				return got, nil
			}
			last = &keptError{diff}
		}
		if !pause() {
			break
		}
	}
	return want, last
}

// pauses yields, for each look, the pause to make before the next one. The pause
// is false when there is to be no other look.
func pauses(ctx context.Context) func(yield func(pause func() bool) bool) {
	return func(yield func(func() bool) bool) {
		wait := firstPause
		for look := 1; ; look++ {
			more := true
			pause := func() bool {
				more = look < lookAgain && sleep(ctx, wait)
				return more
			}
			if !yield(pause) || !more {
				return
			}
			wait *= 2
		}
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
