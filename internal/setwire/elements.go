package setwire

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// withValues leaves out of a configuration to validate the elements that are null
// or not known yet: there is nothing to validate in them, and the framework would
// miss the required attributes of each. A null one is the resource's to refuse
// when planning.
func (s *server) withValues(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigRequest, error) {
	typ, err := s.typeOf(ctx, req.TypeName)
	if err != nil || typ == nil || req.Config == nil {
		return req, err
	}
	config, err := req.Config.Unmarshal(typ)
	if err != nil {
		return nil, fmt.Errorf("the configuration of %s: %w", req.TypeName, err)
	}
	dropped := false
	known, err := tftypes.Transform(config, func(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if steps := path.Steps(); len(steps) != 1 || !s.isNamed(req.TypeName, steps[0]) || !v.IsKnown() || v.IsNull() {
			return v, nil
		}
		var all, kept []tftypes.Value
		if err := v.As(&all); err != nil {
			return v, err
		}
		for _, element := range all {
			if element.IsKnown() && !element.IsNull() {
				kept = append(kept, element)
			}
		}
		dropped = dropped || len(kept) < len(all)
		return tftypes.NewValue(v.Type(), kept), nil
	})
	if err != nil || !dropped {
		return req, err
	}
	encoded, err := tfprotov6.NewDynamicValue(typ, known)
	if err != nil {
		return nil, fmt.Errorf("the configuration of %s: %w", req.TypeName, err)
	}
	out := *req
	out.Config = &encoded
	return &out, nil
}

// typeOf is the type of a resource's values as the framework handles them, or nil
// if there is no such resource.
func (s *server) typeOf(ctx context.Context, typeName string) (tftypes.Type, error) {
	s.once.Do(func() {
		resp, err := s.framework.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
		if err != nil {
			s.schemaErr = err
			return
		}
		s.types = map[string]tftypes.Type{}
		for name := range s.sets {
			if schema, ok := resp.ResourceSchemas[name]; ok {
				s.types[name] = schema.ValueType()
			}
		}
	})
	return s.types[typeName], s.schemaErr
}

func (s *server) isNamed(typeName string, step tftypes.AttributePathStep) bool {
	name, ok := step.(tftypes.AttributeName)
	return ok && s.isSet(typeName, string(name))
}
