package appassignment

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// keepGUID keeps the state's spelling of a GUID that means the same, so that
// capitals make no diff. Terraform allows a provider to plan the prior value for
// a configured one that it takes to be equal.
type keepGUID struct{}

func (keepGUID) Description(context.Context) string {
	return "GUIDs are compared without regard to case."
}

func (m keepGUID) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (keepGUID) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if strings.EqualFold(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
