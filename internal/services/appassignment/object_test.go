package appassignment

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// filled is a value of a type in which nothing is null, and no two words are equal.
func filled(kind tftypes.Type, word string) tftypes.Value {
	switch kind := kind.(type) {
	case tftypes.Object:
		parts := map[string]tftypes.Value{}
		for name, of := range kind.AttributeTypes {
			parts[name] = filled(of, word+"."+name)
		}
		return tftypes.NewValue(kind, parts)
	case tftypes.Set:
		return tftypes.NewValue(kind, []tftypes.Value{filled(kind.ElementType, word+"[]")})
	}
	if kind.Is(tftypes.Bool) {
		return tftypes.NewValue(kind, true)
	}
	return tftypes.NewValue(kind, uuid.NewSHA1(uuid.Nil, []byte(word)).String()) // some of the words are GUIDs
}

// An attribute that modelOf or object forgets would be lost from plans without a word.
func TestModelIsWhatTheTagsSay(t *testing.T) {
	ctx := context.Background()
	schema := resourceSchema(ctx)
	kind := schema.Type().TerraformType(ctx)
	for name, raw := range map[string]tftypes.Value{
		"filled":  filled(kind, ""),
		"empty":   throughout(kind, nil),
		"unknown": throughout(kind, tftypes.UnknownValue),
		"absent":  tftypes.NewValue(kind, nil),
	} {
		t.Run(name, func(t *testing.T) {
			from := tfsdk.State{Schema: schema, Raw: raw}
			var want *resourceModel
			if diags := from.Get(ctx, &want); diags.HasError() {
				t.Fatal(diags)
			}
			got, diags := readModel(ctx, from)
			if diags.HasError() {
				t.Fatal(diags)
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(resourceModel{})); diff != "" {
				t.Fatalf("read (-by tags +got):\n%s", diff)
			}
			if got == nil {
				return
			}
			to := tfsdk.State{Schema: schema, Raw: tftypes.NewValue(kind, nil)}
			if diags := to.Set(ctx, got.object()); diags.HasError() {
				t.Fatal(diags)
			}
			if !to.Raw.Equal(raw) {
				t.Errorf("written %s, want %s", to.Raw, raw)
			}
		})
	}
}

// throughout is an object all of whose parts are null, or unknown.
func throughout(kind tftypes.Type, value any) tftypes.Value {
	parts := map[string]tftypes.Value{}
	for name, of := range kind.(tftypes.Object).AttributeTypes {
		parts[name] = tftypes.NewValue(of, value)
	}
	return tftypes.NewValue(kind, parts)
}
