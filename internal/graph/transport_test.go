package graph

import (
	"bytes"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func packageComment(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A certificate named in SSL_CERT_FILE, or lying in a directory of SSL_CERT_DIR, is trusted.
func TestTrustedCertificates(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{}`)
	}))
	defer srv.Close()
	dir := t.TempDir()
	file := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string][2]string{"file": {file, ""}, "directory": {"", dir + string(filepath.ListSeparator) + "/no/such/place"}} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("SSL_CERT_FILE", env[0])
			t.Setenv("SSL_CERT_DIR", env[1])
			c := client(t, Options{Graph: srv.URL})
			if _, err := c.DeviceAppManagement(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTrustedCertificatesRefused(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		empty:        "SSL_CERT_FILE " + empty + " holds no certificate in PEM form",
		"/no/such/x": "reading the certificates of SSL_CERT_FILE: open /no/such/x: no such file or directory",
	} {
		t.Setenv("SSL_CERT_FILE", file)
		if _, err := New(Options{Graph: "https://graph.test", Credential: tokens{}}); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// A redirect is told, not followed.
func TestRedirect(t *testing.T) {
	followed := false
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/elsewhere" {
			followed = true
		}
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	defer srv.Close()
	c := client(t, Options{Graph: srv.URL})
	_, err := c.DeviceAppManagement(t.Context())
	const want = "GET /beta/deviceAppManagement: 307 Temporary Redirect: a redirect, which is not followed. Client request id CLIENT-ID."
	if text(err) != want || followed {
		t.Errorf("followed %v: %s", followed, text(err))
	}
}

// An answer too large for memory is an error, and not asked for again.
func TestTooLarge(t *testing.T) {
	requests := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		w.Header().Set("Content-Type", "application/json")
		block := bytes.Repeat([]byte(" "), 1<<20)
		for range maxAnswer>>20 + 1 {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
	defer srv.Close()
	c := client(t, Options{Graph: srv.URL})
	_, err := c.DeviceAppManagement(t.Context())
	const want = "GET /beta/deviceAppManagement: no answer: the answer is larger than 64 MiB. Client request id CLIENT-ID."
	if text(err) != want || requests != 1 {
		t.Errorf("%d requests: %s", requests, text(err))
	}
}

func TestBoundedBody(t *testing.T) {
	for size, want := range map[int]error{0: nil, 9: nil, 10: nil, 11: errTooLarge, 100: errTooLarge} {
		body := &boundedBody{ReadCloser: io.NopCloser(strings.NewReader(strings.Repeat("x", size))), left: 10, ctx: t.Context()}
		got, err := io.ReadAll(body)
		if !errors.Is(err, want) || err == nil && len(got) != size || len(got) > 10 {
			t.Errorf("%d bytes: %d and %v", size, len(got), err)
		}
	}
}

// An untrusted certificate is told at once, and nothing was performed.
func TestUntrustedCertificate(t *testing.T) {
	c, requests := serve(t, func(seen) reply { return ok(`{}`) })
	own, err := NewTransport()
	if err != nil {
		t.Fatal(err)
	}
	untrusting := client(t, Options{Graph: c.graph.base.url.String(), Transport: own})
	began := time.Now()
	err = classes["create"](t.Context(), untrusting)
	const want = "POST /beta/deviceAppManagement/mobileApps/" + appID + "/assignments: no answer: tls: failed to verify certificate: " +
		"x509: certificate signed by unknown authority. Client request id CLIENT-ID."
	if text(err) != want || IsAmbiguous(err) || time.Since(began) > 5*time.Second || len(requests()) != 0 {
		t.Errorf("got  %s\nwant %s", text(err), want)
	}
}
