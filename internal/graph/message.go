package graph

import (
	"fmt"
	"net/http"
	"strings"
)

// Error tells the whole story in sentences: the request, what the service said, its ids, and what to do.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Method != "" {
		fmt.Fprintf(&b, "%s %s: ", e.Method, e.Path)
	}
	switch {
	case e.kind == signIn:
		b.WriteString("signing in failed: ")
	case e.Status != 0:
		b.WriteString(statusText(e.Status))
		if e.Code != "" {
			fmt.Fprintf(&b, " (%s)", e.Code)
		}
		if e.Message != "" {
			b.WriteString(": ")
		}
	case e.ClientRequestID != "" && e.err != nil:
		b.WriteString("no answer: ")
	}
	b.WriteString(e.Message)
	b.WriteByte('.')
	if ids := e.ids(); ids != "" {
		b.WriteByte(' ')
		b.WriteString(ids)
	}
	if len(e.Permissions) > 0 {
		fmt.Fprintf(&b, " This call needs one of the permissions %s.", strings.Join(e.Permissions, ", "))
	}
	if e.Ambiguous {
		b.WriteString(" It may have been performed all the same.")
	}
	if e.Hint != "" {
		b.WriteByte(' ')
		b.WriteString(e.Hint)
	}
	return b.String()
}

// ids are what support asks for, as a sentence.
func (e *Error) ids() string {
	var ids []string
	for _, id := range [...]struct{ name, value string }{
		{"request id", e.RequestID},
		{"client request id", e.ClientRequestID},
		{"activity id", e.ActivityID},
		{"operation id", e.OperationID},
	} {
		if id.value != "" {
			ids = append(ids, id.name+" "+id.value)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	text := strings.Join(ids, ", ")
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return fmt.Sprint(status)
}
