package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// newPipeline puts azcore's pipeline together with our own policies. In the order in which a request meets them:
//
//	retry            ours: decides whether a failed attempt may be sent again, and waits
//	azcore's retry   off (see retry)
//	pace             ours: writes wait here for their place; outside of it, so that a repeated write waits too
//	bearer           azcore's: puts the token on, and answers a continuous-access challenge (401) once by itself
//	observe          ours: tells Options.Observe of each attempt, the answered challenge included
//	body download    azcore's: reads the whole body, so that an answer cut half way counts as no answer and is retried
//	bounded          ours: ends an answer that is too large or too slow
//
// azcore's logging policy stays silent unless a listener is set, and redacts headers and queries then.
func newPipeline(o Options, b base, scope string, writes *pace, transport policy.Transporter) runtime.Pipeline {
	return runtime.NewPipeline("graph", "", runtime.PipelineOptions{
		PerCall: []policy.Policy{retry{}},
		PerRetry: []policy.Policy{
			pacePolicy{writes},
			runtime.NewBearerTokenPolicy(credential{o.Credential}, []string{scope}, &policy.BearerTokenOptions{
				InsecureAllowCredentialWithHTTP: b.plainHTTP(),
			}),
			observe{o.Observe},
		},
	}, &policy.ClientOptions{
		Retry:     policy.RetryOptions{MaxRetries: -1},
		Telemetry: policy.TelemetryOptions{Disabled: true}, // it would put a second word into our User-Agent
		Transport: bounded{transport, maxAnswer, maxDuration},
	})
}

// progress is what the policies of one call tell each other and the call. One goroutine works on it at a time.
type progress struct {
	origin
	batchSize int

	attempt int           // attempts so far
	sent    bool          // the last attempt may have reached the service
	stopped error         // the context ended while waiting to try again
	asked   time.Duration // a wait that the service asked for and that the time left does not allow
	left    time.Duration // the time that was left then
}

func progressOf(req *policy.Request) *progress {
	var p *progress
	req.OperationValue(&p)
	return p
}

// credential marks the errors of signing in, which are otherwise not to be told from those of the network.
type credential struct{ azcore.TokenCredential }

type signInError struct{ error }

func (e *signInError) Unwrap() error { return e.error }

func (c credential) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	token, err := c.TokenCredential.GetToken(ctx, o)
	if err != nil {
		err = &signInError{err}
	}
	return token, err
}

type pacePolicy struct{ writes *pace }

func (p pacePolicy) Do(req *policy.Request) (*http.Response, error) {
	if progressOf(req).op.fact().repeat != harmless {
		if err := p.writes.wait(req.Raw().Context()); err != nil {
			return nil, err
		}
	}
	return req.Next()
}

type observe struct {
	tell func(context.Context, Call)
}

func (o observe) Do(req *policy.Request) (*http.Response, error) {
	p := progressOf(req)
	p.attempt++
	started := time.Now()
	resp, err := req.Next()
	p.sent = err == nil || !unsent(err)
	if o.tell == nil {
		return resp, err
	}
	call := Call{
		Method:          req.Raw().Method,
		Path:            word(req.Raw().URL.EscapedPath()),
		Duration:        time.Since(started),
		ClientRequestID: p.clientRequestID,
		Attempt:         p.attempt,
		BatchSize:       p.batchSize,
	}
	if resp != nil {
		call.Status, call.RequestID = resp.StatusCode, requestID(resp.Header)
	}
	if err != nil {
		call.Failure = cause(err)
	}
	o.tell(req.Raw().Context(), call)
	return resp, err
}

// cause is an error's text without the URL that net/http puts before it, whose query may name people.
func cause(err error) string {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return sentence(err.Error())
}
