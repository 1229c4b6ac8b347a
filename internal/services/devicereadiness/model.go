package devicereadiness

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

type model struct {
	GroupID        guidtypes.GUID `tfsdk:"group_id"`
	DeviceCount    types.Int64    `tfsdk:"device_count"`
	ReadyCount     types.Int64    `tfsdk:"ready_count"`
	UnreadyCount   types.Int64    `tfsdk:"unready_count"`
	UnmanagedCount types.Int64    `tfsdk:"unmanaged_count"`
	ReasonCounts   types.Map      `tfsdk:"reason_counts"`
	UnreadyDevices []deviceModel  `tfsdk:"unready_devices"`
}

type deviceModel struct {
	ID                types.String `tfsdk:"id"`
	DeviceName        types.String `tfsdk:"device_name"`
	UserPrincipalName types.String `tfsdk:"user_principal_name"`
	OSVersion         types.String `tfsdk:"os_version"`
	Reasons           []string     `tfsdk:"reasons"`
}

// fill shows a tally. Every reason has a count, so that a condition can name one
// without asking whether it is there.
func (m *model) fill(ctx context.Context, t tally, unmanaged int) diag.Diagnostics {
	m.DeviceCount = number(t.devices)
	m.ReadyCount = number(t.devices - len(t.unready))
	m.UnreadyCount = number(len(t.unready))
	m.UnmanagedCount = number(unmanaged)
	counts := make(map[string]int64, len(allReasons))
	for _, r := range allReasons {
		counts[r] = int64(t.byReason[r])
	}
	var diags diag.Diagnostics
	m.ReasonCounts, diags = types.MapValueFrom(ctx, types.Int64Type, counts)
	m.UnreadyDevices = make([]deviceModel, len(t.unready))
	for i, u := range t.unready {
		m.UnreadyDevices[i] = deviceModel{
			ID:                types.StringValue(u.device.ID),
			DeviceName:        types.StringValue(u.device.DeviceName),
			UserPrincipalName: optional(u.device.UserPrincipalName),
			OSVersion:         types.StringValue(u.device.OSVersion),
			Reasons:           u.reasons,
		}
	}
	return diags
}

func number(n int) types.Int64 { return types.Int64Value(int64(n)) }

func optional(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
