package entra

import (
	"crypto/rsa"
	"crypto/sha1" // x5t is SHA-1 by definition (RFC 7515, 4.1.7); it names a key and proves nothing
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// certificate is one that was registered on a client.
type certificate struct {
	*x509.Certificate
	key          *rsa.PublicKey
	sha1, sha256 string // thumbprints, raw bytes
}

// federated is a federated credential with its key read.
type federated struct {
	Federated
	key *rsa.PublicKey
}

// read reads the credentials of a registration.
func read(registered Client) (client, error) {
	c := client{Client: registered}
	for i, text := range registered.Certificates {
		found, err := readCertificates(text)
		if err != nil {
			return c, fmt.Errorf("certificate %d: %w", i, err)
		}
		c.certificates = append(c.certificates, found...)
	}
	for i, credential := range registered.Federated {
		if credential.Issuer == "" || credential.Subject == "" {
			return c, fmt.Errorf("federated credential %d: issuer and subject are needed", i)
		}
		if credential.Audience == "" {
			credential.Audience = "api://AzureADTokenExchange"
		}
		key, err := readKey(credential.Key)
		if err != nil {
			return c, fmt.Errorf("federated credential %d: %w", i, err)
		}
		c.federated = append(c.federated, federated{credential, key})
	}
	return c, nil
}

// readCertificates reads every certificate of a PEM text and leaves out what
// else is there, such as a private key.
func readCertificates(text string) ([]certificate, error) {
	var found []certificate
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		parsed, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		key, ok := parsed.PublicKey.(*rsa.PublicKey)
		if !ok {
			return nil, fmt.Errorf("its key is %T: Entra takes RSA only", parsed.PublicKey)
		}
		one, two := sha1.Sum(parsed.Raw), sha256.Sum256(parsed.Raw)
		found = append(found, certificate{parsed, key, string(one[:]), string(two[:])})
	}
	if found == nil {
		return nil, errors.New("no certificate in PEM")
	}
	return found, nil
}

// readKey reads the public key of an issuer: of a certificate, or alone.
func readKey(text string) (*rsa.PublicKey, error) {
	if found, err := readCertificates(text); err == nil {
		return found[0].key, nil
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("the key is not PEM")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("the key is %T: Entra takes RSA only", parsed)
	}
	return key, nil
}
