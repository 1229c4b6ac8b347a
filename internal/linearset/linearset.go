// Package linearset is a Terraform set whose comparisons take time in proportion
// to its size. The framework's own compares every element with every other one:
// a set of 1,000 objects does not apply within two minutes. It knows nothing of
// what its elements mean.
//
// To take it out when upstream mends it: put basetypes.SetType in its place.
package linearset

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.SetTypable                    = Type{}
	_ basetypes.SetValuableWithSemanticEquals = Value{}
)

// Type is the type of a set whose elements have ElemType.
type Type struct{ basetypes.SetType }

// NewType returns the type of sets of elem.
func NewType(elem attr.Type) Type {
	return Type{basetypes.SetType{ElemType: elem}}
}

// String names the type for people.
func (t Type) String() string { return "linearset.Type[" + t.ElementType().String() + "]" }

// Equal reports whether other is a linear set of the same elements.
func (t Type) Equal(other attr.Type) bool {
	o, ok := other.(Type)
	return ok && t.SetType.Equal(o.SetType)
}

// ValueType returns a value of this type.
func (t Type) ValueType(context.Context) attr.Value { return Value{} }

// Validate passes everything. The framework looks for duplicates here, pair by
// pair; Terraform's sets have none, and what else would be a duplicate is for the
// resource to say.
func (t Type) Validate(context.Context, tftypes.Value, path.Path) diag.Diagnostics { return nil }

// ValueFromSet wraps a framework set.
func (t Type) ValueFromSet(_ context.Context, in basetypes.SetValue) (basetypes.SetValuable, diag.Diagnostics) {
	return Value{in}, nil
}

// ValueFromTerraform reads a set off the wire.
func (t Type) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	v, err := t.SetType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	set, ok := v.(basetypes.SetValue)
	if !ok {
		return nil, fmt.Errorf("a set was read as %T", v)
	}
	return Value{set}, nil
}

// Value is one set.
type Value struct{ basetypes.SetValue }

// Null returns the null set of elem.
func Null(elem attr.Type) Value { return Value{basetypes.NewSetNull(elem)} }

// Of returns the set of these elements.
func Of(elem attr.Type, elements []attr.Value) (Value, diag.Diagnostics) {
	set, diags := basetypes.NewSetValue(elem, elements)
	return Value{set}, diags
}

// Type returns the value's type.
func (v Value) Type(ctx context.Context) attr.Type { return NewType(v.ElementType(ctx)) }

// Equal reports whether other holds the same elements, in one pass over each.
func (v Value) Equal(other attr.Value) bool {
	o, ok := other.(Value)
	return ok && v.same(o.SetValue)
}

// SetSemanticEquals is Equal: there is no more to a set than its elements.
func (v Value) SetSemanticEquals(ctx context.Context, other basetypes.SetValuable) (bool, diag.Diagnostics) {
	o, diags := other.ToSetValue(ctx)
	return !diags.HasError() && v.same(o), diags
}

// same compares by what elements print, which for the framework's values tells
// null, unknown and each value apart.
func (v Value) same(o basetypes.SetValue) bool {
	if v.IsNull() != o.IsNull() || v.IsUnknown() != o.IsUnknown() {
		return false
	}
	elements, others := v.Elements(), o.Elements()
	if len(elements) != len(others) {
		return false
	}
	count := make(map[string]int, len(elements))
	for _, e := range elements {
		count[e.String()]++
	}
	for _, e := range others {
		s := e.String()
		if count[s] == 0 {
			return false
		}
		count[s]--
	}
	return true
}
