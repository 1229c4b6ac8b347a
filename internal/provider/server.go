package provider

import (
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/intunestore/terraform-provider-intunestore/internal/leanserver"
	"github.com/intunestore/terraform-provider-intunestore/internal/setwire"
)

// sets are the attributes that Terraform is shown as sets, and that the framework
// handles as lists.
var sets = setwire.Sets{"intunestore_app_assignment_set": {"assignments"}}

// NewServer returns a function that makes the server of this provider, the one
// that Terraform talks to.
func NewServer(version string, opts Options) func() tfprotov6.ProviderServer {
	inner := providerserver.NewProtocol6(New(version, opts)())
	return func() tfprotov6.ProviderServer {
		quiet := strings.EqualFold(os.Getenv("TF_LOG_SDK_FRAMEWORK"), "off")
		return leanserver.Wrap(setwire.Wrap(inner(), sets), quiet)
	}
}
