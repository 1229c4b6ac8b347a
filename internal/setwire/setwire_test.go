package setwire_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/intunestore/terraform-provider-intunestore/internal/setwire"
)

// Terraform is shown a set where it was asked for, and nowhere else.
func TestSchemaShowsSets(t *testing.T) {
	resp, err := wrapped().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]tfprotov6.SchemaObjectNestingMode{}
	for name, schema := range resp.ResourceSchemas {
		for _, a := range schema.Block.Attributes {
			if a.NestedType != nil {
				got[name+"."+a.Name] = a.NestedType.Nesting
			}
		}
	}
	const list, set = tfprotov6.SchemaObjectNestingModeList, tfprotov6.SchemaObjectNestingModeSet
	want := map[string]tfprotov6.SchemaObjectNestingMode{
		"toy_list.things": set, "toy_list.others": list, "toy_set.things": set, "toy_set.others": list,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(resp.ResourceSchemas["toy_set"], resp.ResourceSchemas["toy_list"]); diff != "" {
		t.Errorf("apart from that, the same as the framework's own (-want +got):\n%s", diff)
	}
}

// complaints is what every operation says of toy_list: an element of a set has no
// number, one of a list has.
var complaints = []string{
	`AttributeName("things"): Bad thing`,
	`AttributeName("others").ElementKeyInt(0).AttributeName("name"): Bad other`,
	`AttributeName("name"): Bad box`,
}

func said(diags []*tfprotov6.Diagnostic) []string {
	var out []string
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%s: %s", d.Attribute, d.Summary))
	}
	return out
}

func TestDiagnosticsPointAtTheSet(t *testing.T) {
	s := wrapped()
	box := boxOf(t, "complain", thing("a"), thing("b"))
	validated, err := s.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: "toy_list", Config: box})
	if err != nil {
		t.Fatal(err)
	}
	planned, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: "toy_list", PriorState: nothing(t), Config: box, ProposedNewState: box})
	if err != nil {
		t.Fatal(err)
	}
	applied, err := s.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{TypeName: "toy_list", PriorState: nothing(t), Config: box, PlannedState: box})
	if err != nil {
		t.Fatal(err)
	}
	read, err := s.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "toy_list", CurrentState: box})
	if err != nil {
		t.Fatal(err)
	}
	for name, diags := range map[string][]*tfprotov6.Diagnostic{
		"validate": validated.Diagnostics, "plan": planned.Diagnostics, "apply": applied.Diagnostics, "read": read.Diagnostics,
	} {
		if diff := cmp.Diff(complaints, said(diags)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What goes in as a set comes out as one, in whatever order, with every element.
func TestValuesPass(t *testing.T) {
	s := wrapped()
	set := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "things": tftypes.Set{ElementType: thingType}, "others": tftypes.List{ElementType: thingType}}}
	box := boxOf(t, "box", thing("b"), thing("a"), thing("c"))
	planned, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: "toy_list", PriorState: nothing(t), Config: box, ProposedNewState: box})
	if err != nil || len(planned.Diagnostics) > 0 {
		t.Fatal(err, said(planned.Diagnostics))
	}
	applied, err := s.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{TypeName: "toy_list", PriorState: nothing(t), Config: box, PlannedState: planned.PlannedState})
	if err != nil || len(applied.Diagnostics) > 0 {
		t.Fatal(err, said(applied.Diagnostics))
	}
	want, err := box.Unmarshal(set)
	if err != nil {
		t.Fatal(err)
	}
	got, err := applied.NewState.Unmarshal(set)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Elements without a value have nothing to validate; the others are validated.
func TestValidateWithoutValues(t *testing.T) {
	unknown, null := tftypes.NewValue(thingType, tftypes.UnknownValue), tftypes.NewValue(thingType, nil)
	nameless := tftypes.NewValue(thingType, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, nil), "parts": tftypes.NewValue(partsType, nil)})
	required := `AttributeName("things"): Missing Configuration for Required Attribute`
	for name, tc := range map[string]struct {
		things []tftypes.Value
		want   []string
	}{
		"unknown":           {[]tftypes.Value{unknown, thing("a")}, nil},
		"null":              {[]tftypes.Value{null, thing("a")}, nil},
		"none has a value":  {[]tftypes.Value{unknown}, nil},
		"empty":             {nil, nil},
		"a part is missing": {[]tftypes.Value{unknown, nameless}, []string{required}},
	} {
		t.Run(name, func(t *testing.T) {
			req := &tfprotov6.ValidateResourceConfigRequest{TypeName: "toy_list", Config: boxOf(t, "box", tc.things...)}
			resp, err := wrapped().ValidateResourceConfig(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, said(resp.Diagnostics)); diff != "" {
				t.Error(diff)
			}
		})
	}
	// The reason for it: when the framework has mended this, elements.go can go.
	req := &tfprotov6.ValidateResourceConfigRequest{TypeName: "toy_list", Config: boxOf(t, "box", unknown)}
	resp, err := inner().ValidateResourceConfig(t.Context(), req)
	if err != nil || len(resp.Diagnostics) == 0 {
		t.Errorf("the framework lets unknown elements pass: %v %v", err, said(resp.Diagnostics))
	}
}

// Terraform looks for the newer parts of the protocol by type. Whatever part the
// framework's server has, the wrapper must have too.
func TestEveryInterfaceIsForwarded(t *testing.T) {
	server, stock := reflect.TypeOf(wrapped()), reflect.TypeOf(inner())
	for method := range stock.Methods() {
		if _, ok := server.MethodByName(method.Name); !ok {
			t.Errorf("%s is lost", method.Name)
		}
	}
	if server == stock {
		t.Error("not wrapped")
	}
}

// bare is a server without the optional parts.
type bare struct{ tfprotov6.ProviderServer }

func TestBareServerIsLeftAlone(t *testing.T) {
	b := bare{inner()}
	if got := setwire.Wrap(b, setwire.Sets{"toy_list": {"things"}}); got != tfprotov6.ProviderServer(b) {
		t.Errorf("got %T", got)
	}
}

// BenchmarkPlan shows why this package is there. When the second is no slower than
// the first, it can go.
func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{50, 100, 200} {
		var things []tftypes.Value
		for i := range n {
			things = append(things, thing(fmt.Sprint("thing ", i)))
		}
		box, null := boxOf(b, "box", things...), nothing(b)
		for _, typeName := range []string{"toy_list", "toy_set"} {
			b.Run(fmt.Sprintf("%s/%d", typeName, n), func(b *testing.B) {
				s := wrapped()
				for b.Loop() {
					resp, err := s.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: typeName, PriorState: null, Config: box, ProposedNewState: box})
					if err != nil || len(resp.Diagnostics) > 0 {
						b.Fatal(err, said(resp.Diagnostics))
					}
				}
			})
		}
	}
}
