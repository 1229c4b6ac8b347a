// Package devicereadiness holds the data source intunestore_device_readiness:
// which managed Windows devices can take Store apps, and why the others cannot.
// It knows nothing of apps or licences.
package devicereadiness

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource returns the data source intunestore_device_readiness.
func NewDataSource() datasource.DataSource { return &dataSource{} }

type dataSource struct{ data *services.Data }

func (*dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_device_readiness"
}

func (*dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	number := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Which managed Windows devices can take apps of Microsoft Store for Business, and why the others cannot: " +
			"they must be joined to or registered with Entra ID, run Windows 10 1511 (10.0.10586) or later, be enrolled in MDM, and have a primary user, who alone can use an online-licensed app on them.",
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				Optional:            true,
				CustomType:          guidtypes.GUIDType{},
				MarkdownDescription: "Look only at the devices of this group: those in it, and those whose primary user is in it, nested groups included. Default: all managed Windows devices.",
			},
			"device_count":    number("How many managed Windows devices were looked at."),
			"ready_count":     number("How many devices can take Store apps."),
			"unready_count":   number("How many devices cannot."),
			"unmanaged_count": number("How many devices are in the group that Intune does not manage as Windows devices; 0 without `group_id`."),
			"reason_counts": schema.MapAttribute{
				Computed:            true,
				ElementType:         types.Int64Type,
				MarkdownDescription: "How many devices fail for each reason: `" + strings.Join(allReasons, "`, `") + "`. A device may fail for several. Installing without a primary user needs device context and Windows 10 1803.",
			},
			"unready_devices": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The devices that cannot, by name.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":                  text("Intune's id of the device."),
					"device_name":         text("The device's name."),
					"user_principal_name": text("The primary user, if there is one."),
					"os_version":          text("The version of Windows."),
					"reasons":             schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Why it cannot, as in `reason_counts`."},
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
		resp.Diagnostics.Append(services.Unconfigured("Looking at the managed devices"))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	members, diags := d.members(ctx, m.GroupID.Canonical())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	var t tally
	err := d.data.Graph.ManagedDevices(ctx, graph.ManagedDeviceFilter{OperatingSystem: "Windows"}, func(page []graph.ManagedDevice) error {
		for _, device := range page {
			if members.has(device) {
				t.add(device)
			}
		}
		return nil
	})
	if err != nil {
		resp.Diagnostics.Append(services.Diagnose("Devices not read", "Listing the managed Windows devices", err))
		return
	}
	t.sort()
	resp.Diagnostics.Append(m.fill(ctx, t, members.unmanaged())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// membership is who is in the group; nil means that there is none to be in.
type membership struct {
	users, devices map[string]struct{}
	// managed are the devices that have come by. Intune can have two records of one.
	managed map[string]struct{}
}

func (d *dataSource) members(ctx context.Context, groupID string) (*membership, diag.Diagnostics) {
	if groupID == "" {
		return nil, nil
	}
	var diags diag.Diagnostics
	in := &membership{users: map[string]struct{}{}, devices: map[string]struct{}{}, managed: map[string]struct{}{}}
	found, err := d.data.Graph.Members(ctx, groupID, func(page []graph.Member) error {
		for _, m := range page {
			if m.Kind == graph.DeviceMember {
				in.devices[m.ID] = struct{}{}
			} else {
				in.users[m.ID] = struct{}{}
			}
		}
		return nil
	})
	switch {
	case err != nil:
		diags.Append(services.Diagnose("Group not read", "Listing the members of group "+groupID, err))
	case !found:
		diags.AddAttributeError(path.Root("group_id"), "Group not found", fmt.Sprintf("The directory has no group %s.", groupID))
	}
	return in, diags
}

// has reports whether a device is the group's, by itself or by its primary user.
func (m *membership) has(d graph.ManagedDevice) bool {
	if m == nil {
		return true
	}
	_, user := m.users[d.UserID]
	_, device := m.devices[d.AzureADDeviceID]
	if device {
		m.managed[d.AzureADDeviceID] = struct{}{}
	}
	return user || device
}

// unmanaged is how many of the group's devices have not come by.
func (m *membership) unmanaged() int {
	if m == nil {
		return 0
	}
	return len(m.devices) - len(m.managed)
}
