// Command wide serves the do-nothing provider with all the attributes of ours, as
// the framework's tutorial does.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench/idle"
)

func main() {
	if err := providerserver.Serve(context.Background(), idle.NewWide, providerserver.ServeOpts{Address: idle.Address}); err != nil {
		log.Fatal(err)
	}
}
