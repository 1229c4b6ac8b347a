package appassignment

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// findApp reads an app that assignments may be made for.
func findApp(ctx context.Context, data *services.Data, id string) (graph.App, diag.Diagnostics) {
	var diags diag.Diagnostics
	app, found, err := data.Tenant.App(ctx, id)
	switch {
	case err != nil:
		diags.Append(services.Diagnose("App not read", "Reading the app "+id, err))
	case !found:
		diags.AddAttributeError(path.Root("app_id"), summaryAppNotFound,
			fmt.Sprintf("Intune has no app %s. An app that was bought appears once its store has synced; data.intunestore_licensed_apps lists those that have.", id))
	default:
		diags.Append(validateApp(app, path.Root("app_id"))...)
	}
	return app, diags
}

// wanted is the app and the assignment that a plan asks for, checked once more
// now that everything is known.
func (r *single) wanted(ctx context.Context, plan resourceModel) (graph.App, graph.Assignment, diag.Diagnostics) {
	app, diags := findApp(ctx, r.data, plan.AppID.Canonical())
	if diags.HasError() {
		return app, graph.Assignment{}, diags
	}
	diags.Append(plan.validate(path.Empty())...)
	diags.Append(plan.validateFor(app, path.Empty())...)
	want, more := plan.assignment(ctx, app)
	diags.Append(more...)
	return app, want, diags
}

// refuseExisting refuses to create what is there already.
func (r *single) refuseExisting(ctx context.Context, app graph.App, want graph.Assignment) diag.Diagnostics {
	var diags diag.Diagnostics
	is, exists, err := r.data.Tenant.Assignment(ctx, app.ID, want.ID)
	switch {
	case err != nil:
		diags.Append(services.Diagnose(summaryReadFailed, "Reading the assignments of "+nameOf(app), err))
	case exists && is.Source == fromPolicySet:
		diags.Append(ownedByPolicySet(app, want))
	case exists:
		diags.Append(alreadyExists(app, want))
	}
	return diags
}

func alreadyExists(app graph.App, want graph.Assignment) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryAlreadyExists, fmt.Sprintf(
		"%s already has this assignment (%s). Nothing was written. To manage it here, import it:\n\n%s\n\nIf another resource of this configuration manages it, or did under another name, remove one of them or write a moved block. "+
			"If it would take the place of another assignment of the same resource, destroy that one first, then import: terraform destroy -refresh=false -target=ADDRESS",
		nameOf(app), describe(want), importBlock("intunestore_app_assignment", joinID(app.ID, want.ID))))
}

func ownedByPolicySet(app graph.App, want graph.Assignment) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryAlreadyExists, fmt.Sprintf(
		"%s already has this assignment (%s) from a policy set, which alone can change it. Nothing was written. Leave it out here, or take the app out of the policy set.", nameOf(app), describe(want)))
}

// leave tells the seat check what a delete takes away, and what follows it.
func (r *single) leave(ctx context.Context, state resourceModel, next *successor) (stay func()) {
	app, found, err := r.data.Tenant.App(ctx, state.AppID.Canonical())
	if err != nil || !found {
		return func() {}
	}
	req := seatcheck.Request{
		App:     app,
		Removes: []graph.Assignment{state.aim()},
		Mode:    seatcheck.Mode(state.SeatCheck.ValueString()),
	}
	switch {
	case next == nil || next.AppID != "" && next.AppID != req.App.ID:
	case next.Assignment == nil:
		return func() {} // not known when planning: the second half is judged on its own
	default:
		req.Adds = []graph.Assignment{*next.Assignment}
	}
	return r.data.Seats.Leave(ctx, req)
}

// seatCheckMode is the resource's own mode. One that is not known yet only warns:
// applying checks again.
func seatCheckMode(written types.String) seatcheck.Mode {
	if written.IsUnknown() {
		return seatcheck.Warn
	}
	return seatcheck.Mode(written.ValueString())
}

// reserve checks the seats just before a write and takes them.
func (r *single) reserve(ctx context.Context, plan resourceModel, req seatcheck.Request) (release func(), diags diag.Diagnostics) {
	if diags = unpublished(req.App); diags.HasError() {
		return func() {}, diags
	}
	req.Mode = seatcheck.Mode(plan.SeatCheck.ValueString())
	release, finding := r.data.Seats.Reserve(ctx, req)
	return release, asDiagnostics(finding)
}

// change writes an in-place change.
func (r *single) change(ctx context.Context, plan resourceModel, app graph.App, was, want graph.Assignment) diag.Diagnostics {
	release, diags := r.reserve(ctx, plan, seatcheck.Request{App: app, Removes: []graph.Assignment{was}, Adds: []graph.Assignment{want}})
	if diags.HasError() {
		return diags
	}
	_, err := r.data.Graph.UpdateAssignment(ctx, app.ID, plan.AssignmentID.ValueString(), want)
	r.data.Tenant.ForgetAssignments(app.ID)
	if err == nil {
		return diags
	}
	release()
	doing := fmt.Sprintf("Changing the assignment of %s (%s)", nameOf(app), describe(want))
	if graph.IsNotFound(err) {
		diags.AddError(summaryWriteFailed, doing+" failed: it is no longer there. Plan again to make it anew.")
		return diags
	}
	diags.Append(services.Diagnose(summaryWriteFailed, doing, err))
	return diags
}

// readBack makes the model show what the service keeps, and says when that is
// not what was asked for.
func (r *single) readBack(ctx context.Context, plan *resourceModel, app graph.App, want graph.Assignment, diags *diag.Diagnostics) {
	got, err := verify(ctx, r.data, app.ID, want)
	if err == nil {
		diags.Append(plan.fill(ctx, got)...)
		plan.name(app.ID, got.ID)
		return
	}
	diags.Append(notKept(app, want, err))
}

func notKept(app graph.App, want graph.Assignment, err error) diag.Diagnostic {
	what := fmt.Sprintf("the assignment of %s (%s)", nameOf(app), describe(want))
	if kept, ok := errors.AsType[*keptError](err); ok {
		return diag.NewErrorDiagnostic(summaryKeptSomethingElse, fmt.Sprintf(
			"Intune took the write of %s and kept something else:\n\n  %s\n\nThe next plan shows the difference.", what, strings.Join(kept.differences, "\n  ")))
	}
	if errors.Is(err, errNotThere) {
		return diag.NewErrorDiagnostic(summaryKeptSomethingElse, fmt.Sprintf(
			"Intune took the write of %s and does not show it when read back. The next plan shows whether it arrived.", what))
	}
	return services.Diagnose(summaryReadFailed, "Reading back "+what, err)
}

func (r *single) notCreated(app graph.App, want graph.Assignment, err error) diag.Diagnostic {
	r.data.Tenant.ForgetAssignments(app.ID)
	if graph.IsAlreadyExists(err) {
		return alreadyExists(app, want)
	}
	return services.Diagnose(summaryWriteFailed, fmt.Sprintf("Assigning %s (%s)", nameOf(app), describe(want)), err)
}

// asDiagnostics shows a finding of the seat check, if there is one.
func asDiagnostics(f *seatcheck.Finding) diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case f == nil:
	case f.Severity == seatcheck.Error:
		diags.AddError(f.Summary, f.Detail)
	default:
		diags.AddWarning(f.Summary, f.Detail)
	}
	return diags
}
