// Package entra is the emulator's token service: it answers as Microsoft Entra
// ID does for one tenant, and checks the tokens it has issued. Its one concern
// is who a caller is and what it was granted; it knows nothing of Graph's
// resources, nor which permission they ask for.
package entra

import (
	"crypto/rsa"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Client is one app registration, in the shape of the emulator's tenant file.
type Client struct {
	ID           string      `json:"clientId"`
	Secret       string      `json:"secret,omitempty"`
	Certificates []string    `json:"certificates,omitempty"` // PEM, one or more a string
	Federated    []Federated `json:"federated,omitempty"`
	// Permissions are the application permissions of Microsoft Graph that
	// were granted. Nil: all that [AllPermissions] names; empty: none.
	Permissions []string `json:"permissions"`
}

// Federated is one federated identity credential: whose tokens stand in for
// the client's own credential.
type Federated struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
	// Audience is api://AzureADTokenExchange when empty.
	Audience string `json:"audience,omitempty"`
	// Key is the issuer's key, PEM: a public key or a certificate. Entra
	// fetches it from the issuer; a stand-in without a network is told.
	Key string `json:"key"`
}

// Options make a [Service].
type Options struct {
	TenantID string
	Clients  []Client
	// BaseURL is the emulator's own https URL without a trailing slash; a
	// function, since it is known only once the listener is bound.
	BaseURL func() string
	// Clock dates tokens and judges assertions; nil means time.Now.
	Clock func() time.Time
	// Resources may be asked for besides the Graph hosts of all clouds, the
	// Store's resource and BaseURL.
	Resources []string
}

// Service is the token service of one tenant. It may be used by any number of
// goroutines.
type Service struct {
	options Options
	clients map[string]client // by lower-case id
	key     *rsa.PrivateKey
	mux     *http.ServeMux

	mu   sync.Mutex
	used map[string]time.Time // certificate assertions seen, until they expire
}

// client is a registration with its credentials read.
type client struct {
	Client
	certificates []certificate
	federated    []federated
}

// New makes the service. The error tells of a credential that is not PEM, of
// two clients with one id, or of a failed random source.
func New(options Options) (*Service, error) {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	key, err := signingKey()
	if err != nil {
		return nil, err
	}
	s := &Service{options: options, key: key, clients: map[string]client{}, used: map[string]time.Time{}}
	for _, registered := range options.Clients {
		c, err := read(registered)
		if err != nil {
			return nil, fmt.Errorf("client %s: %w", registered.ID, err)
		}
		id := strings.ToLower(registered.ID)
		if _, twice := s.clients[id]; twice || id == "" {
			return nil, fmt.Errorf("client %q: every client needs an id of its own", registered.ID)
		}
		s.clients[id] = c
	}
	s.mux = http.NewServeMux()
	s.mux.HandleFunc("/{tenant}/oauth2/v2.0/token", s.token)
	s.mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", s.configuration)
	s.mux.HandleFunc("GET /{tenant}/discovery/v2.0/keys", s.keys)
	s.mux.HandleFunc("GET /common/discovery/instance", s.instance)
	return s, nil
}

// Owns tells whether a URL path is the token service's.
func (s *Service) Owns(path string) bool {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(segments) < 3 {
		return false
	}
	switch segments[1] {
	case "oauth2", "discovery":
		return true
	case "v2.0":
		return segments[2] == ".well-known"
	}
	return false
}

func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// endpoint is a URL below the tenant.
func (s *Service) endpoint(path string) string {
	return s.options.BaseURL() + "/" + s.options.TenantID + path
}

// graphHosts are the roots of Microsoft Graph in every cloud, which are its
// audiences too. Source: Graph docs, deployments.
var graphHosts = []string{
	"https://graph.microsoft.com",
	"https://graph.microsoft.us",
	"https://dod-graph.microsoft.us",
	"https://microsoftgraph.chinacloudapi.cn",
}

// StoreAudience is the audience of the Store's management service. Source:
// Windows docs, management-tool-for-windows-store-for-business.
const StoreAudience = "https://onestore.microsoft.com"

// GraphAudiences are what the audience of a token for Microsoft Graph may be,
// in any cloud.
func GraphAudiences() []string { return append([]string(nil), graphHosts...) }

// AllPermissions are the application permissions that a client has whose
// registration names none. Source: Graph docs, permissions-reference.
func AllPermissions() []string {
	return []string{
		"Device.Read.All",
		"DeviceManagementApps.ReadWrite.All",
		"DeviceManagementConfiguration.ReadWrite.All",
		"DeviceManagementManagedDevices.Read.All",
		"DeviceManagementServiceConfig.ReadWrite.All",
		"Directory.Read.All",
		"Group.Read.All",
		"GroupMember.Read.All",
		"Organization.Read.All",
		"User.Read.All",
	}
}
