package acctest

import (
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Unknown is a value that is known only after apply.
var Unknown = struct{ Unknown bool }{true}

// toTerraform makes a Terraform value of a Go one: nil, Unknown, string, bool,
// int, []any, []string, or a map of them.
func toTerraform(t testing.TB, typ tftypes.Type, v any) tftypes.Value {
	t.Helper()
	switch {
	case v == nil:
		return tftypes.NewValue(typ, nil)
	case v == any(Unknown):
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	}
	switch typ := typ.(type) {
	case tftypes.Object:
		return objectToTerraform(t, typ, v)
	case tftypes.Map:
		elements := map[string]tftypes.Value{}
		for key, element := range v.(map[string]any) {
			elements[key] = toTerraform(t, typ.ElementType, element)
		}
		return tftypes.NewValue(typ, elements)
	case tftypes.Set:
		return tftypes.NewValue(typ, elementsToTerraform(t, typ.ElementType, v))
	case tftypes.List:
		return tftypes.NewValue(typ, elementsToTerraform(t, typ.ElementType, v))
	}
	return tftypes.NewValue(typ, v)
}

func objectToTerraform(t testing.TB, typ tftypes.Object, v any) tftypes.Value {
	t.Helper()
	given, ok := v.(map[string]any)
	if !ok {
		t.Fatalf("%T where an object belongs", v)
	}
	attributes := map[string]tftypes.Value{}
	for name, attribute := range typ.AttributeTypes {
		attributes[name] = toTerraform(t, attribute, given[name])
	}
	for name := range given {
		if _, ok := attributes[name]; !ok {
			t.Fatalf("no attribute %q", name)
		}
	}
	return tftypes.NewValue(typ, attributes)
}

func elementsToTerraform(t testing.TB, typ tftypes.Type, v any) []tftypes.Value {
	t.Helper()
	elements := []tftypes.Value{}
	list := reflect.ValueOf(v)
	for i := range list.Len() {
		elements = append(elements, toTerraform(t, typ, list.Index(i).Interface()))
	}
	return elements
}

// fromTerraform is the way back. Null attributes are left out; numbers are int;
// sets are sorted by how they print.
func fromTerraform(t testing.TB, v tftypes.Value) any {
	t.Helper()
	switch {
	case !v.IsKnown():
		return Unknown
	case v.IsNull():
		return nil
	}
	switch v.Type().(type) {
	case tftypes.Object, tftypes.Map:
		var members map[string]tftypes.Value
		must(t, v.As(&members))
		out := map[string]any{}
		for name, member := range members {
			if !member.IsNull() {
				out[name] = fromTerraform(t, member)
			}
		}
		return out
	case tftypes.Set, tftypes.List:
		var members []tftypes.Value
		must(t, v.As(&members))
		out := []any{}
		for _, member := range members {
			out = append(out, fromTerraform(t, member))
		}
		if v.Type().Is(tftypes.Set{}) {
			slices.SortFunc(out, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
		return out
	}
	return scalar(t, v)
}

func scalar(t testing.TB, v tftypes.Value) any {
	t.Helper()
	switch {
	case v.Type().Is(tftypes.Bool):
		var b bool
		must(t, v.As(&b))
		return b
	case v.Type().Is(tftypes.Number):
		var n big.Float
		must(t, v.As(&n))
		i, _ := n.Int64()
		return int(i)
	}
	var s string
	must(t, v.As(&s))
	return s
}

// Printed is a regular expression for d as terraform prints it: the place in the
// configuration stands between summary and detail, lines are wrapped and may have
// a frame. All of both texts must be there.
func Printed(d Diagnostic) string {
	return wrapped(d.Summary) + `[\s\S]*?` + wrapped(d.Detail)
}

func wrapped(text string) string {
	words := strings.Fields(text)
	for i := range words {
		words[i] = regexp.QuoteMeta(words[i])
	}
	return strings.Join(words, `[\s│╷╵|]+`)
}

func equal(a, b Object) bool { return reflect.DeepEqual(a, b) }

// propose is what Terraform proposes before the provider plans: the configuration,
// with the prior value where a computed attribute is not given.
func propose(attributes []*tfprotov6.SchemaAttribute, prior, config Object) Object {
	if config == nil {
		return nil
	}
	proposed := Object{}
	for _, a := range attributes {
		given, had := config[a.Name], prior[a.Name]
		inner, isObject := given.(map[string]any)
		switch {
		case given == nil && a.Computed:
			given = had
		case isObject && a.NestedType != nil && a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
			before, _ := had.(map[string]any)
			given = propose(a.NestedType.Attributes, before, inner)
		}
		if given != nil {
			proposed[a.Name] = given
		}
	}
	return proposed
}
