package schemajson

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

func convert(in *tfprotov6.GetProviderSchemaResponse, ids *tfprotov6.GetResourceIdentitySchemasResponse) provider {
	out := provider{
		Resources:   each(in.ResourceSchemas, toSchema),
		DataSources: each(in.DataSourceSchemas, toSchema),
		Ephemeral:   each(in.EphemeralResourceSchemas, toSchema),
		Lists:       each(in.ListResourceSchemas, toSchema),
		Actions: each(in.ActionSchemas, func(a *tfprotov6.ActionSchema) action {
			return action{Block: toBlock(a.Schema.Block)}
		}),
		Functions:  each(in.Functions, toFunction),
		Identities: each(ids.IdentitySchemas, toIdentity),
	}
	if in.Provider != nil {
		s := toSchema(in.Provider)
		out.Config = &s
	}
	return out
}

// each maps the values of in; an empty map becomes nil, which the document omits.
func each[In, Out any](in map[string]In, to func(In) Out) map[string]Out {
	if len(in) == 0 {
		return nil
	}
	out := make(map[string]Out, len(in))
	for name, v := range in {
		out[name] = to(v)
	}
	return out
}

func toSchema(s *tfprotov6.Schema) schema {
	return schema{Version: s.Version, Block: toBlock(s.Block)}
}

func toBlock(b *tfprotov6.SchemaBlock) block {
	out := block{
		Description:     b.Description,
		DescriptionKind: kind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
		Attributes:      toAttributes(b.Attributes),
	}
	if len(b.BlockTypes) > 0 {
		out.Blocks = make(map[string]nestedBlock, len(b.BlockTypes))
	}
	for _, n := range b.BlockTypes {
		out.Blocks[n.TypeName] = nestedBlock{
			Nesting:  blockNesting[n.Nesting],
			Block:    toBlock(n.Block),
			MinItems: n.MinItems,
			MaxItems: n.MaxItems,
		}
	}
	return out
}

func toAttributes(in []*tfprotov6.SchemaAttribute) map[string]attribute {
	if len(in) == 0 {
		return nil
	}
	out := make(map[string]attribute, len(in))
	for _, a := range in {
		converted := attribute{
			Type:            a.Type,
			Description:     a.Description,
			DescriptionKind: kind(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			converted.Nested = &nested{
				Attributes: toAttributes(a.NestedType.Attributes),
				Nesting:    objectNesting[a.NestedType.Nesting],
			}
		}
		out[a.Name] = converted
	}
	return out
}

func toFunction(f *tfprotov6.Function) function {
	out := function{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		Return:             f.Return.Type,
	}
	for _, p := range f.Parameters {
		out.Parameters = append(out.Parameters, toParameter(p))
	}
	if f.VariadicParameter != nil {
		p := toParameter(f.VariadicParameter)
		out.Variadic = &p
	}
	return out
}

func toParameter(p *tfprotov6.FunctionParameter) parameter {
	return parameter{Name: p.Name, Description: p.Description, Nullable: p.AllowNullValue, Type: p.Type}
}

func toIdentity(s *tfprotov6.ResourceIdentitySchema) identity {
	out := identity{Version: s.Version, Attributes: make(map[string]identityAttribute, len(s.IdentityAttributes))}
	for _, a := range s.IdentityAttributes {
		out.Attributes[a.Name] = identityAttribute{
			Type:        a.Type,
			Description: a.Description,
			Required:    a.RequiredForImport,
			Optional:    a.OptionalForImport,
		}
	}
	return out
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

var blockNesting = map[tfprotov6.SchemaNestedBlockNestingMode]string{
	tfprotov6.SchemaNestedBlockNestingModeSingle: "single",
	tfprotov6.SchemaNestedBlockNestingModeList:   "list",
	tfprotov6.SchemaNestedBlockNestingModeSet:    "set",
	tfprotov6.SchemaNestedBlockNestingModeMap:    "map",
	tfprotov6.SchemaNestedBlockNestingModeGroup:  "group",
}

var objectNesting = map[tfprotov6.SchemaObjectNestingMode]string{
	tfprotov6.SchemaObjectNestingModeSingle: "single",
	tfprotov6.SchemaObjectNestingModeList:   "list",
	tfprotov6.SchemaObjectNestingModeSet:    "set",
	tfprotov6.SchemaObjectNestingModeMap:    "map",
}
