package graph

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
