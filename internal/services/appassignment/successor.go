package appassignment

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// successorKey is where the plan of a create notes what it makes. Terraform hands
// that note to the half of a replacement that destroys, too, while the plan of a
// plain destroy has none: so Delete knows what comes after it.
const successorKey = "successor"

// successor is what a replacement puts in the place of what it destroys. Its parts
// are zero where they were not known when planning.
type successor struct {
	AppID      string
	Assignment *graph.Assignment
}

func noteSuccessor(ctx context.Context, private services.PrivateData, s *successor) diag.Diagnostics {
	if s == nil {
		return private.SetKey(ctx, successorKey, nil)
	}
	note, err := json.Marshal(s)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Plan not noted", fmt.Sprintf("What comes after a replacement could not be written down: %v. This is a defect of the provider: please report it.", err))}
	}
	return private.SetKey(ctx, successorKey, note)
}

// plannedSuccessor returns what comes after a Delete; nil when nothing does.
func plannedSuccessor(ctx context.Context, private services.PrivateData) *successor {
	note, diags := private.GetKey(ctx, successorKey)
	if diags.HasError() || len(note) == 0 {
		return nil
	}
	var s successor
	if json.Unmarshal(note, &s) != nil {
		return nil // of another version: the seat check is then the stricter one
	}
	return &s
}
