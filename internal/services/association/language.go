package association

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = languageType{}
	_ basetypes.StringValuableWithSemanticEquals = language{}
	_ validator.String                           = formOfLanguage{}
	_ planmodifier.String                        = keepEquivalentLanguage{}
)

// cultureName is a language, perhaps a script, and a region: fr-FR, sr-Latn-RS,
// es-419. Graph documents the form (RFC 4646), not the list of what the Store
// accepts, so no more than the form is checked here.
var cultureName = regexp.MustCompile(`^([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?-([A-Za-z]{2}|[0-9]{3})$`)

// canonical spells a culture name as Graph does: language in lower case, script
// capitalised, region in upper case. Anything else is returned as it is.
func canonical(name string) string {
	parts := cultureName.FindStringSubmatch(name)
	if parts == nil {
		return name
	}
	spelt := strings.ToLower(parts[1])
	if script := parts[2]; script != "" {
		spelt += "-" + strings.ToUpper(script[:1]) + strings.ToLower(script[1:])
	}
	return spelt + "-" + strings.ToUpper(parts[3])
}

// languageType is a string that is a culture name. Two spellings of one name are
// the same value, so "fr-fr" in a configuration is no lasting difference.
type languageType struct{ basetypes.StringType }

func (t languageType) Equal(o attr.Type) bool {
	other, ok := o.(languageType)
	return ok && t.StringType.Equal(other.StringType)
}

func (languageType) String() string { return "association.languageType" }

func (languageType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return language{in}, nil
}

func (t languageType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	s, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value of type %T", value)
	}
	return language{s}, nil
}

func (languageType) ValueType(context.Context) attr.Value { return language{} }

type language struct{ basetypes.StringValue }

// newLanguage is null for a tenant that has none.
func newLanguage(name string) language {
	if name == "" {
		return language{basetypes.NewStringNull()}
	}
	return language{basetypes.NewStringValue(name)}
}

func (language) Type(context.Context) attr.Type { return languageType{} }

func (l language) Equal(o attr.Value) bool {
	other, ok := o.(language)
	return ok && l.StringValue.Equal(other.StringValue)
}

func (l language) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(language)
	return ok && l.same(other), nil
}

func (l language) same(other language) bool {
	return canonical(l.ValueString()) == canonical(other.ValueString())
}

// formOfLanguage checks configurations. It is no part of the type: the framework
// checks values of a type in states too, and the service may hold anything.
type formOfLanguage struct{}

func (formOfLanguage) Description(context.Context) string {
	return "The name of a language and region, such as fr-FR."
}

func (v formOfLanguage) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (formOfLanguage) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	name := req.ConfigValue
	if name.IsNull() || name.IsUnknown() || cultureName.MatchString(name.ValueString()) {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Malformed language",
		fmt.Sprintf("%q is not the name of a language and region. Write the language, a hyphen and the region, such as fr-FR; a script stands between them, as in sr-Latn-RS.", name.ValueString()))
}

// keepEquivalentLanguage plans the spelling of the state when the configuration
// only spells the same name differently: the framework compares by meaning after
// reads and writes, but not when planning.
type keepEquivalentLanguage struct{}

func (keepEquivalentLanguage) Description(context.Context) string {
	return "A different spelling of the same language is no change."
}

func (m keepEquivalentLanguage) MarkdownDescription(ctx context.Context) string {
	return m.Description(ctx)
}

func (keepEquivalentLanguage) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsUnknown() || req.PlanValue.IsNull() {
		return
	}
	if canonical(req.StateValue.ValueString()) == canonical(req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
