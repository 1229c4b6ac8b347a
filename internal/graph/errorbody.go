package graph

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
)

// errorBody is what the body of a refusal says.
type errorBody struct {
	code, message           string
	requestID               string
	operationID, activityID string
	retryAfter              string
}

// parseErrorBody reads the error of Graph, of Intune behind it, and of the Store's service:
//
//	{"error": {"code": "", "message": "", "innerError": {"request-id": ""}}}   Graph docs, Errors; also "innererror"
//	the same with a JSON document as its message                               Intune; observed: terraform-provider-microsoft365wp#12
//	{"code": "", "message": ""} and {"reason": ""}                             the Store's service; its body is not documented
//
// Whatever it cannot read it leaves out: a body that makes no sense is not worth a second error.
func parseErrorBody(body []byte) errorBody {
	var wire struct {
		Error                 json.RawMessage
		Code, Message, Reason string
	}
	if len(body) == 0 || json.Unmarshal(body, &wire) != nil {
		return errorBody{}
	}
	var e errorBody
	inner := struct {
		Code, Message string
		InnerError    struct {
			RequestID string `json:"request-id"`
		}
	}{Code: wire.Code, Message: wire.Message}
	if inner.Message == "" {
		inner.Message = wire.Reason
	}
	if len(wire.Error) > 0 {
		// A member of an unexpected type leaves the others filled in.
		_ = json.Unmarshal(wire.Error, &inner)
	}
	e.code, e.message, e.requestID = inner.Code, inner.Message, inner.InnerError.RequestID
	e.unpack()
	e.message = sentence(e.message)
	for _, w := range [...]*string{&e.code, &e.requestID, &e.operationID, &e.activityID} {
		*w = word(*w)
	}
	return e
}

// intuneTail are the parts that Intune adds to its messages for its own support.
var intuneTail = regexp.MustCompile(`(?i)\s*-?\s*\b(Operation ID \(for customer support\)|Activity ID|Url):\s*(\S+)`)

// unpack takes the sentence and the ids out of a message that is a JSON document itself, however often it is wrapped.
func (e *errorBody) unpack() {
	for range 3 {
		var doc struct {
			Message              string
			CustomApiErrorPhrase string
			ErrorCode            string
			RetryAfter           any
		}
		if !strings.HasPrefix(strings.TrimSpace(e.message), "{") || json.Unmarshal([]byte(e.message), &doc) != nil {
			break
		}
		e.message = doc.Message
		if e.message == "" {
			e.message = doc.CustomApiErrorPhrase
		}
		if doc.CustomApiErrorPhrase != "" {
			e.code = doc.CustomApiErrorPhrase
		} else if e.code == "" {
			e.code = doc.ErrorCode
		}
		switch wait := doc.RetryAfter.(type) {
		case string:
			e.retryAfter = wait
		case float64:
			b, _ := json.Marshal(wait)
			e.retryAfter = string(b)
		}
	}
	e.message = intuneTail.ReplaceAllStringFunc(e.message, func(part string) string {
		m := intuneTail.FindStringSubmatch(part)
		switch strings.ToLower(m[1])[0] {
		case 'o':
			e.operationID = m[2]
		case 'a':
			e.activityID = m[2]
		}
		return ""
	})
}

// maxMessage keeps a message readable when a service answers with a page of text.
const maxMessage = 1000

// sentence puts a message on one line, without what drives a terminal or turns the reading direction, and without the
// stop at its end: what follows adds its own.
func sentence(s string) string {
	s = printable.Line(strings.Join(strings.Fields(s), " "))
	s = strings.TrimRight(s, " -")
	return strings.TrimSuffix(printable.Cut(s, maxMessage), ".")
}

// word is a code or an id that a service gave, as a message can show it.
func word(s string) string { return printable.Cut(printable.Line(strings.TrimSpace(s)), 200) }
