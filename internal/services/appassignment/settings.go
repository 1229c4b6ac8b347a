package appassignment

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

type appleVPPModel struct {
	UseDeviceLicensing       types.Bool     `tfsdk:"use_device_licensing"`
	UninstallOnDeviceRemoval types.Bool     `tfsdk:"uninstall_on_device_removal"`
	IsRemovable              types.Bool     `tfsdk:"is_removable"`
	PreventManagedAppBackup  types.Bool     `tfsdk:"prevent_managed_app_backup"`
	PreventAutoAppUpdate     types.Bool     `tfsdk:"prevent_auto_app_update"`
	VPNConfigurationID       guidtypes.GUID `tfsdk:"vpn_configuration_id"`
}

type googlePlayModel struct {
	TrackIDs       types.Set    `tfsdk:"android_managed_store_app_track_ids"`
	AutoUpdateMode types.String `tfsdk:"auto_update_mode"`
}

var (
	microsoftStoreTypes = map[string]attr.Type{"use_device_context": types.BoolType}
	appleVPPTypes       = map[string]attr.Type{
		settingUseDeviceLicensing:     types.BoolType,
		"uninstall_on_device_removal": types.BoolType,
		"is_removable":                types.BoolType,
		"prevent_managed_app_backup":  types.BoolType,
		"prevent_auto_app_update":     types.BoolType,
		"vpn_configuration_id":        guidtypes.GUIDType{},
	}
	googlePlayTypes = map[string]attr.Type{
		"android_managed_store_app_track_ids": types.SetType{ElemType: types.StringType},
		"auto_update_mode":                    types.StringType,
	}
)

// settings is what Graph is sent: always the whole object, since a PATCH replaces
// it, and of the app's store, with the service's defaults where users said
// nothing.
func (e entry) settings(ctx context.Context, app graph.App) (*graph.Settings, diag.Diagnostics) {
	var diags diag.Diagnostics
	intent := e.Intent.ValueString()
	opts := basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true, UnhandledUnknownAsEmpty: true}
	switch app.Store() {
	case graph.MicrosoftStoreForBusiness:
		return &graph.Settings{MicrosoftStore: &graph.MicrosoftStoreSettings{UseDeviceContext: isTrue(e.MicrosoftStore, settingUseDeviceContext)}}, nil
	case graph.AppleVPP:
		var m appleVPPModel
		diags = e.AppleVPP.As(ctx, &m, opts)
		return &graph.Settings{AppleVPP: &graph.AppleVPPSettings{
			MacOS:                    app.ODataType == graph.MacOSVPPApp,
			UseDeviceLicensing:       m.UseDeviceLicensing.ValueBool(),
			UninstallOnDeviceRemoval: sentIf(intent != intentUninstall, m.UninstallOnDeviceRemoval),
			IsRemovable:              sentIf(intent == intentRequired, m.IsRemovable),
			PreventManagedAppBackup:  sentIf(intent != intentUninstall, m.PreventManagedAppBackup),
			PreventAutoAppUpdate:     m.PreventAutoAppUpdate.ValueBoolPointer(),
			VPNConfigurationID:       m.VPNConfigurationID.Canonical(),
		}}, diags
	case graph.ManagedGooglePlay:
		var m googlePlayModel
		diags = e.GooglePlay.As(ctx, &m, opts)
		s := &graph.GooglePlaySettings{AutoUpdateMode: m.AutoUpdateMode.ValueString()}
		for _, id := range m.TrackIDs.Elements() {
			if track, ok := id.(types.String); ok && !track.IsNull() {
				s.TrackIDs = append(s.TrackIDs, track.ValueString())
			}
		}
		slices.Sort(s.TrackIDs)
		return &graph.Settings{GooglePlay: s}, diags
	}
	return nil, diags
}

// sentIf is a switch as it is sent with an intent that takes it or not: the service
// refuses some with certain intents, so one that is off there is left null.
func sentIf(takes bool, v types.Bool) *bool {
	if !takes && !v.ValueBool() {
		return nil
	}
	return v.ValueBoolPointer()
}

