package setwire_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/intunestore/terraform-provider-intunestore/internal/setwire"
)

// toy is a provider with the same resource twice: toy_list has its things in a
// list, toy_set in one of the framework's sets.
type toy struct{}

func (toy) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "toy"
}
func (toy) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (toy) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (toy) DataSources(context.Context) []func() datasource.DataSource                        { return nil }
func (toy) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &box{"list", false} },
		func() resource.Resource { return &box{"set", true} },
	}
}

// box holds things. Every operation on one named "complain" complains of its first
// thing's name, and of the name of the box.
type box struct {
	name string
	set  bool
}

func (b *box) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "toy_" + b.name
}

func (b *box) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	thing := schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Required: true},
		"parts": schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{"size": schema.StringAttribute{Optional: true}},
		}},
	}}
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name":   schema.StringAttribute{Required: true},
		"things": schema.ListNestedAttribute{Optional: true, NestedObject: thing},
		"others": schema.ListNestedAttribute{Optional: true, NestedObject: thing},
	}
	if b.set {
		resp.Schema.Attributes["things"] = schema.SetNestedAttribute{Optional: true, NestedObject: thing}
	}
}

func (b *box) complain(ctx context.Context, get func(context.Context, path.Path, any) error, add func(path.Path, string, string)) {
	var name types.String
	if get(ctx, path.Root("name"), &name) != nil || name.ValueString() != "complain" {
		return
	}
	add(path.Root("things").AtListIndex(0).AtName("name"), "Bad thing", "The first thing's name.")
	add(path.Root("others").AtListIndex(0).AtName("name"), "Bad other", "The first other's name.")
	add(path.Root("name"), "Bad box", "The name of the box.")
}

func of[T interface {
	GetAttribute(context.Context, path.Path, any) D
}, D interface{ HasError() bool }](from T) func(context.Context, path.Path, any) error {
	return func(ctx context.Context, p path.Path, into any) error {
		if from.GetAttribute(ctx, p, into).HasError() {
			return context.Canceled
		}
		return nil
	}
}

func (b *box) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	b.complain(ctx, of(req.Config), resp.Diagnostics.AddAttributeError)
}
func (b *box) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	b.complain(ctx, of(req.Plan), resp.Diagnostics.AddAttributeError)
}
func (b *box) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State = tfsdk.State(req.Plan)
	b.complain(ctx, of(req.Plan), resp.Diagnostics.AddAttributeError)
}
func (b *box) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	b.complain(ctx, of(req.State), resp.Diagnostics.AddAttributeError)
}
func (b *box) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State = tfsdk.State(req.Plan)
}
func (b *box) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func inner() tfprotov6.ProviderServer { return providerserver.NewProtocol6(toy{})() }

func wrapped() tfprotov6.ProviderServer {
	return setwire.Wrap(inner(), setwire.Sets{"toy_list": {"things"}, "toy_missing": {"things"}})
}

var (
	partType  = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"size": tftypes.String}}
	partsType = tftypes.List{ElementType: partType}
	thingType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "parts": partsType}}
)

func thing(name string) tftypes.Value {
	return tftypes.NewValue(thingType, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, name), "parts": tftypes.NewValue(partsType, nil)})
}

// boxOf is a box with things as Terraform sends it: things are a set to it.
func boxOf(t testing.TB, name string, things ...tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	set, list := tftypes.Set{ElementType: thingType}, tftypes.List{ElementType: thingType}
	typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "things": set, "others": list}}
	v, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, map[string]tftypes.Value{
		"name": tftypes.NewValue(tftypes.String, name), "things": tftypes.NewValue(set, things), "others": tftypes.NewValue(list, []tftypes.Value{thing("other")}),
	}))
	if err != nil {
		t.Fatal(err)
	}
	return &v
}

// nothing is the null box.
func nothing(t testing.TB) *tfprotov6.DynamicValue {
	t.Helper()
	v, err := tfprotov6.NewDynamicValue(tftypes.DynamicPseudoType, tftypes.NewValue(tftypes.DynamicPseudoType, nil))
	if err != nil {
		t.Fatal(err)
	}
	return &v
}
