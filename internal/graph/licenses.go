package graph

import (
	"context"
	"fmt"
	"net/http"
)

// AssignedLicense is one licence of a volume-purchased Apple app in use: of a device when ManagedDeviceID is set, of a
// person otherwise. A licence of a macOS app that names nobody may be a device's: its type has no property for one.
type AssignedLicense struct {
	UserID            string // lower case; with a device's licence, of its primary user if anyone
	UserPrincipalName string
	ManagedDeviceID   string // lower case
	DeviceName        string
}

// AssignedLicenses lists the licences in use of an app of type iosVppApp or macOsVppApp, page by page. What page
// returns ends the listing. (Graph docs, beta, iosVppAppAssignedLicense and macOsVppAppAssignedLicense.)
func (c *Client) AssignedLicenses(ctx context.Context, app App, page func([]AssignedLicense) error) error {
	if app.Store() != AppleVPP {
		return fmt.Errorf("an app of type %s has no list of its licences", app.ODataType)
	}
	first := call{op: readLicenses, path: appPath(app.ID, "microsoft.graph."+app.ODataType, "assignedLicenses")}
	return list(ctx, c, first, func(licenses []AssignedLicense) error {
		for i := range licenses {
			l := &licenses[i]
			l.UserID, l.ManagedDeviceID = guid(l.UserID), guid(l.ManagedDeviceID)
			if l.UserID == zeroGUID {
				l.UserID = ""
			}
			if l.ManagedDeviceID == zeroGUID {
				l.ManagedDeviceID = ""
			}
		}
		return page(licenses)
	})
}

// The three ways to take licences of an iosVppApp back (Graph docs, beta, iosVppApp: revokeAllLicenses,
// revokeUserLicense, revokeDeviceLicense). Each can be repeated: who holds nothing loses nothing. The service answers
// before it is done; AssignedLicenses shows when the licence is free. notify tells the devices to remove the app.

// RevokeAllLicenses takes back every licence of an app.
func (c *Client) RevokeAllLicenses(ctx context.Context, appID string, notify bool) error {
	return c.revoke(ctx, appID, "revokeAllLicenses", map[string]any{"notifyManagedDevices": notify})
}

// RevokeUserLicense takes back the licence of one person.
func (c *Client) RevokeUserLicense(ctx context.Context, appID, userID string, notify bool) error {
	return c.revoke(ctx, appID, "revokeUserLicense", map[string]any{"userId": userID, "notifyManagedDevices": notify})
}

// RevokeDeviceLicense takes back the licence of one device.
func (c *Client) RevokeDeviceLicense(ctx context.Context, appID, managedDeviceID string, notify bool) error {
	return c.revoke(ctx, appID, "revokeDeviceLicense", map[string]any{"managedDeviceId": managedDeviceID, "notifyManagedDevices": notify})
}

func (c *Client) revoke(ctx context.Context, appID, action string, body map[string]any) error {
	_, err := c.do(ctx, call{op: revokeLicenses, method: http.MethodPost, path: appPath(appID, action), body: body})
	return err
}

func appPath(appID string, rest ...string) path {
	return append(path{"deviceAppManagement", "mobileApps", appID}, rest...)
}
