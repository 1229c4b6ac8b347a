package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Permissions for managed Google Play. Source: Graph docs (beta),
// intune-androidforwork-androidmanagedstoreaccountenterprisesettings-*.
var (
	readGooglePlay = []string{"DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"}
	syncGooglePlay = []string{"DeviceManagementConfiguration.ReadWrite.All"}
)

// googlePlay is the tie to managed Google Play, with the clock of its sync.
type googlePlay struct {
	GooglePlay
	lastSync time.Time
	duration time.Duration
	syncEnd  time.Time // zero: none under way
}

var (
	bindStatuses = []string{"notBound", "bound", "boundAndValidated", "unbinding"}
	playStatuses = []string{"none", "success", "credentialsNotValid", "androidForWorkApiError", "managementServiceError", "unknownError"}
)

func newGooglePlay(g GooglePlay) (googlePlay, error) {
	orDefault(&g.BindStatus, "notBound")
	orDefault(&g.LastSyncStatus, "none")
	orDefault(&g.SyncStatus, "success")
	for _, check := range []struct {
		name, value string
		allowed     []string
	}{
		{"bindStatus", g.BindStatus, bindStatuses},
		{"lastAppSyncStatus", g.LastSyncStatus, playStatuses},
		{"syncStatus", g.SyncStatus, playStatuses},
	} {
		if !slices.Contains(check.allowed, check.value) {
			return googlePlay{}, fmt.Errorf("%s %q is not one of %s", check.name, check.value, strings.Join(check.allowed, ", "))
		}
	}
	lastSync, err := optionalTime(g.LastSyncDateTime)
	return googlePlay{GooglePlay: g, lastSync: lastSync, duration: orSync(g.SyncSeconds)}, err
}

func (g *googlePlay) bound() bool {
	return g.BindStatus == "bound" || g.BindStatus == "boundAndValidated"
}

// settle completes a sync whose end has been reached.
func (g *googlePlay) settle(st *state, now time.Time) {
	if g.syncEnd.IsZero() || now.Before(g.syncEnd) {
		return
	}
	g.lastSync, g.LastSyncStatus, g.syncEnd = g.syncEnd, g.SyncStatus, time.Time{}
	if g.SyncStatus != "success" {
		return
	}
	for _, a := range st.apps {
		if a.Type == "androidManagedStoreApp" {
			a.sync()
		}
	}
}

func (g *googlePlay) dump() GooglePlay {
	out := g.GooglePlay
	if !g.lastSync.IsZero() {
		out.LastSyncDateTime = instant(g.lastSync)
	}
	return out
}

func getGooglePlay(st *state, c *call) (answer, error) {
	if c.version != beta {
		return answer{}, noRoute(c.path)
	}
	g := &st.play
	return c.entity("androidManagedStoreAccountEnterpriseSettings", map[string]any{
		"@odata.type": "#microsoft.graph.androidManagedStoreAccountEnterpriseSettings", "id": "androidManagedStoreAccountEnterpriseSettings",
		"bindStatus": g.BindStatus, "lastAppSyncDateTime": instant(g.lastSync), "lastAppSyncStatus": g.LastSyncStatus,
		"ownerUserPrincipalName": nullable(g.UserPrincipalName), "ownerOrganizationName": nullable(g.OrganizationName),
		"lastModifiedDateTime": "0001-01-01T00:00:00Z", "enrollmentTarget": "none", "targetGroupIds": []any{},
		"deviceOwnerManagementEnabled": false, "androidDeviceOwnerFullyManagedEnrollmentEnabled": false, "companyCodes": []any{},
	})
}

// syncApps starts a sync and answers at once. During a sync it starts no other.
func syncApps(st *state, c *call) (answer, error) {
	g := &st.play
	switch body := string(c.body); {
	case c.version != beta, body != "" && body != "{}":
		return answer{}, noRoute(c.path)
	case !g.bound():
		return answer{}, badRequest("The tenant is not bound to managed Google Play.")
	}
	if g.syncEnd.IsZero() {
		g.syncEnd = c.now.Add(g.duration)
		g.settle(st, c.now)
	}
	return answer{status: http.StatusNoContent}, nil
}
