package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"net/netip"
	"strconv"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/page"
)

// isPage tells a browser's request for the page: no service of the tenant
// answers at the root.
func isPage(r *http.Request) bool {
	return r.URL.Path == "/" && (r.Method == http.MethodGet || r.Method == http.MethodHead)
}

// servePage shows the tenant to a browser on this machine. Requests for it are
// not logged, and faults do not meet them.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	if !loopbackHost(r.Host) {
		http.Error(w, "the page is shown under this machine's own names only", http.StatusMisdirectedRequest)
		return
	}
	content, err := page.Render(s.snapshot())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	sum := sha256.Sum256(content)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	for name, value := range map[string]string{
		"Content-Security-Policy":      page.Policy(),
		"Content-Type":                 "text/html; charset=utf-8",
		"Cache-Control":                "no-store",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"ETag":                         tag,
	} {
		w.Header().Set(name, value)
	}
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // the reader may have gone
}

// loopbackHost tells whether a Host header is one of this machine's own names. A
// foreign page whose name was made to lead here carries its own name.
func loopbackHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host == "localhost" {
		return true
	}
	if len(host) > 2 && host[0] == '[' {
		host = host[1 : len(host)-1]
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
