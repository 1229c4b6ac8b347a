package vpptoken

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ datasource.DataSourceWithConfigure = (*tokensDataSource)(nil)

// NewTokensDataSource makes the data source intunestore_apple_vpp_tokens.
func NewTokensDataSource() datasource.DataSource { return &tokensDataSource{} }

type tokensDataSource struct{ data *services.Data }

type tokensModel struct {
	State            types.String `tfsdk:"state"`
	OrganizationName types.String `tfsdk:"organization_name"`
	Tokens           []tokenModel `tfsdk:"tokens"`
}

func (*tokensDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_apple_vpp_tokens"
}

func (*tokensDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The location tokens of Apple's volume purchase: their states, expiries and last syncs. The tokens themselves, which are secrets, are never read.",
		Attributes: map[string]schema.Attribute{
			"state": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.OneOf(tokenStates...)},
				MarkdownDescription: "Only tokens in this state: `valid`, `expired`, `invalid`, `assignedToExternalMDM`, `duplicateLocationId` or `unknown`. Default: in any."},
			"organization_name": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				MarkdownDescription: "Only tokens of this organisation. Case makes no difference. Default: of all."},
			"tokens": schema.ListNestedAttribute{Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: tokenAttributes()},
				MarkdownDescription: "The tokens, sorted by `display_name`, then by `id`."},
		},
	}
}

func (d *tokensDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

func (d *tokensDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m tokensModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if d.data == nil {
		resp.Diagnostics.Append(services.Unconfigured(reading))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := d.data.Graph.AppleVPPTokens(ctx)
	if err != nil {
		resp.Diagnostics.Append(unread(err))
		return
	}
	m.Tokens = []tokenModel{} // an empty list rather than null
	for _, t := range inOrder(all) {
		if (m.State.IsNull() || t.State == m.State.ValueString()) &&
			(m.OrganizationName.IsNull() || strings.EqualFold(t.OrganizationName, m.OrganizationName.ValueString())) {
			m.Tokens = append(m.Tokens, newTokenModel(t))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
