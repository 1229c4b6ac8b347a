package entra

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// skew is how far apart Entra lets clocks be.
const skew = 5 * time.Minute

// algorithms that Entra takes in an assertion. Source: Microsoft Entra docs,
// certificate-credentials.
var algorithms = []string{"RS256", "PS256"}

// checkAssertion checks a client assertion: the client's own, signed with a
// registered certificate, or one of an issuer that the client trusts. Only the
// first names the client as its issuer.
func (s *Service) checkAssertion(c client, assertion string) error {
	var claims jwt.RegisteredClaims
	token, _, err := jwt.NewParser().ParseUnverified(assertion, &claims)
	if err != nil || !slices.Contains(algorithms, token.Method.Alg()) {
		return invalid("invalid_request", 50027, "JWT token is invalid or malformed.")
	}
	if strings.EqualFold(claims.Issuer, c.ID) || header(token, "x5t") != "" || header(token, "x5t#S256") != "" {
		return s.checkCertificate(c, token, claims)
	}
	return s.checkFederated(c, token, claims)
}

// checkCertificate checks an assertion that a certificate signed.
// Source: Microsoft Entra docs, certificate-credentials.
func (s *Service) checkCertificate(c client, token *jwt.Token, claims jwt.RegisteredClaims) error {
	one, two := header(token, "x5t"), header(token, "x5t#S256")
	if one == "" && two == "" {
		return invalid("invalid_request", 50027, "JWT token is invalid or malformed. No certificate thumbprint specified in token header.")
	}
	i := slices.IndexFunc(c.certificates, func(r certificate) bool {
		return (one == "" || one == r.sha1) && (two == "" || two == r.sha256)
	})
	if i < 0 {
		return invalidClient(700027, "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '%X', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '%s'.]", one+two, c.ID)
	}
	registered, now := c.certificates[i], s.options.Clock()
	if now.After(registered.NotAfter) || now.Before(registered.NotBefore) {
		return invalidClient(700027, "The certificate used to sign the client assertion is not within its valid time range. [Reason - The key used is expired., Thumbprint of key used by client: '%X', Found key 'Start=%s, End=%s']", registered.sha1, stamp(registered.NotBefore), stamp(registered.NotAfter))
	}
	if verify(token, registered.key) != nil {
		return invalidClient(700027, "Client assertion contains an invalid signature. [Reason - The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '%X']", registered.sha1)
	}
	if !strings.EqualFold(claims.Issuer, c.ID) || !strings.EqualFold(claims.Subject, c.ID) {
		return invalidClient(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
	}
	audiences := []string{s.endpoint("/oauth2/v2.0/token"), s.endpoint("/v2.0")}
	if !slices.ContainsFunc(claims.Audience, func(a string) bool { return slices.Contains(audiences, a) }) {
		return invalidClient(700023, "Client assertion audience claim does not match Realm issuer. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .")
	}
	if err := s.checkTimes(claims); err != nil {
		return err
	}
	return s.once(c, claims)
}

// once refuses a certificate's assertion that was presented before, as RFC
// 7523, section 3, lets a server do; whether Entra does is not documented.
// Federated assertions are meant to be presented many times until they expire.
func (s *Service) once(c client, claims jwt.RegisteredClaims) error {
	if claims.ID == "" {
		return nil
	}
	now := s.options.Clock()
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, until := range s.used {
		if now.After(until) {
			delete(s.used, key)
		}
	}
	key := c.ID + " " + claims.ID
	if _, before := s.used[key]; before {
		return invalidClient(50012, "Authentication failed. The client assertion with identifier '%s' was presented before.", claims.ID)
	}
	s.used[key] = claims.ExpiresAt.Add(skew)
	return nil
}

// checkFederated checks an assertion of another issuer. Matching is by case.
// Source: Microsoft Entra docs, workload-identity-federation and
// reference-breaking-changes.
func (s *Service) checkFederated(c client, token *jwt.Token, claims jwt.RegisteredClaims) error {
	const see = "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
	left := c.federated
	if len(left) == 0 {
		return invalid("invalid_request", 70021, "No matching federated identity record found for presented assertion. Assertion Issuer: '%s'. Assertion Subject: '%s'. Assertion Audience: '%s'. https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation", claims.Issuer, claims.Subject, strings.Join(claims.Audience, ","))
	}
	for _, step := range []struct {
		code         int
		what, stated string
		matches      func(federated) bool
	}{
		{700211, "issuer", claims.Issuer, func(f federated) bool { return f.Issuer == claims.Issuer }},
		{700213, "subject", claims.Subject, func(f federated) bool { return f.Subject == claims.Subject }},
		{700212, "audience", strings.Join(claims.Audience, ","), func(f federated) bool { return slices.Contains(claims.Audience, f.Audience) }},
	} {
		var matching []federated
		for _, candidate := range left {
			if step.matches(candidate) {
				matching = append(matching, candidate)
			}
		}
		if left = matching; len(left) == 0 {
			return invalidClient(step.code, "No matching federated identity record found for presented assertion %s '%s'. %s", step.what, step.stated, see)
		}
	}
	if !slices.ContainsFunc(left, func(f federated) bool { return verify(token, f.key) == nil }) {
		return invalidClient(50013, "Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]")
	}
	return s.checkTimes(claims)
}

func (s *Service) checkTimes(claims jwt.RegisteredClaims) error {
	now := s.options.Clock()
	late := claims.ExpiresAt == nil || now.After(claims.ExpiresAt.Add(skew))
	early := claims.NotBefore != nil && now.Before(claims.NotBefore.Add(-skew))
	if !late && !early {
		return nil
	}
	from, until := "", ""
	if claims.NotBefore != nil {
		from = stamp(claims.NotBefore.Time)
	}
	if claims.ExpiresAt != nil {
		until = stamp(claims.ExpiresAt.Time)
	}
	return invalidClient(700024, "Client assertion is not within its valid time range. Current time: %s, assertion valid from %s, expiry time of assertion %s. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .", stamp(now), from, until)
}

// verify checks the signature, with the algorithm that the header names; which
// ones may be named was checked before.
func verify(token *jwt.Token, key any) error {
	signed := token.Raw[:strings.LastIndexByte(token.Raw, '.')]
	return token.Method.Verify(signed, token.Signature, key)
}

// header returns a thumbprint from the header as raw bytes. It is base64url by
// RFC 7515; MSAL for Go writes plain base64, which Entra takes too.
func header(token *jwt.Token, name string) string {
	text, _ := token.Header[name].(string)
	text = strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(text, "="))
	raw, _ := base64.RawURLEncoding.DecodeString(text)
	return string(raw)
}
