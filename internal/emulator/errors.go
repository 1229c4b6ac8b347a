package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// area is the service behind a route; it decides the form of an error.
type area int

const (
	directoryArea area = iota // plain Graph errors
	intuneArea                // a JSON document inside the message
	storeArea                 // the Store's management service
)

// apiError is a refusal, before it is written in the form of its area.
type apiError struct {
	status        int
	code, message string
	header        http.Header
	plain         bool // Graph's own, even on an Intune route
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s: %s", e.status, e.code, e.message) }

// badRequest is what Intune answers to a value that its rules refuse.
func badRequest(format string, arguments ...any) error {
	return &apiError{status: http.StatusBadRequest, code: "BadRequest", message: fmt.Sprintf(format, arguments...)}
}

// modelFailure is what a body gets that does not fit the schema.
// Source: observed, microsoftgraph/microsoft-graph-docs#2183.
func modelFailure(format string, arguments ...any) error {
	return &apiError{status: http.StatusBadRequest, code: "ModelValidationFailure", message: fmt.Sprintf(format, arguments...)}
}

// noRoute is what a wrong path or shape gets on an Intune route.
// Source: observed, microsoftgraph/microsoft-graph-docs#15359 and #20609.
func noRoute(path string) error {
	template := "~"
	for i, segment := range strings.Split(strings.Trim(path, "/"), "/") {
		switch {
		case i == 0:
			template += "/singleton"
		case isGUID(strings.SplitN(segment, "_", 2)[0]):
			template += "/key"
		case strings.Contains(segment, "."):
			template += "/cast"
		default:
			template += "/navigation"
		}
	}
	return &apiError{
		status: http.StatusBadRequest, code: "No method match route template",
		message: "No OData route exists that match template " + template + " with http verb for request " + path + ".",
	}
}

// missingSegment is what a wrong path gets on a directory route.
func missingSegment(segment string) error {
	return &apiError{status: http.StatusBadRequest, code: "BadRequest", message: "Resource not found for the segment '" + segment + "'."}
}

// notFound is Intune's answer for an app or assignment that is not there.
func notFound(what, id string) error {
	return &apiError{status: http.StatusNotFound, code: "ResourceNotFound", message: fmt.Sprintf("%s with id '%s' was not found.", what, id)}
}

// noObject is the directory's answer for an object that is not there.
func noObject(id string) error {
	return &apiError{
		status: http.StatusNotFound, code: "Request_ResourceNotFound",
		message: fmt.Sprintf("Resource '%s' does not exist or one of its queried reference-property objects are not present.", id),
	}
}

// forbidden is the answer to a caller that holds none of the permissions.
func forbidden(a area, permissions []string) *apiError {
	if a == intuneArea {
		return &apiError{
			status: http.StatusForbidden, code: "Forbidden",
			message: "Application is not authorized to perform this operation. Application must have one of the following scopes: " + strings.Join(permissions, ", "),
		}
	}
	return &apiError{status: http.StatusForbidden, code: "Authorization_RequestDenied", message: "Insufficient privileges to complete the operation."}
}

// throttled is the body of Graph's 429 and of other statuses that a fault asks
// for. Source: Graph docs, throttling.
func throttled(status int) *apiError {
	switch status {
	case http.StatusTooManyRequests:
		return &apiError{status: status, code: "TooManyRequests", message: "Please retry again later.", plain: true}
	case http.StatusServiceUnavailable:
		return &apiError{status: status, code: "ServiceUnavailable", message: "The service is temporarily unavailable.", plain: true}
	}
	return &apiError{status: status, code: strings.ReplaceAll(http.StatusText(status), " ", ""), message: "The request could not be completed.", plain: true}
}

// asAPIError turns what a handler returned into an apiError.
func asAPIError(err error) *apiError {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e
	}
	if e, ok := errors.AsType[*odata.Error](err); ok {
		return &apiError{status: http.StatusBadRequest, code: e.Code, message: e.Message}
	}
	return &apiError{status: http.StatusInternalServerError, code: "InternalServerError", message: err.Error()}
}

// object writes the error in the form of its area.
func (e *apiError) object(a area, now time.Time, requestID, clientRequestID string) map[string]any {
	if a == storeArea {
		return map[string]any{"code": e.code, "message": e.message, "reason": e.message}
	}
	message := e.message
	if a == intuneArea && !e.plain {
		message = intuneMessage(message, requestID)
	}
	inner := map[string]any{"date": now.UTC().Format("2006-01-02T15:04:05"), "request-id": requestID, "client-request-id": clientRequestID}
	if e.status == http.StatusTooManyRequests {
		inner["code"], inner["status"], inner["message"] = "429", "429", "Please retry after"
	}
	return map[string]any{"error": map[string]any{"code": e.code, "message": message, "innerError": inner}}
}

// intuneMessage is the JSON document that Intune's services put inside the
// message. Source: observed, terraprovider/terraform-provider-microsoft365wp#12.
func intuneMessage(text, requestID string) string {
	document := struct {
		Version     int     `json:"_version"`
		Message     string  `json:"Message"`
		Phrase      string  `json:"CustomApiErrorPhrase"`
		RetryAfter  *string `json:"RetryAfter"`
		Source      string  `json:"ErrorSourceService"`
		HTTPHeaders string  `json:"HttpHeaders"`
	}{
		Version: 3, HTTPHeaders: "{}",
		Message: text + " - Operation ID (for customer support): " + uuid.Nil.String() + " - Activity ID: " + requestID +
			" - Url: https://fef.emulated.manage.microsoft.com/AppLifecycle/StatelessAppMetadataFEService",
	}
	written, err := json.MarshalIndent(document, "", "  ")
	if err != nil { // strings and a number always marshal
		return text
	}
	return string(written)
}
