// Package appassignment holds the two resources that assign apps:
// intunestore_app_assignment for one target, which leaves the others alone, and
// intunestore_app_assignment_set for all targets of an app, which does not.
//
// It knows Terraform and the tenant. It counts nothing: whether there are enough
// licences is for package seatcheck.
package appassignment

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var (
	_ resource.Resource                   = (*single)(nil)
	_ resource.ResourceWithConfigure      = (*single)(nil)
	_ resource.ResourceWithValidateConfig = (*single)(nil)
	_ resource.ResourceWithModifyPlan     = (*single)(nil)
	_ resource.ResourceWithImportState    = (*single)(nil)
	_ resource.ResourceWithIdentity       = (*single)(nil)
)

// operationTimeout bounds one operation where the timeouts block does not. It
// leaves room for a long Retry-After.
const operationTimeout = 20 * time.Minute

// single is intunestore_app_assignment.
type single struct{ data *services.Data }

// NewResource returns the resource intunestore_app_assignment.
func NewResource() resource.Resource { return &single{} }

func (r *single) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_app_assignment"
}

func (r *single) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resourceSchema(ctx)
}

func (r *single) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	data, diags := services.FromProviderData(req.ProviderData)
	r.data = data
	resp.Diagnostics.Append(diags...)
}

func (r *single) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	config, diags := readModel(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(config.validate(path.Empty())...)
}

func (r *single) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		// Also while the provider is not configured: Delete must not meet an old note.
		resp.Diagnostics.Append(noteSuccessor(ctx, resp.Private, nil)...)
	}
	if r.data == nil {
		return
	}
	prior, diags := readModel(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	plan, diags := readModel(ctx, req.Plan)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan == nil {
		resp.Diagnostics.Append(r.planDestroy(ctx, *prior)...)
		return
	}
	proposed := *plan
	plan.unsaid(mentioned(req.Config.Raw))
	replaced := services.ReplacedObject(ctx, req.Private)
	if prior != nil {
		resp.Diagnostics.Append(services.NoteHeld(ctx, resp.Private, prior.ID.ValueString())...)
	}
	next, diags := r.plan(ctx, prior, plan, replaced)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.equal(proposed) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan.object())...)
	}
	if prior == nil {
		resp.Diagnostics.Append(noteSuccessor(ctx, resp.Private, &next)...)
	}
}

func (r *single) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	app, want, diags := r.wanted(ctx, plan)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.refuseExisting(ctx, app, want)...)
	if resp.Diagnostics.HasError() {
		return
	}
	release, diags := r.reserve(ctx, plan, seatcheck.Request{App: app, Adds: []graph.Assignment{want}})
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, err := create(ctx, r.data, app.ID, want)
	if err != nil {
		release()
		resp.Diagnostics.Append(r.notCreated(app, want, err))
		return
	}
	came(r.data, joinID(app.ID, id))
	want.ID = id
	plan.name(app.ID, want.ID)
	resp.Diagnostics.Append(identifySingle(ctx, resp.Identity, app.ID, want.ID)...)
	resp.Diagnostics.Append(plan.fill(ctx, want)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	r.readBack(ctx, &plan, app, want, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *single) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state, diags := readModel(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	appID, id := state.AppID.Canonical(), state.AssignmentID.ValueString()
	resp.Diagnostics.Append(identifySingle(ctx, resp.Identity, appID, id)...)
	if r.data == nil { // the provider block is not known yet: keep the state as it is
		return
	}
	timeout, diags := state.Timeouts.Read(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	r.data.Register.Saw(joinID(appID, id))
	found, exists, err := r.data.Tenant.Assignment(ctx, appID, id)
	switch {
	case err != nil:
		resp.Diagnostics.Append(services.Diagnose(summaryReadFailed, "Reading the assignment "+joinID(appID, id), err))
	case !exists:
		resp.State.RemoveResource(ctx)
	default:
		was := *state
		resp.Diagnostics.Append(state.fill(ctx, found)...)
		r.showDefaults(ctx, state)
		state.name(appID, found.ID)
		if !state.equal(was) {
			resp.Diagnostics.Append(resp.State.Set(ctx, state.object())...)
		}
	}
}

func (r *single) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, plan resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Update(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(identifySingle(ctx, resp.Identity, prior.AppID.Canonical(), prior.AssignmentID.ValueString())...)
	app, want, diags := r.wanted(ctx, plan)
	resp.Diagnostics.Append(diags...)
	was, diags := prior.assignment(ctx, app)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(differences(was, want)) > 0 {
		resp.Diagnostics.Append(r.change(ctx, plan, app, was, want)...)
		if resp.Diagnostics.HasError() {
			return
		}
		r.readBack(ctx, &plan, app, want, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *single) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	appID, id := state.AppID.Canonical(), state.AssignmentID.ValueString()
	stay := r.leave(ctx, state, plannedSuccessor(ctx, req.Private))
	if err := r.data.Graph.DeleteAssignment(ctx, appID, id); err != nil {
		resp.Diagnostics.Append(services.Diagnose("Assignment not deleted", "Deleting the assignment "+joinID(appID, id), err))
		stay()
	} else {
		went(r.data, joinID(appID, id))
	}
	r.data.Tenant.ForgetAssignments(appID)
}

func (r *single) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	given, diags := importID(ctx, req)
	resp.Diagnostics.Append(diags...)
	appID, assignmentID, err := splitID(given)
	if err != nil {
		resp.Diagnostics.AddError("Invalid import id", err.Error())
		return
	}
	for name, value := range map[string]string{"id": joinID(appID, assignmentID), "app_id": appID, "assignment_id": assignmentID} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(identifySingle(ctx, resp.Identity, appID, assignmentID)...)
}

// name sets the ids, which are Intune's once it has the assignment.
func (m *resourceModel) name(appID, assignmentID string) {
	m.ID = types.StringValue(joinID(appID, assignmentID))
	m.AssignmentID = types.StringValue(assignmentID)
}
