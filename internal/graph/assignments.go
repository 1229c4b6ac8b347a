package graph

import "encoding/json"

// Assignment is one target of one app: who gets it, or is kept from it, and how.
type Assignment struct {
	ID       string    // as the service wrote it; see AssignmentID
	Intent   string    // Graph's spelling: required, available, uninstall, availableWithoutEnrollment
	Target   Target    //
	Settings *Settings // nil for none; an exclusion never has any
	Source   string    // direct, policySets; read only
	SourceID string    // the policy set's id, when it is the source; read only
}

// The types of targets that this package knows.
const (
	GroupTarget            TargetType = "groupAssignmentTarget"
	ExclusionGroupTarget   TargetType = "exclusionGroupAssignmentTarget"
	AllLicensedUsersTarget TargetType = "allLicensedUsersAssignmentTarget"
	AllDevicesTarget       TargetType = "allDevicesAssignmentTarget"
)

// TargetType is the @odata.type of a target without "#microsoft.graph.".
type TargetType string

// Known says whether the type is one that this package reads and writes by its fields.
func (t TargetType) Known() bool {
	switch t {
	case GroupTarget, ExclusionGroupTarget, AllLicensedUsersTarget, AllDevicesTarget:
		return true
	}
	return false
}

// Target is whom an assignment is for.
type Target struct {
	Type       TargetType
	GroupID    string // lower case; of the two group types
	FilterID   string // lower case; empty for none
	FilterType string // include, exclude; empty for none

	// Raw is the whole object as it was read, kept only when Type is not Known. It is written back unchanged.
	Raw json.RawMessage
}

// Settings holds the settings of one assignment: exactly one of its fields is set.
type Settings struct {
	MicrosoftStore *MicrosoftStoreSettings
	AppleVPP       *AppleVPPSettings
	GooglePlay     *GooglePlaySettings

	// Other is the whole object as it was read, when its type is none of the above. It is written back unchanged.
	Other json.RawMessage
}

// MicrosoftStoreSettings is microsoftStoreForBusinessAppAssignmentSettings.
type MicrosoftStoreSettings struct {
	UseDeviceContext bool
}

// AppleVPPSettings is iosVppAppAssignmentSettings, or macOsVppAppAssignmentSettings when MacOS is set.
// Nil means null: the service's default.
type AppleVPPSettings struct {
	MacOS                    bool
	UseDeviceLicensing       bool
	UninstallOnDeviceRemoval *bool
	IsRemovable              *bool // iOS only
	PreventManagedAppBackup  *bool
	PreventAutoAppUpdate     *bool
	VPNConfigurationID       string // iOS only; empty for none
}

// GooglePlaySettings is androidManagedStoreAppAssignmentSettings.
type GooglePlaySettings struct {
	TrackIDs       []string
	AutoUpdateMode string // default, postponed, priority; empty for the service's default
}
