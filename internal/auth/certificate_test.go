package auth

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"software.sslmate.com/src/go-pkcs12"
)

var rsaPair = sync.OnceValues(func() (*x509.Certificate, *rsa.PrivateKey) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return selfSigned(key), key
})

func selfSigned(key crypto.Signer) *x509.Certificate {
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return certificate
}

func pemOf(t *testing.T, certificate *x509.Certificate, key crypto.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return block("CERTIFICATE", certificate.Raw) + block("PRIVATE KEY", der)
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func rsaPEM(t *testing.T) string {
	t.Helper()
	certificate, key := rsaPair()
	return pemOf(t, certificate, key)
}

// openssl runs the tool on stdin, and skips where there is none.
func openssl(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("no openssl on the PATH")
	}
	cmd := exec.CommandContext(t.Context(), "openssl", args...)
	cmd.Stdin = bytes.NewBufferString(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	return string(out)
}

// Every form signs in: the service checks the assertion's signature.
func TestClientCertificate(t *testing.T) {
	e := newEntra(t)
	certificate, key := rsaPair()
	e.certificate = certificate
	text := rsaPEM(t)
	certificateOnly := block("CERTIFICATE", certificate.Raw)
	pkcs1 := certificateOnly + block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	chain := block("CERTIFICATE", otherCertificate().Raw) + text
	modern, err := pkcs12.Modern2023.Encode(key, certificate, []*x509.Certificate{otherCertificate()}, "pass")
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.StdEncoding.EncodeToString
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		writeFile(t, path, content)
		return path
	}
	for name, change := range map[string]func(*testing.T, *Config){
		"PEM":                      func(_ *testing.T, c *Config) { c.ClientCertificate = text },
		"PEM in base64":            func(_ *testing.T, c *Config) { c.ClientCertificate = b64([]byte(text)) },
		"PEM, password not needed": func(_ *testing.T, c *Config) { c.ClientCertificate, c.ClientCertificatePassword = text, "x" },
		"PEM with PKCS#1 key":      func(_ *testing.T, c *Config) { c.ClientCertificate = pkcs1 },
		"PEM, another's first":     func(_ *testing.T, c *Config) { c.ClientCertificate = chain },
		"PEM file":                 func(_ *testing.T, c *Config) { c.ClientCertificatePath = file("a.pem", text) },
		"PKCS#12":                  func(_ *testing.T, c *Config) { c.ClientCertificate, c.ClientCertificatePassword = b64(modern), "pass" },
		"PKCS#12 in wrapped base64": func(_ *testing.T, c *Config) {
			c.ClientCertificate, c.ClientCertificatePassword = b64(modern)[:76]+"\n"+b64(modern)[76:], "pass"
		},
		"PKCS#12 file": func(_ *testing.T, c *Config) {
			c.ClientCertificatePath, c.ClientCertificatePassword = file("a.pfx", string(modern)), "pass"
		},
		"PKCS#12 file in base64": func(_ *testing.T, c *Config) {
			c.ClientCertificatePath, c.ClientCertificatePassword = file("a.b64", b64(modern)+"\n"), "pass"
		},
		"PKCS#12 of OpenSSL": func(t *testing.T, c *Config) {
			c.ClientCertificate, c.ClientCertificatePassword = b64([]byte(openssl(t, "", "pkcs12", "-export", "-in", file("in.pem", text), "-passout", "pass:pass"))), "pass"
		},
		"PKCS#12 without password": func(t *testing.T, c *Config) {
			c.ClientCertificate = b64([]byte(openssl(t, "", "pkcs12", "-export", "-in", file("in.pem", text), "-passout", "pass:")))
		},
		"encrypted PEM, default":     encrypted(text, certificateOnly),
		"encrypted PEM, AES-128":     encrypted(text, certificateOnly, "-v2", "aes-128-cbc"),
		"encrypted PEM, HMAC SHA-1":  encrypted(text, certificateOnly, "-v2prf", "hmacWithSHA1"),
		"encrypted PEM, HMAC SHA512": encrypted(text, certificateOnly, "-v2prf", "hmacWithSHA512"),
	} {
		t.Run(name, func(t *testing.T) {
			c := e.config()
			change(t, &c)
			if got, err := get(t.Context(), must(t, c), graphScope); got != "token for graph" || err != nil {
				t.Errorf("got %q %v", got, err)
			}
		})
	}
}

