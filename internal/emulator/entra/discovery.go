package entra

import (
	"encoding/base64"
	"errors"
	"math/big"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
)

// ours tells whether a request is for this tenant; if not, it is answered.
func (s *Service) ours(w http.ResponseWriter, r *http.Request) bool {
	tenant := r.PathValue("tenant")
	if strings.EqualFold(tenant, s.options.TenantID) {
		return true
	}
	s.fail(w, r, noTenant("invalid_tenant", tenant))
	return false
}

// fail writes the refusal that err is.
func (s *Service) fail(w http.ResponseWriter, r *http.Request, err error) {
	e, ok := errors.AsType[*refusal](err)
	if !ok {
		e = &refusal{http.StatusInternalServerError, "server_error", 90033, "A transient error has occurred. Please try again. " + err.Error()}
	}
	s.refuse(w, r, e)
}

// configuration answers the OpenID Connect discovery document.
// Source: Microsoft Entra docs, v2-protocols-oidc.
func (s *Service) configuration(w http.ResponseWriter, r *http.Request) {
	if !s.ours(w, r) {
		return
	}
	base, _ := url.Parse(s.options.BaseURL())
	answer(w, http.StatusOK, uuid.NewString(), map[string]any{
		"issuer":                                s.endpoint("/v2.0"),
		"token_endpoint":                        s.endpoint("/oauth2/v2.0/token"),
		"authorization_endpoint":                s.endpoint("/oauth2/v2.0/authorize"),
		"device_authorization_endpoint":         s.endpoint("/oauth2/v2.0/devicecode"),
		"jwks_uri":                              s.endpoint("/discovery/v2.0/keys"),
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt"},
		"response_types_supported":              []string{"code", "id_token", "code id_token", "id_token token"},
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"cloud_instance_name":                   base.Host,
		"tenant_region_scope":                   "EU",
	})
}

// keys answers the public half of the signing key.
func (s *Service) keys(w http.ResponseWriter, r *http.Request) {
	if !s.ours(w, r) {
		return
	}
	public := s.key.PublicKey
	answer(w, http.StatusOK, uuid.NewString(), map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": keyID(&public), "issuer": s.endpoint("/v2.0"),
		"n": base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
	}}})
}

// instance answers instance discovery: whether an authority is one that the
// service knows, which here is itself only.
func (s *Service) instance(w http.ResponseWriter, r *http.Request) {
	base, _ := url.Parse(s.options.BaseURL())
	asked, err := url.Parse(r.URL.Query().Get("authorization_endpoint"))
	if err != nil || asked.Host != base.Host {
		s.fail(w, r, invalid("invalid_instance", 50049, "Unknown or invalid instance."))
		return
	}
	answer(w, http.StatusOK, uuid.NewString(), map[string]any{
		"tenant_discovery_endpoint": s.endpoint("/v2.0/.well-known/openid-configuration"),
		"api-version":               "1.1",
		"metadata": []any{map[string]any{
			"preferred_network": base.Host, "preferred_cache": base.Host, "aliases": []string{base.Host},
		}},
	})
}
