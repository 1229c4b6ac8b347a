package association

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// IdentitySchema is what makes the association the one it is, for Terraform 1.12
// and later: its tenant. It never changes.
func (*associationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"tenant_id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "The id of the tenant that is associated, a GUID.",
			},
		},
	}
}

// identify writes the identity. There is nothing to write before the tenant is
// known.
func identify(ctx context.Context, identity *tfsdk.ResourceIdentity, tenantID types.String) diag.Diagnostics {
	if identity == nil || tenantID.ValueString() == "" {
		return nil
	}
	return identity.SetAttribute(ctx, path.Root("tenant_id"), tenantID.ValueString())
}

// importID is the tenant id that an import names, by id or by identity.
func importID(ctx context.Context, req resource.ImportStateRequest) (string, diag.Diagnostics) {
	if req.ID != "" || req.Identity == nil {
		return req.ID, nil
	}
	var tenantID types.String
	diags := req.Identity.GetAttribute(ctx, path.Root("tenant_id"), &tenantID)
	return tenantID.ValueString(), diags
}
