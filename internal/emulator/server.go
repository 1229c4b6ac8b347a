package emulator

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/certs"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

// Options start a Server.
type Options struct {
	// Tenant to begin with; nil means an empty one. It is not written to.
	Tenant *Tenant
	// Addr to listen on, default 127.0.0.1:0. Only loopback is taken.
	Addr string
	// Clock is the machine's clock; nil means time.Now. Everything the tenant
	// dates is by this clock plus the tenant's skew.
	Clock func() time.Time
	// Around, if given, wraps the handler: it sees all that goes over the wire.
	Around func(http.Handler) http.Handler
}

// Server is a running emulator. All methods may be called at any time by any
// number of goroutines.
type Server struct {
	clock     func() time.Time
	authority *certs.Authority
	http      *http.Server
	url       string
	service   atomic.Pointer[entra.Service] // who may call; replaced by a seed
	faults    faults
	log       requestLog

	mu    sync.Mutex // guards what follows
	seed  *Tenant
	state *state
	watch func(Write)
}

// Start starts an emulator. It refuses an address that is not loopback and a
// tenant that contradicts itself.
func Start(options Options) (*Server, error) {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if options.Tenant == nil {
		options.Tenant = &Tenant{}
	}
	if options.Addr == "" {
		options.Addr = "127.0.0.1:0"
	}
	if err := checkLoopback(options.Addr); err != nil {
		return nil, err
	}
	authority, err := certs.New(time.Now()) // clients check it by the machine's clock, not the tenant's
	if err != nil {
		return nil, err
	}
	s := &Server{clock: options.Clock, authority: authority}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", options.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	s.url = "https://" + listener.Addr().String()
	if err := s.Seed(options.Tenant); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	var handler http.Handler = s
	if options.Around != nil {
		handler = options.Around(s)
	}
	s.http = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		TLSConfig: &tls.Config{
			Certificates: []tls.Certificate{authority.Server()},
			MinVersion:   tls.VersionTLS12,
		},
		ErrorLog: log.New(io.Discard, "", 0), // clients that do not trust the CA are their own concern
	}
	go func() { _ = s.http.ServeTLS(listener, "", "") }() // ends with Close
	return s, nil
}

func checkLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("address %q: %w", addr, err)
	}
	if ip, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !ip.IsLoopback()) {
		return fmt.Errorf("address %q is not loopback: the emulator serves this machine only, since its control routes ask for no password", addr)
	}
	return nil
}

// URL returns the base URL, https://127.0.0.1:PORT, without a trailing slash:
// Graph's, the login service's and the Store's alike.
func (s *Server) URL() string { return s.url }

// CA returns the certificate authority to trust, as PEM.
func (s *Server) CA() []byte { return s.authority.CAPEM() }

// Close stops the server and cuts its connections. It is safe to call twice.
func (s *Server) Close() error { return s.http.Close() }

// TenantID returns the id of the tenant.
func (s *Server) TenantID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.organization.ID
}