func encrypted(text, certificateOnly string, args ...string) func(*testing.T, *Config) {
	return func(t *testing.T, c *Config) {
		key := openssl(t, text, append([]string{"pkcs8", "-topk8", "-passout", "pass:pass"}, args...)...)
		c.ClientCertificate, c.ClientCertificatePassword = certificateOnly+key, "pass"
	}
}

var otherKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

var otherCertificate = sync.OnceValue(func() *x509.Certificate { return selfSigned(otherKey()) })

func TestBadCertificates(t *testing.T) {
	certificate, key := rsaPair()
	text := rsaPEM(t)
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(ecKey)
	if err != nil {
		t.Fatal(err)
	}
	pfx, err := pkcs12.Modern2023.Encode(key, certificate, nil, "pass")
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.StdEncoding.EncodeToString(pfx)
	only := block("CERTIFICATE", certificate.Raw)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	const notRSA = "the private key is not an RSA key, and Microsoft Entra accepts only RSA certificates"
	for name, test := range map[string]struct{ certificate, password, want string }{
		"neither form":       {"!!", "", "client_certificate is neither PEM nor base64"},
		"EC":                 {pemOf(t, selfSigned(ecKey), ecKey), "", notRSA},
		"EC, SEC 1":          {block("CERTIFICATE", selfSigned(ecKey).Raw) + block("EC PRIVATE KEY", sec1), "", notRSA},
		"no password":        {b64, "", "the certificate is protected: set client_certificate_password"},
		"wrong password":     {b64, "wrong", "client_certificate_password does not open the certificate"},
		"no key":             {only, "", "the PEM holds no private key"},
		"no certificate":     {block("PRIVATE KEY", der), "", "the PEM holds no certificate"},
		"two keys":           {text + block("PRIVATE KEY", der), "", "the PEM holds several private keys"},
		"another's key":      {block("CERTIFICATE", otherCertificate().Raw) + block("PRIVATE KEY", der), "", "key doesn't match any certificate"},
		"broken key":         {only + block("PRIVATE KEY", der[:100]), "", "the PEM holds a broken private key: asn1: syntax error: data truncated"},
		"encrypted, no word": {only + block("ENCRYPTED PRIVATE KEY", der), "", "the PEM's private key is encrypted: set client_certificate_password"},
		"encrypted, unknown": {only + block("ENCRYPTED PRIVATE KEY", der), "x", "the PEM's private key is encrypted in a way that is not supported: convert the certificate to PKCS#12, or the key with openssl pkcs8 -topk8 -v2 aes-256-cbc"},
	} {
		t.Run(name, func(t *testing.T) {
			c := Config{TenantID: tenantID, ClientID: clientID, Cloud: Clouds[0], ClientCertificate: test.certificate, ClientCertificatePassword: test.password}
			_, err := New(c)
			if err == nil {
				t.Fatal("accepted")
			}
			if diff := cmp.Diff("signing in with the client certificate is not possible: "+test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("encrypted, wrong password", func(t *testing.T) {
		c := Config{TenantID: tenantID, ClientID: clientID, Cloud: Clouds[0]}
		encrypted(text, only)(t, &c)
		c.ClientCertificatePassword = "wrong"
		_, err := New(c)
		if err == nil || err.Error() != "signing in with the client certificate is not possible: "+errPassword.Error() {
			t.Error(err)
		}
	})
	t.Run("no such file", func(t *testing.T) {
		_, err := New(Config{TenantID: tenantID, ClientID: clientID, ClientCertificatePath: filepath.Join(t.TempDir(), "none")})
		if !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	})
}

// Whatever a file holds, the reader of encrypted keys answers and does not panic.
func FuzzDecryptPKCS8(f *testing.F) {
	f.Add([]byte{0x30, 0x00})
	f.Fuzz(func(_ *testing.T, der []byte) { _, _ = decryptPKCS8(der, "pass") })
}
