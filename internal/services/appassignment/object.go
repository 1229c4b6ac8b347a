package appassignment

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// What Terraform asks once or more for every assignment of a plan goes through
// modelOf and object, and not through the framework's reflection, which compiles a
// regular expression for each field of each model that it fills (getStructTags of
// terraform-plugin-framework 1.19, internal/reflect): a tenth of all
// that the provider does in a plan. To take both out when that is mended: read and write
// resourceModel by its tags, as the other operations do.

// written is a configuration, plan or state.
type written interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// readModel is the model in a configuration, plan or state; nil when there is none, as
// in the state of what is to be created.
func readModel(ctx context.Context, from written) (*resourceModel, diag.Diagnostics) {
	var o types.Object
	diags := from.Get(ctx, &o)
	if diags.HasError() || o.IsNull() {
		return nil, diags
	}
	return modelOf(o), diags
}

// modelOf takes an object of the resource's schema apart.
func modelOf(o types.Object) *resourceModel {
	a := o.Attributes()
	m := &resourceModel{entry: entryOf(a)}
	m.ID, _ = a["id"].(types.String)
	m.AppID, _ = a["app_id"].(guidtypes.GUID)
	m.AssignmentID, _ = a["assignment_id"].(types.String)
	m.SeatCheck, _ = a["seat_check"].(types.String)
	m.Timeouts, _ = a["timeouts"].(timeouts.Value)
	return m
}

// entryOf takes out what both resources have.
func entryOf(a map[string]attr.Value) (e entry) {
	e.Intent, _ = a["intent"].(types.String)
	e.Target, _ = a["target"].(types.Object)
	e.MicrosoftStore, _ = a["microsoft_store_settings"].(types.Object)
	e.AppleVPP, _ = a["apple_vpp_settings"].(types.Object)
	e.GooglePlay, _ = a["google_play_settings"].(types.Object)
	return e
}

// singleTypes are the types of the resource's attributes.
var singleTypes = sync.OnceValue(func() map[string]attr.Type {
	kinds := map[string]attr.Type{}
	for name, a := range resourceSchema(context.Background()).Attributes {
		kinds[name] = a.GetType()
	}
	return kinds
})

// object puts a model together for a plan or a state to be set to.
func (m *resourceModel) object() types.Object {
	a := m.attributes()
	a["id"] = m.ID
	a["app_id"] = m.AppID
	a["assignment_id"] = m.AssignmentID
	a["seat_check"] = m.SeatCheck
	a["timeouts"] = m.Timeouts
	return types.ObjectValueMust(singleTypes(), a)
}

// attributes are what both resources have.
func (e entry) attributes() map[string]attr.Value {
	return map[string]attr.Value{
		"intent":                   e.Intent,
		"target":                   e.Target,
		"microsoft_store_settings": e.MicrosoftStore,
		"apple_vpp_settings":       e.AppleVPP,
		"google_play_settings":     e.GooglePlay,
	}
}
