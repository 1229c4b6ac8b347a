package auth

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/google/go-cmp/cmp"
)

// credentialFunc is a credential that a test writes.
type credentialFunc func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error)

func (f credentialFunc) GetToken(ctx context.Context, opts policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return f(ctx, opts)
}

func newSession(f credentialFunc) *session {
	return &session{credential: f, explain: explainer{method: "the client secret"}, now: time.Now, known: map[string]outcome{}}
}

func TestWrongSecretIsOneRequestAndOneError(t *testing.T) {
	e := newEntra(t)
	c := e.config()
	c.ClientSecret = "wr0ng~secret"
	credential := must(t, c)
	want := "using the client secret: AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app 'x'. It was (secret)" +
		" (correlation id cccccccc-cccc-cccc-cccc-cccccccccccc, trace id dddddddd-dddd-dddd-dddd-dddddddddddd). Check client_secret: it is the secret's value, not its id"
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := get(t.Context(), credential, graphScope)
			if _, ok := errors.AsType[*SignInError](err); !ok {
				t.Errorf("got %T", err)
				return
			}
			if diff := cmp.Diff(want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff([]string{"secret graph"}, e.asked()); diff != "" {
		t.Error(diff)
	}
	// The Store's audience is another question, and may have another answer.
	if _, err := get(t.Context(), credential, storesScope); err == nil {
		t.Error("accepted")
	}
	if diff := cmp.Diff([]string{"secret graph", "secret store"}, e.asked()); diff != "" {
		t.Error(diff)
	}
}

func TestCallersShareOneSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		s := newSession(func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
			asked.Add(1)
			time.Sleep(time.Second)
			return azcore.AccessToken{Token: "t", ExpiresOn: time.Now().Add(time.Hour)}, nil
		})
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if got, err := get(t.Context(), s, graphScope); got != "t" || err != nil {
					t.Errorf("got %q %v", got, err)
				}
			})
		}
		wg.Wait()
		if got := asked.Load(); got != 1 {
			t.Errorf("%d sign-ins", got)
		}
	})
}

// A token is asked for again five minutes before it ends, or when the service
// says.
func TestTokenIsKeptUntilItIsDue(t *testing.T) {
	for name, test := range map[string]struct {
		refresh, due time.Duration
	}{
		"by its end":          {0, 55 * time.Minute},
		"as the service says": {20 * time.Minute, 20 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				s := newSession(func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
					asked++
					token := azcore.AccessToken{Token: "t", ExpiresOn: time.Now().Add(time.Hour)}
					if test.refresh > 0 {
						token.RefreshOn = time.Now().Add(test.refresh)
					}
					return token, nil
				})
				for _, step := range []struct {
					wait time.Duration
					want int
				}{{0, 1}, {test.due - time.Second, 1}, {time.Second, 2}} {
					time.Sleep(step.wait)
					if _, err := get(t.Context(), s, graphScope); err != nil || asked != step.want {
						t.Errorf("%d sign-ins, %v, want %d", asked, err, step.want)
					}
				}
			})
		})
	}
}

// What was refused stays refused; who could not be reached may be back in a
// minute.
func TestHowLongAFailureStands(t *testing.T) {
	refused := &SignInError{Method: "the client secret", Message: "no", Refused: true}
	for name, test := range map[string]struct {
		failure   *SignInError
		clock     bool
		afterward int // sign-ins after a minute
	}{
		"refused":                {refused, true, 1},
		"unreached":              {&SignInError{Message: "no route to host"}, true, 2},
		"unreached and no clock": {&SignInError{Message: "no route to host"}, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSession(nil)
				if !test.clock {
					s.now = nil
				}
				asked := 0
				ask := func() {
					if o, ok := s.recall("q"); ok {
						if !errors.Is(o.err, test.failure) {
							t.Errorf("remembered %v", o.err)
						}
						return
					}
					asked++
					_ = s.rememberFailure("q", test.failure)
				}
				ask()
				time.Sleep(pause - time.Second)
				ask()
				if asked != 1 {
					t.Errorf("%d sign-ins within a minute", asked)
				}
				time.Sleep(time.Second)
				ask()
				if asked != test.afterward {
					t.Errorf("%d sign-ins after a minute, want %d", asked, test.afterward)
				}
			})
		})
	}
}

// Whoever gives up gives up alone: the others get their token, and the next run
// of the same question is not told of a cancellation.
func TestCancelledCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		s := newSession(func(ctx context.Context, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
			asked.Add(1)
			select {
			case <-ctx.Done():
				return azcore.AccessToken{}, errors.New("the SDK's own words for it")
			case <-time.After(time.Minute):
				return azcore.AccessToken{Token: "t", ExpiresOn: time.Now().Add(time.Hour)}, nil
			}
		})
		first, cancelFirst := context.WithCancel(t.Context())
		second, cancelSecond := context.WithCancel(t.Context())
		start := time.Now()
		ended := map[string]string{}
		var mu sync.Mutex
		ask := func(name string, ctx context.Context) {
			go func() {
				_, err := get(ctx, s, graphScope)
				mu.Lock()
				defer mu.Unlock()
				ended[name] = time.Since(start).String()
				if err != nil {
					ended[name] += " " + err.Error()
				}
			}()
			synctest.Wait()
		}
		ask("first", first)
		ask("second", second)
		ask("third", t.Context())
		time.Sleep(time.Second)
		cancelSecond() // waits on the first one's sign-in
		time.Sleep(time.Second)
		cancelFirst() // whose sign-in it is
		time.Sleep(time.Hour / 2)
		mu.Lock()
		defer mu.Unlock()
		want := map[string]string{"second": "1s context canceled", "first": "2s context canceled", "third": "1m2s"}
		if diff := cmp.Diff(want, ended); diff != "" {
			t.Error(diff)
		}
		if got := asked.Load(); got != 2 {
			t.Errorf("%d sign-ins", got)
		}
		if _, err := get(first, s, graphScope); !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled caller got %v", err)
		}
	})
}

// Conditional access demands a new token by claims: the one in memory will not
// do, and the new one takes its place.
func TestClaimsAskAgain(t *testing.T) {
	asked := []string{}
	s := newSession(func(_ context.Context, opts policy.TokenRequestOptions) (azcore.AccessToken, error) {
		asked = append(asked, opts.Claims)
		return azcore.AccessToken{Token: "for " + opts.Claims, ExpiresOn: time.Now().Add(time.Hour)}, nil
	})
	for _, step := range []struct{ claims, want string }{{"", "for "}, {"c1", "for c1"}, {"", "for c1"}, {"c1", "for c1"}} {
		token, err := s.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{graphScope}, Claims: step.claims})
		if err != nil || token.Token != step.want {
			t.Errorf("got %q %v, want %q", token.Token, err, step.want)
		}
	}
	if diff := cmp.Diff([]string{"", "c1", "c1"}, asked); diff != "" {
		t.Error(diff)
	}
}
