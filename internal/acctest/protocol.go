package acctest

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Protocol is a configured provider that is spoken to directly, as Terraform
// would: one run of it, so that what a run remembers is remembered. Objects are
// maps by attribute; what is left out is null, and Unknown is unknown.
type Protocol struct {
	t      testing.TB
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

// Object is a configuration, a plan or a state.
type Object = map[string]any

// Diagnostic is what a user reads.
type Diagnostic struct {
	Warning                    bool
	Summary, Detail, Attribute string
}

// Planned is an answer to Plan, and what Apply takes.
type Planned struct {
	Diagnostics []Diagnostic
	State       Object // nil: to be destroyed
	Replace     []string
	typeName    string
	prior       Object
	config      Object
	private     []byte
	identity    *tfprotov6.ResourceIdentityData
}

// Changed says whether the plan would do something.
func (p Planned) Changed() bool { return !equal(p.prior, p.State) }

// Destroying is the half of a replacement that destroys prior: what Terraform sends
// with the private data of the plan to create.
func (p Planned) Destroying(prior Object) Planned {
	p.prior, p.config, p.State = prior, nil, nil
	return p
}

// Protocol configures a provider. settings are attributes of the provider block
// besides those that lead to the emulator.
func (e *Env) Protocol(t testing.TB, settings Object) *Protocol {
	t.Helper()
	p := &Protocol{t: t, server: e.factory()}
	schema, err := p.server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	p.schema = schema
	url := e.Server.URL()
	config := Object{"tenant_id": e.tenantID, "client_id": e.clientID, "client_secret": e.clientSecret,
		"endpoints": Object{"graph": url, "login": url, "store": url}}
	for name, v := range settings {
		config[name] = v
	}
	resp, err := p.server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: p.encode(schema.Provider, config)})
	must(t, err)
	if d := diagnostics(resp.Diagnostics); len(d) > 0 {
		t.Fatalf("configuring the provider: %+v", d)
	}
	return p
}

// Validate checks a resource's configuration.
func (p *Protocol) Validate(typeName string, config Object) []Diagnostic {
	p.t.Helper()
	resp, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName, Config: p.encode(p.resource(typeName), config)})
	must(p.t, err)
	return diagnostics(resp.Diagnostics)
}

// Plan plans from prior (nil: create) to config (nil: destroy).
func (p *Protocol) Plan(typeName string, prior, config Object) Planned {
	p.t.Helper()
	return p.plan(typeName, prior, config, nil)
}

// Replacing plans the half of a replacement that creates, as Terraform does after
// kept, the plan of what is to be replaced: with the private data of that plan.
func (p *Protocol) Replacing(kept Planned, config Object) Planned {
	p.t.Helper()
	return p.planWith(kept.typeName, nil, config, nil, kept.private)
}

func (p *Protocol) plan(typeName string, prior, config Object, identity *tfprotov6.ResourceIdentityData) Planned {
	p.t.Helper()
	return p.planWith(typeName, prior, config, identity, nil)
}

func (p *Protocol) planWith(typeName string, prior, config Object, identity *tfprotov6.ResourceIdentityData, private []byte) Planned {
	p.t.Helper()
	schema := p.resource(typeName)
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: p.encode(schema, prior), Config: p.encode(schema, config), PriorIdentity: identity, PriorPrivate: private,
		ProposedNewState: p.encode(schema, propose(schema.Block.Attributes, prior, config))})
	must(p.t, err)
	planned := Planned{Diagnostics: diagnostics(resp.Diagnostics), typeName: typeName, prior: prior, config: config, private: resp.PlannedPrivate}
	if identity != nil {
		planned.identity = resp.PlannedIdentity
	}
	if resp.PlannedState != nil {
		planned.State = p.decode(schema, resp.PlannedState)
	}
	for _, path := range resp.RequiresReplace {
		planned.Replace = append(planned.Replace, path.String())
	}
	slices.Sort(planned.Replace)
	return planned
}

