package schemajson_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/intunestore/terraform-provider-intunestore/internal/schemajson"
)

// server answers the two schema calls; any other call would be a nil dereference,
// which is the test's way of saying that none may be made.
type server struct {
	tfprotov6.ProviderServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
	err        error
}

func (s server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas, s.err
}

func (s server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return s.identities, nil
}

// everything uses each construct of the protocol once.
func everything() server {
	leaf := &tfprotov6.SchemaAttribute{Name: "id", Type: tftypes.String, Description: "An id.", DescriptionKind: tfprotov6.StringKindMarkdown, Required: true}
	tree := &tfprotov6.Schema{Version: 2, Block: &tfprotov6.SchemaBlock{
		Description: "A tree.", DescriptionKind: tfprotov6.StringKindMarkdown,
		Attributes: []*tfprotov6.SchemaAttribute{
			leaf,
			{Name: "sizes", Type: tftypes.Map{ElementType: tftypes.Number}, Optional: true, Computed: true, Deprecated: true},
			{Name: "secret", Type: tftypes.String, Optional: true, Sensitive: true, WriteOnly: true},
			{Name: "nested", Optional: true, NestedType: &tfprotov6.SchemaObject{
				Nesting: tfprotov6.SchemaObjectNestingModeSet, Attributes: []*tfprotov6.SchemaAttribute{leaf},
			}},
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "branch", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, MinItems: 1, MaxItems: 3,
			Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{leaf}},
		}},
	}}
	small := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{leaf}}}
	return server{
		schemas: &tfprotov6.GetProviderSchemaResponse{
			Provider:                 small,
			ResourceSchemas:          map[string]*tfprotov6.Schema{"forest_tree": tree},
			DataSourceSchemas:        map[string]*tfprotov6.Schema{"forest_tree": small},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"forest_mist": small},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"forest_tree": small},
			ActionSchemas:            map[string]*tfprotov6.ActionSchema{"forest_water": {Schema: small}},
			Functions: map[string]*tfprotov6.Function{"count": {
				Summary: "Counts.", Description: "Counts trees.", DeprecationMessage: "Look instead.",
				Parameters:        []*tfprotov6.FunctionParameter{{Name: "in", Type: tftypes.DynamicPseudoType, AllowNullValue: true, Description: "Where."}},
				VariadicParameter: &tfprotov6.FunctionParameter{Name: "more", Type: tftypes.String},
				Return:            &tfprotov6.FunctionReturn{Type: tftypes.List{ElementType: tftypes.Bool}},
			}},
		},
		identities: &tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"forest_tree": {
				Version: 1,
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "id", Type: tftypes.String, Description: "An id.", RequiredForImport: true},
					{Name: "tenant_id", Type: tftypes.String, OptionalForImport: true},
				},
			}},
		},
	}
}

// TestDump compares the whole document with one that was checked by hand against
// the format that HashiCorp documents.
func TestDump(t *testing.T) {
	got, err := schemajson.Dump(t.Context(), everything(), "forest")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/forest.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func TestDumpOmitsWhatIsNotServed(t *testing.T) {
	got, err := schemajson.Dump(t.Context(), server{
		schemas:    &tfprotov6.GetProviderSchemaResponse{},
		identities: &tfprotov6.GetResourceIdentitySchemasResponse{},
	}, "empty")
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(got, &document); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"format_version": "1.0", "provider_schemas": map[string]any{"empty": map[string]any{}}}
	if diff := cmp.Diff(want, document); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func TestDumpFails(t *testing.T) {
	bad := []*tfprotov6.Diagnostic{
		{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Mild", Detail: "Never mind."},
		{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Wrong schema", Detail: "Two trees."},
	}
	schemas, identities, call := everything(), everything(), everything()
	schemas.schemas.Diagnostics = bad
	identities.identities.Diagnostics = bad
	call.err = errors.New("no answer")

	for _, test := range []struct {
		name   string
		server server
		want   string
	}{
		{"the call", call, "asking for the provider schema: no answer"},
		{"the schema", schemas, "the provider schema: Wrong schema: Two trees."},
		{"the identities", identities, "the identity schemas: Wrong schema: Two trees."},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := schemajson.Dump(t.Context(), test.server, "forest")
			if err == nil || err.Error() != test.want {
				t.Errorf("error %q, want %q", err, test.want)
			}
		})
	}
}
