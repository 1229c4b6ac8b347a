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

// fromPolicySet is the source of an assignment that a policy set owns.
const fromPolicySet = "policySets"

// divide parts an app's assignments into those that a set manages and those that
// it leaves alone: a policy set's own, and kinds of targets that have no words
// here, such as Configuration Manager collections.
func divide(all []graph.Assignment) (ours, others []graph.Assignment) {
	for _, a := range all {
		if a.Source == fromPolicySet || !a.Target.Type.Known() {
			others = append(others, a)
		} else {
			ours = append(ours, a)
		}
	}
	return ours, others
}

// plan says, before anything is changed, everything that applying would fail on.
// replaced is what a create replaces.
func (r *whole) plan(ctx context.Context, prior, plan *setModel, replaced string) diag.Diagnostics {
	mode := seatCheckMode(plan.SeatCheck)
	if plan.AppID.IsUnknown() {
		return asDiagnostics(r.data.Seats.Deferred(mode, "The app"))
	}
	app, diags := findApp(ctx, r.data, plan.AppID.Canonical())
	if diags.HasError() {
		return diags
	}
	plan.ID = types.StringValue(app.ID)
	diags.Append(r.data.AppleTokenAttention(ctx, app)...)
	diags.Append(oneKind(r.data, app, kindWhole)...)
	if prior == nil {
		diags.Append(comes(r.data, app.ID, kindWhole)...)
	}
	was := ""
	if prior != nil {
		was = prior.AppID.Canonical()
	}
	if r.data.Register.Holders(prior == nil, was, replaced, app.ID) > 1 {
		diags.AddError(summaryDuplicate, fmt.Sprintf(
			"Another intunestore_app_assignment_set of this configuration manages the assignments of %s. A set is authoritative, so the two would undo each other: put them into one.", nameOf(app)))
	}
	entries, more := plan.entries()
	if diags.Append(more...); diags.HasError() {
		return diags
	}
	for _, e := range entries {
		diags.Append(e.validateFor(app, pathAssignments)...)
	}
	if diags.HasError() {
		return diags
	}
	if !plan.known(entries) {
		return append(diags, asDiagnostics(r.data.Seats.Deferred(mode, "A target of the assignments of "+nameOf(app)))...)
	}
	diags.Append(plan.keepWords(prior, entries)...)
	req, more := r.request(ctx, prior, app, entries)
	if diags.Append(more...); diags.HasError() {
		return diags
	}
	req.Mode = mode
	if len(req.Adds) > 0 {
		diags.Append(unpublished(app)...)
	}
	if diags.Append(missingGroups(ctx, r.data, req, pathAssignments)...); diags.HasError() {
		return diags
	}
	return append(diags, asDiagnostics(r.data.Seats.Plan(ctx, req))...)
}

// keepWords plans the state's words for each assignment that means the same, so
// that neither capitals nor defaults show as a change.
func (m *setModel) keepWords(prior *setModel, entries []entry) diag.Diagnostics {
	if prior == nil {
		return nil
	}
	held, diags := prior.entries()
	if diags.HasError() {
		return diags
	}
	words := byID(held)
	kept := slices.Clone(entries)
	for i, e := range entries {
		if was, ok := words[e.aim().ID]; ok && e.means(was) {
			kept[i] = was
		}
	}
	return append(diags, m.setEntries(kept)...)
}

// means reports whether two entries for one id say the same.
func (e entry) means(other entry) bool {
	return sameTarget(e.Target, other.Target) &&
		sameObject(e.MicrosoftStore, other.MicrosoftStore) &&
		sameObject(e.AppleVPP, other.AppleVPP) &&
		sameObject(e.GooglePlay, other.GooglePlay)
}

func sameObject(a, b types.Object) bool {
	if a.IsNull() || b.IsNull() {
		return allDefault(a) && allDefault(b)
	}
	return sameTarget(a, b)
}

