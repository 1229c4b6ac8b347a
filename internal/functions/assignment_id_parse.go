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

// assignmentIDParse is the function assignment_id_parse.
type assignmentIDParse struct{}

var _ function.Function = assignmentIDParse{}

var (
	parsedTarget = map[string]attr.Type{"type": types.StringType, "group_id": types.StringType}
	parsedID     = map[string]attr.Type{
		"app_id":        types.StringType,
		"assignment_id": types.StringType,
		"target_id":     types.StringType,
		"intent":        types.StringType,
		"excluded":      types.BoolType,
		"target":        types.ObjectType{AttrTypes: parsedTarget},
	}
)

type target struct {
	Type    string  `tfsdk:"type"`
	GroupID *string `tfsdk:"group_id"`
}

type parts struct {
	AppID        string `tfsdk:"app_id"`
	AssignmentID string `tfsdk:"assignment_id"`
	TargetID     string `tfsdk:"target_id"`
	Intent       string `tfsdk:"intent"`
	Excluded     bool   `tfsdk:"excluded"`
	Target       target `tfsdk:"target"`
}

func (assignmentIDParse) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "assignment_id_parse"
}

func (assignmentIDParse) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Takes the id of an app's assignment apart",
		MarkdownDescription: "Takes apart the id under which `intunestore_app_assignment` is imported, `{app_id}/{assignment_id}`, and returns an object:\n\n" +
			"- `app_id` and `assignment_id`, its two halves;\n" +
			"- `target_id`, the GUID with which `assignment_id` begins: a group's, or Intune's own for all licensed users or all devices;\n" +
			"- `intent`, and `excluded`, whether the target is kept from the app;\n" +
			"- `target`, an object with `type` and `group_id` as the resource takes it.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "id", MarkdownDescription: "An id of the form `{app_id}/{assignment_id}`. Capitals make no difference."},
		},
		Return: function.ObjectReturn{AttributeTypes: parsedID},
	}
}

func (assignmentIDParse) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var id string
	if resp.Error = req.Arguments.Get(ctx, &id); resp.Error != nil {
		return
	}
	p, ok := split(id)
	if !ok {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%q is not the id of an assignment, which is of the form {app_id}/{assignment_id}, such as %s", id, exampleID))
		return
	}
	resp.Error = resp.Result.Set(ctx, p)
}

const exampleID = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_0"

func split(id string) (parts, bool) {
	appID, assignmentID, found := strings.Cut(strings.ToLower(strings.TrimSpace(id)), "/")
	a, ok := graph.ParseAssignmentID(assignmentID)
	if !found || !ok || !guidtypes.Valid(appID) {
		return parts{}, false
	}
	p := parts{
		AppID:        appID,
		AssignmentID: a.ID,
		TargetID:     a.ID[:len(appID)],
		Intent:       a.Intent,
		Excluded:     a.Target.Type == graph.ExclusionGroupTarget,
	}
	for _, t := range targetTypes {
		if t.wire == a.Target.Type {
			p.Target.Type = t.written
		}
	}
	if a.Target.GroupID != "" {
		p.Target.GroupID = &a.Target.GroupID
	}
	return p, true
}
