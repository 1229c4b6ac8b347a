// Package provider wires the provider together: its block, the environment
// behind the block, and what Configure hands to the services. It decides
// nothing about tenants, seats or assignments, and is imported by main and tests
// only.
package provider

import (
	"context"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var _ provider.ProviderWithValidateConfig = (*intunestore)(nil)

// Options are what a process gives the provider besides the user's
// configuration.
type Options struct {
	// Transport carries every request to Graph, the sign-in service and the
	// Store. Nil is package graph's default: proxies from the environment, and
	// the certificates of SSL_CERT_FILE on every system.
	Transport policy.Transporter
	// Now is the clock that the life of access tokens and of Apple's tokens is
	// measured by. Without one, access tokens are kept by the HTTP pipeline only,
	// an unreachable sign-in service is not tried again within the process, and
	// no token of Apple's is said to expire.
	Now func() time.Time
}

// intunestore keeps nothing of a tenant between calls: a process may be configured
// more than once, and each time gets a view of the tenant of its own.
type intunestore struct {
	version string
	opts    Options
	states  *services.States // nil: nobody notes them
}

// Metadata names the provider.
func (p *intunestore) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "intunestore"
	resp.Version = p.version
}
