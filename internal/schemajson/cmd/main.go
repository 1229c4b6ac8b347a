// Command cmd prints this provider's schema as `terraform providers schema -json`
// would, for the documentation generator. It is a tool of the build, not a part of
// the provider.
package main

import (
	"context"
	"log"
	"os"

	"github.com/intunestore/terraform-provider-intunestore/internal/provider"
	"github.com/intunestore/terraform-provider-intunestore/internal/schemajson"
)

func main() {
	log.SetFlags(0)
	server := provider.NewServer("docs", provider.Options{})()
	out, err := schemajson.Dump(context.Background(), server, "intunestore")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := os.Stdout.Write(out); err != nil {
		log.Fatal(err)
	}
}
