package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// unsendable is the error of a call that could not be put into a request.
func (o origin) unsendable(err error) *Error {
	e := &Error{Message: err.Error(), err: err}
	if o.path != "" {
		e.Method, e.Path = o.method, o.path
	}
	return e
}

// noAnswer is the error of a call that no answer came to.
func (p *progress) noAnswer(err error) *Error {
	e := &Error{
		Method:          p.method,
		Path:            p.path,
		Message:         cause(err),
		ClientRequestID: p.clientRequestID,
		Ambiguous:       p.op.fact().repeat != harmless && p.sent,
		err:             err,
	}
	if denied, ok := errors.AsType[*signInError](err); ok {
		e.kind, e.err, e.Message, e.Ambiguous = signIn, denied.error, denied.Error(), false
	}
	if p.stopped != nil && !errors.Is(e.err, p.stopped) {
		e.stop(p.stopped, 0, 0)
		e.err = errors.Join(err, p.stopped)
	}
	return e
}

// stop notes why a call that could have been tried again was not.
func (e *Error) stop(stopped error, asked, left time.Duration) {
	e.err = stopped
	switch {
	case asked > 0:
		e.Hint = fmt.Sprintf("The service asks to wait %s before the next try, but only %s are left. "+
			"Allow more time, or do less at once.", round(asked), round(left))
	case errors.Is(stopped, context.DeadlineExceeded):
		e.Hint = "The time allowed ran out while waiting to try again. Allow more time, or do less at once."
	case stopped != nil:
		e.Hint = "Cancelled while waiting to try again."
	}
}

func round(d time.Duration) time.Duration {
	if d > 10*time.Second {
		return d.Round(time.Second)
	}
	return d.Round(time.Millisecond)
}

// refusal is the error of an answer that is anything but a success, be it an answer of its own or one in a batch.
func (a *answer) refusal() *Error {
	op, body := a.op, parseErrorBody(a.body)
	e := &Error{
		Method:          a.method,
		Path:            a.path,
		ClientRequestID: a.clientRequestID,
		Status:          a.status,
		Code:            body.code,
		Message:         body.message,
		RequestID:       requestID(a.header),
		ActivityID:      body.activityID,
		OperationID:     body.operationID,
		RetryAfter:      retryAfter(a.header, a.body),
		Ambiguous:       op.fact().repeat != harmless && passing(a.status),
	}
	if e.RequestID == "" {
		e.RequestID = body.requestID
	}
	if e.Message == "" && a.status/100 == 3 {
		e.Message = "a redirect, which is not followed"
	}
	if e.Message == "" && len(a.body) > 0 && !a.json() {
		e.Message = "the answer is " + mediaType(a.header) + ", not JSON, and may come from a proxy"
	}
	switch {
	case (op == readSeats || op == reclaimSeats) && a.status == http.StatusConflict:
		// The one conflict that the Store documents for seats: reason "Not online" (Windows docs, Get seats
		// assigned to a user and its siblings).
		e.kind = notOnline
	case a.status == http.StatusBadRequest && strings.HasPrefix(e.Message, existsPrefix):
		e.kind = exists
	}
	if a.status == http.StatusForbidden {
		e.Permissions = op.fact().permissions
	}
	e.Hint = hint(op, e)
	return e
}

// existsPrefix begins the text of the 400 that answers a second create of one target and intent. There is no code
// for it (observed: several public Intune tools match this text).
const existsPrefix = "The MobileApp Assignment already exists"

const (
	licenceHint = "Intune answers this to a tenant without an active Intune licence, or whose MDM authority was never " +
		"set. Check both in the Intune admin centre, under Tenant administration."
	goneHint = "Microsoft ended the sync between Intune and Microsoft Store for Business in 2023; where the service " +
		"still exists, activate Intune under Manage, Settings, Distribute in the Store."
	signInHint = "The token was not accepted. Check that it is for this service and this cloud, and has not expired."
	storeHint  = "Add the application under Manage, Settings, Distribute in the Store, and activate it there as a " +
		"management tool."
)

// hint is what to do about a refusal, where that is known.
func hint(op operation, e *Error) string {
	text := strings.ToLower(e.Message)
	switch {
	case op.intune() && e.Status >= 400 && e.Status < 404 &&
		(strings.Contains(text, "not applicable to target tenant") || // observed: Microsoft365DSC, IntuneGet#993
			strings.Contains(text, "licen") && strings.Contains(text, "intune")):
		return licenceHint
	case op == syncAssociation && (e.Status == http.StatusNotFound || e.Status == http.StatusGone ||
		e.Status == http.StatusNotImplemented):
		return goneHint
	case op.store() && (e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden):
		return storeHint
	case e.Status == http.StatusUnauthorized:
		return signInHint
	}
	return ""
}

// nonsense is the error of an answer that is a success and yet makes no sense. A write may well have been performed.
func (a *answer) nonsense(message string) *Error {
	return &Error{
		Method:          a.method,
		Path:            a.path,
		Status:          a.status,
		Message:         sentence(message),
		RequestID:       requestID(a.header),
		ClientRequestID: a.clientRequestID,
		Ambiguous:       a.op.fact().repeat != harmless,
	}
}

// decode reads an answer's body into v.
func (a *answer) decode(v any) error {
	if len(a.body) == 0 {
		return a.nonsense("the answer is empty")
	}
	if err := json.Unmarshal(a.body, v); err != nil {
		return a.nonsense("the answer is not what the service documents: " + err.Error())
	}
	return nil
}
