package auth

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
)

// SignInError is a sign-in that failed, in one short sentence or two instead of
// the SDK's page. It never carries a secret or a token.
type SignInError struct {
	// Method is how it was tried, as in "using the client secret".
	Method string
	// Code is Entra's, such as AADSTS7000215; empty when Entra did not answer.
	Code string
	// Message is what was said, without Code and the ids.
	Message string
	// CorrelationID and TraceID are what Entra's support asks for.
	CorrelationID, TraceID string
	// Hint is what to do next, for the codes that have one cause.
	Hint string
	// Refused: an answer that the same question will get again. Otherwise
	// nobody could be reached, or the service was unwell.
	Refused bool
}

// Error follows well on "signing in failed: ".
func (e *SignInError) Error() string {
	var b strings.Builder
	b.WriteString("using " + e.Method + ": ")
	if e.Code != "" {
		b.WriteString(e.Code + ": ")
	}
	b.WriteString(e.Message)
	var ids []string
	if e.CorrelationID != "" {
		ids = append(ids, "correlation id "+e.CorrelationID)
	}
	if e.TraceID != "" {
		ids = append(ids, "trace id "+e.TraceID)
	}
	if len(ids) > 0 {
		b.WriteString(" (" + strings.Join(ids, ", ") + ")")
	}
	if e.Hint != "" {
		b.WriteString(". " + e.Hint)
	}
	return b.String()
}

// NonRetriable tells azcore's retry policy that the credential has retried what
// was worth it.
func (*SignInError) NonRetriable() {}

// hints are for codes with one likely cause. Source: Learn, "Microsoft Entra
// authentication and authorization error codes".
var hints = map[string]string{
	"AADSTS7000215": "Check client_secret: it is the secret's value, not its id",
	"AADSTS7000222": "The client secret has expired: add a new one to the app registration",
	"AADSTS700016":  "Check client_id and tenant_id: the tenant has no such application",
	"AADSTS90002":   "Check tenant_id and environment: this cloud has no such tenant",
	"AADSTS900023":  "Check tenant_id and environment: this cloud has no such tenant",
	"AADSTS700027":  "Check client_certificate: the app registration has no such certificate, or it has expired",
	"AADSTS700211":  "Add a federated credential with this issuer to the app registration",
	"AADSTS700212":  "Add a federated credential with this audience to the app registration",
	"AADSTS700213":  "Add a federated credential with this subject to the app registration",
	"AADSTS700024":  "The federated token has expired: it must be fresh when the run starts",
	"AADSTS500011":  "The tenant has not consented to this service: grant the application its permissions",
}

var (
	codePattern        = regexp.MustCompile(`AADSTS\d+`)
	codePrefix         = regexp.MustCompile(`^(?:ERROR: )?AADSTS\d+: `)
	correlationPattern = regexp.MustCompile(`(?i)correlation id: ([0-9a-f-]{36})`)
	tracePattern       = regexp.MustCompile(`(?i)trace id: ([0-9a-f-]{36})`)
	idTail             = regexp.MustCompile(`(?i)\s*(?:trace id|correlation id|timestamp): .*$`)
	sdkPrefix          = regexp.MustCompile(`^[A-Za-z]+Credential(?:\.GetToken\(\))?: `)
	sdkSuffix          = regexp.MustCompile(`\.? To troubleshoot, visit \S+$`)
	sdkBody            = regexp.MustCompile(` json message bytes were: .*$`) // a proxy's page may hold anything
	tokenPattern       = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]*`)
)

// explainer turns what a credential says into a SignInError.
type explainer struct {
	method  string
	secrets []string
}

func (x explainer) failure(err error) *SignInError {
	e := &SignInError{Method: x.method, Refused: true}
	var failed *azidentity.AuthenticationFailedError
	text := ""
	switch {
	case !errors.As(err, &failed):
		text = err.Error()
	case failed.RawResponse == nil:
		// A process that failed, the Azure CLI, has answered all the same.
		text, e.Refused = err.Error(), x.method == methodCLI
	default:
		status := failed.RawResponse.StatusCode
		e.Refused = status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout
		text = e.readBody(failed.RawResponse)
	}
	e.Code = codePattern.FindString(text)
	e.CorrelationID = cmp.Or(e.CorrelationID, submatch(correlationPattern, text))
	e.TraceID = cmp.Or(e.TraceID, submatch(tracePattern, text))
	e.Message = x.clean(text)
	e.Hint = hints[e.Code]
	if x.method == methodCLI && strings.Contains(text, "executable not found") {
		e.Message = "az was not found on the PATH"
		e.Hint = "Install the Azure CLI and run az login, or set another of: " + ways
	}
	return e
}

// readBody takes what Entra's error document says; another body, a proxy's page
// perhaps, is not repeated.
// Source: Learn, "OAuth 2.0 client credentials flow": error response.
func (e *SignInError) readBody(r *http.Response) string {
	var document struct {
		Error         json.RawMessage `json:"error"`
		Description   string          `json:"error_description"`
		CorrelationID string          `json:"correlation_id"`
		TraceID       string          `json:"trace_id"`
	}
	body, err := runtime.Payload(r)
	if err != nil || json.Unmarshal(body, &document) != nil || document.Description == "" {
		return "the sign-in service answered HTTP " + strings.TrimSpace(r.Status)
	}
	e.CorrelationID, e.TraceID = id(document.CorrelationID), id(document.TraceID)
	return document.Description
}

// id is an id that a service gave, as a message can show it.
func id(s string) string { return printable.Cut(printable.Line(s), 100) }

// maxMessage keeps a chatty tool from filling the screen, in bytes.
const maxMessage = 600

// clean puts a message on one line, without what the SDK wraps around it, what
// SignInError carries in fields of its own, and anything secret.
func (x explainer) clean(text string) string {
	text = printable.Line(strings.Join(strings.Fields(text), " "))
	text = sdkBody.ReplaceAllString(text, "")
	text = sdkSuffix.ReplaceAllString(text, "")
	text = sdkPrefix.ReplaceAllString(text, "")
	text = idTail.ReplaceAllString(text, "")
	text = codePrefix.ReplaceAllString(text, "")
	for _, secret := range x.secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "(secret)")
		}
	}
	text = tokenPattern.ReplaceAllString(text, "(token)")
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "") + "…"
	}
	return strings.TrimRight(text, ". ")
}

func submatch(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
