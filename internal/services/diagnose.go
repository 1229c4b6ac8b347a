package services

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// Diagnose turns the error of an API call into a diagnostic of three paragraphs:
// what was tried, what the service said, and what to do next. summary is a noun
// phrase. doing is what was tried, with its ids, as a phrase that "failed" can
// follow, such as "Reading the licensed apps".
func Diagnose(summary, doing string, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summary, Explain(doing, err))
}

// Explain is the detail of Diagnose, for a diagnostic that is not an error.
func Explain(doing string, err error) string {
	paragraphs := []string{doing + " failed.", said(err), next(err)}
	if ids := traces(err); ids != "" {
		paragraphs = append(paragraphs, ids)
	}
	return strings.Join(paragraphs, "\n\n")
}

// said is the service's own account, or that of whatever stood in its place.
func said(err error) string {
	e, ok := errors.AsType[*graph.Error](err)
	switch {
	case !ok:
		return sentence(err.Error())
	case e.Status == 0 && graph.IsUnauthenticated(err):
		return "Signing in failed: " + sentence(e.Message)
	case e.Status == 0:
		return "No answer came: " + sentence(e.Message)
	}
	answer := fmt.Sprintf("The service answered %d", e.Status)
	if status := http.StatusText(e.Status); status != "" {
		answer += " " + status
	}
	if e.Code != "" {
		answer += fmt.Sprintf(" (%s)", e.Code)
	}
	if e.Message == "" {
		return answer + "."
	}
	return answer + ": " + sentence(e.Message)
}

// next is what to do about it. What the client knows of the very call comes
// first; what follows from the kind of failure otherwise.
func next(err error) string {
	e, ok := errors.AsType[*graph.Error](err)
	var advice []string
	if ok && e.Ambiguous {
		advice = append(advice, "The change may have been made all the same: run a plan to see what the tenant holds now.")
	}
	if ok && len(e.Permissions) > 0 {
		advice = append(advice, fmt.Sprintf("Grant the application one of these Microsoft Graph permissions, with an administrator's consent: %s.",
			strings.Join(e.Permissions, ", ")))
	}
	if ok && e.Hint != "" {
		advice = append(advice, sentence(e.Hint))
	}
	if len(advice) == 0 {
		advice = append(advice, usual(err))
	}
	return strings.Join(advice, " ")
}

// usual is the advice for a kind of failure of which nothing more is known.
func usual(err error) string {
	e, ok := errors.AsType[*graph.Error](err)
	switch {
	case errors.Is(err, context.Canceled):
		return "The run was interrupted. Run it again to go on."
	case errors.Is(err, context.DeadlineExceeded):
		return "The time allowed for the operation ran out. Run it again, or allow more in the timeouts of the resource."
	case graph.IsUnauthenticated(err):
		return "Check the tenant id, the client id and the credential of the provider block or of the environment."
	case graph.IsThrottled(err):
		return "The tenant receives more requests than the service allows. Run again in some minutes, or with a lower -parallelism."
	case ok && e.Status == 0:
		return "Check that this machine reaches the service: network, proxy (HTTPS_PROXY), and the endpoints of the provider block."
	case ok && e.Status >= http.StatusInternalServerError:
		return "The service has a fault of its own. Run again in some minutes; if it stays, give Microsoft support the ids below."
	case ok && e.Status == http.StatusForbidden:
		return "Check that the application has the permission for this call, with an administrator's consent, and that the tenant has an active Intune licence."
	}
	return "Correct what the service names, and run again."
}

// traces are the ids by which Microsoft support finds the request.
func traces(err error) string {
	e, ok := errors.AsType[*graph.Error](err)
	if !ok {
		return ""
	}
	var ids []string
	for _, id := range []struct{ name, value string }{
		{"request id", e.RequestID},
		{"client request id", e.ClientRequestID},
		{"activity id", e.ActivityID},
		{"operation id", e.OperationID},
	} {
		if id.value != "" {
			ids = append(ids, id.name+" "+id.value)
		}
	}
	request := strings.TrimSpace(e.Method + " " + e.Path)
	switch {
	case request == "" && len(ids) == 0:
		return ""
	case len(ids) == 0:
		return "Request: " + request
	case request == "":
		return "Request: " + strings.Join(ids, ", ")
	}
	return fmt.Sprintf("Request: %s, %s", request, strings.Join(ids, ", "))
}

// sentence ends s with a full stop, so that what follows reads on.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return "no reason given."
	}
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
