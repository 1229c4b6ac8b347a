package association

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ list.ListResourceWithConfigure = (*associationList)(nil)

// associationList lists the one association of the tenant, if it is on.
type associationList struct{ associationResource }

// NewListResource makes the list resource intunestore_association.
func NewListResource() list.ListResource { return &associationList{} }

func (*associationList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenant's association with Microsoft Store for Business, if it is on, for `terraform query` (Terraform 1.14). A tenant has one.",
	}
}

// List pushes one result, or none for a tenant whose association is off.
func (l *associationList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	if l.data == nil {
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{services.Unconfigured("Listing the association")})
		return
	}
	ctx, cancel := within(ctx, quickTimeout)
	defer cancel()
	org, err := l.data.Tenant.Organization(ctx)
	if err != nil {
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{unreadTenant(err)})
		return
	}
	now, err := l.data.Tenant.Association(ctx)
	if err != nil {
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{unreadAssociation(org, err)})
		return
	}
	if !now.Enabled {
		return
	}
	result := req.NewListResult(ctx)
	result.DisplayName = named(org)
	result.Diagnostics.Append(identify(ctx, result.Identity, types.StringValue(org.ID))...)
	if req.IncludeResource {
		var state model
		result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), org.ID)...)
		result.Diagnostics.Append(result.Resource.Get(ctx, &state)...)
		state.observe(org.ID, now)
		result.Diagnostics.Append(result.Resource.Set(ctx, &state)...)
	}
	stream.Results = func(push func(list.ListResult) bool) { push(result) }
}
