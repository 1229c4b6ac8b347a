// Package schemajson writes a provider's schema as the JSON document of
// `terraform providers schema -json`, without a Terraform.
//
// The documentation generator reads that document. A Terraform prints only what
// it knows itself: one older than 1.12 leaves out identities, one older than 1.14
// lists and actions, and their pages would come and go with whoever generates
// the docs. Asked in this process, the provider always gives all of it.
//
// The package knows the plugin protocol and nothing of this provider: its caller
// brings the server.
package schemajson

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Dump asks server for its schemas and returns the indented document with one
// provider, under the key name; the documentation generator wants the short
// name there ("intunestore"). The output is the same for the same schema. The
// error joins whatever error diagnostics the server gave.
func Dump(ctx context.Context, server tfprotov6.ProviderServer, name string) ([]byte, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("asking for the provider schema: %w", err)
	}
	if err := failed(schemas.Diagnostics); err != nil {
		return nil, fmt.Errorf("the provider schema: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, fmt.Errorf("asking for the identity schemas: %w", err)
	}
	if err := failed(identities.Diagnostics); err != nil {
		return nil, fmt.Errorf("the identity schemas: %w", err)
	}
	out, err := json.MarshalIndent(document{
		FormatVersion: formatVersion,
		Providers:     map[string]provider{name: convert(schemas, identities)},
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the schema of %s: %w", name, err)
	}
	return append(out, '\n'), nil
}

// failed joins the error diagnostics; warnings do not spoil a schema.
func failed(diags []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}
