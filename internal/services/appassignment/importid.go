package appassignment

import (
	"fmt"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// splitID takes an import id apart. Both parts are lower-cased: Intune compares
// them so, and writes them so.
func splitID(id string) (appID, assignmentID string, err error) {
	appID, assignmentID, found := strings.Cut(strings.ToLower(strings.TrimSpace(id)), "/")
	if !found || !guidtypes.Valid(appID) || !validAssignmentID(assignmentID) {
		return "", "", fmt.Errorf("%q is not of the form {app_id}/{assignment_id}, such as\n\n  %s", id, exampleID)
	}
	return appID, assignmentID, nil
}

const exampleID = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_0"

// validAssignmentID reports whether Intune could have made the id.
func validAssignmentID(id string) bool {
	_, ok := graph.ParseAssignmentID(id)
	return ok
}

func joinID(appID, assignmentID string) string {
	return strings.ToLower(appID) + "/" + assignmentID
}

// importBlock is what a user writes to take over an object.
func importBlock(kind, id string) string {
	return fmt.Sprintf("  import {\n    to = %s.example\n    id = %q\n  }", kind, id)
}
