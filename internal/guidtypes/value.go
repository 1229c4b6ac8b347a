package guidtypes

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

var (
	_ basetypes.StringValuableWithSemanticEquals = GUID{}
	_ xattr.ValidateableAttribute                = GUID{}
	_ function.ValidateableParameter             = GUID{}
)

// GUID is a Terraform string that holds a GUID. The zero value is null.
//
// ValueString is what the user wrote; Canonical is what to send and compare.
type GUID struct {
	basetypes.StringValue
}

// NewNull is a GUID that is not there.
func NewNull() GUID { return GUID{basetypes.NewStringNull()} }

// NewUnknown is a GUID that is not known yet.
func NewUnknown() GUID { return GUID{basetypes.NewStringUnknown()} }

// NewValue is a known GUID, as written.
func NewValue(guid string) GUID { return GUID{basetypes.NewStringValue(guid)} }

// Type is GUIDType.
func (GUID) Type(context.Context) attr.Type { return GUIDType{} }

// Equal says whether another value is the same GUID written the same way.
func (g GUID) Equal(other attr.Value) bool {
	o, ok := other.(GUID)
	return ok && g.StringValue.Equal(o.StringValue)
}

// StringSemanticEquals says whether both are the same id: Graph answers in lower
// case whatever case it was asked in, and no drift may come of it.
func (g GUID) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	o, ok := other.(GUID)
	return ok && g.Canonical() == o.Canonical(), nil
}

// Canonical is the GUID in lower case; empty when null or unknown.
func (g GUID) Canonical() string { return strings.ToLower(g.ValueString()) }

// ValidateAttribute refuses what is not a GUID.
func (g GUID) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if text := g.ValueString(); !g.IsNull() && !g.IsUnknown() && !Valid(text) {
		resp.Diagnostics.AddAttributeError(req.Path, SummaryInvalid, Detail(text))
	}
}

// ValidateParameter refuses an argument that is not a GUID.
func (g GUID) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	if text := g.ValueString(); !g.IsNull() && !g.IsUnknown() && !Valid(text) {
		resp.Error = function.NewArgumentFuncError(req.Position, SummaryInvalid+": "+Detail(text))
	}
}

// SummaryInvalid is the summary of the one error of this package.
const SummaryInvalid = "Invalid GUID"

// Detail is the text of the error for a string that is not a GUID.
func Detail(text string) string {
	return fmt.Sprintf("%q is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.", text)
}

// Valid says whether text is a GUID as Graph writes it: 32 hexadecimal digits
// with hyphens after the 8th, 12th, 16th and 20th, in any case. Braces and other
// spellings are refused, since Graph refuses them.
func Valid(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !isHex(c) {
				return false
			}
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
