package graph

import (
	"context"
	"net/http"
	"time"
)

// The states of a VPPToken that code goes by. Graph has more: unknown, expired, invalid, assignedToExternalMDM,
// duplicateLocationId (Graph docs, vppTokenState).
const VPPTokenValid = "valid"

// What the last sync of a VPPToken came to (Graph docs, vppTokenSyncStatus); none before the first.
const (
	VPPSyncInProgress = "inProgress"
	VPPSyncCompleted  = "completed"
	VPPSyncFailed     = "failed"
)

// VPPToken is a location token of Apple's volume purchase: what licenses the tenant's iOS and macOS apps. The secret
// that Graph calls token is never asked for.
type VPPToken struct {
	ID                      string // lower case
	DisplayName             string
	OrganizationName        string
	LocationName            string
	AppleID                 string
	AccountType             string // business, education
	CountryOrRegion         string
	State                   string // see VPPTokenValid
	ExpirationDateTime      time.Time
	LastSync                time.Time // zero: never
	LastSyncStatus          string    // none, inProgress, completed, failed
	AutomaticallyUpdateApps bool

	// ServiceTime is when the service gave this answer, by its own clock and to the second.
	ServiceTime time.Time
}

var tokenSelect = query("$select", "id,displayName,organizationName,locationName,appleId,vppTokenAccountType,countryOrRegion,"+
	"state,expirationDateTime,lastSyncDateTime,lastSyncStatus,automaticallyUpdateApps")

type tokenWire struct {
	ID, DisplayName, OrganizationName, LocationName, AppleID, CountryOrRegion, State, LastSyncStatus string

	VPPTokenAccountType     string
	ExpirationDateTime      instant
	LastSyncDateTime        instant
	AutomaticallyUpdateApps bool
}

func (w tokenWire) token(at time.Time) VPPToken {
	return VPPToken{
		ID: guid(w.ID), DisplayName: w.DisplayName, OrganizationName: w.OrganizationName, LocationName: w.LocationName,
		AppleID: w.AppleID, AccountType: w.VPPTokenAccountType, CountryOrRegion: w.CountryOrRegion, State: w.State,
		ExpirationDateTime: w.ExpirationDateTime.Time, LastSync: w.LastSyncDateTime.Time, LastSyncStatus: w.LastSyncStatus,
		AutomaticallyUpdateApps: w.AutomaticallyUpdateApps, ServiceTime: at,
	}
}

func tokenPath(rest ...string) path { return append(path{"deviceAppManagement", "vppTokens"}, rest...) }

// AppleVPPTokens lists the tenant's location tokens, in the service's order. ServiceTime is not set.
func (c *Client) AppleVPPTokens(ctx context.Context) ([]VPPToken, error) {
	var tokens []VPPToken
	first := call{op: readVPPTokens, kept: true, path: tokenPath(), query: tokenSelect}
	err := list(ctx, c, first, func(page []tokenWire) error {
		for _, w := range page {
			if w.ID == "" {
				return senseless("the answer holds a token without an id")
			}
			tokens = append(tokens, w.token(time.Time{}))
		}
		return nil
	})
	return tokens, err
}

// AppleVPPToken reads one location token.
func (c *Client) AppleVPPToken(ctx context.Context, id string) (t VPPToken, found bool, err error) {
	a, err := c.do(ctx, call{op: readVPPTokens, path: tokenPath(id), query: tokenSelect})
	switch {
	case IsNotFound(err):
		return VPPToken{}, false, nil
	case err != nil:
		return VPPToken{}, false, err
	}
	t, err = readToken(a)
	return t, err == nil, err
}

func readToken(a *answer) (VPPToken, error) {
	var wire tokenWire
	if err := a.decodeEntity(&wire); err != nil {
		return VPPToken{}, err
	}
	if wire.ID == "" {
		return VPPToken{}, a.nonsense("the answer is a token without an id")
	}
	return wire.token(serviceTime(a.header)), nil
}

// SyncAppleVPPToken asks Intune to sync the licences of a location token with Apple. It returns when the service took
// the request, by the service's clock and to the second; AppleVPPToken shows the end, in LastSyncStatus and LastSync.
// It can be repeated: a sync begun twice brings what one brings. The answer holds the token with its secret (Graph
// docs, syncLicenses), so nothing of it is read.
func (c *Client) SyncAppleVPPToken(ctx context.Context, id string) (requested time.Time, err error) {
	return c.requested(ctx, call{op: syncVPPToken, method: http.MethodPost, path: tokenPath(id, "syncLicenses")})
}

// requested sends a request to begin something, and returns when the service took it.
func (c *Client) requested(ctx context.Context, k call) (time.Time, error) {
	a, err := c.do(ctx, k)
	if err != nil {
		return time.Time{}, err
	}
	if at := serviceTime(a.header); !at.IsZero() {
		return at, nil
	}
	return time.Now().UTC(), nil // an answer without a date: our own clock is all there is
}
