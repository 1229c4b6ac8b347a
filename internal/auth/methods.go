package auth

import (
	"errors"
	"net/http"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// tryTimeout bounds one request of a sign-in: a token endpoint that accepts and
// never answers must not hang a run that has no timeout of its own.
const tryTimeout = 30 * time.Second

func newSecret(c Config) (azcore.TokenCredential, error) {
	if err := c.application(); err != nil {
		return nil, err
	}
	secret := c.ClientSecret
	if secret == "" {
		var err error
		if secret, err = readFile(c.ClientSecretFilePath); err != nil {
			return nil, err
		}
	}
	return azidentity.NewClientSecretCredential(c.TenantID, c.ClientID, secret, &azidentity.ClientSecretCredentialOptions{
		ClientOptions:            c.clientOptions(),
		DisableInstanceDiscovery: c.LoginEndpoint != "",
	})
}

func newCertificate(c Config) (azcore.TokenCredential, error) {
	if err := c.application(); err != nil {
		return nil, err
	}
	certificates, key, err := c.certificate()
	if err != nil {
		return nil, err
	}
	return azidentity.NewClientCertificateCredential(c.TenantID, c.ClientID, certificates, key, &azidentity.ClientCertificateCredentialOptions{
		ClientOptions:            c.clientOptions(),
		DisableInstanceDiscovery: c.LoginEndpoint != "",
	})
}

func newFederated(c Config) (azcore.TokenCredential, error) {
	if err := c.application(); err != nil {
		return nil, err
	}
	assertion, err := c.assertion()
	if err != nil {
		return nil, err
	}
	return azidentity.NewClientAssertionCredential(c.TenantID, c.ClientID, assertion, &azidentity.ClientAssertionCredentialOptions{
		ClientOptions:            c.clientOptions(),
		DisableInstanceDiscovery: c.LoginEndpoint != "",
	})
}

func newManagedIdentity(c Config) (azcore.TokenCredential, error) {
	options := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: azcore.ClientOptions{
		Transport: direct(),
		Retry:     policy.RetryOptions{TryTimeout: tryTimeout},
	}}
	if c.ClientID != "" {
		options.ID = azidentity.ClientID(c.ClientID)
	}
	return azidentity.NewManagedIdentityCredential(options)
}

// direct is a client that uses no proxy: a proxy cannot reach the endpoint of
// the machine it serves. Source: Learn, "Azure Instance Metadata Service":
// requests must bypass web proxies. azidentity pins certificates on some
// platforms and insists on an *http.Client for it.
func direct() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	return &http.Client{Transport: t}
}

func newCLI(c Config) (azcore.TokenCredential, error) {
	return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: c.TenantID})
}

// clientOptions are those of every credential that talks to Entra itself.
func (c Config) clientOptions() azcore.ClientOptions {
	authority, transport := c.authority()
	return azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: authority},
		Transport: transport,
		Retry:     policy.RetryOptions{TryTimeout: tryTimeout},
	}
}

// errRSA: Learn, "Microsoft identity platform application authentication
// certificate credentials": assertions are signed with PS256 or RS256.
var errRSA = errors.New("the private key is not an RSA key, and Microsoft Entra accepts only RSA certificates")
