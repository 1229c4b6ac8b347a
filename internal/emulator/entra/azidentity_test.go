package entra_test

import (
	"context"
	"crypto/x509"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/golang-jwt/jwt/v5"
)

// TestAzidentity signs in as the provider does, with Microsoft's own library,
// each way that the service knows, and once wrongly.
func TestAzidentity(t *testing.T) {
	f := start(t)
	options := azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: f.url + "/"},
		Transport: f.http,
	}
	withSecret := func(tenant, secret string) (azcore.TokenCredential, error) {
		return azidentity.NewClientSecretCredential(tenant, clientID, secret, &azidentity.ClientSecretCredentialOptions{
			ClientOptions: options, DisableInstanceDiscovery: true,
		})
	}
	withCertificate := func(p pair, chain bool) (azcore.TokenCredential, error) {
		return azidentity.NewClientCertificateCredential(tenant, clientID, []*x509.Certificate{p.cert}, p.key, &azidentity.ClientCertificateCredentialOptions{
			ClientOptions: options, DisableInstanceDiscovery: true, SendCertificateChain: chain,
		})
	}
	withAssertion := func(p pair, subject string) (azcore.TokenCredential, error) {
		return azidentity.NewClientAssertionCredential(tenant, clientID, func(context.Context) (string, error) {
			return sign(jwt.SigningMethodRS256, p, federation("sub", subject)), nil
		}, &azidentity.ClientAssertionCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
	}
	for name, c := range map[string]struct {
		credential func() (azcore.TokenCredential, error)
		refusal    string
	}{
		"secret":              {func() (azcore.TokenCredential, error) { return withSecret(tenant, secret) }, ""},
		"certificate":         {func() (azcore.TokenCredential, error) { return withCertificate(registered(), false) }, ""},
		"certificate, chain":  {func() (azcore.TokenCredential, error) { return withCertificate(registered(), true) }, ""},
		"assertion":           {func() (azcore.TokenCredential, error) { return withAssertion(runner(), subject) }, ""},
		"wrong secret":        {func() (azcore.TokenCredential, error) { return withSecret(tenant, "x") }, "AADSTS7000215"},
		"wrong tenant":        {func() (azcore.TokenCredential, error) { return withSecret(bare, secret) }, "AADSTS90002"},
		"unknown certificate": {func() (azcore.TokenCredential, error) { return withCertificate(stranger(), false) }, "AADSTS700027"},
		"wrong subject":       {func() (azcore.TokenCredential, error) { return withAssertion(runner(), "x") }, "AADSTS700213"},
		"wrong issuer's key":  {func() (azcore.TokenCredential, error) { return withAssertion(stranger(), subject) }, "AADSTS50013"},
	} {
		t.Run(name, func(t *testing.T) {
			credential, err := c.credential()
			if err != nil {
				t.Fatal(err)
			}
			for _, audience := range []string{graph, "https://onestore.microsoft.com"} {
				token, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{audience + "/.default"}})
				if c.refusal != "" {
					if err == nil || !strings.Contains(err.Error(), c.refusal) {
						t.Errorf("%v does not tell %s", err, c.refusal)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if _, err := f.Authenticate(bearer("Bearer "+token.Token), audience); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