// request is the change of the whole set against what the tenant has. A create
// that would remove something is refused: its plan could not show it.
func (r *whole) request(ctx context.Context, prior *setModel, app graph.App, entries []entry) (seatcheck.Request, diag.Diagnostics) {
	req := seatcheck.Request{App: app, Whole: true}
	wanted, diags := wantedAll(ctx, app, entries)
	if diags.HasError() {
		return req, diags
	}
	all, _, err := r.data.Tenant.Assignments(ctx, app.ID)
	if err != nil {
		diags.Append(services.Diagnose(summaryReadFailed, "Reading the assignments of "+nameOf(app), err))
		return req, diags
	}
	ours, others := divide(all)
	diags.Append(refuseOwned(app, wanted, others)...)
	if prior == nil || !strings.EqualFold(prior.AppID.ValueString(), app.ID) {
		diags.Append(r.refuseUnseen(app, wanted, ours, nil)...)
	} else {
		r.saw(app.ID, prior.ids())
	}
	req.Adds, req.Removes = swap(ours, wanted)
	return req, diags
}

// swap is what turns the assignments that are into those that are wanted.
func swap(are []graph.Assignment, wanted map[string]graph.Assignment) (adds, removes []graph.Assignment) {
	missing := maps.Clone(wanted)
	for _, a := range are {
		id := strings.ToLower(a.ID)
		want, ok := wanted[id]
		delete(missing, id)
		if ok && len(differences(want, a)) == 0 {
			continue
		}
		removes = append(removes, a)
		if ok {
			adds = append(adds, want)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(missing)) {
		adds = append(adds, missing[id])
	}
	return adds, removes
}

// saw notes the assignments that a state has shown, for the create that follows
// when the set is replaced: that one is planned and written without the state.
func (r *whole) saw(appID string, ids map[string]struct{}) {
	for id := range ids {
		r.data.Register.Saw(joinID(appID, id))
	}
}

// refuseOwned refuses to name what a policy set has assigned already.
func refuseOwned(app graph.App, wanted map[string]graph.Assignment, others []graph.Assignment) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, a := range others {
		if want, named := wanted[strings.ToLower(a.ID)]; named {
			diags.Append(ownedByPolicySet(app, want))
		}
	}
	return diags
}

// refuseUnseen refuses to remove assignments that are neither wanted nor were
// seen by the plan. One call writes the whole set, so this is where somebody
// else's work would be lost. prior is nil for a create.
func (r *whole) refuseUnseen(app graph.App, wanted map[string]graph.Assignment, are []graph.Assignment, seen map[string]struct{}) diag.Diagnostics {
	var diags diag.Diagnostics
	var lost []string
	for _, a := range are {
		id := strings.ToLower(a.ID)
		_, named := wanted[id]
		_, known := seen[id]
		if !named && !known && !(seen == nil && r.data.InState(joinID(app.ID, id))) {
			lost = append(lost, describe(a))
		}
	}
	if len(lost) == 0 {
		return diags
	}
	slices.Sort(lost)
	listed := strings.Join(lost, "\n  ")
	if seen == nil {
		diags.AddError(summaryAlreadyExists, fmt.Sprintf(
			"%s has assignments that this set does not name and would remove:\n\n  %s\n\nNothing was written. Add those that are to stay, or import the app's assignments, so that the plan shows what is removed:\n\n%s",
			nameOf(app), listed, importBlock(kindWhole, app.ID)))
		return diags
	}
	diags.AddError("Assignments appeared after the plan", fmt.Sprintf(
		"Since the plan was made, %s got assignments that it does not show and that this write would remove:\n\n  %s\n\nNothing was written. Plan again: the new plan shows them as removed, unless you add them to the set.",
		nameOf(app), listed))
	return diags
}

// planDestroy warns when ending the set's exclusions lets in more people than
// there are licences, by the assignments that it leaves alone.
func (r *whole) planDestroy(ctx context.Context, prior setModel) diag.Diagnostics {
	diags := noneTakesOver(r.data, prior.AppID.Canonical(), kindWhole)
	diags.Append(goes(r.data, prior.AppID.Canonical(), kindWhole)...)
	app, found, err := r.data.Tenant.App(ctx, prior.AppID.Canonical())
	if err != nil || !found || diags.HasError() {
		return diags // the app is gone, and its assignments with it; an error shows when deleting
	}
	entries, more := prior.entries()
	diags.Append(more...)
	held, more := wantedAll(ctx, app, entries)
	if diags.Append(more...); diags.HasError() {
		return diags
	}
	return append(diags, asDiagnostics(r.data.Seats.Plan(ctx, seatcheck.Request{
		App:     app,
		Removes: slices.Collect(maps.Values(held)),
		Destroy: true,
		Whole:   true,
		Mode:    seatcheck.Mode(prior.SeatCheck.ValueString()),
	}))...)
}
