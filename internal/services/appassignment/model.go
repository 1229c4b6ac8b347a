package appassignment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// resourceModel is intunestore_app_assignment.
type resourceModel struct {
	ID           types.String   `tfsdk:"id"`
	AppID        guidtypes.GUID `tfsdk:"app_id"`
	AssignmentID types.String   `tfsdk:"assignment_id"`
	SeatCheck    types.String   `tfsdk:"seat_check"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
	entry
}

// entry is one assignment as users write it; both resources have it.
type entry struct {
	Intent         types.String `tfsdk:"intent"`
	Target         types.Object `tfsdk:"target"`
	MicrosoftStore types.Object `tfsdk:"microsoft_store_settings"`
	AppleVPP       types.Object `tfsdk:"apple_vpp_settings"`
	GooglePlay     types.Object `tfsdk:"google_play_settings"`
}

// targetModel is whom an assignment is for.
type targetModel struct {
	Type       types.String   `tfsdk:"type"`
	GroupID    guidtypes.GUID `tfsdk:"group_id"`
	FilterID   guidtypes.GUID `tfsdk:"filter_id"`
	FilterType types.String   `tfsdk:"filter_type"`
}

// The types of targets, as users write them.
const (
	targetGroup            = "group"
	targetExclusionGroup   = "exclusion_group"
	targetAllLicensedUsers = "all_licensed_users"
	targetAllDevices       = "all_devices"
)

var wireTargets = map[string]graph.TargetType{
	targetGroup:            graph.GroupTarget,
	targetExclusionGroup:   graph.ExclusionGroupTarget,
	targetAllLicensedUsers: graph.AllLicensedUsersTarget,
	targetAllDevices:       graph.AllDevicesTarget,
}

var targetTypes = map[string]attr.Type{
	"type":        types.StringType,
	"group_id":    guidtypes.GUIDType{},
	"filter_id":   guidtypes.GUIDType{},
	"filter_type": types.StringType,
}

// known reports whether everything that decides about seats and rules is known.
func (e entry) known() bool {
	if e.Intent.IsUnknown() || e.Target.IsUnknown() {
		return false
	}
	for _, o := range []types.Object{e.Target, e.MicrosoftStore, e.AppleVPP, e.GooglePlay} {
		for _, v := range o.Attributes() {
			if v.IsUnknown() || hasUnknown(v) {
				return false
			}
		}
	}
	return true
}

// hasUnknown reports whether a set holds something that is not known yet.
func hasUnknown(v attr.Value) bool {
	set, ok := v.(types.Set)
	return ok && slices.ContainsFunc(set.Elements(), attr.Value.IsUnknown)
}

// equal says that both models are the same to the letter. What did not change is
// not written again: the framework takes longer to write a model than all else in
// the plan of an assignment that stays as it is.
func (m *resourceModel) equal(o resourceModel) bool {
	return m.ID.Equal(o.ID) && m.AppID.Equal(o.AppID) && m.AssignmentID.Equal(o.AssignmentID) &&
		m.SeatCheck.Equal(o.SeatCheck) && m.Timeouts.Equal(o.Timeouts) && m.Intent.Equal(o.Intent) && m.Target.Equal(o.Target) &&
		m.MicrosoftStore.Equal(o.MicrosoftStore) && m.AppleVPP.Equal(o.AppleVPP) && m.GooglePlay.Equal(o.GooglePlay)
}

// target takes the target apart. An unknown one has unknown parts.
func (e entry) target() targetModel {
	if e.Target.IsNull() || e.Target.IsUnknown() {
		return targetModel{
			Type:       types.StringUnknown(),
			GroupID:    guidtypes.NewUnknown(),
			FilterID:   guidtypes.NewUnknown(),
			FilterType: types.StringUnknown(),
		}
	}
	var t targetModel
	parts := e.Target.Attributes()
	t.Type, _ = parts["type"].(types.String)
	t.GroupID, _ = parts["group_id"].(guidtypes.GUID)
	t.FilterID, _ = parts["filter_id"].(guidtypes.GUID)
	t.FilterType, _ = parts["filter_type"].(types.String)
	return t
}

// aim is the part of an assignment that Intune's id is made of, and its filter.
// The entry is known.
func (e entry) aim() graph.Assignment {
	t := e.target()
	a := graph.Assignment{
		Intent: e.Intent.ValueString(),
		Target: graph.Target{
			Type:       wireTargets[t.Type.ValueString()],
			GroupID:    t.GroupID.Canonical(),
			FilterID:   t.FilterID.Canonical(),
			FilterType: t.FilterType.ValueString(),
		},
	}
	a.ID = graph.AssignmentID(a)
	return a
}

// assignment is what Graph is sent, for an app of this type. The entry is known.
func (e entry) assignment(ctx context.Context, app graph.App) (graph.Assignment, diag.Diagnostics) {
	a := e.aim()
	if a.Target.Type == graph.ExclusionGroupTarget {
		return a, nil
	}
	var diags diag.Diagnostics
	a.Settings, diags = e.settings(ctx, app)
	return a, diags
}

// fill makes the entry show an assignment. Where the service's answer means what
// the entry said already, the entry keeps its own words.
func (e *entry) fill(ctx context.Context, a graph.Assignment) diag.Diagnostics {
	was := e.target()
	e.Intent = types.StringValue(a.Intent)
	e.Target = types.ObjectValueMust(targetTypes, map[string]attr.Value{
		"type":        types.StringValue(writtenTarget(a.Target.Type)),
		"group_id":    sameGUID(was.GroupID, a.Target.GroupID),
		"filter_id":   sameGUID(was.FilterID, a.Target.FilterID),
		"filter_type": optional(filterType(a.Target)),
	})
	return e.fillSettings(ctx, a)
}

func writtenTarget(t graph.TargetType) string {
	for written, wire := range wireTargets {
		if wire == t {
			return written
		}
	}
	return string(t)
}

// filterType is the kind of filter, or empty when there is none: Graph answers
// "none" then.
func filterType(t graph.Target) string {
	if t.FilterID == "" {
		return ""
	}
	return t.FilterType
}

// sameGUID keeps a GUID as it was written as long as it means the same.
func sameGUID(written guidtypes.GUID, read string) guidtypes.GUID {
	switch {
	case read == "":
		return guidtypes.NewNull()
	case strings.EqualFold(written.ValueString(), read):
		return written
	}
	return guidtypes.NewValue(read)
}

func optional(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// describe names an assignment in a message.
func describe(a graph.Assignment) string {
	what := a.Intent
	if a.Target.Type == graph.ExclusionGroupTarget {
		what = "excluded from " + a.Intent
	}
	if a.Target.GroupID != "" {
		return fmt.Sprintf("%s, group %s", what, a.Target.GroupID)
	}
	return fmt.Sprintf("%s, %s", what, writtenTarget(a.Target.Type))
}
