package appassignment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ list.ListResourceWithConfigure = (*wholeList)(nil)

// wholeList lists what intunestore_app_assignment_set can manage.
type wholeList struct{ whole }

// NewSetListResource returns the list resource intunestore_app_assignment_set.
func NewSetListResource() list.ListResource { return &wholeList{} }

type wholeListModel struct {
	Store types.String `tfsdk:"store"`
}

func (*wholeList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the licensed apps that have assignments, sorted, each with all of them as one `intunestore_app_assignment_set`. " +
			"Assignments that a policy set owns are left out. List either these or `intunestore_app_assignment` for an app: one kind of resource manages it.",
		Attributes: map[string]schema.Attribute{"store": storeFilter},
	}
}

func (l *wholeList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var filter wholeListModel
	diags := filterOf(ctx, req, &filter)
	if l.data == nil {
		diags.Append(services.Unconfigured("Listing assignments"))
	}
	if diags.HasError() {
		stream.Results = failed(diags...)
		return
	}
	apps, diags := appsOf(ctx, l.data, "", filter.Store.ValueString())
	if diags.HasError() {
		stream.Results = failed(diags...)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		out := &results{push: push, limit: req.Limit}
		listing{
			visit: func(a assigned) bool { return out.one(l.result(ctx, req, a)) },
			fail:  func(d diag.Diagnostic) bool { return out.fail(d) },
		}.each(ctx, l.data, apps)
	}
}

// result is one app with all its assignments, as an import would read it.
func (*wholeList) result(ctx context.Context, req list.ListRequest, of assigned) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = fmt.Sprintf("%s: %s", printable.Name(of.app.DisplayName), counted(of.all))
	result.Diagnostics.Append(identifyWhole(ctx, result.Identity, of.app.ID)...)
	if !req.IncludeResource {
		return result
	}
	var state setModel
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("app_id"), of.app.ID)...)
	result.Diagnostics.Append(result.Resource.Get(ctx, &state)...)
	if result.Diagnostics.HasError() {
		return result
	}
	state.ID = types.StringValue(of.app.ID)
	result.Diagnostics.Append(state.show(ctx, of.all)...)
	result.Diagnostics.Append(result.Resource.Set(ctx, state)...)
	return result
}

func counted(all []graph.Assignment) string {
	if len(all) == 1 {
		return "1 assignment"
	}
	return fmt.Sprintf("%d assignments", len(all))
}
