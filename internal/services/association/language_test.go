package association

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"
)

func TestLanguageForm(t *testing.T) {
	for name, want := range map[string]string{
		"fr-FR":       "fr-FR",
		"fr-fr":       "fr-FR",
		"FR-fr":       "fr-FR",
		"fil-ph":      "fil-PH",
		"SR-LATN-rs":  "sr-Latn-RS",
		"es-419":      "es-419",
		"xx_bad":      "",
		"fr":          "",
		"fr_FR":       "",
		"fr-":         "",
		"-FR":         "",
		"":            "",
		"\tfr-FR":     "",
		"fr-FR\n":     "",
		"french-FR":   "",
		"fr-FR-x-abc": "",
		"fr-ΦR":       "",
		"\u017fr-FR":  "", // a letter that folds to ASCII s
	} {
		t.Run(name, func(t *testing.T) {
			resp := validated(t, types.StringValue(name))
			if valid := !resp.Diagnostics.HasError(); valid != (want != "") {
				t.Errorf("valid: %t", valid)
			}
			if want == "" {
				want = name
			}
			if got := canonical(name); got != want {
				t.Errorf("canonical %q, want %q", got, want)
			}
		})
	}
}

func validated(t *testing.T, name types.String) *validator.StringResponse {
	t.Helper()
	resp := &validator.StringResponse{}
	formOfLanguage{}.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("language"), ConfigValue: name}, resp)
	return resp
}

func TestLanguageText(t *testing.T) {
	resp := validated(t, types.StringValue("xx_bad"))
	want := diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("language"), "Malformed language",
		`"xx_bad" is not the name of a language and region. Write the language, a hyphen and the region, such as fr-FR; a script stands between them, as in sr-Latn-RS.`)}
	if diff := cmp.Diff(want, resp.Diagnostics); diff != "" {
		t.Error(diff)
	}
	for _, l := range []types.String{types.StringNull(), types.StringUnknown()} {
		if resp := validated(t, l); resp.Diagnostics.HasError() {
			t.Errorf("%s: %v", l, resp.Diagnostics)
		}
	}
}

func TestCanonicalIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-z]{2,3}(-[A-Za-z]{4})?-([A-Za-z]{2}|[0-9]{3})`).Draw(t, "name")
		once := canonical(name)
		if canonical(once) != once {
			t.Fatalf("%q, then %q", once, canonical(once))
		}
		if same, _ := newLanguage(name).StringSemanticEquals(t.Context(), newLanguage(once)); !same {
			t.Fatalf("%q and %q differ", name, once)
		}
	})
}

func TestKeepEquivalentLanguage(t *testing.T) {
	null, unknown, text := types.StringNull(), types.StringUnknown(), types.StringValue
	for name, tc := range map[string]struct{ state, plan, want types.String }{
		"another spelling": {text("fr-FR"), text("fr-fr"), text("fr-FR")},
		"another language": {text("fr-FR"), text("de-DE"), text("de-DE")},
		"creating":         {null, text("fr-fr"), text("fr-fr")},
		"unknown":          {text("fr-FR"), unknown, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			resp := planmodifier.StringResponse{PlanValue: tc.plan}
			keepEquivalentLanguage{}.PlanModifyString(t.Context(), planmodifier.StringRequest{StateValue: tc.state, PlanValue: tc.plan}, &resp)
			if !resp.PlanValue.Equal(tc.want) {
				t.Errorf("planned %s, want %s", resp.PlanValue, tc.want)
			}
		})
	}
}
