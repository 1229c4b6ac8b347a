package association

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// Default timeouts. How long a sync takes is documented nowhere; half an hour
// covers a large store without letting a pipeline hang for good.
const (
	writeTimeout = 30 * time.Minute
	quickTimeout = 5 * time.Minute
)

type model struct {
	ID              types.String   `tfsdk:"id"`
	TenantID        types.String   `tfsdk:"tenant_id"`
	Enabled         types.Bool     `tfsdk:"enabled"`
	Language        language       `tfsdk:"language"`
	PortalSelection types.Set      `tfsdk:"portal_selection"`
	Sync            types.Object   `tfsdk:"sync"`
	OnDestroy       types.String   `tfsdk:"on_destroy"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

// observe fills m with what the tenant holds. Only what the tenant knows is
// touched: the rest of the state is the user's.
func (m *model) observe(tenantID string, a graph.DeviceAppManagement) {
	m.ID = types.StringValue(tenantID)
	m.TenantID = types.StringValue(tenantID)
	m.Enabled = types.BoolValue(a.Enabled)
	m.Language = newLanguage(a.Language)
	m.PortalSelection = stringSet(a.PortalSelection)
	if m.OnDestroy.IsNull() { // imported
		m.OnDestroy = types.StringValue(onDestroyDisable)
	}
}

// desired is what to write for the plan m. portal is what the configuration says:
// without it the tenant's own choice is left alone.
func (m *model) desired(portal types.Set) graph.DeviceAppManagementUpdate {
	name := canonical(m.Language.ValueString())
	return graph.DeviceAppManagementUpdate{
		Enabled:         m.Enabled.ValueBoolPointer(),
		Language:        &name,
		PortalSelection: stringsOf(portal),
	}
}

// holds says whether the tenant now holds what was asked for.
func holds(a graph.DeviceAppManagement, u graph.DeviceAppManagementUpdate) bool {
	return a.Enabled == *u.Enabled &&
		canonical(a.Language) == *u.Language &&
		(u.PortalSelection == nil || slices.Equal(sorted(a.PortalSelection), sorted(u.PortalSelection)))
}

// waits says whether a sync is waited for. The default holds when the
// configuration has no sync object.
func (m *model) waits() bool {
	wait, ok := m.Sync.Attributes()["wait"].(types.Bool)
	return !ok || wait.IsNull() || wait.ValueBool()
}

// triggers is null when there are none.
func (m *model) triggers() types.Map {
	if triggers, ok := m.Sync.Attributes()["triggers"].(types.Map); ok {
		return triggers
	}
	return types.MapNull(types.StringType)
}

// triggered says whether a change from prior to m asks for a sync.
func (m *model) triggered(prior *model) bool {
	triggers := m.triggers()
	return len(triggers.Elements()) > 0 && !triggers.Equal(prior.triggers())
}

func stringSet(values []string) types.Set {
	elements := make([]attr.Value, len(values))
	for i, v := range values {
		elements[i] = types.StringValue(v)
	}
	return types.SetValueMust(types.StringType, elements)
}

// stringsOf is nil for a null or unknown set.
func stringsOf(set types.Set) []string {
	if set.IsNull() || set.IsUnknown() {
		return nil
	}
	values := []string{}
	for _, e := range set.Elements() {
		if s, ok := e.(types.String); ok {
			values = append(values, s.ValueString())
		}
	}
	return sorted(values)
}

func sorted(values []string) []string { return slices.Sorted(slices.Values(values)) }

// within gives ctx the timeout of one operation, with a cause that tells it from
// an interruption by the user.
func within(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, timeout, &timedOut{timeout})
}

// timedOut is the end of the time that the resource's timeouts allow.
type timedOut struct{ after time.Duration }

func (e *timedOut) Error() string { return "the timeout of " + e.after.String() + " ended" }
