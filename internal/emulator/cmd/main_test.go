package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestRunServesUntilInterrupted(t *testing.T) {
	dir := t.TempDir()
	tenant, ca, ready := filepath.Join(dir, "tenant.json"), filepath.Join(dir, "ca.pem"), filepath.Join(dir, "ready")
	if err := os.WriteFile(tenant, []byte(`{"tenant":{"displayName":"Société"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-tenant", tenant, "-ca", ca, "-ready", ready}, &stdout, &stderr)
	}()
	var url string
	for range 500 {
		if content, err := os.ReadFile(ready); err == nil {
			url = strings.TrimSpace(string(content))
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	pem, err := os.ReadFile(ca)
	if err != nil {
		t.Fatalf("no CA once ready: %v", err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	response, err := client.Get(url + "/_emulator/state")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %d", response.StatusCode)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if want := "listening on " + url + "\n" +
		"to watch the tenant, open " + url + "/ in a browser, which does not know the certificate and will warn\n"; stdout.String() != want || stderr.Len() > 0 {
		t.Errorf("stdout %q, want %q; stderr %q", stdout.String(), want, stderr.String())
	}
}

func TestRunRefuses(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "tenant.json")
	if err := os.WriteFile(bad, []byte(`{"appz":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, arguments := range map[string][]string{
		`unexpected argument "serve"`:                         {"serve"},
		`tenant file ` + bad + `: json: unknown field "appz"`: {"-tenant", bad},
		`flag provided but not defined: -port`:                {"-port", "1"},
		`address "0.0.0.0:0" is not loopback: the emulator serves this machine only, since its control routes ask for no password`: {"-addr", "0.0.0.0:0"},
	} {
		var stdout, stderr bytes.Buffer
		if err := run(t.Context(), arguments, &stdout, &stderr); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", arguments, err, want)
		}
	}
}
