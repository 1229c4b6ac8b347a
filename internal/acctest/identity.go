package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Identified speaks to a provider as Terraform 1.12 and later do: it keeps the
// identity of one object beside its state, and sends it along. Protocol by itself
// sends none, as an older Terraform and OpenTofu.
type Identified struct {
	p        *Protocol
	typeName string
	identity *tfprotov6.ResourceIdentityData
}

// Identified is for one object of a type; it has no identity yet.
func (p *Protocol) Identified(typeName string) *Identified {
	return &Identified{p: p, typeName: typeName}
}

// Identity is what is kept now; nil for none.
func (i *Identified) Identity() Object {
	i.p.t.Helper()
	return i.p.identity(i.typeName, i.identity)
}

// Plan is Protocol.Plan with the identity.
func (i *Identified) Plan(prior, config Object) Planned {
	i.p.t.Helper()
	identity := i.identity
	if prior == nil {
		identity = nil
	}
	return i.p.plan(i.typeName, prior, config, identity)
}

// Apply is Protocol.Apply with the identity, and keeps what comes back.
func (i *Identified) Apply(planned Planned) (state Object, diags []Diagnostic) {
	i.p.t.Helper()
	state, i.identity, diags = i.p.apply(planned)
	return state, diags
}

// Read is Protocol.Read with the identity, and keeps what comes back.
func (i *Identified) Read(state Object) (read Object, diags []Diagnostic) {
	i.p.t.Helper()
	read, i.identity, diags = i.p.read(i.typeName, state, i.identity)
	return read, diags
}

// Import imports by identity and reads what was imported.
func (i *Identified) Import(identity Object) (Object, []Diagnostic) {
	i.p.t.Helper()
	return i.imported(&tfprotov6.ImportResourceStateRequest{TypeName: i.typeName,
		Identity: &tfprotov6.ResourceIdentityData{IdentityData: encoded(i.p.t, i.p.identityType(i.typeName), identity)}})
}

// ImportID imports by id and reads what was imported.
func (i *Identified) ImportID(id string) (Object, []Diagnostic) {
	i.p.t.Helper()
	return i.imported(&tfprotov6.ImportResourceStateRequest{TypeName: i.typeName, ID: id})
}

func (i *Identified) imported(req *tfprotov6.ImportResourceStateRequest) (Object, []Diagnostic) {
	i.p.t.Helper()
	resp, err := i.p.server.ImportResourceState(i.p.t.Context(), req)
	must(i.p.t, err)
	if d := diagnostics(resp.Diagnostics); len(d) > 0 {
		return nil, d
	}
	i.identity = resp.ImportedResources[0].Identity
	return i.Read(i.p.decode(i.p.resource(i.typeName), resp.ImportedResources[0].State))
}

func (p *Protocol) identity(typeName string, identity *tfprotov6.ResourceIdentityData) Object {
	p.t.Helper()
	if identity == nil || identity.IdentityData == nil {
		return nil
	}
	value, err := identity.IdentityData.Unmarshal(p.identityType(typeName))
	must(p.t, err)
	object, _ := fromTerraform(p.t, value).(Object)
	return object
}

func (p *Protocol) identityType(typeName string) tftypes.Type {
	p.t.Helper()
	resp, err := p.server.GetResourceIdentitySchemas(p.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	must(p.t, err)
	schema, ok := resp.IdentitySchemas[typeName]
	if !ok {
		p.t.Fatalf("%s has no identity", typeName)
	}
	return schema.ValueType()
}

func encoded(t testing.TB, typ tftypes.Type, o Object) *tfprotov6.DynamicValue {
	t.Helper()
	var value any
	if o != nil {
		value = o
	}
	dynamic, err := tfprotov6.NewDynamicValue(typ, toTerraform(t, typ, value))
	must(t, err)
	return &dynamic
}
