package appassignment

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// write makes the tenant hold what plan says, in one call. prior is what the plan
// was made against; nil for a create. written says that the call was made, so
// that the state must be kept whatever else went wrong.
func (r *whole) write(ctx context.Context, prior, plan *setModel) (written bool, diags diag.Diagnostics) {
	app, diags := findApp(ctx, r.data, plan.AppID.Canonical())
	if diags.HasError() {
		return false, diags
	}
	wanted, diags := r.wanted(ctx, plan, app)
	if diags.HasError() {
		return false, diags
	}
	are, others, diags := r.current(ctx, app)
	if diags.HasError() {
		return false, diags
	}
	diags.Append(refuseOwned(app, wanted, others)...)
	diags.Append(r.refuseUnseen(app, wanted, are, prior.ids())...)
	if diags.HasError() {
		return false, diags
	}
	plan.ID = types.StringValue(app.ID)
	adds, removes := swap(are, wanted)
	if len(adds)+len(removes) == 0 {
		return true, append(diags, plan.show(ctx, are)...) // as wanted already
	}
	if len(adds) > 0 {
		diags.Append(unpublished(app)...)
	}
	if diags.HasError() {
		return false, diags
	}
	release, finding := r.data.Seats.Reserve(ctx, seatcheck.Request{
		App: app, Adds: adds, Removes: removes, Whole: true, Mode: seatcheck.Mode(plan.SeatCheck.ValueString()),
	})
	diags.Append(asDiagnostics(finding)...)
	if diags.HasError() {
		return false, diags
	}
	err := r.assign(ctx, app, asRead(sorted(wanted), are), others)
	if err == nil || graph.IsAmbiguous(err) {
		written, more := r.verify(ctx, app, wanted, others, plan, err)
		return written, append(diags, more...)
	}
	release()
	diags.Append(notWritten(app, err))
	return false, diags
}

func notWritten(app graph.App, err error) diag.Diagnostic {
	return services.Diagnose(summaryWriteFailed, "Writing the assignments of "+nameOf(app), err)
}

// wanted is what the plan asks for, checked once more now that all is known.
func (r *whole) wanted(ctx context.Context, plan *setModel, app graph.App) (map[string]graph.Assignment, diag.Diagnostics) {
	entries, diags := plan.entries()
	if diags.HasError() {
		return nil, diags
	}
	diags.Append(validateAll(entries)...)
	for _, e := range entries {
		diags.Append(e.validateFor(app, pathAssignments)...)
	}
	wanted, more := wantedAll(ctx, app, entries)
	return wanted, append(diags, more...)
}

// asRead puts in the place of each assignment that is to stay as it is what was
// read of it, so that what has no words here goes back unchanged.
func asRead(wanted, are []graph.Assignment) []graph.Assignment {
	for i, want := range wanted {
		for _, is := range are {
			if strings.EqualFold(is.ID, want.ID) && len(differences(want, is)) == 0 {
				wanted[i] = is
			}
		}
	}
	return wanted
}

// current is what the tenant has at this moment, not what the run has read.
func (r *whole) current(ctx context.Context, app graph.App) (ours, others []graph.Assignment, diags diag.Diagnostics) {
	r.data.Tenant.ForgetAssignments(app.ID)
	all, _, err := r.data.Tenant.Assignments(ctx, app.ID)
	if err != nil {
		diags.Append(services.Diagnose(summaryReadFailed, "Reading the assignments of "+nameOf(app), err))
	}
	ours, others = divide(all)
	return ours, others, diags
}

// ids is the assignments that a state shows; nil where there is no state.
func (m *setModel) ids() map[string]struct{} {
	if m == nil {
		return nil
	}
	entries, _ := m.entries() // fails on null elements only, which no state has
	ids := make(map[string]struct{}, len(entries))
	for _, e := range entries {
		ids[e.aim().ID] = struct{}{}
	}
	return ids
}

// assign writes the whole set. What is not ours goes along unchanged: the call
// removes what it does not name, and nothing documents that it spares what a
// policy set owns.
func (r *whole) assign(ctx context.Context, app graph.App, ours, others []graph.Assignment) error {
	defer r.data.Tenant.ForgetAssignments(app.ID)
	return r.data.Graph.Assign(ctx, app.ID, append(ours, others...))
}

