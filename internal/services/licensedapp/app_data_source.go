package licensedapp

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var (
	_ datasource.DataSourceWithConfigure        = (*appDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*appDataSource)(nil)
)

// NewAppDataSource makes the data source intunestore_licensed_app.
func NewAppDataSource() datasource.DataSource { return &appDataSource{} }

type appDataSource struct{ data *services.Data }

func (*appDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_licensed_app"
}

func (*appDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	key := func(description string) schema.Attribute {
		return schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: description,
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
	}
	attributes := appAttributes()
	attributes["id"] = schema.StringAttribute{Optional: true, Computed: true, CustomType: guidtypes.GUIDType{},
		MarkdownDescription: "The app's id in Intune. When left out, that of the app found."}
	attributes["product_key"] = key("The Store's own name of the app, as `productId/skuId`. When left out, that of the app found.")
	attributes["package_identity_name"] = key("The name of the app's package. When left out, that of the app found.")
	attributes["display_name"] = key("The app's name. Case and kind of space make no difference unless they tell two apps apart. When left out, that of the app found.")
	attributes["license_type"] = schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{stringvalidator.OneOf(online, offline)},
		MarkdownDescription: "`online` or `offline`: tells the two licences of one product apart. When left out, that of the app found."}
	attributes["store"] = schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{stringvalidator.OneOf(stores()...)},
		MarkdownDescription: "`microsoft_store_for_business`, `apple_vpp` or `managed_google_play`: tells apps of one name apart. When left out, that of the app found."}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One app that counts licences, found by exactly one of `id`, `product_key`, `package_identity_name` and `display_name`. Finding none or several is an error that lists the near ones.",
		Attributes:          attributes,
	}
}

func (d *appDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

func (*appDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(
		path.MatchRoot("id"), path.MatchRoot("product_key"), path.MatchRoot("package_identity_name"), path.MatchRoot("display_name"),
	)}
}

func (d *appDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m appModel
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
	app, diags := m.search().find(all)
	if diags.HasError() && !m.ID.IsNull() {
		if other, found, err := d.data.Tenant.App(ctx, m.ID.ValueString()); err == nil && found && other.Store() == "" {
			resp.Diagnostics.Append(withoutLicenses(other))
			return
		}
	}
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	found := newAppModel(app)
	resp.Diagnostics.Append(resp.State.Set(ctx, &found)...)
}

// search is what the configuration gives. Exactly one key is not null.
func (m *appModel) search() search {
	s := search{by: "display_name", value: m.DisplayName.ValueString(), licenseType: m.LicenseType.ValueString(), store: m.Store.ValueString()}
	switch {
	case !m.ID.IsNull():
		s.by, s.value = "id", m.ID.ValueString()
	case !m.ProductKey.IsNull():
		s.by, s.value = "product_key", m.ProductKey.ValueString()
	case !m.PackageIdentityName.IsNull():
		s.by, s.value = "package_identity_name", m.PackageIdentityName.ValueString()
	}
	return s
}
