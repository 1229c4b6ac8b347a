package graph

import "context"

// ManagedDeviceFilter narrows ManagedDevices. The zero value lists all.
type ManagedDeviceFilter struct {
	OperatingSystem string // exact, such as Windows
}

// ManagedDevice is a device that Intune manages.
type ManagedDevice struct {
	ID                   string
	AzureADDeviceID      string // the directory's deviceId, lower case; empty when the device has none
	DeviceName           string
	UserID               string // primary user, lower case; empty for none
	UserPrincipalName    string
	OperatingSystem      string
	OSVersion            string
	JoinType             string // unknown, azureADJoined, azureADRegistered, hybridAzureADJoined
	AzureADRegistered    *bool
	DeviceEnrollmentType string
	ManagementAgent      string
}

const deviceFields = "id,azureADDeviceId,deviceName,userId,userPrincipalName,operatingSystem,osVersion,joinType," +
	"azureADRegistered,deviceEnrollmentType,managementAgent"

// ManagedDevices lists the devices that Intune manages, page by page. What page returns ends the listing. It is the
// beta's list because v1.0 has no joinType. Assumption: operatingSystem can be filtered with eq, as public tools do.
func (c *Client) ManagedDevices(ctx context.Context, filter ManagedDeviceFilter, page func([]ManagedDevice) error) error {
	condition := ""
	if filter.OperatingSystem != "" {
		condition = "operatingSystem eq " + quote(filter.OperatingSystem)
	}
	first := call{op: readManagedDevices, path: path{"deviceManagement", "managedDevices"},
		query: query("$filter", condition, "$select", deviceFields)}
	return list(ctx, c, first, func(devices []ManagedDevice) error {
		for i := range devices {
			d := &devices[i]
			if d.ID == "" {
				return senseless("the answer holds a managed device without an id")
			}
			d.ID, d.UserID, d.AzureADDeviceID = guid(d.ID), guid(d.UserID), guid(d.AzureADDeviceID)
			if d.AzureADDeviceID == zeroGUID {
				d.AzureADDeviceID = ""
			}
			if d.UserID == zeroGUID {
				d.UserID = ""
			}
		}
		return page(devices)
	})
}
