package appassignment

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// plan says, before anything is changed, everything that applying would fail on.
// prior is nil for a create. It also fills in what follows from the plan.
func (r *single) plan(ctx context.Context, prior, plan *resourceModel) diag.Diagnostics {
	mode := seatcheck.Mode(plan.SeatCheck.ValueString())
	if plan.AppID.IsUnknown() {
		return asDiagnostics(r.data.Seats.Deferred(mode, "The app"))
	}
	app, diags := findApp(ctx, r.data, plan.AppID.Canonical())
	if diags.HasError() {
		return diags
	}
	diags.Append(oneKind(r.data, app, kindSingle)...)
	diags.Append(plan.validateFor(app, path.Empty())...)
	if diags.HasError() {
		return diags
	}
	plan.complete(ctx, prior, app)
	if !plan.known() {
		return append(diags, asDiagnostics(r.data.Seats.Deferred(mode, "The target of the assignment of "+nameOf(app)))...)
	}
	want, more := plan.assignment(ctx, app)
	if diags.Append(more...); diags.HasError() {
		return diags
	}
	req, more := r.request(ctx, prior, app, want)
	if diags.Append(more...); diags.HasError() {
		return diags
	}
	req.Mode = mode
	diags.Append(missingGroups(ctx, r.data, req)...)
	diags.Append(r.refuseConflicts(ctx, prior, app, want)...)
	if diags.HasError() {
		return diags
	}
	return append(diags, asDiagnostics(r.data.Seats.Plan(ctx, req))...)
}

// request is the change that the seat check is asked about. A change of app is
// two: the new app's here, and the old one's is checked as it goes.
func (r *single) request(ctx context.Context, prior *resourceModel, app graph.App, want graph.Assignment) (seatcheck.Request, diag.Diagnostics) {
	req := seatcheck.Request{App: app}
	if prior == nil || !strings.EqualFold(prior.AppID.ValueString(), app.ID) {
		req.Adds = []graph.Assignment{want}
		if prior == nil {
			return req, nil
		}
		return req, r.planDestroy(ctx, *prior)
	}
	was, diags := prior.assignment(ctx, app)
	if len(differences(was, want)) > 0 {
		req.Removes = []graph.Assignment{was}
		req.Adds = []graph.Assignment{want}
	}
	return req, diags
}

// planDestroy warns when ending an exclusion lets in more people than there are
// licences. Ending anything else lets nobody in.
func (r *single) planDestroy(ctx context.Context, prior resourceModel) diag.Diagnostics {
	if prior.target().Type.ValueString() != targetExclusionGroup {
		return nil
	}
	app, found, err := r.data.Tenant.App(ctx, prior.AppID.Canonical())
	if err != nil || !found {
		return nil // the app is gone, and its assignments with it; an error shows when deleting
	}
	was, diags := prior.assignment(ctx, app)
	if diags.HasError() {
		return diags
	}
	return append(diags, asDiagnostics(r.data.Seats.Plan(ctx, seatcheck.Request{
		App: app, Removes: []graph.Assignment{was}, Destroy: true, Mode: seatcheck.Mode(prior.SeatCheck.ValueString()),
	}))...)
}

// complete fills in what users left out, and keeps the state's words for what
// means the same, so that neither shows as a change.
func (m *resourceModel) complete(ctx context.Context, prior *resourceModel, app graph.App) {
	var was entry
	if prior != nil {
		was = prior.entry
	}
	t := m.target()
	if t.Type.IsUnknown() {
		return
	}
	takes := func(store graph.Store) bool {
		return app.Store() == store && t.Type.ValueString() != targetExclusionGroup
	}
	for _, s := range []struct {
		store       graph.Store
		plan, prior *types.Object
	}{
		{graph.MicrosoftStoreForBusiness, &m.MicrosoftStore, &was.MicrosoftStore},
		{graph.AppleVPP, &m.AppleVPP, &was.AppleVPP},
		{graph.ManagedGooglePlay, &m.GooglePlay, &was.GooglePlay},
	} {
		if prior == nil {
			s.prior = nil
		}
		*s.plan = completeSettings(ctx, *s.plan, s.prior, takes(s.store))
	}
	if prior != nil && sameTarget(m.Target, was.Target) {
		m.Target = was.Target
	}
}

// refuseConflicts refuses what another resource of this run, or the tenant, has
// already.
func (r *single) refuseConflicts(ctx context.Context, prior *resourceModel, app graph.App, want graph.Assignment) diag.Diagnostics {
	var diags diag.Diagnostics
	id := joinID(app.ID, want.ID)
	if prior != nil && strings.EqualFold(prior.ID.ValueString(), id) {
		r.data.Register.Saw(id)
	} else if r.data.Register.InState(id) {
		return diags // replaced, or moving from one resource to another: applying decides
	} else {
		diags.Append(r.refuseExisting(ctx, app, want)...)
	}
	if prior == nil && r.data.Register.Creates(id) > 1 {
		diags.AddError(summaryDuplicate, fmt.Sprintf(
			"Another resource of this configuration makes the same assignment of %s (%s). Intune has one assignment for each target, intent and mode of an app.", nameOf(app), describe(want)))
	}
	return append(diags, r.refuseBothModes(app, want)...)
}

// refuseBothModes refuses to include and exclude one group: exclusion wins, so
// the inclusion would do nothing.
func (r *single) refuseBothModes(app graph.App, want graph.Assignment) diag.Diagnostics {
	var diags diag.Diagnostics
	if want.Target.GroupID == "" {
		return diags
	}
	key := joinID(app.ID, want.Target.GroupID)
	mode := string(want.Target.Type)
	if first := r.data.Register.Claim(key, mode); first != mode {
		diags.Append(bothModes(app, want.Target.GroupID))
	}
	return diags
}

func bothModes(app graph.App, groupID string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryIncludedExcluded, fmt.Sprintf(
		"The group %s is both included in and excluded from %s. Exclusion wins, so including it does nothing: keep one of the two.", groupID, nameOf(app)))
}

// oneKind refuses to manage one app's assignments by both kinds of resource: the
// set would remove what the other makes.
func oneKind(data *services.Data, app graph.App, kind string) diag.Diagnostics {
	var diags diag.Diagnostics
	if first := data.Register.Claim(app.ID, kind); first != kind {
		diags.AddError(summaryTwoKinds, fmt.Sprintf(
			"%s is managed by both intunestore_app_assignment and intunestore_app_assignment_set in this configuration. The set is authoritative and would remove what the other makes: use one kind for one app.", nameOf(app)))
	}
	return diags
}

// missingGroups refuses to assign an app to a group that is not there.
func missingGroups(ctx context.Context, data *services.Data, req seatcheck.Request) diag.Diagnostics {
	var diags diag.Diagnostics
	ids, err := data.Seats.MissingGroups(ctx, req)
	if err != nil {
		return diags // the seat check meets the same failure and judges it by its mode
	}
	for _, id := range ids {
		diags.AddAttributeError(path.Root("app_id"), summaryGroupNotFound,
			fmt.Sprintf("The directory has no group %s, so %s cannot be assigned to it.", id, nameOf(req.App)))
	}
	return diags
}
