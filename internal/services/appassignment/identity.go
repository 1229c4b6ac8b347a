package appassignment

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// An identity is what makes an object the one it is, for Terraform 1.12 and later.
// It must never change, so it is written in Intune's lower case whatever case the
// configuration has. Older versions send none, and the framework hands over an
// empty one for them.

var appIdentity = identityschema.StringAttribute{
	RequiredForImport: true,
	Description:       "Intune's id of the app, a GUID.",
}

// IdentitySchema is the app and Intune's id of the assignment, the two parts of
// the import id.
func (*single) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"app_id": appIdentity,
			"assignment_id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "Intune's id of the assignment, {target}_{intent}_{mode}.",
			},
		},
	}
}

// IdentitySchema is the app.
func (*whole) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{"app_id": appIdentity}}
}

// identifySingle writes the identity of an assignment.
func identifySingle(ctx context.Context, identity *tfsdk.ResourceIdentity, appID, assignmentID string) diag.Diagnostics {
	return append(identifyWhole(ctx, identity, appID), identifyBy(ctx, identity, "assignment_id", assignmentID)...)
}

// identifyWhole writes the identity of all assignments of an app.
func identifyWhole(ctx context.Context, identity *tfsdk.ResourceIdentity, appID string) diag.Diagnostics {
	return identifyBy(ctx, identity, "app_id", appID)
}

func identifyBy(ctx context.Context, identity *tfsdk.ResourceIdentity, name, id string) diag.Diagnostics {
	if identity == nil || id == "" {
		return nil
	}
	return identity.SetAttribute(ctx, path.Root(name), strings.ToLower(id))
}

// importID is the import id of an assignment that an import names, by id or by
// identity.
func importID(ctx context.Context, req resource.ImportStateRequest) (string, diag.Diagnostics) {
	appID, diags := importAppID(ctx, req)
	if req.ID != "" || req.Identity == nil {
		return appID, diags
	}
	var assignmentID types.String
	diags.Append(req.Identity.GetAttribute(ctx, path.Root("assignment_id"), &assignmentID)...)
	return joinID(appID, assignmentID.ValueString()), diags
}

// importAppID is the import id, or the app of the identity in its place.
func importAppID(ctx context.Context, req resource.ImportStateRequest) (string, diag.Diagnostics) {
	if req.ID != "" || req.Identity == nil {
		return req.ID, nil
	}
	var appID types.String
	diags := req.Identity.GetAttribute(ctx, path.Root("app_id"), &appID)
	return appID.ValueString(), diags
}
