package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // the default of RFC 8018's PBKDF2 when a key names no other
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"hash"
)

// Object identifiers of RFC 8018 (PBES2, PBKDF2, the HMACs) and of NIST's AES.
var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}

	oidHMACSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}
	oidHMACSHA512 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 11}

	aesKeyLength = map[string]int{
		"2.16.840.1.101.3.4.1.2":  16, // AES-128-CBC
		"2.16.840.1.101.3.4.1.22": 24, // AES-192-CBC
		"2.16.840.1.101.3.4.1.42": 32, // AES-256-CBC
	}
)

var (
	errPassword = errors.New("client_certificate_password does not open the PEM's private key")
	errCipher   = errors.New("the PEM's private key is encrypted in a way that is not supported: convert the certificate to PKCS#12, or the key with openssl pkcs8 -topk8 -v2 aes-256-cbc")
)

type encryptedPrivateKeyInfo struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

type pbes2Params struct {
	KDF, Scheme pkix.AlgorithmIdentifier
}

type pbkdf2Params struct {
	Salt       []byte
	Iterations int
	KeyLength  int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

// maxIterations keeps a made-up file from keeping the machine busy for hours;
// OpenSSL's default is 2,048, password managers use up to a million.
const maxIterations = 10_000_000

// decryptPKCS8 opens an "ENCRYPTED PRIVATE KEY" of PBES2 with AES-CBC, what
// OpenSSL has written since 1.1. go-pkcs12 reads the same inside a PKCS#12 file,
// but not by itself.
func decryptPKCS8(der []byte, password string) ([]byte, error) {
	var info encryptedPrivateKeyInfo
	var scheme pbes2Params
	var kdf pbkdf2Params
	var iv []byte
	if _, err := asn1.Unmarshal(der, &info); err != nil || !info.Algorithm.Algorithm.Equal(oidPBES2) {
		return nil, errCipher
	}
	if _, err := asn1.Unmarshal(info.Algorithm.Parameters.FullBytes, &scheme); err != nil || !scheme.KDF.Algorithm.Equal(oidPBKDF2) {
		return nil, errCipher
	}
	if _, err := asn1.Unmarshal(scheme.KDF.Parameters.FullBytes, &kdf); err != nil {
		return nil, errCipher
	}
	length, known := aesKeyLength[scheme.Scheme.Algorithm.String()]
	if _, err := asn1.Unmarshal(scheme.Scheme.Parameters.FullBytes, &iv); err != nil || !known || len(iv) != aes.BlockSize ||
		kdf.Iterations < 1 || kdf.Iterations > maxIterations || len(info.Data) == 0 || len(info.Data)%aes.BlockSize != 0 {
		return nil, errCipher
	}
	key, err := pbkdf2.Key(prf(kdf.PRF.Algorithm), password, kdf.Salt, kdf.Iterations, length)
	if err != nil {
		return nil, errCipher
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, errCipher
	}
	plain := make([]byte, len(info.Data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, info.Data)
	return unpad(plain)
}

// prf is the hash of PBKDF2's HMAC; RFC 8018 makes SHA-1 the default.
func prf(id asn1.ObjectIdentifier) func() hash.Hash {
	switch {
	case id.Equal(oidHMACSHA256):
		return sha256.New
	case id.Equal(oidHMACSHA512):
		return sha512.New
	}
	return sha1.New
}

// unpad takes off the padding of PKCS#7. Where it is not one, the key was wrong.
func unpad(plain []byte) ([]byte, error) {
	n := int(plain[len(plain)-1])
	if n < 1 || n > aes.BlockSize || n > len(plain) {
		return nil, errPassword
	}
	for _, b := range plain[len(plain)-n:] {
		if int(b) != n {
			return nil, errPassword
		}
	}
	return plain[:len(plain)-n], nil
}