// Apply carries out a plan, whatever it reported, and returns the new state.
func (p *Protocol) Apply(planned Planned) (Object, []Diagnostic) {
	p.t.Helper()
	state, _, diags := p.apply(planned)
	return state, diags
}

func (p *Protocol) apply(planned Planned) (Object, *tfprotov6.ResourceIdentityData, []Diagnostic) {
	p.t.Helper()
	schema := p.resource(planned.typeName)
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: planned.typeName, PriorState: p.encode(schema, planned.prior), Config: p.encode(schema, planned.config),
		PlannedState: p.encode(schema, planned.State), PlannedPrivate: planned.private, PlannedIdentity: planned.identity})
	must(p.t, err)
	return p.decode(schema, resp.NewState), resp.NewIdentity, diagnostics(resp.Diagnostics)
}

// Read refreshes a state; nil: the object is gone.
func (p *Protocol) Read(typeName string, state Object) (Object, []Diagnostic) {
	p.t.Helper()
	read, _, diags := p.read(typeName, state, nil)
	return read, diags
}

func (p *Protocol) read(typeName string, state Object, identity *tfprotov6.ResourceIdentityData) (Object, *tfprotov6.ResourceIdentityData, []Diagnostic) {
	p.t.Helper()
	schema := p.resource(typeName)
	resp, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: typeName, CurrentState: p.encode(schema, state), CurrentIdentity: identity})
	must(p.t, err)
	return p.decode(schema, resp.NewState), resp.NewIdentity, diagnostics(resp.Diagnostics)
}

// Import imports by id and reads what was imported.
func (p *Protocol) Import(typeName, id string) (Object, []Diagnostic) {
	p.t.Helper()
	resp, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	must(p.t, err)
	if d := diagnostics(resp.Diagnostics); len(d) > 0 {
		return nil, d
	}
	return p.Read(typeName, p.decode(p.resource(typeName), resp.ImportedResources[0].State))
}

// Data validates and reads a data source.
func (p *Protocol) Data(typeName string, config Object) (Object, []Diagnostic) {
	p.t.Helper()
	schema, ok := p.schema.DataSourceSchemas[typeName]
	if !ok {
		p.t.Fatalf("no data source %s", typeName)
	}
	valid, err := p.server.ValidateDataResourceConfig(p.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: p.encode(schema, config)})
	must(p.t, err)
	if d := diagnostics(valid.Diagnostics); len(d) > 0 {
		return nil, d
	}
	resp, err := p.server.ReadDataSource(p.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: p.encode(schema, config)})
	must(p.t, err)
	if resp.State == nil {
		return nil, diagnostics(resp.Diagnostics)
	}
	return p.decode(schema, resp.State), diagnostics(resp.Diagnostics)
}

// Stop interrupts what is going on, as Terraform does when the user presses
// Ctrl-C.
func (p *Protocol) Stop() {
	p.t.Helper()
	_, err := p.server.StopProvider(p.t.Context(), &tfprotov6.StopProviderRequest{})
	must(p.t, err)
}

func (p *Protocol) resource(typeName string) *tfprotov6.Schema {
	p.t.Helper()
	schema, ok := p.schema.ResourceSchemas[typeName]
	if !ok {
		p.t.Fatalf("no resource %s", typeName)
	}
	return schema
}

func (p *Protocol) encode(schema *tfprotov6.Schema, o Object) *tfprotov6.DynamicValue {
	p.t.Helper()
	return encoded(p.t, schema.ValueType(), o)
}

func (p *Protocol) decode(schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) Object {
	p.t.Helper()
	value, err := encoded.Unmarshal(schema.ValueType())
	must(p.t, err)
	object, _ := fromTerraform(p.t, value).(Object)
	return object
}

func diagnostics(all []*tfprotov6.Diagnostic) []Diagnostic {
	var out []Diagnostic
	for _, d := range all {
		out = append(out, Diagnostic{d.Severity == tfprotov6.DiagnosticSeverityWarning, d.Summary, d.Detail, attributeName(d.Attribute)})
	}
	return out
}

func attributeName(path *tftypes.AttributePath) string {
	if path == nil {
		return ""
	}
	return path.String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
