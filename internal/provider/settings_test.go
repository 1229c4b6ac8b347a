package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	frameworkschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/intunestore/terraform-provider-intunestore/internal/auth"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// precedence has one row per attribute: how to see it, its default, and two
// values that are neither each other nor the default.
var precedence = map[string]struct {
	see        func(settings) any
	fallback   any
	block, env any // a string or a bool; the environment's is its spelling
}{
	"tenant_id":                   {func(s settings) any { return s.auth.TenantID }, "", guid, otherGUID},
	"client_id":                   {func(s settings) any { return s.auth.ClientID }, "", guid, otherGUID},
	"client_secret":               {func(s settings) any { return s.auth.ClientSecret }, "", "a", "b"},
	"client_secret_file_path":     {func(s settings) any { return s.auth.ClientSecretFilePath }, "", "a", "b"},
	"client_certificate":          {func(s settings) any { return s.auth.ClientCertificate }, "", "a", "b"},
	"client_certificate_path":     {func(s settings) any { return s.auth.ClientCertificatePath }, "", "a", "b"},
	"client_certificate_password": {func(s settings) any { return s.auth.ClientCertificatePassword }, "", "a", "b"},
	"use_oidc":                    {func(s settings) any { return s.auth.UseOIDC }, false, true, true},
	"oidc_token":                  {func(s settings) any { return s.auth.OIDCToken }, "", "a", "b"},
	"oidc_token_file_path":        {func(s settings) any { return s.auth.OIDCTokenFilePath }, "", "a", "b"},
	"oidc_request_url":            {func(s settings) any { return s.auth.OIDCRequestURL }, "", "https://a/?x=1", "https://b/?x=1"},
	"oidc_request_token":          {func(s settings) any { return s.auth.OIDCRequestToken }, "", "a", "b"},
	"use_msi":                     {func(s settings) any { return s.auth.UseMSI }, false, true, true},
	"use_cli":                     {func(s settings) any { return s.auth.UseCLI }, true, false, false},
	"access_token":                {func(s settings) any { return s.auth.AccessToken }, "", "a", "b"},
	"environment":                 {func(s settings) any { return s.auth.Cloud.Name }, "public", "china", "usgovernmentl4"},
	"endpoints.graph":             {func(s settings) any { return s.graph }, "https://graph.microsoft.com", "https://a", "https://b"},
	"endpoints.login":             {func(s settings) any { return s.auth.LoginEndpoint }, "", "https://a", "https://b"},
	"endpoints.store":             {func(s settings) any { return s.store }, "https://bspmts.mp.microsoft.com", "https://a", "https://b"},
	"seat_check":                  {func(s settings) any { return s.seatCheck }, seatcheck.Enforce, "warn", "off"},
	"store_service":               {func(s settings) any { return s.storeService }, false, true, true},
}

// want is a value as see shows it.
func want(name string, value any) any {
	if text, ok := value.(string); ok && name == "seat_check" {
		return seatcheck.Mode(text)
	}
	return value
}

func TestPrecedence(t *testing.T) {
	for name, row := range precedence {
		t.Run(name, func(t *testing.T) {
			spelling := map[any]string{true: "TRUE", false: "0"}[row.env]
			if text, ok := row.env.(string); ok {
				spelling = text
			}
			seen := func(b block) any {
				t.Helper()
				s, diags := readSettings(t.Context(), b.config(t))
				if diags.HasError() || s.unknown {
					t.Fatal(diags, s.unknown)
				}
				return row.see(s)
			}
			expect := func(what string, got, want any) {
				t.Helper()
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: %s", what, diff)
				}
			}
			noEnvironment(t)
			expect("nothing", seen(block{}), row.fallback)
			expect("block", seen(block{name: row.block}), want(name, row.block))
			variables := environment[name]
			for i, variable := range slices.Backward(variables) {
				t.Setenv(variable, spelling)
				expect(variable, seen(block{}), want(name, row.env))
				expect("block over "+variable, seen(block{name: row.block}), want(name, row.block))
				for _, later := range variables[i+1:] { // set to something else below
					t.Setenv(later, other(row.env))
					expect(variable+" over "+later, seen(block{}), want(name, row.env))
				}
			}
			switch fallback := row.fallback.(type) {
			case bool: // explicit in the block, against the environment
				expect("block's default over the environment", seen(block{name: fallback}), fallback)
			case string:
				if !strings.HasSuffix(name, "_id") { // an empty string is no GUID
					expect("an empty string is not set", seen(block{name: ""}), want(name, row.env))
				}
			}
		})
	}
}

