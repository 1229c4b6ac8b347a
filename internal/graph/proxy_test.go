package graph

import (
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// askThroughProxy makes this test's process the one that asks through the proxy: net/http reads the environment once a
// process, and leads no request to this very machine through a proxy.
const askThroughProxy = "INTUNESTORE_TEST_ASK_THROUGH_PROXY"

// HTTPS_PROXY is used, with its user and password, and the token travels inside the tunnel only.
func TestProxyFromEnvironment(t *testing.T) {
	if os.Getenv(askThroughProxy) != "" {
		_, err := client(t, Options{Graph: "https://example.com"}).DeviceAppManagement(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{}`)
	}))
	defer srv.Close()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &proxy{to: srv.Listener.Addr().String()}
	front := httptest.NewServer(p)
	defer front.Close()

	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxyFromEnvironment$", "-test.count=1", "-test.timeout=1m")
	child.Env = append(os.Environ(), askThroughProxy+"=1", "SSL_CERT_FILE="+ca, "HTTPS_PROXY=http://user:pass@"+front.Listener.Addr().String(), "NO_PROXY=")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, want := p.tunnels(), "example.com:443 Basic dXNlcjpwYXNz"; got != want {
		t.Errorf("the proxy was asked for %q, want %q", got, want)
	}
}

// proxy opens a tunnel to one address, wherever it is asked to go.
type proxy struct {
	to    string
	mu    sync.Mutex
	asked []string
}

func (p *proxy) tunnels() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.asked, "\n")
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, strings.TrimSpace(r.Host+" "+r.Header.Get("Proxy-Authorization")+r.Header.Get("Authorization")))
	p.mu.Unlock()
	far, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", p.to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer far.Close()
	w.WriteHeader(http.StatusOK)
	near, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer near.Close()
	go func() { _, _ = io.Copy(far, near) }()
	_, _ = io.Copy(near, far)
}
