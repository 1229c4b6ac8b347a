package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// environment names the variables behind each attribute; the first that is set
// counts. Where hashicorp/azuread or the Azure SDK has the same thing, so is the
// name.
var environment = map[string][]string{
	"tenant_id":                   {"ARM_TENANT_ID", "AZURE_TENANT_ID"},
	"client_id":                   {"ARM_CLIENT_ID", "AZURE_CLIENT_ID"},
	"client_secret":               {"ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"},
	"client_secret_file_path":     {"ARM_CLIENT_SECRET_FILE_PATH"},
	"client_certificate":          {"ARM_CLIENT_CERTIFICATE"},
	"client_certificate_path":     {"ARM_CLIENT_CERTIFICATE_PATH"},
	"client_certificate_password": {"ARM_CLIENT_CERTIFICATE_PASSWORD"},
	"use_oidc":                    {"ARM_USE_OIDC"},
	"oidc_token":                  {"ARM_OIDC_TOKEN"},
	"oidc_token_file_path":        {"ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"},
	"oidc_request_url":            {"ACTIONS_ID_TOKEN_REQUEST_URL"},
	"oidc_request_token":          {"ACTIONS_ID_TOKEN_REQUEST_TOKEN"},
	"use_msi":                     {"ARM_USE_MSI"},
	"use_cli":                     {"ARM_USE_CLI"},
	"access_token":                {"INTUNESTORE_ACCESS_TOKEN"},
	"environment":                 {"ARM_ENVIRONMENT"},
	"endpoints.graph":             {"INTUNESTORE_GRAPH_ENDPOINT"},
	"endpoints.login":             {"INTUNESTORE_LOGIN_ENDPOINT"},
	"endpoints.store":             {"INTUNESTORE_STORE_ENDPOINT"},
	"seat_check":                  {"INTUNESTORE_SEAT_CHECK"},
	"store_service":               {"INTUNESTORE_STORE_SERVICE"},
}

// Schema is the provider block.
func (*intunestore) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages what Microsoft Intune does with licensed store apps: the tie to Microsoft Store for Business, its sync, and who gets which app, checked against the seats that were bought. " +
			"Every attribute is optional and can be set by an environment variable instead; the block wins over the environment.",
		Attributes: map[string]schema.Attribute{
			"tenant_id":                   id("tenant_id", "The id of the Microsoft Entra tenant. Needed to sign in as an application; without it, the Azure CLI's own."),
			"client_id":                   id("client_id", "The application (client) id to sign in as, needed with a certificate, a secret and OIDC; with `use_msi`, that of a user-assigned managed identity, by default the system's."),
			"client_secret":               secret("client_secret", "The secret of the application. Without it or its file, the next way to sign in is taken."),
			"client_secret_file_path":     secret("client_secret_file_path", "A file that holds the secret. `client_secret` wins over it. Default: none."),
			"client_certificate":          secret("client_certificate", "The certificate of the application with its private RSA key: PKCS#12 in base64, or PEM. Without it or its file, the next way to sign in is taken."),
			"client_certificate_path":     text("client_certificate_path", "A file that holds the certificate with its key, as PKCS#12 or PEM. `client_certificate` wins over it. Default: none."),
			"client_certificate_password": secret("client_certificate_password", "The password of the certificate's key. Default: no password."),
			"use_oidc":                    boolean("use_oidc", "Whether to sign in with a federated token: workload identity, GitHub Actions. Default `false`."),
			"oidc_token":                  secret("oidc_token", "The federated token, with `use_oidc`. Without it, `oidc_token_file_path` is read."),
			"oidc_token_file_path":        text("oidc_token_file_path", "A file that holds the federated token; it is read again for each sign-in. `oidc_token` wins over it. Without it, `oidc_request_url` is asked."),
			"oidc_request_url":            text("oidc_request_url", "Where to ask for a federated token, as GitHub Actions sets it. Default: none."),
			"oidc_request_token":          secret("oidc_request_token", "The token to ask `oidc_request_url` with. Default: none; GitHub Actions sets the variable."),
			"use_msi":                     boolean("use_msi", "Whether to sign in as the managed identity of this machine. Default `false`."),
			"use_cli":                     boolean("use_cli", "Whether to sign in as the account of the Azure CLI when nothing else is set. Default `true`."),
			"access_token":                secret("access_token", "A ready access token for Microsoft Graph. It wins over every other way to sign in, and is not renewed. Default: none."),
			"environment":                 text("environment", "The Microsoft cloud: `public` (default), `usgovernmentl4`, `usgovernmentl5` or `china`."),
			"endpoints": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Base URLs in place of the cloud's own, for proxies and the emulator. They are `https`, or `http` on a loopback address. Default: those of `environment`.",
				Attributes: map[string]schema.Attribute{
					"graph": text("endpoints.graph", "Microsoft Graph, without a version. Default: that of `environment`."),
					"login": text("endpoints.login", "The sign-in service. No instance discovery is made when it is set. Default: that of `environment`."),
					"store": text("endpoints.store", "The management service of Microsoft Store for Business. Default: Microsoft's."),
				},
			},
			"seat_check":    text("seat_check", "What the check of seats does with an assignment that lets in more people than there are seats: `enforce` (default) refuses it, `warn` warns, `off` counts nothing."),
			"store_service": boolean("store_service", "Whether to read who holds a seat from the Store's management service, so that the check of seats is exact. Default `false`."),
		},
	}
}

func id(name, meaning string) schema.Attribute {
	return schema.StringAttribute{Optional: true, CustomType: guidtypes.GUIDType{}, MarkdownDescription: describe(name, meaning)}
}

func text(name, meaning string) schema.Attribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: describe(name, meaning)}
}

func secret(name, meaning string) schema.Attribute {
	return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: describe(name, meaning)}
}

func boolean(name, meaning string) schema.Attribute {
	return schema.BoolAttribute{Optional: true, MarkdownDescription: describe(name, meaning)}
}

// describe ends a description with the variables that can stand in.
func describe(name, meaning string) string {
	return meaning + " Environment: `" + strings.Join(environment[name], "` or `") + "`."
}
