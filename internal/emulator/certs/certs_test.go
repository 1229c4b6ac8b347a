package certs_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/certs"
)

func authority(t *testing.T, now time.Time) *certs.Authority {
	t.Helper()
	a, err := certs.New(now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// serve answers over TLS at the address, and skips where the machine lacks it
// (IPv6 in a container).
func serve(t *testing.T, a *certs.Authority, address string) string {
	t.Helper()
	plain, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("this machine cannot listen on %s: %v", address, err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "hello")
	}), ErrorLog: nil}
	go func() {
		_ = server.Serve(tls.NewListener(plain, &tls.Config{Certificates: []tls.Certificate{a.Server()}, MinVersion: tls.VersionTLS12}))
	}()
	t.Cleanup(func() { _ = server.Close() })
	_, port, _ := net.SplitHostPort(plain.Addr().String())
	return port
}

func get(url string, roots *x509.CertPool) error {
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
	defer client.CloseIdleConnections()
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

func TestTrusted(t *testing.T) {
	a := authority(t, time.Now())
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(a.CAPEM()) {
		t.Fatal("CAPEM is not PEM that a pool reads")
	}
	for _, c := range []struct{ listen, host string }{
		{"127.0.0.1:0", "127.0.0.1"}, {"127.0.0.1:0", "localhost"}, {"[::1]:0", "[::1]"},
	} {
		t.Run(c.host, func(t *testing.T) {
			port := serve(t, a, c.listen)
			if err := get("https://"+c.host+":"+port, roots); err != nil {
				t.Error(err)
			}
			if err := get("https://"+c.host+":"+port, authority(t, time.Now()).Pool()); err == nil {
				t.Error("another authority's pool trusts this server")
			}
		})
	}
}

func TestLimits(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	a := authority(t, now)
	leaf, err := x509.ParseCertificate(a.Server().Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		host string
		at   time.Time
		ok   bool
	}{
		"now":            {"127.0.0.1", now, true},
		"a slow clock":   {"localhost", now.Add(-59 * time.Minute), true},
		"long before":    {"localhost", now.Add(-2 * time.Hour), false},
		"a week later":   {"localhost", now.Add(8 * 24 * time.Hour), false},
		"another host":   {"graph.microsoft.com", now, false},
		"another device": {"192.0.2.1", now, false},
	} {
		_, err := leaf.Verify(x509.VerifyOptions{Roots: a.Pool(), DNSName: c.host, CurrentTime: c.at})
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCAIsForLoopbackOnly(t *testing.T) {
	block, rest := pem.Decode(authority(t, time.Now()).CAPEM())
	if block == nil || len(rest) != 0 {
		t.Fatal("CAPEM is not exactly one PEM block")
	}
	ca, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if !ca.IsCA || ca.KeyUsage != x509.KeyUsageCertSign || !ca.MaxPathLenZero {
		t.Errorf("IsCA %v, key usage %v, MaxPathLenZero %v", ca.IsCA, ca.KeyUsage, ca.MaxPathLenZero)
	}
	if len(ca.PermittedDNSDomains) != 1 || len(ca.PermittedIPRanges) != 2 || !ca.PermittedDNSDomainsCritical {
		t.Errorf("the name constraints are %v %v, critical %v", ca.PermittedDNSDomains, ca.PermittedIPRanges, ca.PermittedDNSDomainsCritical)
	}
}
