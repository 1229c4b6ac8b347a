package provider

import (
	"cmp"
	"context"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/auth"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// settings are the block and the environment as one.
type settings struct {
	auth auth.Config // its transport and clock are not set here

	graph, store string // base URLs
	seatCheck    seatcheck.Mode
	storeService bool

	// unknown: the block holds a value that is not known while planning.
	unknown bool
}

// readSettings reads the block, and the environment for what the block leaves
// out, and checks every value. It contacts nothing.
func readSettings(ctx context.Context, config tfsdk.Config) (settings, diag.Diagnostics) {
	r := &reader{ctx: ctx, config: config, lookup: os.Getenv}
	s := settings{
		auth: auth.Config{
			TenantID:                  r.guid("tenant_id"),
			ClientID:                  r.guid("client_id"),
			ClientSecret:              r.text("client_secret"),
			ClientSecretFilePath:      r.text("client_secret_file_path"),
			ClientCertificate:         r.text("client_certificate"),
			ClientCertificatePath:     r.text("client_certificate_path"),
			ClientCertificatePassword: r.text("client_certificate_password"),
			UseOIDC:                   r.boolean("use_oidc", false),
			OIDCToken:                 r.text("oidc_token"),
			OIDCTokenFilePath:         r.text("oidc_token_file_path"),
			OIDCRequestURL:            r.endpoint("oidc_request_url"),
			OIDCRequestToken:          r.text("oidc_request_token"),
			UseMSI:                    r.boolean("use_msi", false),
			UseCLI:                    r.boolean("use_cli", true),
			AccessToken:               r.text("access_token"),
			LoginEndpoint:             r.base("endpoints.login"),
		},
		graph:        r.base("endpoints.graph"),
		store:        r.base("endpoints.store"),
		seatCheck:    seatcheck.Mode(r.oneOf("seat_check", seatChecks, string(seatcheck.Enforce))),
		storeService: r.boolean("store_service", false),
	}
	// The table has every name that oneOf lets through; after an error the
	// settings are not used.
	s.auth.Cloud, _ = auth.CloudByName(r.oneOf("environment", auth.CloudNames(), auth.Clouds[0].Name))
	s.graph = cmp.Or(s.graph, s.auth.Cloud.Graph)
	s.store = cmp.Or(s.store, s.auth.Cloud.Store)
	var endpoints types.Object
	r.diags.Append(config.GetAttribute(ctx, path.Root("endpoints"), &endpoints)...)
	// What is inside an unknown object reads as null.
	s.unknown = r.unknown || endpoints.IsUnknown()
	return s, r.diags
}

var seatChecks = []string{string(seatcheck.Enforce), string(seatcheck.Warn), string(seatcheck.Off)}

// reader reads one setting after the other and gathers what is wrong with them.
type reader struct {
	ctx     context.Context // lives for one readSettings
	config  tfsdk.Config
	lookup  func(string) string
	unknown bool
	diags   diag.Diagnostics
}

// attribute is the path of a setting.
func attribute(name string) path.Path {
	parts := strings.Split(name, ".")
	at := path.Root(parts[0])
	for _, part := range parts[1:] {
		at = at.AtName(part)
	}
	return at
}

// raw is the setting as text, and the variable it came from, empty for the
// block. An empty string counts as not set in both.
func (r *reader) raw(name string) (value, variable string) {
	var block types.String
	r.diags.Append(r.config.GetAttribute(r.ctx, attribute(name), &block)...)
	switch {
	case block.IsUnknown():
		r.unknown = true
		return "", ""
	case block.ValueString() != "":
		return block.ValueString(), ""
	}
	return r.variable(name)
}

func (r *reader) variable(name string) (value, variable string) {
	for _, variable := range environment[name] {
		if value := r.lookup(variable); value != "" {
			return value, variable
		}
	}
	return "", ""
}

// refuse notes what is wrong with a setting. The text is the same wherever the
// value came from; a variable is named before it, since nobody sees it in the
// configuration.
func (r *reader) refuse(name, variable, summary, detail string) {
	if variable != "" {
		detail = "Read from the environment variable " + variable + ": " + detail
	}
	r.diags.AddAttributeError(attribute(name), summary, detail)
}
