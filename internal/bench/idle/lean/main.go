// Command lean serves the do-nothing provider with all the attributes of ours and
// the three savings that our own main makes: no SDK logs that nobody reads, no contexts kept, and a patient
// garbage collector.
package main

import (
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench/idle"
	"github.com/intunestore/terraform-provider-intunestore/internal/leanserver"
)

func main() {
	for _, name := range []string{"TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		if err := os.Setenv(name, "off"); err != nil {
			log.Fatal(err)
		}
	}
	debug.SetGCPercent(200)
	inner := providerserver.NewProtocol6(idle.NewWide())
	if err := tf6server.Serve(idle.Address, func() tfprotov6.ProviderServer { return leanserver.Wrap(inner(), true) }); err != nil {
		log.Fatal(err)
	}
}
