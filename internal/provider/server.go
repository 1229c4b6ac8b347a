package provider

import (
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/intunestore/terraform-provider-intunestore/internal/leanserver"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/appassignment"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/association"
	"github.com/intunestore/terraform-provider-intunestore/internal/setwire"
	"github.com/intunestore/terraform-provider-intunestore/internal/statewire"
)

// sets are the attributes that Terraform is shown as sets, and that the framework
// handles as lists.
var sets = setwire.Sets{"intunestore_app_assignment_set": {"assignments"}}

// held reads from a state, as a state file has it, which objects it holds.
var held = map[string]func(attributes []byte) []string{
	"intunestore_association":        association.Held,
	"intunestore_app_assignment":     appassignment.Held,
	"intunestore_app_assignment_set": appassignment.Held,
}

// NewServer returns a function that makes the server of this provider, the one
// that Terraform talks to.
func NewServer(version string, opts Options) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		states := &services.States{}
		inner := providerserver.NewProtocol6(&intunestore{version: version, opts: opts, states: states})()
		noting := statewire.Wrap(inner, func(typeName string, attributes []byte) {
			if read, ok := held[typeName]; ok {
				states.Hold(read(attributes)...)
			}
		})
		quiet := strings.EqualFold(os.Getenv("TF_LOG_SDK_FRAMEWORK"), "off")
		return leanserver.Wrap(setwire.Wrap(noting, sets), quiet)
	}
}
