// Package guidtypes is the Terraform string type of Microsoft's ids: checked
// while validating, and the same whatever the case of its letters. It knows
// nothing of what an id names.
package guidtypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var _ basetypes.StringTypable = GUIDType{}

// GUIDType is the type to write in a schema: CustomType: guidtypes.GUIDType{}.
type GUIDType struct {
	basetypes.StringType
}

// String names the type in messages to developers.
func (GUIDType) String() string { return "guidtypes.GUIDType" }

// ValueType is what values of the type are.
func (GUIDType) ValueType(context.Context) attr.Value { return GUID{} }

// Equal says whether another type is this one.
func (GUIDType) Equal(other attr.Type) bool {
	_, ok := other.(GUIDType)
	return ok
}

// ValueFromString wraps a string value.
func (GUIDType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return GUID{StringValue: in}, nil
}

// ValueFromTerraform wraps what came over the wire.
func (t GUIDType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("a string became %T", value)
	}
	return GUID{StringValue: text}, nil
}
