package vpptoken

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var (
	_ datasource.DataSourceWithConfigure        = (*tokenDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*tokenDataSource)(nil)
)

// NewTokenDataSource makes the data source intunestore_apple_vpp_token.
func NewTokenDataSource() datasource.DataSource { return &tokenDataSource{} }

type tokenDataSource struct{ data *services.Data }

func (*tokenDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_apple_vpp_token"
}

func (*tokenDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := tokenAttributes()
	attributes["id"] = schema.StringAttribute{Optional: true, Computed: true, CustomType: guidtypes.GUIDType{},
		MarkdownDescription: "The token's id in Intune, as `vpp_token_id` of the apps that it licenses. When left out, that of the token found."}
	attributes["display_name"] = schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		MarkdownDescription: "The token's name in Intune. Case makes no difference. When left out, that of the token found."}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One location token of Apple's volume purchase, found by exactly one of `id` and `display_name`: its state, its expiry and its last sync. The token itself, which is a secret, is never read.",
		Attributes:          attributes,
	}
}

func (d *tokenDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

func (*tokenDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("display_name"))}
}

func (d *tokenDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m tokenModel
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
	token, diags := m.find(all)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	found := newTokenModel(token)
	resp.Diagnostics.Append(resp.State.Set(ctx, &found)...)
}

// find is the one token that the configuration means.
func (m *tokenModel) find(all []graph.VPPToken) (graph.VPPToken, diag.Diagnostics) {
	var diags diag.Diagnostics
	name, at := m.DisplayName.ValueString(), path.Root("display_name")
	if !m.ID.IsNull() {
		name, at = m.ID.ValueString(), path.Root("id")
	}
	var found []graph.VPPToken
	for _, t := range all {
		if m.ID.IsNull() && strings.EqualFold(t.DisplayName, name) || strings.EqualFold(t.ID, m.ID.ValueString()) {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 1:
		return found[0], diags
	case 0:
		diags.AddAttributeError(at, "Apple VPP token not found", fmt.Sprintf("No location token has the %s %s. %s", at, strconv.Quote(printable.Name(name)), listed("Intune has", all)))
	default:
		diags.AddAttributeError(at, "Several Apple VPP tokens found", fmt.Sprintf("Several location tokens have the %s %s: give the id. %s", at, strconv.Quote(printable.Name(name)), listed("They are", found)))
	}
	return graph.VPPToken{}, diags
}

func listed(lead string, tokens []graph.VPPToken) string {
	if len(tokens) == 0 {
		return lead + " none."
	}
	var b strings.Builder
	b.WriteString(lead + ":\n")
	for _, t := range inOrder(tokens) {
		fmt.Fprintf(&b, "\n  %s, %s", services.TokenName(t), printable.Name(t.State))
	}
	return b.String()
}

const reading = "Reading the location tokens of Apple's volume purchase"

func unread(err error) diag.Diagnostic {
	return services.Diagnose("Apple VPP tokens not read", reading, err)
}
