package appassignment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// setModel is intunestore_app_assignment_set.
type setModel struct {
	ID          types.String   `tfsdk:"id"`
	AppID       guidtypes.GUID `tfsdk:"app_id"`
	Assignments types.List     `tfsdk:"assignments"`
	SeatCheck   types.String   `tfsdk:"seat_check"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

var entryType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"intent":                   types.StringType,
	"target":                   types.ObjectType{AttrTypes: targetTypes},
	"microsoft_store_settings": types.ObjectType{AttrTypes: microsoftStoreTypes},
	"apple_vpp_settings":       types.ObjectType{AttrTypes: appleVPPTypes},
	"google_play_settings":     types.ObjectType{AttrTypes: googlePlayTypes},
}}

// pathAssignments is where a set of assignments stands.
var pathAssignments = path.Root("assignments")

// entries decodes the elements of the set that are known.
func (m setModel) entries() ([]entry, diag.Diagnostics) {
	var diags diag.Diagnostics
	var out []entry
	for _, v := range m.Assignments.Elements() {
		o, _ := v.(types.Object)
		switch {
		case v.IsUnknown():
		case v.IsNull():
			diags.AddAttributeError(pathAssignments, "Null assignment",
				"An assignment of the set is null. Leave it out, for example with: [for a in … : a if a != null].")
		default:
			out = append(out, entryOf(o.Attributes()))
		}
	}
	return out, diags
}

// known reports whether every part of every assignment is known.
func (m setModel) known(entries []entry) bool {
	if m.Assignments.IsUnknown() {
		return false
	}
	for _, e := range m.Assignments.Elements() {
		if e.IsUnknown() {
			return false
		}
	}
	return !slices.ContainsFunc(entries, func(e entry) bool { return !e.known() })
}

// setEntries encodes the set.
func (m *setModel) setEntries(entries []entry) diag.Diagnostics {
	var diags diag.Diagnostics
	values := make([]attr.Value, len(entries))
	for i, e := range entries {
		v, more := types.ObjectValue(entryType.AttrTypes, e.attributes())
		diags.Append(more...)
		values[i] = v
	}
	if diags.HasError() {
		return diags
	}
	list, more := types.ListValue(entryType, values)
	m.Assignments = list
	return append(diags, more...)
}

// wantedAll is the assignments that entries ask for, by id.
func wantedAll(ctx context.Context, app graph.App, entries []entry) (map[string]graph.Assignment, diag.Diagnostics) {
	var diags diag.Diagnostics
	out := make(map[string]graph.Assignment, len(entries))
	for _, e := range entries {
		a, more := e.assignment(ctx, app)
		diags.Append(more...)
		out[a.ID] = a
	}
	return out, diags
}

// byID indexes entries by the id that Intune gives their assignments.
func byID(entries []entry) map[string]entry {
	out := make(map[string]entry, len(entries))
	for _, e := range entries {
		out[e.aim().ID] = e
	}
	return out
}

// show makes the model hold these assignments. Those that it held already keep
// their words where they mean the same.
func (m *setModel) show(ctx context.Context, all []graph.Assignment) diag.Diagnostics {
	held, diags := m.entries()
	if diags.HasError() {
		return diags
	}
	words := byID(held)
	entries := make([]entry, 0, len(all))
	for _, a := range all {
		e, ok := words[strings.ToLower(a.ID)]
		if !ok {
			e = blankEntry()
		}
		was := e
		diags.Append(e.fill(ctx, a)...)
		e.unspoken(was)
		entries = append(entries, e)
	}
	if diags.HasError() {
		return diags
	}
	return m.setEntries(entries)
}

func blankEntry() entry {
	return entry{
		Target:         types.ObjectNull(targetTypes),
		MicrosoftStore: types.ObjectNull(microsoftStoreTypes),
		AppleVPP:       types.ObjectNull(appleVPPTypes),
		GooglePlay:     types.ObjectNull(googlePlayTypes),
	}
}

// unspoken leaves out settings that nobody wrote and that are the service's
// defaults. In a set nothing can be filled in for users, so what they left out
// stays out.
func (e *entry) unspoken(was entry) {
	for read, written := range map[*types.Object]types.Object{
		&e.MicrosoftStore: was.MicrosoftStore,
		&e.AppleVPP:       was.AppleVPP,
		&e.GooglePlay:     was.GooglePlay,
	} {
		if written.IsNull() && allDefault(*read) {
			*read = types.ObjectNull(read.AttributeTypes(context.Background()))
		}
	}
}

// validateAll checks the entries, and each against the others.
func validateAll(entries []entry) diag.Diagnostics {
	var diags diag.Diagnostics
	at := pathAssignments
	seen := map[string]struct{}{}
	modes := map[string]string{}
	for _, e := range entries {
		diags.Append(e.validate(at)...)
		t := e.target()
		if e.Intent.IsUnknown() || t.Type.IsUnknown() || t.GroupID.IsUnknown() {
			continue
		}
		a := e.aim()
		if _, again := seen[a.ID]; again {
			diags.AddAttributeError(at, summaryDuplicate, fmt.Sprintf(
				"The assignment (%s) is there twice. Intune has one assignment for each target, intent and mode of an app.", describe(a)))
		}
		seen[a.ID] = struct{}{}
		group := t.GroupID.Canonical()
		if mode, ok := modes[group]; ok && group != "" && mode != t.Type.ValueString() {
			diags.AddAttributeError(at, summaryIncludedExcluded, "The group "+group+" is both included and excluded. Exclusion wins, so including it does nothing: keep one of the two.")
		}
		modes[group] = t.Type.ValueString()
	}
	return diags
}
