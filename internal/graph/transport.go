package graph

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// answerTimeout is how long an answer's headers may take. Graph's own gateway gives up (504) well before.
const answerTimeout = 100 * time.Second

// NewTransport makes the transport that New uses when it is given none: proxies from the environment (HTTPS_PROXY,
// NO_PROXY), TLS 1.2 or later, and the certificates in SSL_CERT_FILE and SSL_CERT_DIR trusted beside the system's on
// every operating system (Go itself reads them on Unix only). Redirects are not followed: neither service sends any,
// and following one would carry the token along. It is for the sign-in service as well.
func NewTransport() (policy.Transporter, error) {
	roots, err := trustedRoots(os.Getenv("SSL_CERT_FILE"), os.Getenv("SSL_CERT_DIR"))
	if err != nil {
		return nil, err
	}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
			TLSHandshakeTimeout:   30 * time.Second,
			ResponseHeaderTimeout: answerTimeout,

			MaxResponseHeaderBytes: maxHeader,
			ForceAttemptHTTP2:      true,
			MaxIdleConnsPerHost:    32,
			IdleConnTimeout:        90 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// trustedRoots is nil, the system's own, when neither a file nor directories are given.
func trustedRoots(file, dirs string) (*x509.CertPool, error) {
	if file == "" && dirs == "" {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading the certificates of SSL_CERT_FILE: %w", err)
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("SSL_CERT_FILE %s holds no certificate in PEM form", file)
		}
	}
	for _, dir := range filepath.SplitList(dirs) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // as Go does: SSL_CERT_DIR often names directories that are not there
		}
		for _, entry := range entries {
			if pem, err := os.ReadFile(filepath.Join(dir, entry.Name())); err == nil {
				pool.AppendCertsFromPEM(pem)
			}
		}
	}
	return pool, nil
}

// permanent says that trying again cannot help: the endpoint's certificate is not trusted, or its name is unknown.
func permanent(err error) bool {
	if errors.Is(err, errTooLarge) || untrusted(err) {
		return true
	}
	dns, ok := errors.AsType[*net.DNSError](err)
	return ok && dns.IsNotFound
}

func untrusted(err error) bool {
	_, ok := errors.AsType[*tls.CertificateVerificationError](err)
	return ok
}

// unsent says that the request certainly never left: no connection was made.
func unsent(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return untrusted(err) || ok && (op.Op == "dial" || strings.HasPrefix(op.Op, "proxyconnect"))
}
