package association

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/storesync"
)

const (
	syncFailed      = "Store sync failed"
	syncInterrupted = "Store sync interrupted"
)

// What the next apply does after a sync that did not end well.
const (
	afterCreate = "The association is on and in Terraform's state, marked as tainted. The next apply sets it again and syncs; it is not turned off in between."
	afterUpdate = "The association itself is written. Apply again to sync again."
)

// sync asks the Store for a sync and, when wait is set, waits for its success.
// Whatever happens, what was read of apps before is stale afterwards.
func (r *associationResource) sync(ctx context.Context, org graph.Organization, wait bool, after string) diag.Diagnostics {
	defer r.data.Tenant.ForgetApps()
	var err error
	if wait {
		err = storesync.Run(ctx, r.data.Graph, func(p storesync.Progress) { logProgress(ctx, p) })
	} else {
		err = storesync.Request(ctx, r.data.Graph)
	}
	if err == nil {
		return nil
	}
	return diag.Diagnostics{diagnoseSync(org, err, after)}
}

func logProgress(ctx context.Context, p storesync.Progress) {
	message := "Waiting for the Store sync"
	if p.Requested.IsZero() {
		message = "Another Store sync is under way: waiting for its end"
	}
	tflog.Info(ctx, message, map[string]any{
		"elapsed":              p.Elapsed.String(),
		"requested":            when(p.Requested),
		"last_completed_sync":  when(p.State.LastCompletedSync),
		"last_successful_sync": when(p.State.LastSuccessfulSync),
	})
}

// diagnoseSync says what happened to the sync, what to do on the Store's side, and
// what the next apply does.
func diagnoseSync(org graph.Organization, err error, after string) diag.Diagnostic {
	if e, ok := errors.AsType[*storesync.Unsuccessful](err); ok {
		ended := fmt.Sprintf("The sync that tenant %s took on at %s ended without success. %s", named(org), when(e.Requested), lastSyncs(e.State))
		return paragraphs(syncFailed, ended, storeSteps(org), after)
	}
	e, ok := errors.AsType[*storesync.Unfinished](err)
	switch {
	case !ok && isGone(err):
		return paragraphs(syncFailed, services.Explain("Syncing tenant "+named(org)+" with the Store", err), successors, after)
	case !ok:
		return paragraphs(syncFailed, services.Explain("Syncing tenant "+named(org)+" with the Store", err), after)
	case isTimeout(err):
		return paragraphs(syncFailed, stillRunning(org, e)+" "+lastSyncs(e.State), storeSteps(org), neverMoves+" "+successors, after)
	}
	return paragraphs(syncInterrupted, "The wait was interrupted. "+stillRunning(org, e)+" "+lastSyncs(e.State), after)
}

func paragraphs(summary string, texts ...string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summary, strings.Join(texts, "\n\n"))
}

// isGone says that the service has no such action any more.
func isGone(err error) bool {
	e, ok := errors.AsType[*graph.Error](err)
	return ok && (e.Status == http.StatusNotFound || e.Status == http.StatusGone || e.Status == http.StatusNotImplemented)
}

func isTimeout(err error) bool {
	_, ok := errors.AsType[*timedOut](err)
	return ok
}

func stillRunning(org graph.Organization, e *storesync.Unfinished) string {
	limit := ""
	if t, ok := errors.AsType[*timedOut](error(e)); ok {
		limit = fmt.Sprintf(" within the %s that the timeouts of the resource allow", t.after)
	}
	if e.Requested.IsZero() {
		return fmt.Sprintf("Tenant %s did not take on a sync%s, because another one is under way.", named(org), limit)
	}
	return fmt.Sprintf("The sync that tenant %s took on at %s has not ended%s.", named(org), when(e.Requested), limit)
}

func lastSyncs(a graph.DeviceAppManagement) string {
	return fmt.Sprintf("Last completed sync: %s. Last successful sync: %s.", when(a.LastCompletedSync), when(a.LastSuccessfulSync))
}

// when is a time of the service as users read it.
func when(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}
