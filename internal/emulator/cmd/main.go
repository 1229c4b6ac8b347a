// Command emulator runs the stand-in tenant until it is interrupted; "emulator
// control" tells a running one what happens outside Graph. Its one concern is
// flags and files; the package emulator knows the rest.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func main() {
	if err := interruptible(); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "emulator:", err)
		}
		os.Exit(1)
	}
}

func interruptible() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// run serves until the context ends. Everything a client needs (the URL, and
// the CA in its file) is written before the ready file appears.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) error {
	if len(arguments) > 0 && arguments[0] == "control" {
		return control(ctx, arguments[1:], stdout, stderr)
	}
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	tenantPath := flags.String("tenant", "", "tenant `file` (JSON); without one the tenant is empty")
	addr := flags.String("addr", "127.0.0.1:0", "loopback `address` to listen on")
	caPath := flags.String("ca", "", "`file` to write the certificate authority to (PEM), for SSL_CERT_FILE")
	readyPath := flags.String("ready", "", "`file` to write the base URL to, once it answers")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	tenant := &emulator.Tenant{}
	if *tenantPath != "" {
		var err error
		if tenant, err = emulator.Load(*tenantPath); err != nil {
			return err
		}
	}
	server, err := emulator.Start(emulator.Options{Tenant: tenant, Addr: *addr})
	if err != nil {
		return err
	}
	defer server.Close()
	if *caPath != "" {
		if err := os.WriteFile(*caPath, server.CA(), 0o600); err != nil {
			return fmt.Errorf("write the certificate authority: %w", err)
		}
	}
	if *readyPath != "" {
		if err := writeWhole(*readyPath, server.URL()+"\n"); err != nil {
			return fmt.Errorf("write the ready file: %w", err)
		}
	}
	fmt.Fprintln(stdout, "listening on", server.URL())
	fmt.Fprintf(stdout, "to watch the tenant, open %s/ in a browser, which does not know the certificate and will warn\n", server.URL())
	<-ctx.Done()
	return nil
}

// writeWhole makes a file appear with all its content at once, for those who
// wait for it.
func writeWhole(path, content string) error {
	partial := path + ".partial"
	if err := os.WriteFile(partial, []byte(content), 0o600); err != nil {
		return err
	}
	return os.Rename(partial, path)
}
