// Package association is the tenant's tie to Microsoft Store for Business as a
// Terraform resource and a data source. It knows Terraform and the tenant; how a
// sync is waited for is package storesync's, how an API error reads is package
// services'.
package association

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var (
	_ resource.ResourceWithConfigure   = (*associationResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*associationResource)(nil)
	_ resource.ResourceWithImportState = (*associationResource)(nil)
	_ resource.ResourceWithIdentity    = (*associationResource)(nil)
)

// NewResource makes the resource intunestore_association.
func NewResource() resource.Resource { return &associationResource{} }

type associationResource struct{ data *services.Data }

func (*associationResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_association"
}

func (r *associationResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

// Create leaves a tainted resource when the sync fails: Terraform has no other
// word for it. Destroying the tainted one leaves the association on (see Delete),
// so the next apply goes on where this one stopped.
func (r *associationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, writeTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := within(ctx, timeout)
	defer cancel()

	org, written, diags := r.create(ctx, &plan)
	resp.Diagnostics.Append(diags...)
	if written {
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		resp.Diagnostics.Append(identify(ctx, resp.Identity, plan.TenantID)...)
	}
	if plan.Enabled.ValueBool() && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.sync(ctx, org, plan.waits(), afterCreate)...)
	}
}

// create turns the association on and fills plan with what the tenant then holds;
// written says that it has, even if something failed later. The lock makes sure
// that of two creates in one run the second sees the first.
func (r *associationResource) create(ctx context.Context, plan *model) (org graph.Organization, written bool, diags diag.Diagnostics) {
	one := &r.data.Association
	one.Lock()
	defer one.Unlock()
	org, err := r.data.Tenant.Organization(ctx)
	if err != nil {
		return org, false, diag.Diagnostics{unreadTenant(err)}
	}
	now, err := r.data.Tenant.Association(ctx)
	if err != nil {
		return org, false, diag.Diagnostics{unreadAssociation(org, err)}
	}
	if one.Managed() || now.Enabled && !one.Released() {
		return org, false, diag.Diagnostics{alreadyExists(org, now)}
	}
	wanted := plan.desired(plan.PortalSelection)
	now, diags = r.write(ctx, org, wanted)
	if diags.HasError() {
		return org, false, diags
	}
	one.Manage()
	r.data.Register.Created(org.ID)
	plan.observe(org.ID, now)
	return org, true, r.confirm(ctx, org, wanted)
}

func (r *associationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if r.data == nil { // the provider block is not known yet: keep the state as it is
		resp.Diagnostics.Append(identify(ctx, resp.Identity, state.TenantID)...)
		return
	}
	timeout, diags := state.Timeouts.Read(ctx, quickTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := within(ctx, timeout)
	defer cancel()

	one := &r.data.Association
	one.Lock()
	defer one.Unlock()
	org, diags := r.home(ctx, state.TenantID)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	now, err := r.data.Tenant.Association(ctx)
	if err != nil {
		resp.Diagnostics.Append(unreadAssociation(org, err))
		return
	}
	one.Manage()
	state.observe(org.ID, now)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(identify(ctx, resp.Identity, state.TenantID)...)
}

// Update keeps the prior sync object in the state until the sync has ended well,
// so that the next plan shows a trigger that has not done its work.
func (r *associationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, prior model
	var portal types.Set
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("portal_selection"), &portal)...)
	timeout, diags := plan.Timeouts.Update(ctx, writeTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := within(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(identify(ctx, resp.Identity, prior.TenantID)...)
	org, diags := r.update(ctx, &plan, &prior, portal)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	turnedOn := plan.Enabled.ValueBool() && !prior.Enabled.ValueBool()
	if plan.Enabled.ValueBool() && (turnedOn || plan.triggered(&prior)) {
		synced := plan.Sync
		plan.Sync = prior.Sync
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		plan.Sync = synced
		resp.Diagnostics.Append(r.sync(ctx, org, plan.waits(), afterUpdate)...)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
}

// update writes the plan unless only Terraform's own settings change. Values that
// the plan knows are kept: what changed in the tenant since is the next plan's.
func (r *associationResource) update(ctx context.Context, plan, prior *model, portal types.Set) (graph.Organization, diag.Diagnostics) {
	org, diags := r.home(ctx, prior.TenantID)
	if diags.HasError() || plan.Enabled.Equal(prior.Enabled) && plan.Language.same(prior.Language) && plan.PortalSelection.Equal(prior.PortalSelection) {
		return org, diags
	}
	wanted := plan.desired(portal)
	if _, diags := r.write(ctx, org, wanted); diags.HasError() {
		return org, diags
	}
	return org, r.confirm(ctx, org, wanted)
}

// Delete turns the association off, unless it is to be retained, or is destroyed
// only to be created again: then it stays on and Create takes it over. Nobody
// documents what becomes of synced apps while an association is off.
func (r *associationResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, quickTimeout)
	resp.Diagnostics.Append(diags...)
	replaced, diags := plannedCreate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := within(ctx, timeout)
	defer cancel()

	one := &r.data.Association
	one.Lock()
	defer one.Unlock()
	if replaced || state.OnDestroy.ValueString() == onDestroyRetain {
		one.Release(true)
		return
	}
	org, diags := r.home(ctx, state.TenantID)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	off := false
	if _, err := r.data.Graph.UpdateDeviceAppManagement(ctx, graph.DeviceAppManagementUpdate{Enabled: &off}); err != nil {
		resp.Diagnostics.Append(services.Diagnose("Association not turned off", "Turning off the association of tenant "+named(org), err))
		return
	}
	one.Release(false)
}
