package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// While the provider block is not known, Terraform plans and reads all the same.
// No service may fall over the data that it was not given.
func TestServicesWithoutConfiguration(t *testing.T) {
	noEnvironment(t)
	server := newServer(Options{})
	if got := configure(t, server, block{"tenant_id": tftypes.UnknownValue}); len(got) > 0 {
		t.Fatal(got)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range schemas.DataSourceSchemas {
		t.Run("data "+name, func(t *testing.T) {
			survive(t, func() error {
				_, err := server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: filled(t, schema, nil)})
				return err
			})
		})
	}
	for name, schema := range schemas.ResourceSchemas {
		for how, value := range map[string]any{"known": nil, "unknown": tftypes.UnknownValue} {
			t.Run("create "+name+" "+how, func(t *testing.T) {
				config := filled(t, schema, value)
				nothing, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
				if err != nil {
					t.Fatal(err)
				}
				survive(t, func() error {
					_, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: name, PriorState: &nothing, ProposedNewState: config, Config: config})
					return err
				})
				survive(t, func() error {
					_, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: name, PriorState: config, ProposedNewState: &nothing, Config: &nothing})
					return err
				})
			})
		}
		t.Run("read "+name, func(t *testing.T) {
			survive(t, func() error {
				_, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: filled(t, schema, nil)})
				return err
			})
		})
	}
}

func survive(t *testing.T, rpc func() error) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("panic: %v", r)
		}
	}()
	if err := rpc(); err != nil {
		t.Error(err)
	}
}

// filled is an object with the same value in every attribute.
func filled(t *testing.T, schema *tfprotov6.Schema, value any) *tfprotov6.DynamicValue {
	t.Helper()
	object, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("not an object")
	}
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		values[name] = tftypes.NewValue(kind, value)
	}
	wire, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	return &wire
}
