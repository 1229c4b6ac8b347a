package graph

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
)

// The portals that Store apps can be shown in.
const (
	CompanyPortal = "companyPortal"
	PrivateStore  = "privateStore"
)

// DeviceAppManagement is the tenant's tie to Microsoft Store for Business.
type DeviceAppManagement struct {
	Enabled         bool
	Language        string   // culture name, such as fr-FR; empty when never set
	PortalSelection []string // CompanyPortal, PrivateStore: sorted, each once; empty for none

	LastSuccessfulSync time.Time // zero: never
	LastCompletedSync  time.Time // zero: never; moves on failure too

	// ServiceTime is when the service gave this answer, by its own clock and to the second.
	ServiceTime time.Time
}

// DeviceAppManagementUpdate says what to change. A nil field is left alone.
type DeviceAppManagementUpdate struct {
	Enabled         *bool
	Language        *string
	PortalSelection []string // empty but not nil: none
}

var associationSelect = query("$select", "id,isEnabledForMicrosoftStoreForBusiness,microsoftStoreForBusinessLanguage,"+
	"microsoftStoreForBusinessLastSuccessfulSyncDateTime,microsoftStoreForBusinessLastCompletedApplicationSyncTime,"+
	"microsoftStoreForBusinessPortalSelection")

type associationWire struct {
	Enabled         bool    `json:"isEnabledForMicrosoftStoreForBusiness"`
	Language        string  `json:"microsoftStoreForBusinessLanguage"`
	LastSuccessful  instant `json:"microsoftStoreForBusinessLastSuccessfulSyncDateTime"`
	LastCompleted   instant `json:"microsoftStoreForBusinessLastCompletedApplicationSyncTime"`
	PortalSelection string  `json:"microsoftStoreForBusinessPortalSelection"`
}

// DeviceAppManagement reads the tenant's tie to the Store.
func (c *Client) DeviceAppManagement(ctx context.Context) (DeviceAppManagement, error) {
	a, err := c.do(ctx, call{op: readAssociation, path: path{"deviceAppManagement"}, query: associationSelect})
	if err != nil {
		return DeviceAppManagement{}, err
	}
	return readDeviceAppManagement(a)
}

func readDeviceAppManagement(a *answer) (DeviceAppManagement, error) {
	var wire associationWire
	if err := a.decodeEntity(&wire); err != nil {
		return DeviceAppManagement{}, err
	}
	m := DeviceAppManagement{
		Enabled:            wire.Enabled,
		Language:           wire.Language,
		PortalSelection:    readPortals(wire.PortalSelection),
		LastSuccessfulSync: wire.LastSuccessful.Time,
		LastCompletedSync:  wire.LastCompleted.Time,
		ServiceTime:        serviceTime(a.header),
	}
	return m, nil
}

// readPortals takes apart an enum of flags. That it is one, so that both portals are written with a comma between, is
// in the metadata of Graph's beta; the order of the two is not documented. Assumption: no capture shows both.
func readPortals(joined string) []string {
	var portals []string
	for name := range strings.SplitSeq(joined, ",") {
		if name = strings.TrimSpace(name); name != "" && name != "none" {
			portals = append(portals, name)
		}
	}
	slices.Sort(portals)
	return slices.Compact(portals)
}

func writePortals(portals []string) string {
	sorted := slices.Sorted(slices.Values(portals))
	if len(sorted) == 0 {
		return "none"
	}
	return strings.Join(slices.Compact(sorted), ",")
}

// UpdateDeviceAppManagement changes the tenant's tie to the Store and returns it as it then is. The fields that
// Intune keeps itself are never sent.
func (c *Client) UpdateDeviceAppManagement(ctx context.Context, u DeviceAppManagementUpdate) (DeviceAppManagement, error) {
	body := map[string]any{"@odata.type": longType("deviceAppManagement")}
	if u.Enabled != nil {
		body["isEnabledForMicrosoftStoreForBusiness"] = *u.Enabled
	}
	if u.Language != nil {
		body["microsoftStoreForBusinessLanguage"] = *u.Language
	}
	if u.PortalSelection != nil {
		body["microsoftStoreForBusinessPortalSelection"] = writePortals(u.PortalSelection)
	}
	a, err := c.do(ctx, call{op: updateAssociation, method: http.MethodPatch, path: path{"deviceAppManagement"}, body: body})
	if err != nil {
		return DeviceAppManagement{}, err
	}
	if len(a.body) == 0 { // a 204 is as good a success to OData as the documented 200
		return c.DeviceAppManagement(ctx)
	}
	return readDeviceAppManagement(a)
}

// SyncMicrosoftStoreForBusinessApps asks Intune to sync its apps from the Store. It returns when the service took
// the request, by the service's clock and to the second: a sync that succeeded later than that began after it, or was
// under way already. The answer has nothing else to follow, so DeviceAppManagement is the way to see the sync end
// (Graph docs, syncMicrosoftStoreForBusinessApps). It is sent once: see IsAmbiguous.
func (c *Client) SyncMicrosoftStoreForBusinessApps(ctx context.Context) (requested time.Time, err error) {
	a, err := c.do(ctx, call{op: syncAssociation, method: http.MethodPost,
		path: path{"deviceAppManagement", "syncMicrosoftStoreForBusinessApps"}})
	if err != nil {
		return time.Time{}, err
	}
	if requested = serviceTime(a.header); requested.IsZero() {
		return time.Now().UTC(), nil // an answer without a date: our own clock is all there is
	}
	return requested, nil
}
