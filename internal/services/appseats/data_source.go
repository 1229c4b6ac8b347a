// Package appseats holds the data source intunestore_app_seats: how an app's
// licences stand against its assignments. It counts nothing itself: the numbers
// are those of package seatcheck, by which plans are refused.
package appseats

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource returns the data source intunestore_app_seats.
func NewDataSource() datasource.DataSource { return &dataSource{} }

type dataSource struct{ data *services.Data }

func (*dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_app_seats"
}

func (*dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	number := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	flag := func(description string) schema.Attribute {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
	}
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "How an app's licences stand against its assignments in Intune now, counted as the seat check counts: each person once, over nested and overlapping groups. " +
			"For `check` blocks, conditions and reports. The members of every group are listed, so it costs more than a plan.",
		Attributes: map[string]schema.Attribute{
			"app_id": schema.StringAttribute{
				Required:            true,
				CustomType:          guidtypes.GUIDType{},
				MarkdownDescription: "Intune's id of the app (a GUID).",
			},
			"display_name": text("The app's name."),
			"counted":      flag("Whether somebody keeps seats for the app. `false` for free apps (a total of 0), offline licences, and licences without limit: then nothing can be short."),
			"total":        number("How many licences were bought, as of the last sync (Graph's `totalLicenseCount`)."),
			"used":         number("How many licences are in use, as of the last sync (Graph's `usedLicenseCount`)."),
			"available":    number("How many licences are left: `total` less `used`; never below 0."),
			"claimed":      number("How many people (devices, where a licence is for a device) the assignments let in, each once, less those whom exclusions keep out."),
			"needed":       number("How many licences are needed once everyone let in has taken theirs. Those who hold one without being let in need theirs too."),
			"shortfall":    number("How many licences are missing: `needed` less `total`; never below 0, and 0 where `counted` is `false`."),
			"exact":        flag("Whether who holds a licence now was read. Otherwise `needed` is an estimate from the number in use."),
			"upper_bound":  flag("Whether some assignment has a filter. Filters are not evaluated, so `claimed` and `needed` are then upper bounds."),
			"assignments": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Each assignment and whom it reaches, includes first, then by intent and target. The shares overlap, so they do not add up to `claimed`.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"intent":   text("`required`, `available`, `availableWithoutEnrollment` or `uninstall`."),
					"type":     text("`group`, `exclusion_group`, `all_licensed_users` or `all_devices`."),
					"group_id": text("The group's object id, where the target is a group."),
					"unit":     text("What a licence is for: `user` or `device`."),
					"filtered": flag("Whether a filter narrows the target."),
					"members":  number("How many the target reaches before exclusions; for an exclusion, how many it keeps out."),
				}},
			},
		},
	}
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if d.data == nil {
		resp.Diagnostics.Append(services.Unconfigured("Counting an app's seats"))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	id := m.AppID.Canonical()
	app, found, err := d.data.Tenant.App(ctx, id)
	switch {
	case err != nil:
		resp.Diagnostics.Append(services.Diagnose("App not read", "Reading the app "+id, err))
		return
	case !found:
		resp.Diagnostics.AddAttributeError(path.Root("app_id"), "App not found", fmt.Sprintf("Intune has no app %s.", id))
		return
	case app.Store() == "":
		resp.Diagnostics.AddAttributeError(path.Root("app_id"), "Not a licensed store app", notLicensed(app))
		return
	}
	report, err := d.data.Seats.Report(ctx, app)
	if err != nil {
		resp.Diagnostics.Append(services.Diagnose("Seats not counted", fmt.Sprintf("Counting the seats of %s (%s)", printable.Name(app.DisplayName), app.ID), err))
		return
	}
	m.fill(app, report)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func notLicensed(app graph.App) string {
	return fmt.Sprintf("%s (%s) is of type %s, which has no licences to count.", printable.Name(app.DisplayName), app.ID, app.ODataType)
}