// other is a value that a variable of less weight holds.
func other(env any) string {
	if env == otherGUID {
		return guid
	}
	return "something else"
}

// Every attribute of the block has its row above, and its variables.
func TestEveryAttributeIsTested(t *testing.T) {
	var names []string
	for name, a := range schemaOf(t).Schema.Attributes {
		nested, ok := a.(frameworkschema.SingleNestedAttribute)
		if !ok {
			names = append(names, name)
			continue
		}
		for inner := range nested.Attributes {
			names = append(names, name+"."+inner)
		}
	}
	slices.Sort(names)
	if diff := cmp.Diff(names, slices.Sorted(maps.Keys(precedence))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(names, slices.Sorted(maps.Keys(environment))); diff != "" {
		t.Error(diff)
	}
}

func TestSchema(t *testing.T) {
	var secret []string
	for name, a := range schemaOf(t).Schema.Attributes {
		if !a.IsOptional() || a.IsRequired() || a.IsComputed() {
			t.Errorf("%s is not just optional", name)
		}
		if a.IsSensitive() {
			secret = append(secret, name)
		}
		for _, variable := range environment[name] {
			if !strings.Contains(a.GetMarkdownDescription(), "`"+variable+"`") {
				t.Errorf("%s does not name %s", name, variable)
			}
		}
	}
	slices.Sort(secret)
	want := []string{"access_token", "client_certificate", "client_certificate_password", "client_secret", "client_secret_file_path", "oidc_request_token", "oidc_token"}
	if diff := cmp.Diff(want, secret); diff != "" {
		t.Error(diff)
	}
}

func TestGUIDsAreLowerCase(t *testing.T) {
	noEnvironment(t)
	t.Setenv("ARM_CLIENT_ID", strings.ToUpper(otherGUID))
	s, diags := readSettings(t.Context(), block{"tenant_id": strings.ToUpper(guid)}.config(t))
	if diags.HasError() || s.auth.TenantID != guid || s.auth.ClientID != otherGUID {
		t.Error(diags, s.auth.TenantID, s.auth.ClientID)
	}
}

func TestCloudDecidesEndpoints(t *testing.T) {
	noEnvironment(t)
	for _, cloud := range auth.Clouds {
		s, diags := readSettings(t.Context(), block{"environment": cloud.Name}.config(t))
		if diags.HasError() || s.graph != cloud.Graph || s.store != cloud.Store || s.auth.Cloud != cloud || s.auth.LoginEndpoint != "" {
			t.Errorf("%s: %v %+v", cloud.Name, diags, s)
		}
		s, diags = readSettings(t.Context(), block{"environment": cloud.Name, "endpoints.graph": "https://proxy/graph/"}.config(t))
		if diags.HasError() || s.graph != "https://proxy/graph" || s.auth.Cloud.GraphScope() != cloud.Graph+"/.default" {
			t.Errorf("%s: %v %+v", cloud.Name, diags, s)
		}
	}
}

func TestUnknownValues(t *testing.T) {
	noEnvironment(t)
	blocks := map[string]block{"endpoints": {"endpoints": tftypes.UnknownValue}}
	for name := range precedence {
		blocks[name] = block{name: tftypes.UnknownValue}
	}
	for name, b := range blocks {
		s, diags := readSettings(t.Context(), b.config(t))
		if diags.HasError() || !s.unknown {
			t.Errorf("%s: unknown %v, %v", name, s.unknown, diags)
		}
	}
}
