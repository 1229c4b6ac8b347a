package appassignment

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	at "github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

var (
	_ resource.ResourceWithMoveState = (*single)(nil)
	_ resource.ResourceWithMoveState = (*whole)(nil)
)

// source is the part of another provider's state that names an assignment, out of
// both that can be moved from. Sources: deploymenttheory/terraform-provider-microsoft365,
// resource mobile_app_assignment (state versions 0 and 1: id is Graph's, mobile_app_id
// the app's), and microsoft/terraform-provider-msgraph, msgraph_resource (id is
// Graph's, url the collection, resource_url the object).
type source struct {
	ID          string `json:"id"`
	MobileAppID string `json:"mobile_app_id"`
	URL         string `json:"url"`
	ResourceURL string `json:"resource_url"`
}

// mover says how the state of another type names an assignment. wrong tells what is
// missing.
type mover func(source) (appID, assignmentID, wrong string)

var neighbours = map[string]mover{
	"microsoft365_graph_beta_device_and_app_management_mobile_app_assignment": fromMicrosoft365,
	"msgraph_resource": fromMSGraph,
}

// MoveState lets a moved block lead here from other providers' resources for
// assignments (Terraform 1.8). What their states lack is read from the tenant by
// the refresh that follows.
func (*single) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{moving(kindSingle, exampleID, neighbours, moveTo)}
}

// MoveState lets a moved block lead here from one assignment of the app, of this
// provider's too. The refresh that follows finds the app's others.
func (*whole) MoveState(context.Context) []resource.StateMover {
	from := maps.Clone(neighbours)
	from[kindSingle] = fromSingle
	exampleApp, _, _ := strings.Cut(exampleID, "/")
	return []resource.StateMover{moving(kindWhole, exampleApp, from, moveIntoSet)}
}

// moving is a mover of the framework. write puts an assignment that a state names
// into the state of kind, whose import ids are like example.
func moving(kind, example string, movers map[string]mover, write func(context.Context, *resource.MoveStateResponse, string, graph.Assignment) diag.Diagnostics) resource.StateMover {
	return resource.StateMover{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		names, ok := movers[req.SourceTypeName]
		if !ok {
			return // the framework says which types meet
		}
		refuse := func(wrong string) {
			resp.Diagnostics.AddError("State not moved", fmt.Sprintf("This %s cannot become an %s: %s. Nothing was changed.\n\n"+
				"Take it out of the state instead (a removed block with destroy = false), and import the assignment:\n\n%s",
				req.SourceTypeName, kind, wrong, importBlock(kind, example)))
		}
		var from source
		if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, &from) != nil {
			refuse("its state cannot be read")
			return
		}
		appID, assignmentID, wrong := names(from)
		if wrong != "" {
			refuse(wrong)
			return
		}
		a, ok := graph.ParseAssignmentID(strings.ToLower(assignmentID))
		if !ok {
			refuse(fmt.Sprintf("its id %q is not the id of an assignment", assignmentID))
			return
		}
		resp.Diagnostics.Append(write(ctx, resp, strings.ToLower(appID), a)...)
	}}
}

func fromMicrosoft365(from source) (appID, assignmentID, wrong string) {
	switch {
	case from.ID == "":
		wrong = "its state has no id"
	case from.MobileAppID == "":
		wrong = "its state has no mobile_app_id, as after an import by that provider"
	case !guidtypes.Valid(from.MobileAppID):
		wrong = fmt.Sprintf("its mobile_app_id %q is not a GUID", from.MobileAppID)
	}
	return from.MobileAppID, from.ID, wrong
}

func fromMSGraph(from source) (appID, assignmentID, wrong string) {
	address := from.ResourceURL
	if address == "" && from.URL != "" {
		address = path.Join(from.URL, from.ID)
	}
	if address == "" {
		return "", "", "its state has neither url nor resource_url"
	}
	address, _, _ = strings.Cut(address, "?")
	parts := strings.Split(strings.Trim(address, "/"), "/")
	const form = "deviceAppManagement/mobileApps/{app_id}/assignments/{assignment_id}"
	names := strings.Split(form, "/")
	if len(parts) == len(names) && strings.EqualFold(parts[0], names[0]) && strings.EqualFold(parts[1], names[1]) && strings.EqualFold(parts[3], names[3]) &&
		guidtypes.Valid(parts[2]) && validAssignmentID(strings.ToLower(parts[4])) {
		return parts[2], parts[4], ""
	}
	return "", "", fmt.Sprintf("its address is %s, and that of an assignment is %s", address, form)
}

func fromSingle(from source) (appID, assignmentID, wrong string) {
	appID, assignmentID, err := splitID(from.ID)
	if err != nil {
		wrong = "its id is not known"
	}
	return appID, assignmentID, wrong
}

// moveTo writes what an assignment's id tells: where it is, its intent and its
// target. So a plan that does not refresh shows settings to write, at most.
func moveTo(ctx context.Context, resp *resource.MoveStateResponse, appID string, a graph.Assignment) diag.Diagnostics {
	var state resourceModel
	diags := resp.TargetState.SetAttribute(ctx, at.Root("app_id"), appID)
	diags.Append(resp.TargetState.Get(ctx, &state)...)
	if diags.HasError() {
		return diags
	}
	diags.Append(state.fill(ctx, a)...)
	state.name(appID, a.ID)
	diags.Append(resp.TargetState.Set(ctx, state)...)
	return append(diags, identifySingle(ctx, resp.TargetIdentity, appID, a.ID)...)
}

func moveIntoSet(ctx context.Context, resp *resource.MoveStateResponse, appID string, a graph.Assignment) diag.Diagnostics {
	var state setModel
	diags := resp.TargetState.SetAttribute(ctx, at.Root("app_id"), appID)
	diags.Append(resp.TargetState.Get(ctx, &state)...)
	if diags.HasError() {
		return diags
	}
	state.ID = types.StringValue(appID)
	diags.Append(state.show(ctx, []graph.Assignment{a})...)
	diags.Append(resp.TargetState.Set(ctx, state)...)
	return append(diags, identifyWhole(ctx, resp.TargetIdentity, appID)...)
}
