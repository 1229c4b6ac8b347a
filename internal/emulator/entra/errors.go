package entra

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// refusal is an answer of the token endpoint that is not a token. Codes and
// texts are Entra's own. Source: Microsoft Entra docs, reference-error-codes;
// the whole texts from public issues that quote them.
type refusal struct {
	status int
	name   string // the OAuth 2.0 error
	code   int    // AADSTS number
	text   string
}

func (e *refusal) Error() string { return "AADSTS" + strconv.Itoa(e.code) + ": " + e.text }

// invalidClient is what is wrong with a credential.
func invalidClient(code int, format string, arguments ...any) error {
	return &refusal{http.StatusUnauthorized, "invalid_client", code, fmt.Sprintf(format, arguments...)}
}

// invalid is what is wrong with the request itself.
func invalid(name string, code int, format string, arguments ...any) error {
	return &refusal{http.StatusBadRequest, name, code, fmt.Sprintf(format, arguments...)}
}

// missing is a parameter that the form lacks.
func missing(parameter string) error {
	return invalid("invalid_request", 900144, "The request body must contain the following parameter: '%s'.", parameter)
}

// noTenant is a request for a tenant that is not this one. The token endpoint
// calls it invalid_request, discovery invalid_tenant.
func noTenant(name, tenant string) error {
	return invalid(name, 90002, "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.", tenant)
}

// refuse writes an error in Entra's JSON form.
func (s *Service) refuse(w http.ResponseWriter, r *http.Request, e *refusal) {
	trace, correlation := uuid.NewString(), r.Header.Get("client-request-id")
	if uuid.Validate(correlation) != nil {
		correlation = uuid.NewString()
	}
	stamp := s.options.Clock().UTC().Format("2006-01-02 15:04:05Z")
	answer(w, e.status, trace, struct {
		Error         string `json:"error"`
		Description   string `json:"error_description"`
		Codes         []int  `json:"error_codes"`
		Timestamp     string `json:"timestamp"`
		TraceID       string `json:"trace_id"`
		CorrelationID string `json:"correlation_id"`
		URI           string `json:"error_uri"`
	}{
		Error:         e.name,
		Description:   fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s", e, trace, correlation, stamp),
		Codes:         []int{e.code},
		Timestamp:     stamp,
		TraceID:       trace,
		CorrelationID: correlation,
		URI:           s.options.BaseURL() + "/error?code=" + strconv.Itoa(e.code),
	})
}

// answer writes a JSON document that nobody may keep.
func answer(w http.ResponseWriter, status int, trace string, body any) {
	header := w.Header()
	header.Set("Content-Type", "application/json; charset=utf-8")
	header.Set("Cache-Control", "no-store, no-cache")
	header.Set("Pragma", "no-cache")
	header.Set("x-ms-request-id", trace)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a caller that has gone needs no answer
}

// stamp renders a time as Entra's texts do.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.0000000Z") }
