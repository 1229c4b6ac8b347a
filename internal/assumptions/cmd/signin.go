package main

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/assumptions"
	"github.com/intunestore/terraform-provider-intunestore/internal/auth"
)

// signIn makes the client from the variables that the provider reads too.
func (c command) signIn(writes bool) (*assumptions.Client, error) {
	first := func(names ...string) string {
		for _, name := range names {
			if value := c.lookup(name); value != "" {
				return value
			}
		}
		return ""
	}
	cloud, ok := auth.CloudByName(first("ARM_ENVIRONMENT"))
	if !ok {
		return nil, fmt.Errorf("ARM_ENVIRONMENT is not one of %s", strings.Join(auth.CloudNames(), ", "))
	}
	transport := c.transport
	if transport == nil {
		transport = &http.Transport{
			Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2: true, TLSHandshakeTimeout: time.Minute, IdleConnTimeout: time.Minute,
		}
	}
	client := &http.Client{
		Transport: transport, Timeout: 2 * time.Minute,
		// A redirect could lead the token elsewhere; Graph sends none.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	credential, err := auth.New(auth.Config{
		TenantID:                  first("ARM_TENANT_ID", "AZURE_TENANT_ID"),
		ClientID:                  first("ARM_CLIENT_ID", "AZURE_CLIENT_ID"),
		ClientSecret:              first("ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"),
		ClientSecretFilePath:      first("ARM_CLIENT_SECRET_FILE_PATH"),
		ClientCertificate:         first("ARM_CLIENT_CERTIFICATE"),
		ClientCertificatePath:     first("ARM_CLIENT_CERTIFICATE_PATH"),
		ClientCertificatePassword: first("ARM_CLIENT_CERTIFICATE_PASSWORD"),
		UseOIDC:                   first("ARM_USE_OIDC") == "true",
		OIDCToken:                 first("ARM_OIDC_TOKEN"),
		OIDCTokenFilePath:         first("ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"),
		OIDCRequestURL:            first("ACTIONS_ID_TOKEN_REQUEST_URL"),
		OIDCRequestToken:          first("ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
		UseMSI:                    first("ARM_USE_MSI") == "true",
		UseCLI:                    first("ARM_USE_CLI") != "false",
		AccessToken:               first("INTUNESTORE_ACCESS_TOKEN"),
		Cloud:                     cloud,
		LoginEndpoint:             strings.TrimSuffix(first("INTUNESTORE_LOGIN_ENDPOINT"), "/"),
		Transport:                 client,
		Now:                       c.now,
	})
	if err != nil {
		return nil, err
	}
	return &assumptions.Client{
		Graph: strings.TrimSuffix(cmp.Or(first("INTUNESTORE_GRAPH_ENDPOINT"), cloud.Graph), "/"), Scope: cloud.GraphScope(),
		Credential: credential, HTTP: client, Writes: writes, Now: c.now,
	}, nil
}
