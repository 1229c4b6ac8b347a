package idle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// NewWide returns a provider whose idle_assignment has all the attributes that
// intunestore_app_assignment has: what the framework and Terraform take for a
// resource of that width.
func NewWide() provider.Provider {
	return &idle{func() resource.Resource { return wide{} }}
}

type wide struct{ assignment }

type wideModel struct {
	model
	AssignmentID   types.String   `tfsdk:"assignment_id"`
	SeatCheck      types.String   `tfsdk:"seat_check"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
	MicrosoftStore types.Object   `tfsdk:"microsoft_store_settings"`
	AppleVPP       types.Object   `tfsdk:"apple_vpp_settings"`
	GooglePlay     types.Object   `tfsdk:"google_play_settings"`
}

func (w wide) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	w.assignment.Schema(ctx, req, resp)
	a := resp.Schema.Attributes
	target, _ := a["target"].(schema.SingleNestedAttribute)
	target.Attributes["filter_id"] = schema.StringAttribute{Optional: true}
	target.Attributes["filter_type"] = schema.StringAttribute{Optional: true}
	a["assignment_id"] = computedID()
	a["seat_check"] = schema.StringAttribute{Optional: true}
	a["timeouts"] = timeouts.Attributes(ctx, timeouts.Opts{Create: true, Read: true, Update: true, Delete: true})
	a["microsoft_store_settings"] = settings(map[string]schema.Attribute{"use_device_context": schema.BoolAttribute{Optional: true}})
	a["google_play_settings"] = settings(map[string]schema.Attribute{
		"android_managed_store_app_track_ids": schema.SetAttribute{Optional: true, ElementType: types.StringType},
		"auto_update_mode":                    schema.StringAttribute{Optional: true},
	})
	apple := map[string]schema.Attribute{"vpn_configuration_id": schema.StringAttribute{Optional: true}}
	for _, flag := range []string{"use_device_licensing", "uninstall_on_device_removal", "is_removable", "prevent_managed_app_backup", "prevent_auto_app_update"} {
		apple[flag] = schema.BoolAttribute{Optional: true}
	}
	a["apple_vpp_settings"] = settings(apple)
}

func settings(attributes map[string]schema.Attribute) schema.Attribute {
	return schema.SingleNestedAttribute{Optional: true, Computed: true, Attributes: attributes}
}

func (wide) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m wideModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	m.ID, m.AssignmentID = m.AppID, m.AppID
	for _, o := range []*types.Object{&m.MicrosoftStore, &m.AppleVPP, &m.GooglePlay} {
		*o = types.ObjectNull(o.AttributeTypes(ctx))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (wide) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m wideModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (wide) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m wideModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
