package graph

import (
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// How often a failure that names no time to wait is tried again. A 500 is as often a request that Intune chokes on
// every time as it is bad weather, so it gets few tries; so does an address where nobody listens.
const (
	fewTries  = 3
	manyTries = 10
	unlimited = math.MaxInt
)

// patience bounds the waiting of a call whose context has no deadline.
const patience = 20 * time.Minute

// retry sends a failed attempt again where that is safe and can help. It stands in for azcore's own policy, which is
// switched off by MaxRetries -1 for two reasons: azcore repeats a request after any transport error whatever its
// method, so a POST that creates may be performed twice; and it gives up when Retry-After exceeds a fixed cap, where
// the right cap is the time that the operation has left.
type retry struct{}

func (retry) Do(req *policy.Request) (*http.Response, error) {
	ctx, p := req.Raw().Context(), progressOf(req)
	tries := newTries(ctx, p.op.fact().repeat)
	for {
		if err := req.RewindBody(); err != nil {
			return nil, err
		}
		p.sent = false
		resp, err := req.Clone(ctx).Next()
		if p.stopped = ctx.Err(); p.stopped != nil {
			return resp, err
		}
		wait, again := tries.after(outcomeOf(resp, err))
		if !again {
			p.asked, p.left = tries.asked, tries.left
			return resp, err
		}
		if p.stopped = sleep(ctx, wait); p.stopped != nil {
			return resp, err
		}
	}
}

// outcome is how one attempt ended.
type outcome struct {
	status     int  // 0: no answer
	omitted    bool // the answer to its batch leaves it out
	retryAfter time.Duration
	err        error
}

func outcomeOf(resp *http.Response, err error) outcome {
	if !answered(resp, err) {
		return outcome{err: err}
	}
	return (&answer{status: resp.StatusCode, header: resp.Header, body: payload(resp)}).outcome()
}

func (a *answer) outcome() outcome {
	return outcome{status: a.status, retryAfter: retryAfter(a.header, a.body)}
}

// answered says that an attempt ended with an answer of the service. azcore returns a response beside an error when
// the body was cut, which is no answer, and when it could not read the challenge of a 401, which is one.
func answered(resp *http.Response, err error) bool {
	return resp != nil && (err == nil || resp.StatusCode == http.StatusUnauthorized)
}

// limit is how often this outcome may be followed by another try.
func (o outcome) limit(r repeat) int {
	_, denied := errors.AsType[*signInError](o.err)
	switch {
	case o.status == http.StatusTooManyRequests:
		return unlimited // it was not performed, whatever it was
	case o.omitted:
		return fewTries // only reads are in batches
	case o.status == 0 && (o.err == nil || denied || permanent(o.err)):
		return 0
	case o.status == 0 && unsent(o.err):
		return fewTries
	case r == never:
		return 0
	case o.status == 0:
		return manyTries
	case o.status == http.StatusInternalServerError:
		return fewTries
	case o.status == http.StatusFailedDependency: // inside a batch: the batch's other requests were throttled
		return manyTries
	case o.status == http.StatusServiceUnavailable && o.retryAfter > 0:
		return unlimited
	case passing(o.status):
		return manyTries
	}
	return 0
}

// passing says that a status tells of the service's state rather than of the request.
func passing(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout, 509: // bandwidth limit exceeded (Graph docs, Errors)
		return true
	}
	return false
}

// retryAfter is how long the service asks to wait: whole or decimal seconds (Graph docs, Throttling: "2.128") or a
// date, or the number that Intune hides in its error message when the header is missing. 0 when it asks for nothing.
func retryAfter(h http.Header, body []byte) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		value = parseErrorBody(body).retryAfter
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		if !(seconds > 0) {
			return 0
		}
		return time.Duration(min(seconds, 1e6) * float64(time.Second))
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now := serviceTime(h)
	if now.IsZero() {
		now = time.Now()
	}
	return max(0, at.Sub(now))
}

// backoff is the wait before try n (1 for the first repeat) when the service names none: half a second doubled each
// time up to ten, spread so that many callers do not come back together.
func backoff(n int) time.Duration {
	d := min(500*time.Millisecond<<min(n-1, 10), 10*time.Second)
	return d/2 + rand.N(d)
}
