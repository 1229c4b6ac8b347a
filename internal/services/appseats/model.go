package appseats

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

type model struct {
	AppID       guidtypes.GUID `tfsdk:"app_id"`
	DisplayName types.String   `tfsdk:"display_name"`
	Counted     types.Bool     `tfsdk:"counted"`
	Total       types.Int64    `tfsdk:"total"`
	Used        types.Int64    `tfsdk:"used"`
	Available   types.Int64    `tfsdk:"available"`
	Claimed     types.Int64    `tfsdk:"claimed"`
	Needed      types.Int64    `tfsdk:"needed"`
	Shortfall   types.Int64    `tfsdk:"shortfall"`
	Exact       types.Bool     `tfsdk:"exact"`
	UpperBound  types.Bool     `tfsdk:"upper_bound"`
	Assignments []shareModel   `tfsdk:"assignments"`
}

type shareModel struct {
	Intent   types.String `tfsdk:"intent"`
	Type     types.String `tfsdk:"type"`
	GroupID  types.String `tfsdk:"group_id"`
	Unit     types.String `tfsdk:"unit"`
	Filtered types.Bool   `tfsdk:"filtered"`
	Members  types.Int64  `tfsdk:"members"`
}

// fill shows a report.
func (m *model) fill(app graph.App, r seats.Verdict) {
	m.DisplayName = types.StringValue(app.DisplayName)
	m.Counted = types.BoolValue(r.Pool.Bounded())
	m.Total = number(r.Pool.Total)
	m.Used = number(r.Pool.Used)
	m.Available = number(r.Available)
	m.Claimed = number(r.Claimed)
	m.Needed = number(r.Needed)
	m.Shortfall = number(r.Short)
	m.Exact = types.BoolValue(r.Exact)
	m.UpperBound = types.BoolValue(r.UpperBound)
	m.Assignments = make([]shareModel, len(r.Shares))
	for i, s := range r.Shares {
		m.Assignments[i] = share(s)
	}
}

func share(s seats.Share) shareModel {
	a := s.Assignment
	out := shareModel{
		Intent:   types.StringValue(a.Intent.String()),
		Type:     types.StringValue(a.Scope.Kind.String()),
		Unit:     types.StringValue(a.Unit.String()),
		Filtered: types.BoolValue(a.Filtered),
		Members:  number(s.Members),
	}
	if a.Scope.Kind == seats.Group {
		out.GroupID = types.StringValue(a.Scope.Group.String())
	}
	if a.Exclude {
		out.Type = types.StringValue("exclusion_group")
	}
	return out
}

func number(n int) types.Int64 { return types.Int64Value(int64(n)) }
