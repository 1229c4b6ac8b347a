package auth

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"golang.org/x/sync/singleflight"
)

const (
	// early is how long before its end a token is renewed, when the service does
	// not say. It is what azcore uses.
	early = 5 * time.Minute
	// pause is how long a failure to reach the sign-in service stands. Entra's
	// own refusals stand for the run.
	pause = time.Minute
)

// session is a credential that asks once. A plan reads a thousand resources, ten
// at a time: a wrong secret must be one refused request and one message, not a
// thousand, and the Azure CLI, which starts a process at every question, must
// start it once.
type session struct {
	credential azcore.TokenCredential
	explain    explainer
	now        func() time.Time

	flights singleflight.Group

	mu    sync.Mutex
	known map[string]outcome
}

// outcome is how a sign-in ended.
type outcome struct {
	token azcore.AccessToken
	err   error
	until time.Time // zero: for the run
}

// errAbandoned ends a shared sign-in whose first caller was cancelled; the others
// start another one.
var errAbandoned = errors.New("the sign-in was abandoned")

// GetToken implements azcore.TokenCredential. Its errors are *SignInError, or
// the context's when that ended first.
func (s *session) GetToken(ctx context.Context, opts policy.TokenRequestOptions) (azcore.AccessToken, error) {
	key := question(opts)
	for {
		if err := ctx.Err(); err != nil {
			return azcore.AccessToken{}, err
		}
		if o, ok := s.recall(key); ok {
			return o.token, o.err
		}
		flight := s.flights.DoChan(key, func() (any, error) { return s.signIn(ctx, key, opts) })
		select {
		case <-ctx.Done():
			return azcore.AccessToken{}, ctx.Err()
		case r := <-flight:
			if errors.Is(r.Err, errAbandoned) {
				continue
			}
			return r.Val.(azcore.AccessToken), r.Err
		}
	}
}

// signIn asks the credential. It looks into the memory again: a flight for the
// same question may have ended between the caller's look and this one's start.
func (s *session) signIn(ctx context.Context, key string, opts policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if o, ok := s.recall(key); ok {
		return o.token, o.err
	}
	token, err := s.credential.GetToken(ctx, opts)
	if err != nil {
		if ctx.Err() != nil {
			return azcore.AccessToken{}, errAbandoned
		}
		return azcore.AccessToken{}, s.rememberFailure(key, s.explain.failure(err))
	}
	s.rememberToken(opts, token)
	return token, nil
}

// recall answers from memory.
func (s *session) recall(key string) (outcome, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.known[key]
	if ok && !o.until.IsZero() && !s.now().Before(o.until) {
		delete(s.known, key)
		return outcome{}, false
	}
	return o, ok
}

func (s *session) rememberFailure(key string, failure *SignInError) error {
	o := outcome{err: failure}
	if !failure.Refused && s.now != nil {
		o.until = s.now().Add(pause)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[key] = o
	return failure
}

// rememberToken keeps a token for those who ask without claims: one that a
// claims challenge brought replaces the one that was challenged.
func (s *session) rememberToken(opts policy.TokenRequestOptions, token azcore.AccessToken) {
	if s.now == nil {
		return
	}
	until := token.RefreshOn
	if until.IsZero() {
		until = token.ExpiresOn.Add(-early)
	}
	opts.Claims = ""
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[question(opts)] = outcome{token: token, until: until}
}

// question is what makes two requests for a token the same. Claims differ each
// time they are demanded, so an answer in memory never meets a fresh demand.
func question(opts policy.TokenRequestOptions) string {
	cae := ""
	if opts.EnableCAE {
		cae = "cae"
	}
	return strings.Join([]string{opts.TenantID, cae, opts.Claims, strings.Join(opts.Scopes, " ")}, "\n")
}
