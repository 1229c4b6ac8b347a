package graph

import (
	"context"
	"net/http"
	"time"
)

// GooglePlayBinding is the tenant's tie to managed Google Play.
type GooglePlayBinding struct {
	BindStatus       string // notBound, bound, boundAndValidated, unbinding
	OrganizationName string
	LastSync         time.Time // zero: never
	// LastSyncStatus is what the last sync of the apps came to: none, success, credentialsNotValid,
	// androidForWorkApiError, managementServiceError, unknownError.
	LastSyncStatus string

	// ServiceTime is when the service gave this answer, by its own clock and to the second.
	ServiceTime time.Time
}

// GooglePlaySuccess is the LastSyncStatus of a sync that succeeded.
const GooglePlaySuccess = "success"

// Bound says that the tenant is tied to managed Google Play.
func (p GooglePlayBinding) Bound() bool {
	return p.BindStatus == "bound" || p.BindStatus == "boundAndValidated"
}

func playPath(rest ...string) path {
	return append(path{"deviceManagement", "androidManagedStoreAccountEnterpriseSettings"}, rest...)
}

// ManagedGooglePlay reads the tie to managed Google Play (Graph docs, beta, androidManagedStoreAccountEnterpriseSettings).
func (c *Client) ManagedGooglePlay(ctx context.Context) (GooglePlayBinding, error) {
	a, err := c.do(ctx, call{op: readGooglePlay, path: playPath(),
		query: query("$select", "id,bindStatus,ownerOrganizationName,lastAppSyncDateTime,lastAppSyncStatus")})
	if err != nil {
		return GooglePlayBinding{}, err
	}
	var wire struct {
		BindStatus, OwnerOrganizationName, LastAppSyncStatus string

		LastAppSyncDateTime instant
	}
	if err := a.decodeEntity(&wire); err != nil {
		return GooglePlayBinding{}, err
	}
	return GooglePlayBinding{wire.BindStatus, wire.OwnerOrganizationName, wire.LastAppSyncDateTime.Time, wire.LastAppSyncStatus,
		serviceTime(a.header)}, nil
}

// SyncManagedGooglePlay asks Intune to sync its apps from managed Google Play. It returns when the service took the
// request, by the service's clock and to the second; ManagedGooglePlay shows the end. It can be repeated, as
// SyncAppleVPPToken can.
func (c *Client) SyncManagedGooglePlay(ctx context.Context) (requested time.Time, err error) {
	return c.requested(ctx, call{op: syncGooglePlay, method: http.MethodPost, path: playPath("syncApps")})
}
