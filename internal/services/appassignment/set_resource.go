package appassignment

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var (
	_ resource.Resource                   = (*whole)(nil)
	_ resource.ResourceWithConfigure      = (*whole)(nil)
	_ resource.ResourceWithValidateConfig = (*whole)(nil)
	_ resource.ResourceWithModifyPlan     = (*whole)(nil)
	_ resource.ResourceWithImportState    = (*whole)(nil)
	_ resource.ResourceWithIdentity       = (*whole)(nil)
)

// whole is intunestore_app_assignment_set.
type whole struct{ data *services.Data }

// NewSetResource returns the resource intunestore_app_assignment_set.
func NewSetResource() resource.Resource { return &whole{} }

func (r *whole) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_app_assignment_set"
}

func (r *whole) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 0, // a change of it needs an upgrader; TestStateOfVersion0 reads a file of this one
		MarkdownDescription: "All assignments of one app, written at once. What the set does not name is removed: an assignment made in the portal shows in the next plan as one to remove.\n\n" +
			"Assignments that a policy set owns are left alone. So that nothing is removed that no plan has shown, an app that has other assignments already must be imported first, and a write is refused when assignments appeared since the plan.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The app's id, also the import id.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"app_id": schema.StringAttribute{
				Required:            true,
				CustomType:          guidtypes.GUIDType{},
				MarkdownDescription: "Intune's id of the app (a GUID), as `intunestore_licensed_app` gives it. A change replaces the set.",
				PlanModifiers:       []planmodifier.String{keepGUID{}, stringplanmodifier.RequiresReplace()},
			},
			// Terraform is shown a set (package setwire): the framework compares the
			// elements of a set pair by pair, and those of a list in order.
			"assignments": schema.ListNestedAttribute{
				Required:            true,
				MarkdownDescription: "Every assignment that the app is to have, in any order. An empty set means that it is to have none.",
				NestedObject:        schema.NestedAttributeObject{Attributes: entryAttributes(false)},
			},
			"seat_check": seatCheckAttribute,
			"timeouts":   timeoutsAttribute(ctx),
		},
	}
}

func (r *whole) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	data, diags := services.FromProviderData(req.ProviderData)
	r.data = data
	resp.Diagnostics.Append(diags...)
}

func (r *whole) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config setModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	entries, diags := config.entries()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateAll(entries)...)
}

func (r *whole) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		// Also while the provider is not configured: Delete must not meet an old note.
		resp.Diagnostics.Append(noteSuccessor(ctx, resp.Private, nil)...)
	}
	if r.data == nil {
		return
	}
	var prior, plan *setModel
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan == nil {
		resp.Diagnostics.Append(r.planDestroy(ctx, *prior)...)
		return
	}
	replaced := services.ReplacedObject(ctx, req.Private)
	if prior != nil {
		resp.Diagnostics.Append(services.NoteHeld(ctx, resp.Private, prior.AppID.Canonical())...)
	}
	resp.Diagnostics.Append(r.plan(ctx, prior, plan, replaced)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	if prior == nil {
		resp.Diagnostics.Append(noteSuccessor(ctx, resp.Private, &successor{AppID: plan.AppID.Canonical()})...)
	}
}

func (r *whole) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan setModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	written, diags := r.write(ctx, nil, &plan)
	resp.Diagnostics.Append(diags...)
	if written {
		came(r.data, plan.AppID.Canonical())
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(identifyWhole(ctx, resp.Identity, plan.AppID.Canonical())...)
	}
}

func (r *whole) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state setModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(identifyWhole(ctx, resp.Identity, state.AppID.Canonical())...)
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

	all, exists, err := r.data.Tenant.Assignments(ctx, state.AppID.Canonical())
	switch {
	case err != nil:
		resp.Diagnostics.Append(services.Diagnose(summaryReadFailed, "Reading the assignments of app "+state.AppID.Canonical(), err))
	case !exists:
		resp.State.RemoveResource(ctx)
	default:
		ours, _ := divide(all)
		resp.Diagnostics.Append(state.show(ctx, ours)...)
		r.saw(state.AppID.Canonical(), state.ids())
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

func (r *whole) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, plan setModel
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Update(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	written, diags := r.write(ctx, &prior, &plan)
	resp.Diagnostics.Append(diags...)
	if written {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(identifyWhole(ctx, resp.Identity, plan.AppID.Canonical())...)
	}
}

func (r *whole) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state setModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	diags = r.remove(ctx, state, plannedSuccessor(ctx, req.Private))
	resp.Diagnostics.Append(diags...)
	if !diags.HasError() {
		went(r.data, state.AppID.Canonical())
	}
}

func (r *whole) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	given, diags := importAppID(ctx, req)
	resp.Diagnostics.Append(diags...)
	id := guidtypes.NewValue(strings.TrimSpace(given)).Canonical()
	if !guidtypes.Valid(id) {
		resp.Diagnostics.AddError("Invalid import id",
			"The import id of an app's assignments is the app's id, a GUID such as 0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0; this is "+types.StringValue(given).String()+".")
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("app_id"), id)...)
	resp.Diagnostics.Append(identifyWhole(ctx, resp.Identity, id)...)
}
