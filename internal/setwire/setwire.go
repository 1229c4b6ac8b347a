// Package setwire lets a resource be written with a list and shown to Terraform
// with a set. The framework's own sets compare every element with every other
// one, in the transport's values as well as in its own: a plan of 500 nested
// objects takes half a minute, and as a list under one second. On the wire a set
// and a list are the same array, so all that differs is a word in the schema and
// the paths in diagnostics.
//
// The resource must not mind the order of the list: Terraform hands over sets in
// an order of its own, and no element twice.
//
// To take it out when upstream mends it (hashicorp/terraform-plugin-framework
// #775, #1322): make the attribute a SetNestedAttribute and drop Wrap. It knows the
// protocol, and nothing of this provider.
package setwire

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Sets names the attributes to show as sets, by resource type. Each is a list of
// nested objects at the top of the resource.
type Sets map[string][]string

// framework is everything that the framework's server is. Terraform looks for
// the newer parts by type, so a wrapper must have them all.
type framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// Wrap returns a server that answers as inner does, with sets in place of the
// named lists. A server without one of the protocol's optional interfaces is
// returned as it is.
func Wrap(inner tfprotov6.ProviderServer, sets Sets) tfprotov6.ProviderServer {
	if f, ok := inner.(framework); ok {
		return &server{framework: f, sets: sets}
	}
	return inner
}

type server struct {
	framework
	sets Sets

	once      sync.Once
	types     map[string]tftypes.Type
	schemaErr error
}

// GetProviderSchema shows the named lists as sets.
func (s *server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := s.framework.GetProviderSchema(ctx, req)
	if err != nil {
		return resp, err
	}
	for name, schema := range resp.ResourceSchemas {
		for _, a := range schema.Block.Attributes {
			if s.isSet(name, a.Name) && a.NestedType != nil && a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeList {
				a.NestedType.Nesting = tfprotov6.SchemaObjectNestingModeSet
			}
		}
	}
	return resp, nil
}

func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if len(s.sets[req.TypeName]) > 0 {
		known, err := s.withValues(ctx, req)
		if err != nil {
			return nil, err
		}
		req = known
	}
	resp, err := s.framework.ValidateResourceConfig(ctx, req)
	if resp != nil {
		s.shorten(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := s.framework.ReadResource(ctx, req)
	if resp != nil {
		s.shorten(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.framework.PlanResourceChange(ctx, req)
	if resp != nil {
		s.shorten(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := s.framework.ApplyResourceChange(ctx, req)
	if resp != nil {
		s.shorten(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

// shorten makes diagnostics that point into a list point at the whole set: an
// element of a set has no number.
func (s *server) shorten(typeName string, diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		if d.Attribute == nil {
			continue
		}
		steps := d.Attribute.Steps()
		if len(steps) < 2 {
			continue
		}
		if s.isNamed(typeName, steps[0]) {
			d.Attribute = tftypes.NewAttributePathWithSteps(steps[:1])
		}
	}
}

func (s *server) isSet(typeName, attribute string) bool {
	return slices.Contains(s.sets[typeName], attribute)
}
