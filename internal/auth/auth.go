// Package auth makes the one credential of a run out of what the user
// configured: every way to sign in to Microsoft Entra behind one constructor.
//
// It knows how tokens are had and how a failed sign-in is told, once and short.
// It knows neither Graph nor Terraform nor where a setting came from; it uses
// the settings' names only to say what is missing.
package auth

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// Config is everything that can be known about how to sign in. Empty fields are
// not configured.
type Config struct {
	TenantID, ClientID string

	ClientSecret, ClientSecretFilePath string

	// ClientCertificate is PKCS#12 in base64, or PEM as it is or in base64;
	// ClientCertificatePath names a file that holds one of those, or PKCS#12 as
	// it is.
	ClientCertificate, ClientCertificatePath, ClientCertificatePassword string

	// UseOIDC turns on the federated ways: a token, a file that holds one (read
	// again for each sign-in: platforms rotate it), or the request URL and token
	// of a GitHub Actions job.
	UseOIDC                          bool
	OIDCToken, OIDCTokenFilePath     string
	OIDCRequestURL, OIDCRequestToken string

	UseMSI bool // managed identity: of ClientID when given, else the system's
	UseCLI bool // the account that the Azure CLI is signed in with

	// AccessToken is a token for Graph that somebody else had issued.
	AccessToken string

	Cloud Cloud
	// LoginEndpoint replaces the cloud's authority host. Instance discovery, a
	// question to Microsoft whether an authority is genuine, is then not asked.
	LoginEndpoint string

	// Transport carries sign-in requests; nil is the SDK's default. Managed
	// identity endpoints are of the machine itself and never use it.
	Transport policy.Transporter
	// Now is the clock by which a token is served from memory until shortly
	// before it expires, and a failure to reach the sign-in service is tried
	// again after a minute. Without a clock no token is kept here (callers keep
	// theirs) and every failure stands for the run.
	Now func() time.Time
}

// method is one way to sign in.
type method struct {
	name   string // follows "using" and "signing in with"
	chosen func(Config) bool
	build  func(Config) (azcore.TokenCredential, error)
}

// methodCLI is named by the explainer too.
const methodCLI = "the Azure CLI"

// methods in the order of choice: what is set on purpose and costs least comes
// first, the Azure CLI, on by default, last. The order of those that
// hashicorp/azuread has too is azuread's.
var methods = []method{
	{"the access token", func(c Config) bool { return c.AccessToken != "" }, newReadyToken},
	{"the client certificate", func(c Config) bool { return c.ClientCertificate != "" || c.ClientCertificatePath != "" }, newCertificate},
	{"the client secret", func(c Config) bool { return c.ClientSecret != "" || c.ClientSecretFilePath != "" }, newSecret},
	{"OIDC", func(c Config) bool { return c.UseOIDC }, newFederated},
	{"the managed identity", func(c Config) bool { return c.UseMSI }, newManagedIdentity},
	{methodCLI, func(c Config) bool { return c.UseCLI }, newCLI},
}

// ways is what a user can set, in the order of choice.
const ways = `access_token (INTUNESTORE_ACCESS_TOKEN); client_certificate (ARM_CLIENT_CERTIFICATE) or client_certificate_path (ARM_CLIENT_CERTIFICATE_PATH); client_secret (ARM_CLIENT_SECRET) or client_secret_file_path (ARM_CLIENT_SECRET_FILE_PATH); use_oidc (ARM_USE_OIDC); use_msi (ARM_USE_MSI); use_cli (ARM_USE_CLI)`

// ErrNothingConfigured says that no way to sign in is configured, and which
// there are.
var ErrNothingConfigured = errors.New("no way to sign in is configured. Set one of: " + ways + ". A certificate, a secret and OIDC also need tenant_id (ARM_TENANT_ID) and client_id (ARM_CLIENT_ID)")

// New chooses a way to sign in and makes its credential. Files are read, the
// network is not touched: the first sign-in happens at the first GetToken.
//
// The credential is safe for concurrent use: callers that ask at once share one
// sign-in. What Entra refused stays refused: later callers get the same
// *SignInError without another request. A sign-in that a cancelled context ended
// is not remembered.
func New(c Config) (azcore.TokenCredential, error) {
	for _, m := range methods {
		if !m.chosen(c) {
			continue
		}
		credential, err := m.build(c)
		if err != nil {
			return nil, fmt.Errorf("signing in with %s is not possible: %w", m.name, err)
		}
		return &session{
			credential: credential,
			explain:    explainer{method: m.name, secrets: c.secrets()},
			now:        c.Now,
			known:      map[string]outcome{},
		}, nil
	}
	return nil, ErrNothingConfigured
}

// application refuses a configuration that does not say which application of
// which tenant signs in.
func (c Config) application() error {
	var missing []string
	if c.TenantID == "" {
		missing = append(missing, "tenant_id (ARM_TENANT_ID)")
	}
	if c.ClientID == "" {
		missing = append(missing, "client_id (ARM_CLIENT_ID)")
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%s must be set too", strings.Join(missing, " and "))
}

// secrets are the configured values that no message may carry.
func (c Config) secrets() []string {
	return []string{c.ClientSecret, c.ClientCertificate, c.ClientCertificatePassword, c.OIDCToken, c.OIDCRequestToken, c.AccessToken}
}

// readFile reads a small text file: a secret, a token. Editors and kubelets end
// them with a newline that is no part of them.
func readFile(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	text := strings.TrimSpace(string(b))
	if text == "" {
		return "", fmt.Errorf("%s is empty", path)
	}
	return text, nil
}
