package leanserver

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// serveVariable makes this test binary a provider that says in the files it
// names, <value>.started and <value>.ended, how a Create went.
const serveVariable = "LEANSERVER_TEST_PROVIDER"

func serve() {
	report := os.Getenv(serveVariable)
	err := tf6server.Serve("registry.terraform.io/intunestore/lean", func() tfprotov6.ProviderServer {
		return Wrap(newServer(func(ctx context.Context) {
			_ = os.WriteFile(report+".started", nil, 0o600)
			select {
			case <-ctx.Done():
				_ = os.WriteFile(report+".ended", []byte(ctx.Err().Error()), 0o600)
			case <-time.After(time.Minute):
			}
		}), true)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
