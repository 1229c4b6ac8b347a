// Package idle is a provider that does nothing: what a plan costs before any
// provider works. Its one resource looks like an assignment as users write it,
// and it contacts nobody. It knows the plugin framework, and nothing of ours.
package idle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Address is the source that configurations name.
const Address = "registry.terraform.io/intunestore/idle"

// New returns a provider with the resource idle_assignment.
func New() provider.Provider { return &idle{NewAssignment} }

// NewEmpty returns a provider with the resource idle_empty, which has an id and
// nothing else: the least that a binary and its start-up can cost.
func NewEmpty() provider.Provider { return &idle{newEmpty} }

type idle struct{ resource func() resource.Resource }

func (*idle) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "idle"
}
func (*idle) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (*idle) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (*idle) DataSources(context.Context) []func() datasource.DataSource                        { return nil }
func (p *idle) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{p.resource}
}

// assignment is idle_assignment.
type assignment struct{}

// NewAssignment returns the resource idle_assignment.
func NewAssignment() resource.Resource { return assignment{} }

type model struct {
	ID     types.String `tfsdk:"id"`
	AppID  types.String `tfsdk:"app_id"`
	Intent types.String `tfsdk:"intent"`
	Target types.Object `tfsdk:"target"`
}

func (assignment) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "idle_assignment"
}

func (assignment) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":     computedID(),
		"app_id": schema.StringAttribute{Required: true, PlanModifiers: replace},
		"intent": schema.StringAttribute{Required: true, PlanModifiers: replace},
		"target": schema.SingleNestedAttribute{Required: true, Attributes: map[string]schema.Attribute{
			"type":     schema.StringAttribute{Required: true, PlanModifiers: replace},
			"group_id": schema.StringAttribute{Optional: true, PlanModifiers: replace},
		}},
	}}
}

func computedID() schema.StringAttribute {
	return schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
}

func (assignment) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	m.ID = types.StringValue(m.AppID.ValueString())
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (assignment) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (assignment) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (assignment) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