// verify reads the set back until it is what was wanted and spared the others,
// and makes the plan show what the tenant has in the end. unclear is the error of
// a write of which nobody knows whether it was made: written says so at the end.
func (r *whole) verify(ctx context.Context, app graph.App, wanted map[string]graph.Assignment, others []graph.Assignment, plan *setModel, unclear error) (written bool, diags diag.Diagnostics) {
	var are, spared []graph.Assignment
	var wrong []string
	for pause := range pauses(ctx) {
		if are, spared, diags = r.current(ctx, app); diags.HasError() {
			return true, diags
		}
		if wrong = append(unlike(are, wanted), lost(others, spared)...); len(wrong) == 0 || !pause() {
			break
		}
	}
	switch {
	case len(wrong) == 0:
		return true, append(diags, plan.show(ctx, are)...)
	case unclear != nil:
		return false, diag.Diagnostics{notWritten(app, unclear)}
	}
	diags.AddError(summaryKeptSomethingElse, fmt.Sprintf(
		"Intune took the assignments of %s and keeps something else:\n\n  %s\n\nThe next plan shows the difference.", nameOf(app), strings.Join(wrong, "\n  ")))
	return true, append(diags, plan.show(ctx, are)...)
}

// unlike says what the tenant has otherwise than wanted, one line each.
func unlike(are []graph.Assignment, wanted map[string]graph.Assignment) []string {
	var out []string
	missing := maps.Clone(wanted)
	for _, a := range are {
		id := strings.ToLower(a.ID)
		want, ok := wanted[id]
		delete(missing, id)
		if !ok {
			out = append(out, describe(a)+": not asked for, and there")
			continue
		}
		for _, d := range differences(want, a) {
			out = append(out, describe(want)+": "+d)
		}
	}
	for _, a := range missing {
		out = append(out, describe(a)+": asked for, and not there")
	}
	slices.Sort(out)
	return out
}

// lost says which assignments that are not ours have gone, one line each.
func lost(before, after []graph.Assignment) []string {
	var out []string
	for _, a := range before {
		if !slices.ContainsFunc(after, func(b graph.Assignment) bool { return strings.EqualFold(a.ID, b.ID) }) {
			out = append(out, describe(a)+": a policy set's or another tool's, and gone")
		}
	}
	return out
}

// remove ends the assignments that the set manages. Others stay. A set that is
// replaced by one of the same app is left to that: it writes the whole set in one
// call, and nobody is without the app in between.
func (r *whole) remove(ctx context.Context, state setModel, next *successor) diag.Diagnostics {
	app := graph.App{ID: state.AppID.Canonical()}
	seen := state.ids()
	if next != nil && next.AppID == app.ID {
		r.saw(app.ID, seen)
		return nil
	}
	r.data.Tenant.ForgetAssignments(app.ID)
	all, exists, err := r.data.Tenant.Assignments(ctx, app.ID)
	var diags diag.Diagnostics
	if err != nil {
		diags.Append(services.Diagnose(summaryReadFailed, "Reading the assignments of app "+app.ID, err))
	}
	if diags.HasError() || !exists {
		return diags
	}
	ours, others := divide(all)
	var gone, stay []graph.Assignment
	for _, a := range ours {
		if _, managed := seen[strings.ToLower(a.ID)]; managed {
			gone = append(gone, a)
		} else {
			stay = append(stay, a)
		}
	}
	if len(gone) == 0 {
		return diags
	}
	release := func() {}
	if known, found, err := r.data.Tenant.App(ctx, app.ID); err == nil && found {
		release = r.data.Seats.Leave(ctx, seatcheck.Request{App: known, Removes: gone, Whole: true, Mode: seatcheck.Mode(state.SeatCheck.ValueString())})
	}
	if err := r.assign(ctx, app, stay, others); err != nil {
		release()
		diags.Append(services.Diagnose("Assignments not removed", "Removing the assignments of app "+app.ID, err))
	}
	return diags
}

func sorted(byID map[string]graph.Assignment) []graph.Assignment {
	out := make([]graph.Assignment, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		out = append(out, byID[id])
	}
	return out
}
