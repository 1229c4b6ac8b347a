package acctest

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

// Upgrade reads a state as a state file has it, of a schema's version, as
// Terraform does with every state before anything else.
func (p *Protocol) Upgrade(typeName string, version int64, attributes []byte) (Object, []Diagnostic) {
	p.t.Helper()
	resp, err := p.server.UpgradeResourceState(p.t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: typeName, Version: version, RawState: &tfprotov6.RawState{JSON: attributes}})
	must(p.t, err)
	if resp.UpgradedState == nil {
		return nil, diagnostics(resp.Diagnostics)
	}
	return p.decode(p.resource(typeName), resp.UpgradedState), diagnostics(resp.Diagnostics)
}

// Source is another provider's object that a moved block names.
type Source struct {
	Provider, TypeName string
	Version            int64
	Attributes         string // as a state file has them
}

// Move moves the state of another provider's object here, as a moved block does,
// and returns what it became with its identity.
func (i *Identified) Move(from Source) (Object, []Diagnostic) {
	i.p.t.Helper()
	resp, err := i.p.server.MoveResourceState(i.p.t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: from.Provider, SourceTypeName: from.TypeName, SourceSchemaVersion: from.Version,
		SourceState: &tfprotov6.RawState{JSON: []byte(from.Attributes)}, TargetTypeName: i.typeName})
	must(i.p.t, err)
	if d := diagnostics(resp.Diagnostics); len(d) > 0 {
		return nil, d
	}
	i.identity = resp.TargetIdentity
	return i.p.decode(i.p.resource(i.typeName), resp.TargetState), nil
}
