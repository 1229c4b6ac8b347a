package appassignment

import (
	"context"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// plan says, before anything is changed, everything that applying would fail on.
// prior is nil for a create, and replaced what that replaces. It also fills in what follows from the plan, and
// returns what is known of what will be there.
func (r *single) plan(ctx context.Context, prior, plan *resourceModel, replaced string) (next successor, diags diag.Diagnostics) {
	mode := seatCheckMode(plan.SeatCheck)
	if plan.AppID.IsUnknown() {
		return next, asDiagnostics(r.data.Seats.Deferred(mode, "The app"))
	}
	app, diags := findApp(ctx, r.data, plan.AppID.Canonical())
	if diags.HasError() {
		return next, diags
	}
	diags.Append(r.data.AppleTokenAttention(ctx, app)...)
	diags.Append(oneKind(r.data, app, kindSingle)...)
	diags.Append(plan.validateFor(app, path.Empty())...)
	if diags.HasError() {
		return next, diags
	}
	plan.complete(ctx, prior, app)
	if !plan.known() {
		return next, append(diags, asDiagnostics(r.data.Seats.Deferred(mode, "The target of the assignment of "+nameOf(app)))...)
	}
	want, more := plan.assignment(ctx, app)
	next = successor{AppID: app.ID, Assignment: &want}
	if diags.Append(more...); diags.HasError() {
		return next, diags
	}
	req, more := r.request(ctx, prior, app, want)
	if diags.Append(more...); diags.HasError() {
		return next, diags
	}
	req.Mode = mode
	if len(req.Adds) > 0 {
		diags.Append(unpublished(app)...)
	}
	// Both ask the tenant, so they ask at once.
	var conflicts diag.Diagnostics
	var asking sync.WaitGroup
	asking.Go(func() { conflicts = r.refuseConflicts(ctx, prior, replaced, app, want) })
	diags.Append(missingGroups(ctx, r.data, req, path.Root("target").AtName("group_id"))...)
	asking.Wait()
	diags.Append(conflicts...)
	if diags.HasError() {
		return next, diags
	}
	return next, append(diags, asDiagnostics(r.data.Seats.Plan(ctx, req))...)
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
		return req, r.planLeave(ctx, *prior)
	}
	was, diags := prior.assignment(ctx, app)
	if len(differences(was, want)) > 0 {
		req.Removes = []graph.Assignment{was}
		req.Adds = []graph.Assignment{want}
	}
	return req, diags
}

// planDestroy plans the end of the resource.
func (r *single) planDestroy(ctx context.Context, prior resourceModel) diag.Diagnostics {
	diags := goes(r.data, prior.ID.ValueString(), kindSingle)
	return append(diags, r.planLeave(ctx, prior)...)
}

// planLeave warns when ending an exclusion lets in more people than there are
// licences. Ending anything else lets nobody in.
func (r *single) planLeave(ctx context.Context, prior resourceModel) diag.Diagnostics {
	diags := noneTakesOver(r.data, prior.AppID.Canonical(), kindSingle)
	if prior.target().Type.ValueString() != targetExclusionGroup || diags.HasError() {
		return diags
	}
	app, found, err := r.data.Tenant.App(ctx, prior.AppID.Canonical())
	if err != nil || !found {
		return diags // the app is gone, and its assignments with it; an error shows when deleting
	}
	was := prior.aim()
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
