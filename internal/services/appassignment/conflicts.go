package appassignment

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// refuseConflicts refuses what another resource of this run, or the tenant, has
// already. replaced is what a create replaces.
func (r *single) refuseConflicts(ctx context.Context, prior *resourceModel, replaced string, app graph.App, want graph.Assignment) diag.Diagnostics {
	var diags diag.Diagnostics
	id, was := joinID(app.ID, want.ID), ""
	if prior == nil {
		diags.Append(comes(r.data, id, kindSingle)...)
	} else {
		was = prior.ID.ValueString()
	}
	if strings.EqualFold(was, id) {
		r.data.Register.Saw(id)
	}
	inState := r.data.InState(id)
	if !inState {
		diags.Append(r.refuseExisting(ctx, app, want)...)
	}
	if r.data.Register.Holders(prior == nil, was, replaced, id) > 1 {
		diags.Append(duplicate(app, want, inState))
	}
	if inState && !strings.EqualFold(was, id) {
		return diags // replaced, or moving from one resource to another: applying decides
	}
	return append(diags, r.refuseBothModes(app, want)...)
}

// duplicate is an assignment that two resources are to manage. Terraform names the
// one that it was planning, and can name the one in its state.
func duplicate(app graph.App, want graph.Assignment, inState bool) diag.Diagnostic {
	const one = " Intune has one assignment for each target, intent and mode of an app"
	if !inState {
		return diag.NewErrorDiagnostic(summaryDuplicate, fmt.Sprintf(
			"Another resource of this configuration makes the same assignment of %s (%s)."+one+".", nameOf(app), describe(want)))
	}
	return diag.NewErrorDiagnostic(summaryDuplicate, fmt.Sprintf(
		"Two resources of this configuration manage the same assignment of %s (%s), and it is in the state already."+one+": keep one of the two. "+
			"What the state holds is named by:\n\n  terraform state list -id=%s\n\nIf it holds both, take one out with a removed block (destroy = false).",
		nameOf(app), describe(want), joinID(app.ID, want.ID)))
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
// set would remove what the other makes, or what the other destroys be missing
// from the set.
func oneKind(data *services.Data, app graph.App, kind string) diag.Diagnostics {
	var diags diag.Diagnostics
	if first := data.Register.Claim(app.ID, kind); first != kind {
		diags.AddError(summaryTwoKinds, fmt.Sprintf(
			"%s is managed by both intunestore_app_assignment and intunestore_app_assignment_set in this configuration. The set is authoritative and would remove what the other makes: use one kind for one app.", nameOf(app)))
	}
	if last, ok := data.Register.Claimed(leaving(app.ID)); ok && last != kind {
		diags.Append(handOver(nameOf(app)))
	}
	return diags
}

// noneTakesOver refuses to destroy by one kind of resource what the other kind is
// to manage in the same run. A destroy alone is never refused.
func noneTakesOver(data *services.Data, appID, kind string) diag.Diagnostics {
	var diags diag.Diagnostics
	data.Register.Claim(leaving(appID), kind)
	if other, ok := data.Register.Claimed(appID); ok && other != kind {
		diags.Append(handOver("The app " + appID))
	}
	return diags
}

// leaving is the key under which a resource that goes claims its app.
func leaving(appID string) string { return appID + " destroyed" }

func handOver(app string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryTwoKinds, app+" goes from one kind of resource to the other in this plan, which would destroy assignments that the other kind is to manage. Nothing was changed. "+
		"Take what leaves out of the state instead (a removed block with destroy = false), and import what comes.")
}

// comes refuses to create what another resource of the same run destroys, and goes
// the reverse: which of the two is done first is not for anybody to say, and the
// destroy would undo the create. id is an assignment's, or an app's for its set.
func comes(data *services.Data, id, kind string) diag.Diagnostics {
	data.Register.Claim(id+" comes", kind)
	return moves(data, id, kind)
}

func goes(data *services.Data, id, kind string) diag.Diagnostics {
	data.Register.Claim(id+" goes", kind)
	return moves(data, id, kind)
}

// came and went end that once it is done.
func came(data *services.Data, id string) {
	data.Register.Unclaim(id + " comes")
	data.Register.Created(id)
}

func went(data *services.Data, id string) { data.Register.Unclaim(id + " goes") }

func moves(data *services.Data, id, kind string) diag.Diagnostics {
	var diags diag.Diagnostics
	_, made := data.Register.Claimed(id + " comes")
	if _, ended := data.Register.Claimed(id + " goes"); made && ended {
		diags.AddError(summaryMoves, fmt.Sprintf(
			"One resource of this plan destroys %s and another one creates it. Terraform may do either first, and the destroy would undo the create. Nothing was changed. If the resource only has a new name, say so:\n\n  moved {\n    from = %s.old_name\n    to   = %s.new_name\n  }", id, kind, kind))
	}
	return diags
}

// missingGroups refuses to assign an app to a group that is not there.
func missingGroups(ctx context.Context, data *services.Data, req seatcheck.Request, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	ids, err := data.Seats.MissingGroups(ctx, req)
	if err != nil {
		return diags // who counts meets the same failure; otherwise the write will tell
	}
	for _, id := range ids {
		diags.AddAttributeError(at, summaryGroupNotFound,
			fmt.Sprintf("The directory has no group %s, so %s cannot be assigned to it.", id, nameOf(req.App)))
	}
	return diags
}
