package guidtypes

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"
)

const guid = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"

func TestValidateAttribute(t *testing.T) {
	for name, test := range map[string]struct {
		value  GUID
		detail string // empty: accepted
	}{
		"lower case":      {value: NewValue(guid)},
		"upper case":      {value: NewValue(strings.ToUpper(guid))},
		"null":            {value: NewNull()},
		"unknown":         {value: NewUnknown()},
		"zero":            {value: GUID{}},
		"empty":           {NewValue(""), `"" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`},
		"a name":          {NewValue("Paris office"), `"Paris office" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`},
		"braces":          {NewValue("{" + guid + "}"), `"{0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0}" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`},
		"no hyphens":      {NewValue(strings.ReplaceAll(guid, "-", "")), `"0f1e2d3c4b5a69788796a5b4c3d2e1f0" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`},
		"moved hyphen":    {NewValue("0f1e2d3-c4b5a-6978-8796-a5b4c3d2e1f0"), `"0f1e2d3-c4b5a-6978-8796-a5b4c3d2e1f0" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`},
		"not hexadecimal": {NewValue("gf1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"), `"gf1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`},
		"trailing space":  {NewValue(guid + " "), `"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 " is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`},
	} {
		t.Run(name, func(t *testing.T) {
			var want diag.Diagnostics
			if test.detail != "" {
				want.AddAttributeError(path.Root("app_id"), "Invalid GUID", test.detail)
			}
			var resp xattr.ValidateAttributeResponse
			test.value.ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("app_id")}, &resp)
			if diff := cmp.Diff(want, resp.Diagnostics); diff != "" {
				t.Error(diff)
			}
			var argument function.ValidateParameterResponse
			test.value.ValidateParameter(t.Context(), function.ValidateParameterRequest{Position: 1}, &argument)
			if test.detail == "" {
				if argument.Error != nil {
					t.Error(argument.Error)
				}
				return
			}
			if diff := cmp.Diff("Invalid GUID: "+test.detail, argument.Error.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSemanticEquals(t *testing.T) {
	other := "1" + guid[1:]
	for name, test := range map[string]struct {
		a    GUID
		b    basetypes.StringValuable
		want bool
	}{
		"same":               {NewValue(guid), NewValue(guid), true},
		"another case":       {NewValue(guid), NewValue(strings.ToUpper(guid)), true},
		"another id":         {NewValue(guid), NewValue(other), false},
		"not of this type":   {NewValue(guid), basetypes.NewStringValue(guid), false},
		"both other-cased":   {NewValue(strings.ToUpper(guid)), NewValue(strings.ToUpper(guid)), true},
		"prefix of the same": {NewValue(guid), NewValue(guid[:35]), false},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := test.a.StringSemanticEquals(t.Context(), test.b)
			if got != test.want || diags.HasError() {
				t.Errorf("got %v %v, want %v", got, diags, test.want)
			}
		})
	}
}

func TestEqualIsExact(t *testing.T) {
	if NewValue(guid).Equal(NewValue(strings.ToUpper(guid))) {
		t.Error("Equal must see a change of case: only semantic equality forgives it")
	}
	if !NewValue(guid).Equal(NewValue(guid)) || !NewNull().Equal(GUID{}) || NewNull().Equal(NewUnknown()) {
		t.Error("Equal is wrong about the same value, null or unknown")
	}
	if NewValue(guid).Equal(basetypes.NewStringValue(guid)) {
		t.Error("Equal must see another type")
	}
}

func TestCanonical(t *testing.T) {
	if got := NewValue(strings.ToUpper(guid)).Canonical(); got != guid {
		t.Errorf("got %s, want %s", got, guid)
	}
	if got := NewUnknown().Canonical() + NewNull().Canonical(); got != "" {
		t.Errorf("got %s of unknown and null", got)
	}
}

func TestWire(t *testing.T) {
	for name, test := range map[string]struct {
		wire tftypes.Value
		want attr.Value
	}{
		"known":   {tftypes.NewValue(tftypes.String, guid), NewValue(guid)},
		"null":    {tftypes.NewValue(tftypes.String, nil), NewNull()},
		"unknown": {tftypes.NewValue(tftypes.String, tftypes.UnknownValue), NewUnknown()},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := GUIDType{}.ValueFromTerraform(t.Context(), test.wire)
			if err != nil || !got.Equal(test.want) || !got.Type(t.Context()).Equal(GUIDType{}) {
				t.Errorf("got %#v %v, want %#v", got, err, test.want)
			}
		})
	}
	if _, err := (GUIDType{}).ValueFromTerraform(t.Context(), tftypes.NewValue(tftypes.Bool, true)); err == nil {
		t.Error("a boolean became a GUID")
	}
	if (GUIDType{}).Equal(basetypes.StringType{}) {
		t.Error("the type equals a plain string's")
	}
}

// Every id that another program makes is accepted in either case, and no string
// one byte away from one is, unless that byte is another hexadecimal digit.
func TestValidAgreesWithGenerator(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var id uuid.UUID
		copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		text := id.String()
		if !Valid(text) || !Valid(strings.ToUpper(text)) {
			t.Fatalf("%s is refused", text)
		}
		at, b := rapid.IntRange(0, 35).Draw(t, "at"), rapid.Byte().Draw(t, "byte")
		changed := text[:at] + string(rune(b)) + text[at+1:]
		_, err := uuid.Parse(changed)
		if want := err == nil && len(changed) == 36; Valid(changed) != want {
			t.Fatalf("Valid(%q) is %v", changed, !want)
		}
	})
}
