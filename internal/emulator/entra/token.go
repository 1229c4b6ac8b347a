package entra

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// lifetime of an access token. Entra's varies between 60 and 90 minutes.
// Source: Microsoft Entra docs, access-tokens.
const lifetime = time.Hour

// assertionType is the only client_assertion_type there is. Source: RFC 7523.
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// maxForm is far above any real request, in bytes.
const maxForm = 1 << 20

// token answers POST /{tenant}/oauth2/v2.0/token.
func (s *Service) token(w http.ResponseWriter, r *http.Request) {
	access, err := s.grant(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	seconds := int(lifetime/time.Second) - 1 // as Entra has it
	answer(w, http.StatusOK, uuid.NewString(), map[string]any{
		"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": access,
	})
}

func (s *Service) grant(w http.ResponseWriter, r *http.Request) (string, error) {
	if r.Method != http.MethodPost {
		return "", invalid("invalid_request", 900561, "The endpoint only accepts POST requests. Received a %s request.", r.Method)
	}
	if tenant := r.PathValue("tenant"); !strings.EqualFold(tenant, s.options.TenantID) {
		return "", noTenant("invalid_request", tenant)
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return "", invalid("invalid_request", 90013, "Invalid input received from the user.")
	}
	form := r.PostForm // never the query, where a secret would be logged
	switch grant := form.Get("grant_type"); {
	case grant == "":
		return "", missing("grant_type")
	case form.Get("client_id") == "":
		return "", missing("client_id")
	case grant != "client_credentials":
		return "", invalid("unsupported_grant_type", 70003, "The app requested an unsupported grant type '%s'.", grant)
	}
	id := form.Get("client_id")
	c, ok := s.clients[strings.ToLower(id)]
	if !ok {
		return "", invalid("unauthorized_client", 700016, "Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.", id, s.options.TenantID)
	}
	audience, err := s.audience(form.Get("scope"))
	if err != nil {
		return "", err
	}
	if err := s.authenticate(c, form); err != nil {
		return "", err
	}
	return s.Mint(c.ID, audience, c.Permissions, lifetime)
}

// authenticate checks the one credential that the form carries.
func (s *Service) authenticate(c client, form url.Values) error {
	switch secret, assertion := form.Get("client_secret"), form.Get("client_assertion"); {
	case secret != "":
		if c.Secret == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(c.Secret)) != 1 {
			return invalidClient(7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", c.ID)
		}
		return nil
	case assertion == "":
		return invalidClient(7000216, "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.")
	case form.Get("client_assertion_type") != assertionType:
		return missing("client_assertion_type")
	default:
		return s.checkAssertion(c, assertion)
	}
}

// audience reads the resource out of a scope parameter: exactly one
// "{resource}/.default", beside the OpenID scopes that MSAL always adds.
func (s *Service) audience(scope string) (string, error) {
	scopes := slices.DeleteFunc(strings.Fields(scope), func(one string) bool {
		return slices.Contains([]string{"openid", "profile", "offline_access", "email"}, one)
	})
	if scope == "" {
		return "", invalid("invalid_request", 90014, "The required field 'scope' is missing from the credential. Ensure that you have all the necessary parameters for the login request.")
	}
	if len(scopes) > 1 {
		return "", invalid("invalid_scope", 70011, "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope %s is not valid. .default scope can't be combined with resource-specific scopes.", scope)
	}
	resource, ok := strings.CutSuffix(strings.Join(scopes, ""), "/.default")
	if !ok {
		return "", invalid("invalid_scope", 1002012, "The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).", scope)
	}
	resource = trim(resource)
	known := slices.Concat(graphHosts, s.options.Resources, []string{StoreAudience, s.options.BaseURL()})
	if !slices.ContainsFunc(known, func(one string) bool { return trim(one) == resource }) {
		return "", invalid("invalid_resource", 500011, "The resource principal named %s was not found in the tenant named %s. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.", resource, s.options.TenantID)
	}
	return resource, nil
}

// trim brings a resource into the one form in which audiences are compared.
func trim(resource string) string { return strings.ToLower(strings.TrimSuffix(resource, "/")) }
