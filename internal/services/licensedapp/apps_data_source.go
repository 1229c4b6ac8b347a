package licensedapp

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ datasource.DataSourceWithConfigure = (*appsDataSource)(nil)

// NewAppsDataSource makes the data source intunestore_licensed_apps.
func NewAppsDataSource() datasource.DataSource { return &appsDataSource{} }

type appsDataSource struct{ data *services.Data }

type appsModel struct {
	Store                    types.String `tfsdk:"store"`
	LicenseType              types.String `tfsdk:"license_type"`
	DisplayNameContains      types.String `tfsdk:"display_name_contains"`
	Publisher                types.String `tfsdk:"publisher"`
	Assigned                 types.Bool   `tfsdk:"assigned"`
	MinAvailableLicenseCount types.Int64  `tfsdk:"min_available_license_count"`
	Apps                     []appModel   `tfsdk:"apps"`
}

func (*appsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_licensed_apps"
}

func (*appsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The apps that count licences, of every store, with their seats. All filters given must hold; without any, all apps are listed.",
		Attributes: map[string]schema.Attribute{
			"store": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.OneOf(stores()...)},
				MarkdownDescription: "Only apps of this store: `microsoft_store_for_business`, `apple_vpp` or `managed_google_play`. Default: of all."},
			"license_type": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.OneOf(online, offline)},
				MarkdownDescription: "Only `online` or only `offline` licensed apps of Microsoft Store for Business. Default: both."},
			"display_name_contains": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				MarkdownDescription: "Only apps whose name contains this text. Case and kind of space make no difference. Default: any name."},
			"publisher": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				MarkdownDescription: "Only apps of this publisher. Case and kind of space make no difference. Default: of all."},
			"assigned": schema.BoolAttribute{Optional: true, MarkdownDescription: "`true`: only apps that are assigned; `false`: only those that are not. Default: both."},
			"min_available_license_count": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)},
				MarkdownDescription: "How many licences an app must have left, at least. Apps whose licences are not counted have 0 left here. Default: any number."},
			"apps": schema.ListNestedAttribute{Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: appAttributes()},
				MarkdownDescription: "The apps, sorted by `display_name`, then by `id`."},
		},
	}
}

func (d *appsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

func (d *appsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m appsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if d.data == nil {
		resp.Diagnostics.Append(services.Unconfigured("Reading the apps that count licences"))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := d.data.Tenant.LicensedApps(ctx)
	if err != nil {
		resp.Diagnostics.Append(unreadApps(err))
		return
	}
	m.Apps = []appModel{} // an empty list rather than null
	wanted := m.filter()
	for _, app := range inOrder(all) {
		if wanted(app) {
			m.Apps = append(m.Apps, newAppModel(app))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// filter is true for the apps that all given attributes let through.
func (m *appsModel) filter() func(graph.App) bool {
	name, publisher := folded(m.DisplayNameContains.ValueString()), folded(m.Publisher.ValueString())
	return func(a graph.App) bool {
		return (m.Store.IsNull() || string(a.Store()) == m.Store.ValueString()) &&
			(m.LicenseType.IsNull() || a.LicenseType == m.LicenseType.ValueString()) &&
			(m.DisplayNameContains.IsNull() || strings.Contains(folded(a.DisplayName), name)) &&
			(m.Publisher.IsNull() || folded(a.Publisher) == publisher) &&
			(m.Assigned.IsNull() || a.IsAssigned == m.Assigned.ValueBool()) &&
			(m.MinAvailableLicenseCount.IsNull() || int64(available(a)) >= m.MinAvailableLicenseCount.ValueInt64())
	}
}