// fillSettings shows the settings of an assignment, of the one store that it has.
func (e *entry) fillSettings(ctx context.Context, a graph.Assignment) diag.Diagnostics {
	s := a.Settings
	if s == nil {
		s = &graph.Settings{}
	}
	was := *e
	e.MicrosoftStore = types.ObjectNull(microsoftStoreTypes)
	e.AppleVPP = types.ObjectNull(appleVPPTypes)
	e.GooglePlay = types.ObjectNull(googlePlayTypes)
	var diags diag.Diagnostics
	switch {
	case s.MicrosoftStore != nil:
		e.MicrosoftStore = types.ObjectValueMust(microsoftStoreTypes, map[string]attr.Value{
			settingUseDeviceContext: types.BoolValue(s.MicrosoftStore.UseDeviceContext),
		})
	case s.AppleVPP != nil:
		e.AppleVPP, diags = types.ObjectValueFrom(ctx, appleVPPTypes, appleVPP(s.AppleVPP))
	case s.GooglePlay != nil:
		e.GooglePlay, diags = types.ObjectValueFrom(ctx, googlePlayTypes, googlePlay(s.GooglePlay))
	}
	e.keepWords(was)
	return diags
}

// appleVPP shows what the service answered; a null of its own means false.
func appleVPP(s *graph.AppleVPPSettings) appleVPPModel {
	return appleVPPModel{
		UseDeviceLicensing:       types.BoolValue(s.UseDeviceLicensing),
		UninstallOnDeviceRemoval: types.BoolPointerValue(s.UninstallOnDeviceRemoval),
		IsRemovable:              types.BoolPointerValue(s.IsRemovable),
		PreventManagedAppBackup:  types.BoolPointerValue(s.PreventManagedAppBackup),
		PreventAutoAppUpdate:     types.BoolPointerValue(s.PreventAutoAppUpdate),
		VPNConfigurationID:       sameGUID(guidtypes.NewNull(), s.VPNConfigurationID),
	}
}

func googlePlay(s *graph.GooglePlaySettings) googlePlayModel {
	tracks := types.SetNull(types.StringType)
	if len(s.TrackIDs) > 0 {
		values := make([]attr.Value, len(s.TrackIDs))
		for i, id := range s.TrackIDs {
			values[i] = types.StringValue(id)
		}
		tracks = types.SetValueMust(types.StringType, values)
	}
	return googlePlayModel{TrackIDs: tracks, AutoUpdateMode: optional(s.AutoUpdateMode)}
}

// keepWords keeps the settings as they were written where they mean the same.
func (e *entry) keepWords(was entry) {
	e.MicrosoftStore = sameSettings(was.MicrosoftStore, e.MicrosoftStore)
	e.AppleVPP = sameSettings(was.AppleVPP, e.AppleVPP)
	e.GooglePlay = sameSettings(was.GooglePlay, e.GooglePlay)
}

// sameSettings returns written when it means what read means. Absent, null, false,
// empty and the mode "default" all are the service's default.
func sameSettings(written, read types.Object) types.Object {
	if written.IsUnknown() || written.IsNull() {
		return read
	}
	w, r := written.Attributes(), read.Attributes()
	for name, value := range w {
		if !sameValue(value, r[name]) {
			return read
		}
	}
	return written
}

func sameValue(a, b attr.Value) bool {
	if isDefault(a) || isDefault(b) {
		return isDefault(a) && isDefault(b)
	}
	if id, ok := a.(guidtypes.GUID); ok {
		other, _ := b.(guidtypes.GUID)
		return strings.EqualFold(id.ValueString(), other.ValueString())
	}
	return a.Equal(b)
}

// isDefault reports whether a setting says what the service does without it.
func isDefault(v attr.Value) bool {
	switch v := v.(type) {
	case nil:
		return true
	case types.Bool:
		return !v.IsUnknown() && !v.ValueBool()
	case types.String:
		return !v.IsUnknown() && (v.ValueString() == "" || v.ValueString() == "default")
	case types.Set:
		return !v.IsUnknown() && len(v.Elements()) == 0
	}
	return v.IsNull()
}
