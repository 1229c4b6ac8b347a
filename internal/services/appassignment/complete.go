package appassignment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// unsaid marks as unknown the settings that the configuration does not mention.
// Terraform proposes the state's for them, which would hide what somebody changed
// in the portal.
func (m *resourceModel) unsaid(config entry) {
	for said, planned := range map[*types.Object]*types.Object{
		&config.MicrosoftStore: &m.MicrosoftStore,
		&config.AppleVPP:       &m.AppleVPP,
		&config.GooglePlay:     &m.GooglePlay,
	} {
		if said.IsNull() {
			*planned = types.ObjectUnknown(said.AttributeTypes(context.Background()))
		}
	}
}

// mentioned is an entry that has the settings objects which the configuration has,
// and not what is in them: that is in the plan already.
func mentioned(config tftypes.Value) entry {
	var said map[string]tftypes.Value
	_ = config.As(&said) // a configuration is an object
	object := func(attribute string, kinds map[string]attr.Type) types.Object {
		if said[attribute].IsNull() {
			return types.ObjectNull(kinds)
		}
		return types.ObjectUnknown(kinds)
	}
	return entry{
		MicrosoftStore: object("microsoft_store_settings", microsoftStoreTypes),
		AppleVPP:       object("apple_vpp_settings", appleVPPTypes),
		GooglePlay:     object("google_play_settings", googlePlayTypes),
	}
}

// completeSettings plans one settings object. plan is unknown where users said
// nothing, prior nil where there is no state; takes says whether the assignment
// can have such settings.
func completeSettings(ctx context.Context, plan types.Object, prior *types.Object, takes bool) types.Object {
	switch {
	case !plan.IsUnknown() && prior != nil && !prior.IsNull() && sameSettings(*prior, plan).Equal(*prior):
		return *prior
	case !plan.IsUnknown():
		return plan
	case !takes:
		return types.ObjectNull(plan.AttributeTypes(ctx))
	case prior != nil && allDefault(*prior):
		return *prior
	}
	return defaultSettings(ctx, plan)
}

// showDefaults shows the defaults of an assignment for which the service keeps no
// settings at all. Terraform takes no plan without an object that is configured,
// so one that says just the defaults would show as a change after an import.
func (r *single) showDefaults(ctx context.Context, state *resourceModel) {
	if len(state.given()) > 0 || state.target().Type.ValueString() == targetExclusionGroup {
		return
	}
	app, found, err := r.data.Tenant.App(ctx, state.AppID.Canonical())
	if err != nil || !found {
		return // planning meets the same failure and says so
	}
	switch app.Store() {
	case graph.MicrosoftStoreForBusiness:
		state.MicrosoftStore = defaultSettings(ctx, state.MicrosoftStore)
	case graph.AppleVPP:
		state.AppleVPP = defaultSettings(ctx, state.AppleVPP)
	case graph.ManagedGooglePlay:
		state.GooglePlay = defaultSettings(ctx, state.GooglePlay)
	}
}

// defaultSettings says what the service does when it is told nothing.
func defaultSettings(ctx context.Context, of types.Object) types.Object {
	kinds := of.AttributeTypes(ctx)
	values := make(map[string]attr.Value, len(kinds))
	for name, kind := range kinds {
		values[name] = nullOf(kind)
	}
	for _, name := range []string{settingUseDeviceContext, settingUseDeviceLicensing} {
		if _, has := kinds[name]; has {
			values[name] = types.BoolValue(false)
		}
	}
	return types.ObjectValueMust(kinds, values)
}

func nullOf(kind attr.Type) attr.Value {
	switch kind {
	case types.BoolType:
		return types.BoolNull()
	case types.StringType:
		return types.StringNull()
	case guidtypes.GUIDType{}:
		return guidtypes.NewNull()
	}
	return types.SetNull(types.StringType)
}

func allDefault(o types.Object) bool {
	for _, v := range o.Attributes() {
		if !isDefault(v) {
			return false
		}
	}
	return true
}

// sameTarget reports whether two targets mean the same, whatever case their ids
// are written in.
func sameTarget(a, b types.Object) bool {
	if a.IsUnknown() || a.IsNull() || b.IsNull() {
		return false
	}
	other := b.Attributes()
	for name, v := range a.Attributes() {
		if v.IsUnknown() || !sameValue(v, other[name]) {
			return false
		}
	}
	return true
}
