package services

import (
	"context"

	actiontimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

const timeoutsDescription = "How long Terraform goes on before it gives up, each a duration such as `30s`, `20m` or `1h`. Defaults are below."

// Timeouts is the attribute of a resource, with the description of its own that
// the module leaves out.
func Timeouts(ctx context.Context, opts timeouts.Opts) schema.Attribute {
	attribute := timeouts.Attributes(ctx, opts)
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = timeoutsDescription
		return nested
	}
	return attribute
}

// ActionTimeouts is that of an action.
func ActionTimeouts(ctx context.Context, opts actiontimeouts.Opts) actionschema.Attribute {
	attribute := actiontimeouts.AttributesWithOpts(ctx, opts)
	if nested, ok := attribute.(actionschema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = timeoutsDescription
		return nested
	}
	return attribute
}
