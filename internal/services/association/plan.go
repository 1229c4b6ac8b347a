package association

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// Held names the tenant whose association a state holds, given its attributes as
// JSON.
func Held(attributes []byte) []string {
	var state struct{ ID string }
	if json.Unmarshal(attributes, &state) != nil || state.ID == "" {
		return nil // not understood: the plan is then the stricter one
	}
	return []string{state.ID}
}

// mdmAuthorityIntune is the one MDM authority that Store apps sync with. Source:
// Microsoft Learn, "How to manage volume purchased apps from the Microsoft Store for
// Business with Microsoft Intune", prerequisites.
const mdmAuthorityIntune = "intune"

// ModifyPlan refuses what cannot work before anything is written.
func (r *associationResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	creating, destroying := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	resp.Diagnostics.Append(noteCreate(ctx, resp.Private, creating)...)
	if destroying {
		var onDestroy types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("on_destroy"), &onDestroy)...)
		resp.Diagnostics.Append(destroyWarning(onDestroy.ValueString()))
		return
	}
	if r.data == nil {
		return
	}
	if strings.HasPrefix(r.data.Environment, "usgovernment") {
		resp.Diagnostics.Append(notInThisCloud(r.data.Environment))
		return
	}
	org, err := r.data.Tenant.Organization(ctx)
	if err != nil {
		resp.Diagnostics.Append(unreadTenant(err))
		return
	}
	if org.MDMAuthority != mdmAuthorityIntune {
		resp.Diagnostics.Append(notIntune(org))
		return
	}
	var tenantID types.String
	if creating {
		resp.Diagnostics.Append(r.refuseSecond(ctx, org)...)
	} else {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("tenant_id"), &tenantID)...)
		_, diags := r.home(ctx, tenantID)
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(services.NoteHeld(ctx, resp.Private, tenantID.ValueString())...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if r.data.Register.Holders(creating, tenantID.ValueString(), services.ReplacedObject(ctx, req.Private), org.ID) > 1 {
		resp.Diagnostics.Append(twoResources(org))
	}
}

// refuseSecond refuses to plan the creation of an association that is on already.
// One that a state holds is let pass: it may be the tainted one that this plan
// replaces. Create looks again.
func (r *associationResource) refuseSecond(ctx context.Context, org graph.Organization) diag.Diagnostics {
	one := &r.data.Association
	one.Lock()
	defer one.Unlock()
	if one.Managed() || one.Released() || r.data.States.Holds(org.ID) {
		return nil
	}
	now, err := r.data.Tenant.Association(ctx)
	switch {
	case err != nil:
		return diag.Diagnostics{unreadAssociation(org, err)}
	case now.Enabled:
		return diag.Diagnostics{alreadyExists(org, now)}
	}
	return nil
}

// plannedCreateKey tells Delete the two reasons to destroy apart. Terraform hands
// the private data of the plan to both halves of a replacement, and that plan is a
// create; the plan of a plain destroy is not. Where the note is missing, the
// association is turned off.
const plannedCreateKey = "planned_create"

func noteCreate(ctx context.Context, private services.PrivateData, creating bool) diag.Diagnostics {
	value := "false"
	if creating {
		value = "true"
	}
	return private.SetKey(ctx, plannedCreateKey, []byte(value))
}

func plannedCreate(ctx context.Context, private services.PrivateData) (bool, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, plannedCreateKey)
	return string(value) == "true", diags
}
