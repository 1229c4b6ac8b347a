package association

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// ImportState takes the tenant id. There is nothing else to name: a tenant has one
// association.
func (r *associationResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	given, diags := importID(ctx, req)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	id, err := uuid.Parse(given)
	if err != nil || len(given) != len(id.String()) {
		resp.Diagnostics.AddError("Malformed import id",
			fmt.Sprintf("%q is not a tenant id. An association is imported by the id of its tenant, a GUID:\n\n%s", given, importBlock("00000000-0000-0000-0000-000000000000")))
		return
	}
	if r.data == nil {
		resp.Diagnostics.Append(services.Unconfigured("Importing the association"))
		return
	}
	org, diags := r.home(ctx, types.StringValue(id.String()))
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), org.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("tenant_id"), org.ID)...)
	resp.Diagnostics.Append(identify(ctx, resp.Identity, types.StringValue(org.ID))...)
}

// home is the tenant signed in to, provided that it is the one of the state.
func (r *associationResource) home(ctx context.Context, tenantID types.String) (graph.Organization, diag.Diagnostics) {
	org, err := r.data.Tenant.Organization(ctx)
	if err != nil {
		return org, diag.Diagnostics{unreadTenant(err)}
	}
	if !strings.EqualFold(org.ID, tenantID.ValueString()) {
		return org, diag.Diagnostics{anotherTenant(tenantID.ValueString(), org)}
	}
	return org, nil
}

// write changes the association. When the answer is lost, what the tenant holds
// tells whether the change was made.
func (r *associationResource) write(ctx context.Context, org graph.Organization, wanted graph.DeviceAppManagementUpdate) (graph.DeviceAppManagement, diag.Diagnostics) {
	answer, err := r.data.Graph.UpdateDeviceAppManagement(ctx, wanted)
	if graph.IsAmbiguous(err) {
		if now, failed := r.data.Tenant.Association(ctx); failed == nil && holds(now, wanted) {
			return now, nil
		}
	}
	if err != nil {
		return answer, diag.Diagnostics{services.Diagnose("Association not written", "Writing the association of tenant "+named(org), err)}
	}
	return answer, nil
}

// confirm reads back what was written: an answer of success is not yet the change.
func (r *associationResource) confirm(ctx context.Context, org graph.Organization, wanted graph.DeviceAppManagementUpdate) diag.Diagnostics {
	now, err := r.data.Tenant.Association(ctx)
	switch {
	case err != nil:
		return diag.Diagnostics{unreadAssociation(org, err)}
	case !holds(now, wanted):
		return diag.Diagnostics{notAsWritten(org, wanted, now)}
	}
	return nil
}
