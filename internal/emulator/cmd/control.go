package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// controlTimeout is far above what any control route takes.
const controlTimeout = time.Minute

// control calls one control route of a running emulator, so that scripts need
// no HTTP client of their own, and prints the answer. A body makes it a POST, and
// so does the one route that changes something without any.
func control(ctx context.Context, arguments []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("emulator control", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: emulator control -url URL -ca FILE [-method METHOD] ROUTE [JSON]")
		flags.PrintDefaults()
	}
	url := flags.String("url", "", "base `URL` of the emulator, as its ready file has it")
	caPath := flags.String("ca", "", "`file` that the emulator wrote its certificate authority to")
	method := flags.String("method", "", "`method`; default POST with a body and for reset, GET else")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *url == "" || *caPath == "" || flags.NArg() < 1 || flags.NArg() > 2 {
		flags.Usage()
		return fmt.Errorf("control needs -url, -ca and a route")
	}
	client, err := trusting(*caPath)
	if err != nil {
		return err
	}
	if *method == "" {
		*method = http.MethodGet
		if flags.NArg() == 2 || flags.Arg(0) == "reset" {
			*method = http.MethodPost
		}
	}
	ctx, cancel := context.WithTimeout(ctx, controlTimeout)
	defer cancel()
	target := strings.TrimSuffix(*url, "/") + "/_emulator/" + flags.Arg(0)
	request, err := http.NewRequestWithContext(ctx, *method, target, strings.NewReader(flags.Arg(1)))
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s: %s: %s", *method, flags.Arg(0), response.Status, bytes.TrimSpace(body))
	}
	if len(body) == 0 {
		return nil
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, bytes.TrimSpace(body), "", "  "); err != nil {
		return fmt.Errorf("the answer is not JSON: %w", err)
	}
	_, err = fmt.Fprintln(stdout, pretty.String())
	return err
}

// trusting returns a client that trusts the emulator and nobody else.
func trusting(caPath string) (*http.Client, error) {
	pem, err := os.ReadFile(caPath)
	if err != nil {
		return nil, fmt.Errorf("read the certificate authority: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", caPath)
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}, nil
}
