package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
	schemas := schemasOf(t, server)
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

// A Terraform that can put resources off is told to, one that cannot is not; and what
// is known is never put off.
func TestDeferred(t *testing.T) {
	noEnvironment(t)
	for name, tc := range map[string]struct {
		block   block
		allowed bool
		want    *tfprotov6.Deferred
	}{
		"unknown, may be put off":  {block{"tenant_id": tftypes.UnknownValue}, true, &tfprotov6.Deferred{Reason: tfprotov6.DeferredReasonProviderConfigUnknown}},
		"unknown, may not be":      {block{"tenant_id": tftypes.UnknownValue}, false, nil},
		"nested, may be":           {block{"endpoints.graph": tftypes.UnknownValue}, true, &tfprotov6.Deferred{Reason: tfprotov6.DeferredReasonProviderConfigUnknown}},
		"an invalid id is refused": {block{"tenant_id": "Contoso", "client_id": tftypes.UnknownValue}, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(Options{})
			resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
				TerraformVersion: "1.14.0", Config: tc.block.wire(t), ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: tc.allowed}})
			if err != nil {
				t.Fatal(err)
			}
			if refused := tc.block["tenant_id"] == "Contoso"; refused != (len(resp.Diagnostics) > 0) {
				t.Errorf("diagnostics: %v", ofProtocol(resp.Diagnostics))
			}
			for typeName, schema := range schemasOf(t, server).ResourceSchemas {
				config := filled(t, schema, nil)
				nothing, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
				if err != nil {
					t.Fatal(err)
				}
				planned, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: typeName, PriorState: &nothing, ProposedNewState: config, Config: config,
					ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{DeferralAllowed: tc.allowed}})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tc.want, planned.Deferred); diff != "" {
					t.Errorf("%s (-want +got):\n%s", typeName, diff)
				}
			}
			for typeName, schema := range schemasOf(t, server).DataSourceSchemas {
				read, err := server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: filled(t, schema, nil),
					ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{DeferralAllowed: tc.allowed}})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tc.want, read.Deferred); diff != "" {
					t.Errorf("data %s (-want +got):\n%s", typeName, diff)
				}
			}
		})
	}
}

func schemasOf(t *testing.T, server tfprotov6.ProviderServer) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return schemas
}
