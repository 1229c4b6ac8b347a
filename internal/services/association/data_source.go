package association

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ datasource.DataSourceWithConfigure = (*associationDataSource)(nil)

// NewDataSource makes the data source intunestore_association.
func NewDataSource() datasource.DataSource { return &associationDataSource{} }

type associationDataSource struct{ data *services.Data }

type dataModel struct {
	TenantID           types.String      `tfsdk:"tenant_id"`
	TenantName         types.String      `tfsdk:"tenant_name"`
	MDMAuthority       types.String      `tfsdk:"mdm_authority"`
	Enabled            types.Bool        `tfsdk:"enabled"`
	Language           types.String      `tfsdk:"language"`
	PortalSelection    types.Set         `tfsdk:"portal_selection"`
	LastSuccessfulSync timetypes.RFC3339 `tfsdk:"last_successful_sync"`
	LastCompletedSync  timetypes.RFC3339 `tfsdk:"last_completed_sync"`
}

func (*associationDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_association"
}

func (*associationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What ties the tenant to Microsoft Store for Business now, whether Terraform manages it or not, and what must be true before it works. Nothing is changed.",
		Attributes: map[string]schema.Attribute{
			"tenant_id":        schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the tenant that the provider is signed in to."},
			"tenant_name":      schema.StringAttribute{Computed: true, MarkdownDescription: "The name of that tenant."},
			"mdm_authority":    schema.StringAttribute{Computed: true, MarkdownDescription: "The tenant's MDM authority: `intune`, `sccm`, `office365` or `unknown`. Store apps sync only with `intune`."},
			"enabled":          schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether Intune syncs apps from the Store."},
			"language":         schema.StringAttribute{Computed: true, MarkdownDescription: "The language of the apps' names and descriptions in Intune, such as `fr-FR`. Null when it was never set."},
			"portal_selection": schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Where employees find the apps: `companyPortal`, `privateStore`, both or none."},
			"last_successful_sync": schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{},
				MarkdownDescription: "When the last successful sync ended (RFC 3339, UTC). Null when there was none."},
			"last_completed_sync": schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{},
				MarkdownDescription: "When the last sync ended, successful or not (RFC 3339, UTC). Null when there was none. Later than `last_successful_sync`: the last sync failed."},
		},
	}
}

func (d *associationDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

func (d *associationDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if d.data == nil {
		resp.Diagnostics.Append(services.Unconfigured("Reading the association"))
		return
	}
	org, err := d.data.Tenant.Organization(ctx)
	if err != nil {
		resp.Diagnostics.Append(unreadTenant(err))
		return
	}
	now, err := d.data.Tenant.Association(ctx)
	if err != nil {
		resp.Diagnostics.Append(unreadAssociation(org, err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &dataModel{
		TenantID:           types.StringValue(org.ID),
		TenantName:         types.StringValue(org.DisplayName),
		MDMAuthority:       types.StringValue(org.MDMAuthority),
		Enabled:            types.BoolValue(now.Enabled),
		Language:           orNull(now.Language),
		PortalSelection:    stringSet(now.PortalSelection),
		LastSuccessfulSync: timeOrNull(now.LastSuccessfulSync),
		LastCompletedSync:  timeOrNull(now.LastCompletedSync),
	})...)
}

func orNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

func timeOrNull(t time.Time) timetypes.RFC3339 {
	if t.IsZero() {
		return timetypes.NewRFC3339Null()
	}
	return timetypes.NewRFC3339TimeValue(t.UTC())
}
