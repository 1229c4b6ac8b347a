// Package services holds what every Terraform service of this provider is given,
// and the one translation of API errors into diagnostics. It knows the view of
// the tenant, never a particular resource: the services below it import this
// package, and it imports none of them.
package services

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/tenant"
)

// Data is what Configure hands to every service: one view of one tenant, shared
// by all instances of a run.
type Data struct {
	// Tenant reads each fact once and forgets what our own writes touch.
	Tenant *tenant.Tenant
	// Graph is for writes, and for the reads that must not come from a cache.
	Graph *graph.Client
	// Seats turns assignment changes into verdicts.
	Seats *seatcheck.Checker

	// Register tells resources that are at odds.
	Register Register

	// States tells what Terraform's states hold, also where nothing of it was read.
	States *States

	// AppleTokens is what this run remembers of Apple's location tokens.
	AppleTokens AppleTokens

	// Now is the clock that expiry is measured by; nil: nothing expires but by
	// what Graph says of it.
	Now func() time.Time

	// TenantID is the tenant that the provider block or the environment names; it
	// is empty when the credential alone decides.
	TenantID string
	// Environment is the cloud's name: public, usgovernmentl4, usgovernmentl5 or
	// china.
	Environment string

	// Association is what this run remembers about the tenant's one association
	// with Microsoft Store for Business.
	Association Singleton
}

// InState reports whether a state holds the object: one that this run has read or
// planned, or that Terraform has shown to this process.
func (d *Data) InState(id string) bool { return d.Register.InState(id) || d.States.Holds(id) }

// FromProviderData unpacks what Terraform hands to a service's Configure. It is
// nil without diagnostics before the provider is configured (while validating),
// when nothing may be contacted.
func FromProviderData(data any) (*Data, diag.Diagnostics) {
	var diags diag.Diagnostics
	if data == nil {
		return nil, diags
	}
	d, ok := data.(*Data)
	if !ok {
		diags.AddError("Unexpected provider data",
			fmt.Sprintf("The provider handed %T to a service that needs *services.Data. This is a defect of the provider: please report it.", data))
		return nil, diags
	}
	return d, diags
}

// Unconfigured is the diagnostic of an operation that needs the tenant before the
// provider block is known, because it depends on something this run creates.
func Unconfigured(doing string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Provider not configured yet", doing+" needs the provider's configuration, which depends on values that are known only after apply.\n\n"+
		"Apply what it depends on first, for example with -target, or give the provider block values that are known while planning.")
}
