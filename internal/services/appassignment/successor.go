package appassignment

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// privateData is what the framework keeps with a plan or a state.
type privateData interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

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

func noteSuccessor(ctx context.Context, private privateData, s *successor) diag.Diagnostics {
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
func plannedSuccessor(ctx context.Context, private privateData) *successor {
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

// heldKey is where the plan of what exists notes which object that is. Terraform hands
// the note on to the plan of the half of a replacement that creates, and to no other
// create: so a resource that is replaced by what it is can be told from a second one.
const heldKey = "held"

func noteHeld(ctx context.Context, private privateData, id string) diag.Diagnostics {
	note, err := json.Marshal(id)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Plan not noted", fmt.Sprintf("The id %q could not be written down: %v. This is a defect of the provider: please report it.", id, err))}
	}
	return private.SetKey(ctx, heldKey, note)
}

// replacedObject is what the plan of a create replaces; empty for nothing.
func replacedObject(ctx context.Context, private privateData) string {
	note, diags := private.GetKey(ctx, heldKey)
	var id string
	if diags.HasError() || json.Unmarshal(note, &id) != nil {
		return "" // none, or of another version
	}
	return id
}
