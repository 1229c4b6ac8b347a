package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// Latency is how long each round trip takes, besides the work.
const Latency = 40 * time.Millisecond

// Stage is one provider's workspace, and for ours the tenant that it works on.
type Stage struct {
	*Workspace
	Server *emulator.Server // nil for a provider that does nothing
}

// NewStage makes a workspace for the company in dir.
func NewStage(dir, terraform string, p Program, c Company, assigned bool) (*Stage, error) {
	if p.Name != "intunestore" {
		w, err := NewWorkspace(dir, terraform, p, c.blocks("idle_assignment"))
		return &Stage{Workspace: w}, err
	}
	tenant := c.Tenant(assigned)
	server, err := emulator.Start(emulator.Options{Tenant: &tenant})
	if err != nil {
		return nil, err
	}
	s := &Stage{Server: server}
	if err := s.slow(); err != nil {
		return nil, err
	}
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, server.CA(), 0o600); err != nil {
		return nil, err
	}
	block := fmt.Sprintf("provider \"intunestore\" {\n  tenant_id     = %[1]q\n  client_id     = %[2]q\n  client_secret = %[3]q\n  endpoints     = { graph = %[4]q, login = %[4]q, store = %[4]q }\n}\n\n",
		server.TenantID(), clientID, clientSecret, server.URL())
	s.Workspace, err = NewWorkspace(dir, terraform, p, block+c.blocks("intunestore_app_assignment"), "SSL_CERT_FILE="+ca)
	return s, err
}

func (s *Stage) slow() error {
	return s.Server.Fault(emulator.Fault{Match: emulator.Match{Outer: true}, Latency: Latency})
}

// Close ends the emulator, if there is one.
func (s *Stage) Close() {
	if s.Server != nil {
		_ = s.Server.Close()
	}
}

// RoundTrips are the requests so far that were sent by themselves, whatever they
// held.
func RoundTrips(requests []emulator.Request) int {
	return len(slices.DeleteFunc(requests, func(r emulator.Request) bool { return r.InBatch }))
}
