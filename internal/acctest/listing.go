package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Listed is one result of a listing, as `terraform query` receives it. Identity
// and Resource are nil in one that only carries diagnostics.
type Listed struct {
	Name        string
	Identity    Object
	Resource    Object
	Diagnostics []Diagnostic
}

// Listing is what a query asks for.
type Listing struct {
	Config  Object // nil: without a config block
	Limit   int64
	Include bool // the whole resource with each result
	// Until, when not nil, ends the listing after a result for which it is true.
	Until func(Listed) bool
}

// List validates and lists. Limit 0 is none.
func (p *Protocol) List(typeName string, ask Listing) []Listed {
	p.t.Helper()
	server, ok := p.server.(tfprotov6.ListResourceServer)
	if !ok {
		p.t.Fatal("the server has no list resources")
	}
	schema, ok := p.schema.ListResourceSchemas[typeName]
	if !ok {
		p.t.Fatalf("no list resource %s", typeName)
	}
	config := p.encode(schema, ask.Config)
	valid, err := server.ValidateListResourceConfig(p.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: typeName, Config: config, IncludeResourceObject: nil})
	must(p.t, err)
	if d := diagnostics(valid.Diagnostics); len(d) > 0 {
		return []Listed{{Diagnostics: d}}
	}
	stream, err := server.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{TypeName: typeName, Config: config, Limit: ask.Limit, IncludeResource: ask.Include})
	must(p.t, err)
	var all []Listed
	for result := range stream.Results {
		one := Listed{Name: result.DisplayName, Identity: p.identity(typeName, result.Identity), Diagnostics: diagnostics(result.Diagnostics)}
		if result.Resource != nil {
			one.Resource = p.decode(p.resource(typeName), result.Resource)
		}
		all = append(all, one)
		if ask.Until != nil && ask.Until(one) {
			break
		}
	}
	return all
}
