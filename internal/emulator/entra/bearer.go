package entra

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// signingKey is made once a process: making one takes a large part of a second,
// and a test suite starts many emulators.
var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("make the key that signs tokens: %w", err)
	}
	return key, nil
})

func keyID(key *rsa.PublicKey) string {
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(key))
	return base64.RawURLEncoding.EncodeToString(sum[:20])
}

// accessClaims are those of an app-only access token, version 1.0, which Graph
// takes. Source: Microsoft Entra docs, access-token-claims-reference.
type accessClaims struct {
	jwt.RegisteredClaims
	// Audience shadows the embedded list: Entra writes a plain string.
	Audience string   `json:"aud"`
	AppID    string   `json:"appid"`
	TenantID string   `json:"tid"`
	IDType   string   `json:"idtyp"`
	Roles    []string `json:"roles,omitempty"`
	Version  string   `json:"ver"`
}

// Mint issues an access token for one audience without a sign-in. Nil
// permissions are all that [AllPermissions] names. A ttl below zero makes a
// token that has expired.
func (s *Service) Mint(clientID, audience string, permissions []string, ttl time.Duration) (string, error) {
	if permissions == nil {
		permissions = AllPermissions()
	}
	now := s.options.Clock()
	issued := now
	if ttl < 0 {
		issued = now.Add(ttl - time.Minute) // valid once, not for a negative time
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    s.issuer(),
			Subject:   clientID,
			IssuedAt:  jwt.NewNumericDate(issued),
			NotBefore: jwt.NewNumericDate(issued),
			ExpiresAt: jwt.NewNumericDate(now.Add(ttl)),
			ID:        uuid.NewString(),
		},
		Audience: trim(audience), AppID: clientID, TenantID: s.options.TenantID, IDType: "app", Roles: permissions, Version: "1.0",
	})
	token.Header["kid"] = keyID(&s.key.PublicKey)
	return token.SignedString(s.key)
}

func (s *Service) issuer() string { return "https://sts.windows.net/" + s.options.TenantID + "/" }

// Principal is an authenticated caller.
type Principal struct {
	ClientID    string
	Permissions []string
}

// Has tells whether the caller was granted at least one of the permissions.
func (p Principal) Has(anyOf ...string) bool {
	return slices.ContainsFunc(anyOf, func(one string) bool { return slices.Contains(p.Permissions, one) })
}

// Error is a refused bearer token, to be answered with 401. Code and Message
// are Graph's. Source: Graph docs, resolve-auth-errors; public issues for the
// texts.
type Error struct{ Code, Message string }

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func unauthenticated(message string) error {
	return &Error{Code: "InvalidAuthenticationToken", Message: message}
}

// Authenticate checks the bearer token of a request: signature, issuer, tenant,
// lifetime by the service's clock, and that its audience is one of those given.
// The error is an [*Error].
func (s *Service) Authenticate(r *http.Request, audience ...string) (Principal, error) {
	scheme, raw, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	raw = strings.TrimSpace(raw)
	if !strings.EqualFold(scheme, "Bearer") || raw == "" {
		return Principal{}, unauthenticated("Access token is empty.")
	}
	var claims accessClaims
	_, err := jwt.NewParser(
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer(s.issuer()),
		jwt.WithExpirationRequired(), jwt.WithTimeFunc(s.options.Clock),
	).ParseWithClaims(raw, &claims, func(*jwt.Token) (any, error) { return &s.key.PublicKey, nil })
	switch {
	case errors.Is(err, jwt.ErrTokenMalformed):
		return Principal{}, unauthenticated("CompactToken parsing failed with error code: 80049217")
	case errors.Is(err, jwt.ErrTokenExpired):
		return Principal{}, unauthenticated("Lifetime validation failed, the token is expired.")
	case errors.Is(err, jwt.ErrTokenNotValidYet):
		return Principal{}, unauthenticated("Lifetime validation failed, the token is not yet valid.")
	case err != nil:
		return Principal{}, unauthenticated("Access token validation failure. Invalid issuer or signature.")
	}
	if !slices.ContainsFunc(audience, func(a string) bool { return trim(a) == claims.Audience }) {
		return Principal{}, unauthenticated("Access token validation failure. Invalid audience.")
	}
	return Principal{ClientID: claims.AppID, Permissions: claims.Roles}, nil
}
