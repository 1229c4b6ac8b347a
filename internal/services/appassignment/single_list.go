package appassignment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ list.ListResourceWithConfigure = (*singleList)(nil)

// singleList lists what intunestore_app_assignment can manage; it shares name and
// Configure with the resource.
type singleList struct{ single }

// NewListResource returns the list resource intunestore_app_assignment.
func NewListResource() list.ListResource { return &singleList{} }

type singleListModel struct {
	AppID   guidtypes.GUID `tfsdk:"app_id"`
	Store   types.String   `tfsdk:"store"`
	Intent  types.String   `tfsdk:"intent"`
	GroupID guidtypes.GUID `tfsdk:"group_id"`
}

func (*singleList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the assignments of the tenant's licensed apps, sorted by app, so that `terraform query` (Terraform 1.14) writes the import blocks and the configuration of a whole tenant. " +
			"Assignments that a policy set owns are left out: only the policy set can change them.",
		Attributes: map[string]schema.Attribute{
			"app_id": schema.StringAttribute{
				Optional:            true,
				CustomType:          guidtypes.GUIDType{},
				MarkdownDescription: "Only the assignments of this app. Default: of all.",
			},
			"store": storeFilter,
			"intent": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only assignments with this intent: `required`, `available`, `uninstall` or `availableWithoutEnrollment`. Default: with any.",
				Validators:          []validator.String{stringvalidator.OneOf(intentRequired, intentAvailable, intentUninstall, intentWithoutEnrollment)},
			},
			"group_id": schema.StringAttribute{
				Optional:            true,
				CustomType:          guidtypes.GUIDType{},
				MarkdownDescription: "Only assignments to this group, exclusions of it among them. Nested groups do not count. Default: to anyone.",
			},
		},
	}
}

func (l *singleList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var filter singleListModel
	diags := filterOf(ctx, req, &filter)
	if l.data == nil {
		diags.Append(services.Unconfigured("Listing assignments"))
	}
	if diags.HasError() {
		stream.Results = failed(diags...)
		return
	}
	apps, diags := appsOf(ctx, l.data, filter.AppID.Canonical(), filter.Store.ValueString())
	if diags.HasError() {
		stream.Results = failed(diags...)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		out := &results{push: push, limit: req.Limit}
		var names map[string]string
		listing{
			ready: func(batch []assigned) { names = l.groupNames(ctx, filter, batch) },
			visit: func(a assigned) bool { return l.push(ctx, req, out, a, names) },
			fail:  func(d diag.Diagnostic) bool { return out.fail(d) },
		}.each(ctx, l.data, apps)
	}
}

// admits says whether an assignment is to be listed.
func (m singleListModel) admits(a graph.Assignment) bool {
	return (m.Intent.ValueString() == "" || a.Intent == m.Intent.ValueString()) &&
		(m.GroupID.Canonical() == "" || a.Target.GroupID == m.GroupID.Canonical())
}

// push lists the assignments of one app; it reports whether there may be more.
func (l *singleList) push(ctx context.Context, req list.ListRequest, out *results, of assigned, names map[string]string) bool {
	slices.SortFunc(of.all, func(a, b graph.Assignment) int {
		return strings.Compare(listedAs(a, names), listedAs(b, names))
	})
	for _, a := range of.all {
		result := req.NewListResult(ctx)
		result.DisplayName = printable.Name(of.app.DisplayName) + ": " + listedAs(a, names)
		result.Diagnostics.Append(identifySingle(ctx, result.Identity, of.app.ID, a.ID)...)
		if req.IncludeResource {
			result.Diagnostics.Append(l.include(ctx, &result, of.app, a)...)
		}
		if !out.one(result) {
			return false
		}
	}
	return true
}

// include fills in the state that an import would have.
func (l *singleList) include(ctx context.Context, result *list.ListResult, app graph.App, a graph.Assignment) diag.Diagnostics {
	var state resourceModel
	diags := result.Resource.SetAttribute(ctx, path.Root("app_id"), app.ID)
	diags.Append(result.Resource.Get(ctx, &state)...)
	if diags.HasError() {
		return diags
	}
	diags.Append(state.fill(ctx, a)...)
	l.showDefaults(ctx, &state)
	state.name(app.ID, a.ID)
	return append(diags, result.Resource.Set(ctx, state)...)
}

// groupNames are the names of the groups that a batch is for, which is cut down to
// what the filter admits. They make a list readable and no more: without the right
// to read groups, it has their ids.
func (l *singleList) groupNames(ctx context.Context, filter singleListModel, batch []assigned) map[string]string {
	var ids []string
	for i := range batch {
		batch[i].all = slices.DeleteFunc(batch[i].all, func(a graph.Assignment) bool { return !filter.admits(a) })
		for _, a := range batch[i].all {
			if a.Target.GroupID != "" {
				ids = append(ids, a.Target.GroupID)
			}
		}
	}
	names := map[string]string{}
	if len(ids) == 0 {
		return names
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for i, answer := range l.data.Tenant.Groups(ctx, ids) {
		if answer.Found && answer.Err == nil {
			names[ids[i]] = printable.Name(answer.Value.DisplayName)
		}
	}
	return names
}

// listedAs is describe with the group's name.
func listedAs(a graph.Assignment, names map[string]string) string {
	text := describe(a)
	if name := names[a.Target.GroupID]; name != "" {
		text = strings.Replace(text, "group "+a.Target.GroupID, fmt.Sprintf("group %s (%s)", name, a.Target.GroupID), 1)
	}
	return text
}
