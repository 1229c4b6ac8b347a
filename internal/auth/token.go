package auth

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/golang-jwt/jwt/v5"
)

// readyToken is a token that somebody else had issued. It cannot be renewed, and
// it is good for one audience.
type readyToken struct {
	token azcore.AccessToken
	scope string
	now   func() time.Time
}

// unknownExpiry is long after any run, for a token that does not say.
var unknownExpiry = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// newReadyToken reads when the token expires, where it says so; whether it is
// genuine is for Graph to judge.
func newReadyToken(c Config) (azcore.TokenCredential, error) {
	expires := unknownExpiry
	var claims jwt.RegisteredClaims
	if _, _, err := jwt.NewParser().ParseUnverified(c.AccessToken, &claims); err == nil && claims.ExpiresAt != nil {
		expires = claims.ExpiresAt.UTC()
	}
	return &readyToken{
		token: azcore.AccessToken{Token: c.AccessToken, ExpiresOn: expires},
		scope: c.Cloud.GraphScope(),
		now:   c.Now,
	}, nil
}

func (t *readyToken) GetToken(_ context.Context, opts policy.TokenRequestOptions) (azcore.AccessToken, error) {
	switch {
	case !slices.Equal(opts.Scopes, []string{t.scope}):
		return azcore.AccessToken{}, errors.New("access_token is a token for Graph, and the Store's management service needs one of its own. Sign in another way, or leave store_service off")
	case opts.Claims != "":
		return azcore.AccessToken{}, errors.New("conditional access asks for a new sign-in, which a ready access_token cannot do. Pass a fresh token, or sign in another way")
	case t.now != nil && !t.now().Before(t.token.ExpiresOn):
		return azcore.AccessToken{}, errors.New("access_token expired at " + t.token.ExpiresOn.Format(time.RFC3339) + ". Pass a fresh token")
	}
	return t.token, nil
}
