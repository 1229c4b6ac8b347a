package functions

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// assignmentID is the function assignment_id.
type assignmentID struct{}

var _ function.Function = assignmentID{}

// The words that resources use for a target, beside Graph's.
var targetTypes = []struct {
	written string
	wire    graph.TargetType
}{
	{"group", graph.GroupTarget},
	{"exclusion_group", graph.ExclusionGroupTarget},
	{"all_licensed_users", graph.AllLicensedUsersTarget},
	{"all_devices", graph.AllDevicesTarget},
}

// intents are Graph's, all of them.
var intents = []string{"required", "available", "uninstall", "availableWithoutEnrollment"}

func (assignmentID) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "assignment_id"
}

func (assignmentID) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Builds the id of an app's assignment",
		MarkdownDescription: "Builds the id under which `intunestore_app_assignment` is imported, `{app_id}/{assignment_id}`, from what the assignment is: an app, a target and an intent. " +
			"Intune's own id of an assignment is made of its target, its intent and whether the target is included or excluded.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "app_id",
				CustomType:          guidtypes.GUIDType{},
				MarkdownDescription: "Intune's id of the app, a GUID.",
			},
			function.DynamicParameter{
				Name:                "target",
				MarkdownDescription: "An object as the resource has it: `type`, and `group_id` when the type is `group` or `exclusion_group`. Other attributes, such as a filter, are not part of the id.",
			},
			function.StringParameter{
				Name:                "intent",
				MarkdownDescription: "`required`, `available`, `uninstall` or `availableWithoutEnrollment`.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (assignmentID) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var app guidtypes.GUID
	var target types.Dynamic
	var intent string
	if resp.Error = req.Arguments.Get(ctx, &app, &target, &intent); resp.Error != nil {
		return
	}
	aim, err := aimOf(target.UnderlyingValue())
	if err != nil {
		resp.Error = function.NewArgumentFuncError(1, err.Error())
		return
	}
	id := graph.AssignmentID(graph.Assignment{Intent: intent, Target: aim})
	if id == "" {
		resp.Error = function.NewArgumentFuncError(2, fmt.Sprintf("%q is not an intent; intents are %s", intent, strings.Join(intents, ", ")))
		return
	}
	resp.Error = resp.Result.Set(ctx, app.Canonical()+"/"+id)
}

// aimOf reads a target, and refuses one that Intune has no id for.
func aimOf(v attr.Value) (graph.Target, error) {
	members := membersOf(v)
	kind, group := text(members["type"]), text(members["group_id"])
	for _, t := range targetTypes {
		if t.written != kind {
			continue
		}
		needs := t.wire == graph.GroupTarget || t.wire == graph.ExclusionGroupTarget
		switch {
		case needs && !guidtypes.Valid(group):
			return graph.Target{}, fmt.Errorf("a target of type %q needs the group_id of the group that it is for, a GUID; here it is %q", kind, group)
		case !needs && group != "":
			return graph.Target{}, fmt.Errorf("a target of type %q takes no group_id: it is not for one group", kind)
		}
		return graph.Target{Type: t.wire, GroupID: group}, nil
	}
	return graph.Target{}, fmt.Errorf(`%q is not the type of a target. A target is an object such as { type = "group", group_id = "…" }; types are group, exclusion_group, all_licensed_users and all_devices`, kind)
}

// membersOf are the members of an object or a map; none of any other value.
func membersOf(v attr.Value) map[string]attr.Value {
	switch v := v.(type) {
	case types.Object:
		return v.Attributes()
	case types.Map:
		return v.Elements()
	}
	return nil
}

func text(v attr.Value) string {
	s, _ := v.(types.String)
	return s.ValueString()
}
