package services

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateData is what the framework keeps with a plan or a state.
type PrivateData interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// heldKey is where the plan of what exists notes which object that is. Terraform hands
// the note on to the plan of the half of a replacement that creates, and to no other
// create: so a resource that is replaced by what it is can be told from a second one.
const heldKey = "held"

// NoteHeld notes in the plan of what exists which object it is.
func NoteHeld(ctx context.Context, private PrivateData, id string) diag.Diagnostics {
	note, err := json.Marshal(id)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Plan not noted", fmt.Sprintf("The id %q could not be written down: %v. This is a defect of the provider: please report it.", id, err))}
	}
	return private.SetKey(ctx, heldKey, note)
}

// ReplacedObject is what the plan of a create replaces; empty for nothing.
func ReplacedObject(ctx context.Context, private PrivateData) string {
	note, diags := private.GetKey(ctx, heldKey)
	var id string
	if diags.HasError() || json.Unmarshal(note, &id) != nil {
		return "" // none, or of another version
	}
	return id
}

// Holders counts the resources of this run that are to hold the object id, when the
// plan at hand is of one: it makes it, or keeps it. The second half of a replacement is
// planned as a create; where it makes what it destroys, its first half has been counted.
func (r *Register) Holders(create bool, was, replaced, id string) int {
	switch {
	case create && !strings.EqualFold(replaced, id):
		return r.Creates(id)
	case !create && strings.EqualFold(was, id):
		return r.Keeps(id)
	}
	return 0
}
