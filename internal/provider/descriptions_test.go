package provider

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// descriptions judges what the pages say of each attribute.
type descriptions struct {
	t      *testing.T
	judged int
}

var (
	// Where an attribute may be left out, its description says what holds then.
	saysDefault = regexp.MustCompile(`[Dd]efault|left out|[Ww]ithout|exactly when`)
	// A number is a number of something.
	saysUnit = regexp.MustCompile(`\b([Hh]ow many|at most)\b`)
)

func (d *descriptions) sentence(where, description string) {
	d.judged++
	if !strings.HasSuffix(description, ".") {
		d.t.Errorf("%s: the description is no sentence: %q", where, description)
	}
}

func (d *descriptions) block(where string, b *tfprotov6.SchemaBlock) {
	d.sentence(where, b.Description)
	d.attributes(where, b.Attributes)
	for _, nested := range b.BlockTypes {
		d.block(where+"."+nested.TypeName, nested.Block)
	}
}

func (d *descriptions) attributes(where string, all []*tfprotov6.SchemaAttribute) {
	for _, a := range all {
		name := where + "." + a.Name
		d.sentence(name, a.Description)
		if a.DescriptionKind != tfprotov6.StringKindMarkdown && strings.Contains(a.Description, "`") {
			d.t.Errorf("%s: Markdown in a plain description", name)
		}
		if a.Optional && !saysDefault.MatchString(a.Description) {
			d.t.Errorf("%s may be left out, and nothing says what holds then: %q", name, a.Description)
		}
		if counts(a.Type) && !saysUnit.MatchString(a.Description) {
			d.t.Errorf("%s is a number, and nothing says of what: %q", name, a.Description)
		}
		if a.NestedType != nil {
			d.attributes(name, a.NestedType.Attributes)
		}
	}
}

func counts(of tftypes.Type) bool {
	if m, ok := of.(tftypes.Map); ok {
		of = m.ElementType
	}
	return of != nil && of.Is(tftypes.Number)
}

func (d *descriptions) function(where string, f *tfprotov6.Function) {
	d.sentence(where, f.Description)
	if f.Summary == "" || strings.HasSuffix(f.Summary, ".") {
		d.t.Errorf("%s: the summary is no heading: %q", where, f.Summary)
	}
	parameters := f.Parameters
	if f.VariadicParameter != nil {
		parameters = append(slices.Clone(parameters), f.VariadicParameter)
		if !saysDefault.MatchString(f.VariadicParameter.Description) {
			d.t.Errorf("%s may be called without %s, and nothing says what holds then", where, f.VariadicParameter.Name)
		}
	}
	for _, p := range parameters {
		d.sentence(where+"("+p.Name+")", p.Description)
		if counts(p.Type) && !saysUnit.MatchString(p.Description) {
			d.t.Errorf("%s(%s) is a number, and nothing says of what: %q", where, p.Name, p.Description)
		}
	}
}

// TestEverythingIsDescribed: whatever can be written or read in a configuration says
// what it means, what holds when it is left out, and what its numbers count.
func TestEverythingIsDescribed(t *testing.T) {
	server := NewServer("test", Options{})()
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	d := &descriptions{t: t}
	d.block("provider", schema.Provider.Block)
	for kind, all := range map[string]map[string]*tfprotov6.Schema{
		"resource": schema.ResourceSchemas, "data": schema.DataSourceSchemas, "list": schema.ListResourceSchemas, "ephemeral": schema.EphemeralResourceSchemas,
	} {
		for name, s := range all {
			d.block(kind+" "+name, s.Block)
		}
	}
	for name, a := range schema.ActionSchemas {
		d.block("action "+name, a.Schema.Block)
	}
	for name, f := range schema.Functions {
		d.function("function "+name, f)
	}
	for name, i := range identities.IdentitySchemas {
		for _, a := range i.IdentityAttributes {
			d.sentence("identity "+name+"."+a.Name, a.Description)
		}
	}
	if d.judged < 100 {
		t.Errorf("only %d descriptions were judged; is the schema there? %q", d.judged, slices.Collect(maps.Keys(schema.ResourceSchemas)))
	}
}

// A provider attribute names its environment variables, and only those.
func TestDescriptionsNameTheEnvironment(t *testing.T) {
	schema, err := NewServer("test", Options{})().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, a := range schema.Provider.Block.Attributes {
		named[a.Name] = a.Description
		if a.NestedType == nil {
			continue
		}
		delete(named, a.Name)
		for _, nested := range a.NestedType.Attributes {
			named[a.Name+"."+nested.Name] = nested.Description
		}
	}
	if len(named) != len(environment) {
		t.Errorf("%d attributes, %d with variables", len(named), len(environment))
	}
	for name, variables := range environment {
		for _, variable := range variables {
			if !strings.Contains(named[name], "`"+variable+"`") {
				t.Errorf("%s does not name %s: %q", name, variable, named[name])
			}
		}
	}
}
