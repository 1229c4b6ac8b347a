package graph

import (
	"errors"
	"net/http"
	"time"
)

// Error is a call that failed, whatever the reason: the service refused it, no answer came, the answer made no sense,
// or signing in failed.
type Error struct {
	Method string // of the request
	Path   string // of the request, without its query, which may name people

	Status  int    // HTTP status; 0 when no answer came
	Code    string // the service's word for it; often empty or only "BadRequest" with Intune
	Message string // readable sentence: Intune's JSON-in-message unpacked, its ids and URL dropped

	RequestID       string // the service's id of the request: what support asks for
	ClientRequestID string // our id of the call
	ActivityID      string // Intune's own, from inside its message
	OperationID     string // Intune's own, from inside its message

	Permissions []string      // on a 403: any one of these lets the call through, the least first
	Hint        string        // what to do about it, when that is known
	RetryAfter  time.Duration // what the service asked for last, or 0
	Ambiguous   bool          // a write that may or may not have been performed: read back, then decide

	kind kind
	err  error
}

// IsNotFound says that the thing named in the path is not there.
func IsNotFound(err error) bool {
	return is(err, func(e *Error) bool { return e.Status == http.StatusNotFound })
}

// IsForbidden says that signing in worked, but the application may not make this call.
func IsForbidden(err error) bool {
	return is(err, func(e *Error) bool { return e.Status == http.StatusForbidden })
}

// IsThrottled says that the service still asked to wait when the time for the call had run out.
func IsThrottled(err error) bool {
	return is(err, func(e *Error) bool { return e.Status == http.StatusTooManyRequests })
}

// IsConflict says that the thing is in a state that does not allow the call.
func IsConflict(err error) bool {
	return is(err, func(e *Error) bool { return e.Status == http.StatusConflict })
}

// IsAlreadyExists says that a create met what it was to create.
func IsAlreadyExists(err error) bool { return is(err, func(e *Error) bool { return e.kind == exists }) }

// IsNotOnline says that the Store keeps no seats for this app because it is licensed offline.
func IsNotOnline(err error) bool { return is(err, func(e *Error) bool { return e.kind == notOnline }) }

// IsAmbiguous says that a write may or may not have been performed: its answer was lost, or the service failed while
// at it. Read back, then decide.
func IsAmbiguous(err error) bool { return is(err, func(e *Error) bool { return e.Ambiguous }) }

// IsUnauthenticated says that there is no token, or that the service does not accept it.
func IsUnauthenticated(err error) bool {
	return is(err, func(e *Error) bool { return e.kind == signIn || e.Status == http.StatusUnauthorized })
}

// kind tells apart what a status alone does not.
type kind int

const (
	plain     kind = iota
	exists         // a create met what it was to create
	notOnline      // the Store keeps no seats for an app licensed offline
	signIn         // the credential gave no token
)

func is(err error, test func(*Error) bool) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && test(e)
}

// Unwrap gives the cause below HTTP: a network error, the end of the context, or the credential's own error.
func (e *Error) Unwrap() error { return e.err }
