// Package certs makes the emulator's own certificate authority and the one
// server certificate that it signs. Its one concern is X.509 on loopback; it
// knows nothing of HTTP, of Graph, or of where the files end up.
package certs

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"slices"
	"time"
)

// lifetime keeps a forgotten CA file from being worth anything: nobody runs one
// emulator for longer, and the key dies with the process.
const lifetime = 7 * 24 * time.Hour

// skew allows for a client whose clock runs behind ours.
const skew = time.Hour

// Authority is a certificate authority that lives as long as the process, and
// the server certificate that it signed. It is immutable.
type Authority struct {
	root   *x509.Certificate
	server tls.Certificate
}

// New makes an authority and a server certificate for 127.0.0.1, ::1 and
// localhost, both valid from an hour before now for seven days. An error means
// that the system's random source failed.
func New(now time.Time) (*Authority, error) {
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the key of the certificate authority: %w", err)
	}
	rootTemplate, err := template(now, "Intune Store emulator CA")
	if err != nil {
		return nil, err
	}
	rootTemplate.IsCA = true
	rootTemplate.BasicConstraintsValid = true
	rootTemplate.MaxPathLenZero = true
	rootTemplate.KeyUsage = x509.KeyUsageCertSign
	// Name constraints: were the CA trusted too widely, it could still speak
	// for nothing but this machine.
	rootTemplate.PermittedDNSDomainsCritical = true
	rootTemplate.PermittedDNSDomains = []string{"localhost"}
	rootTemplate.PermittedIPRanges = []*net.IPNet{
		{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
		{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
	}
	root, err := sign(rootTemplate, rootTemplate, rootKey, rootKey)
	if err != nil {
		return nil, err
	}

	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the key of the server: %w", err)
	}
	serverTemplate, err := template(now, "localhost")
	if err != nil {
		return nil, err
	}
	serverTemplate.KeyUsage = x509.KeyUsageDigitalSignature
	serverTemplate.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	serverTemplate.DNSNames = []string{"localhost"}
	serverTemplate.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	leaf, err := sign(serverTemplate, root, serverKey, rootKey)
	if err != nil {
		return nil, err
	}
	return &Authority{root: root, server: tls.Certificate{
		Certificate: [][]byte{leaf.Raw, root.Raw},
		PrivateKey:  serverKey,
		Leaf:        leaf,
	}}, nil
}

// CAPEM returns the authority's certificate as one PEM block: what a client
// puts into SSL_CERT_FILE or its own pool.
func (a *Authority) CAPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})
}

// Server returns the certificate, with its key and chain, for a TLS listener.
func (a *Authority) Server() tls.Certificate {
	server := a.server
	server.Certificate = slices.Clone(server.Certificate)
	return server
}

// Pool returns a fresh pool that trusts this authority only.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.root)
	return pool
}

func template(now time.Time, name string) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("make a certificate's serial number: %w", err)
	}
	return &x509.Certificate{
		SerialNumber: serial.Add(serial, big.NewInt(1)),
		Subject:      pkix.Name{CommonName: name, Organization: []string{"terraform-provider-intunestore"}},
		NotBefore:    now.Add(-skew),
		NotAfter:     now.Add(lifetime),
	}, nil
}

func sign(child, parent *x509.Certificate, key, signer *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, child, parent, &key.PublicKey, signer)
	if err != nil {
		return nil, fmt.Errorf("sign the certificate of %s: %w", child.Subject.CommonName, err)
	}
	return x509.ParseCertificate(der)
}
