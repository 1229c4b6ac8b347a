package auth

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

// certificate loads the configured certificate with its key, the signing
// certificate first. azidentity's own parser fails on what OpenSSL 3 writes and
// on PEM that comes with a password.
func (c Config) certificate() ([]*x509.Certificate, *rsa.PrivateKey, error) {
	data, err := c.certificateData()
	if err != nil {
		return nil, nil, err
	}
	var (
		certificates []*x509.Certificate
		key          crypto.PrivateKey
	)
	if isPEM(data) {
		certificates, key, err = parsePEM(data, c.ClientCertificatePassword)
	} else {
		certificates, key, err = parsePKCS12(data, c.ClientCertificatePassword)
	}
	if err != nil {
		return nil, nil, err
	}
	signer, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, nil, errRSA
	}
	return certificates, signer, nil
}

// certificateData is the certificate before parsing: the one given in place,
// else the file's content.
func (c Config) certificateData() ([]byte, error) {
	data := []byte(c.ClientCertificate)
	if c.ClientCertificate == "" {
		var err error
		if data, err = os.ReadFile(c.ClientCertificatePath); err != nil {
			return nil, err
		}
	}
	if isPEM(data) {
		return data, nil
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(data)), ""))
	switch {
	case err == nil:
		return decoded, nil
	case c.ClientCertificate != "":
		return nil, errors.New("client_certificate is neither PEM nor base64")
	}
	return data, nil // PKCS#12 as it is
}

func isPEM(data []byte) bool { return bytes.Contains(data, []byte("-----BEGIN ")) }

func parsePKCS12(data []byte, password string) ([]*x509.Certificate, crypto.PrivateKey, error) {
	key, leaf, chain, err := pkcs12.DecodeChain(data, password)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		if password == "" {
			return nil, nil, errors.New("the certificate is protected: set client_certificate_password")
		}
		return nil, nil, errors.New("client_certificate_password does not open the certificate")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("the certificate is neither PEM nor PKCS#12 that holds a private key: %w", err)
	}
	return append([]*x509.Certificate{leaf}, chain...), key, nil
}

// parsePEM takes the certificates and the one private key of a PEM text. A
// password is used when the key is encrypted, and does no harm when it is not.
func parsePEM(data []byte, password string) ([]*x509.Certificate, crypto.PrivateKey, error) {
	var (
		certificates []*x509.Certificate
		key          crypto.PrivateKey
	)
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		switch {
		case block.Type == "CERTIFICATE":
			certificate, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, nil, fmt.Errorf("the PEM holds a broken certificate: %w", err)
			}
			certificates = append(certificates, certificate)
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			if key != nil {
				return nil, nil, errors.New("the PEM holds several private keys")
			}
			var err error
			if key, err = parseKey(block, password); err != nil {
				return nil, nil, err
			}
		}
	}
	switch {
	case len(certificates) == 0:
		return nil, nil, errors.New("the PEM holds no certificate")
	case key == nil:
		return nil, nil, errors.New("the PEM holds no private key")
	}
	return certificates, key, nil
}

// parseKey reads the PKCS#8, PKCS#1 and SEC 1 forms that OpenSSL writes.
func parseKey(block *pem.Block, password string) (crypto.PrivateKey, error) {
	der := block.Bytes
	if block.Headers["DEK-Info"] != "" {
		return nil, errors.New("the PEM's private key is encrypted in OpenSSL's old way: convert it with openssl pkcs8 -topk8")
	}
	var key crypto.PrivateKey
	var err error
	switch block.Type {
	case "ENCRYPTED PRIVATE KEY":
		if password == "" {
			return nil, errors.New("the PEM's private key is encrypted: set client_certificate_password")
		}
		if der, err = decryptPKCS8(der, password); err != nil {
			return nil, err
		}
		key, err = x509.ParsePKCS8PrivateKey(der)
		if err != nil { // wrong padding is caught earlier, most of the time
			return nil, errPassword
		}
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(der)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(der)
	default:
		key, err = x509.ParsePKCS8PrivateKey(der)
	}
	if err != nil {
		return nil, fmt.Errorf("the PEM holds a broken private key: %w", err)
	}
	return key, nil
}
