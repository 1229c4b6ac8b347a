package emulator

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// Permissions for Apple's tokens. Source: Graph docs, intune-onboarding-vpptoken-*;
// the newer page of the sync adds the last one.
var (
	readTokens = []string{"DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"}
	syncTokens = []string{"DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementApps.ReadWrite.All"}
)

// vppToken is one token, with the clock of its sync. Like the Store's, a sync is
// no goroutine: see state.settle.
type vppToken struct {
	VPPToken
	expires, lastSync time.Time
	sync, revoke      time.Duration
	syncEnd           time.Time // zero: none under way
}

const validState = "valid"

var (
	tokenStates   = []string{"unknown", validState, "expired", "invalid", "assignedToExternalMDM", "duplicateLocationId"}
	tokenStatuses = []string{"none", "inProgress", "completed", "failed"}
)

func (st *state) loadTokens(t *Tenant) error {
	for _, given := range t.VPPTokens {
		token, err := newVPPToken(given)
		if err != nil {
			return fmt.Errorf("VPP token %q: %w", given.DisplayName, err)
		}
		if st.tokenByID[token.ID] != nil {
			return fmt.Errorf("VPP token %q: exists twice", given.DisplayName)
		}
		st.tokens = append(st.tokens, token)
		st.tokenByID[token.ID] = token
	}
	return nil
}

func newVPPToken(t VPPToken) (*vppToken, error) {
	orDefault(&t.ID, stableID("vppToken", t.DisplayName))
	orDefault(&t.State, validState)
	orDefault(&t.AccountType, "business")
	orDefault(&t.LastSyncStatus, "none")
	orDefault(&t.ExpirationDateTime, "2099-12-31T00:00:00Z")
	orDefault(&t.Token, "secret-of-"+t.ID)
	if err := guid(&t.ID); err != nil {
		return nil, err
	}
	for _, check := range []struct {
		name, value string
		allowed     []string
	}{
		{"state", t.State, tokenStates},
		{"lastSyncStatus", t.LastSyncStatus, tokenStatuses},
		{"accountType", t.AccountType, []string{"business", "education"}},
	} {
		if !slices.Contains(check.allowed, check.value) {
			return nil, fmt.Errorf("%s %q is not one of %s", check.name, check.value, strings.Join(check.allowed, ", "))
		}
	}
	token := &vppToken{VPPToken: t, sync: orSync(t.SyncSeconds), revoke: orSync(t.RevokeSeconds)}
	var err error
	if token.expires, err = time.Parse(time.RFC3339Nano, t.ExpirationDateTime); err != nil {
		return nil, err
	}
	token.lastSync, err = optionalTime(t.LastSyncDateTime)
	return token, err
}

func orSync(given *float64) time.Duration {
	if given == nil {
		return defaultSync
	}
	return seconds(*given)
}

// stateAt is the token's state at a time: it expires by itself.
func (t *vppToken) stateAt(now time.Time) string {
	if t.State == validState && !now.Before(t.expires) {
		return "expired"
	}
	return t.State
}

// settle completes a sync whose end has been reached. It fails where the token
// was not valid by then; what was bought appears otherwise.
func (t *vppToken) settle(st *state, now time.Time) {
	if t.syncEnd.IsZero() || now.Before(t.syncEnd) {
		return
	}
	t.lastSync, t.LastSyncStatus = t.syncEnd, "failed"
	if t.stateAt(t.syncEnd) == validState {
		t.LastSyncStatus = "completed"
		for _, a := range st.apps {
			if a.token == t {
				a.sync()
			}
		}
	}
	t.syncEnd = time.Time{}
}

var tokenProperties = []string{"id", "organizationName", "vppTokenAccountType", "appleId", "expirationDateTime", "lastSyncDateTime", "token",
	"lastModifiedDateTime", "state", "lastSyncStatus", "automaticallyUpdateApps", "countryOrRegion"}

var tokenBetaProperties = []string{"displayName", "locationName", "dataSharingConsentGranted", "claimTokenManagementFromExternalMdm",
	"roleScopeTagIds", "tokenActionResults", "appleDeviceAppDeliveryProtocolType"}

func tokenNames(v version) []string {
	if v == beta {
		return slices.Concat(tokenProperties, tokenBetaProperties)
	}
	return tokenProperties
}

// object is the token as an endpoint shows it, its secret included: that is what
// the documentation's examples do.
func (t *vppToken) object(v version, now time.Time) map[string]any {
	all := map[string]any{
		"id": t.ID, "organizationName": nullable(t.OrganizationName), "vppTokenAccountType": t.AccountType, "appleId": nullable(t.AppleID),
		"expirationDateTime": instant(t.expires), "lastSyncDateTime": instant(t.lastSync), "token": t.Token,
		"lastModifiedDateTime": "0001-01-01T00:00:00Z", "state": t.stateAt(now), "lastSyncStatus": t.LastSyncStatus,
		"automaticallyUpdateApps": t.AutomaticallyUpdateApps, "countryOrRegion": nullable(t.CountryOrRegion),
		"displayName": t.DisplayName, "locationName": nullable(t.LocationName), "dataSharingConsentGranted": true,
		"claimTokenManagementFromExternalMdm": false, "roleScopeTagIds": []any{"0"}, "tokenActionResults": []any{},
		"appleDeviceAppDeliveryProtocolType": "mobileDeviceManagement",
	}
	object := map[string]any{"@odata.type": "#microsoft.graph.vppToken"}
	for _, name := range tokenNames(v) {
		object[name] = all[name]
	}
	return object
}

func tokenTypes(v version) map[string]odata.Type {
	return map[string]odata.Type{"vppToken": {Properties: tokenNames(v)}}
}

func listTokens(st *state, c *call) (answer, error) {
	objects := []map[string]any{}
	for _, t := range st.tokens {
		objects = append(objects, t.object(c.version, c.now))
	}
	return c.list(sequenceOf(objects), listing{rules: odata.Rules{
		Type: "vppToken", Types: tokenTypes(c.version), DefaultTop: appPage, MaxTop: appMaxPage,
		Options: []string{"$select", "$filter", "$count", "$top", "$skip", "$orderby"},
	}})
}

func (st *state) vppToken(c *call) (*vppToken, error) {
	if t := st.tokenByID[strings.ToLower(c.params["id"])]; t != nil {
		return t, nil
	}
	return nil, notFound("VppToken", c.params["id"])
}

func getToken(st *state, c *call) (answer, error) {
	t, err := st.vppToken(c)
	if err != nil {
		return answer{}, err
	}
	return c.entity("vppToken", t.object(c.version, c.now))
}

// syncLicenses starts a sync and answers with the token at once. During a sync it
// starts no other.
func syncLicenses(st *state, c *call) (answer, error) {
	t, err := st.vppToken(c)
	if err != nil {
		return answer{}, err
	}
	if body := string(c.body); body != "" && body != "{}" {
		return answer{}, noRoute(c.path)
	}
	if t.syncEnd.IsZero() {
		t.syncEnd, t.LastSyncStatus = c.now.Add(t.sync), "inProgress"
		t.settle(st, c.now)
	}
	out, err := c.entity("vppToken", t.object(c.version, c.now))
	out.status = http.StatusOK
	return out, err
}

// dump is the token in the shape of the tenant file.
func (t *vppToken) dump() VPPToken {
	out := t.VPPToken
	if !t.lastSync.IsZero() {
		out.LastSyncDateTime = instant(t.lastSync)
	}
	out.LastSyncStatus = cmp.Or(map[string]string{"inProgress": "none"}[out.LastSyncStatus], out.LastSyncStatus)
	return out
}
