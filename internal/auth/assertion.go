package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// federatedAudience is what Entra wants a federated token to be for.
// Source: Learn, "Workload identity federation": audience.
const federatedAudience = "api://AzureADTokenExchange"

// assertion chooses where the federated token comes from: the token itself, the
// file, the GitHub Actions job.
func (c Config) assertion() (func(context.Context) (string, error), error) {
	switch {
	case c.OIDCToken != "":
		return func(context.Context) (string, error) { return c.OIDCToken, nil }, nil
	case c.OIDCTokenFilePath != "":
		return func(context.Context) (string, error) { return readFile(c.OIDCTokenFilePath) }, nil
	case c.OIDCRequestURL != "" && c.OIDCRequestToken != "":
		return c.requestedAssertion()
	case c.OIDCRequestURL != "" || c.OIDCRequestToken != "":
		return nil, errors.New("oidc_request_url (ACTIONS_ID_TOKEN_REQUEST_URL) and oidc_request_token (ACTIONS_ID_TOKEN_REQUEST_TOKEN) must be set together")
	}
	return nil, errors.New("use_oidc (ARM_USE_OIDC) is set, and no token: set oidc_token (ARM_OIDC_TOKEN), or oidc_token_file_path (ARM_OIDC_TOKEN_FILE_PATH, AZURE_FEDERATED_TOKEN_FILE), or give the GitHub Actions job the permission id-token: write")
}

// requestedAssertion asks the GitHub Actions job's own service for a token. The
// job's request token stays good for the whole job, so a long run can ask again.
// Source: GitHub docs, "OpenID Connect reference": methods for requesting the
// OIDC token.
func (c Config) requestedAssertion() (func(context.Context) (string, error), error) {
	u, err := url.Parse(c.OIDCRequestURL)
	if err != nil || u.Host == "" {
		return nil, errors.New("oidc_request_url (ACTIONS_ID_TOKEN_REQUEST_URL) is not a URL")
	}
	query := u.Query()
	query.Set("audience", federatedAudience)
	u.RawQuery = query.Encode()
	pipeline := runtime.NewPipeline("intunestore/auth", "", runtime.PipelineOptions{}, &policy.ClientOptions{
		Transport: c.transport(),
		Retry:     policy.RetryOptions{TryTimeout: tryTimeout},
	})
	return func(ctx context.Context) (string, error) {
		req, err := runtime.NewRequest(ctx, http.MethodGet, u.String())
		if err != nil {
			return "", err
		}
		req.Raw().Header.Set("Authorization", "Bearer "+c.OIDCRequestToken)
		req.Raw().Header.Set("Accept", "application/json")
		resp, err := pipeline.Do(req)
		if err != nil {
			return "", fmt.Errorf("asking %s for a federated token: %w", u.Host, err)
		}
		defer func() { _ = resp.Body.Close() }()
		if !runtime.HasStatusCode(resp, http.StatusOK) {
			return "", fmt.Errorf("asking %s for a federated token: it answered HTTP %s", u.Host, resp.Status)
		}
		var answer struct {
			Value string `json:"value"`
		}
		if err := runtime.UnmarshalAsJSON(resp, &answer); err != nil || answer.Value == "" {
			return "", fmt.Errorf("asking %s for a federated token: its answer holds none", u.Host)
		}
		return answer.Value, nil
	}, nil
}
