package graph

import (
	"cmp"
	"encoding/json"
)

// Settings holds the settings of one assignment: one of the pointers is set, or Raw alone.
type Settings struct {
	MicrosoftStore *MicrosoftStoreSettings
	AppleVPP       *AppleVPPSettings
	GooglePlay     *GooglePlaySettings

	// Raw is the whole object as it was read, kept only when this package cannot express it: its type is none of the
	// above, or it has members that are not in there. It is written back with the fields put over it.
	Raw json.RawMessage
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

// The @odata.type of each settings type, short.
const (
	microsoftStoreSettings = "microsoftStoreForBusinessAppAssignmentSettings"
	iosVPPSettings         = "iosVppAppAssignmentSettings"
	macOSVPPSettings       = "macOsVppAppAssignmentSettings"
	googlePlaySettings     = "androidManagedStoreAppAssignmentSettings"
)

// settingsFields are the members of each type that this package reads and writes. The service echoes members of the
// base and null ones beyond them (seen in captured answers).
var settingsFields = map[string][]string{
	microsoftStoreSettings: {"useDeviceContext"},
	iosVPPSettings: {"useDeviceLicensing", "vpnConfigurationId", "uninstallOnDeviceRemoval", "isRemovable",
		"preventManagedAppBackup", "preventAutoAppUpdate"},
	macOSVPPSettings: {"useDeviceLicensing", "uninstallOnDeviceRemoval", "preventManagedAppBackup",
		"preventAutoAppUpdate"},
	googlePlaySettings: {"androidManagedStoreAppTrackIds", "autoUpdateMode"},
}

type settingsWire struct {
	Type                     string `json:"@odata.type"`
	UseDeviceContext         bool
	UseDeviceLicensing       bool
	UninstallOnDeviceRemoval *bool
	IsRemovable              *bool
	PreventManagedAppBackup  *bool
	PreventAutoAppUpdate     *bool
	VPNConfigurationID       string
	TrackIDs                 []string `json:"androidManagedStoreAppTrackIds"`
	AutoUpdateMode           string
}

// readSettings reads the settings of an assignment; nil for null.
func readSettings(raw json.RawMessage) (*Settings, error) {
	if empty(raw) {
		return nil, nil
	}
	var w settingsWire
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, err
	}
	s := &Settings{}
	kind := shortType(w.Type)
	switch kind {
	case microsoftStoreSettings:
		s.MicrosoftStore = &MicrosoftStoreSettings{w.UseDeviceContext}
	case iosVPPSettings, macOSVPPSettings:
		s.AppleVPP = &AppleVPPSettings{
			MacOS:                    kind == macOSVPPSettings,
			UseDeviceLicensing:       w.UseDeviceLicensing,
			UninstallOnDeviceRemoval: w.UninstallOnDeviceRemoval,
			IsRemovable:              w.IsRemovable,
			PreventManagedAppBackup:  w.PreventManagedAppBackup,
			PreventAutoAppUpdate:     w.PreventAutoAppUpdate,
			VPNConfigurationID:       w.VPNConfigurationID,
		}
	case googlePlaySettings:
		s.GooglePlay = &GooglePlaySettings{w.TrackIDs, w.AutoUpdateMode}
	}
	if fields, known := settingsFields[kind]; !known || more(raw, fields...) {
		s.Raw = raw
	}
	return s, nil
}

// write is the settings as JSON, every member named: a PATCH replaces the whole object (observed in captured traffic).
func (s *Settings) write() (map[string]any, error) {
	m, err := object(s.Raw)
	if err != nil {
		return nil, err
	}
	switch {
	case s.MicrosoftStore != nil:
		m["@odata.type"] = longType(microsoftStoreSettings)
		m["useDeviceContext"] = s.MicrosoftStore.UseDeviceContext
	case s.AppleVPP != nil:
		v := s.AppleVPP
		m["@odata.type"] = longType(macOSVPPSettings)
		m["useDeviceLicensing"] = v.UseDeviceLicensing
		m["uninstallOnDeviceRemoval"] = v.UninstallOnDeviceRemoval
		m["preventManagedAppBackup"] = v.PreventManagedAppBackup
		m["preventAutoAppUpdate"] = v.PreventAutoAppUpdate
		if v.MacOS {
			break
		}
		m["@odata.type"] = longType(iosVPPSettings)
		m["isRemovable"] = v.IsRemovable
		m["vpnConfigurationId"] = nil
		if v.VPNConfigurationID != "" {
			m["vpnConfigurationId"] = v.VPNConfigurationID
		}
	case s.GooglePlay != nil:
		m["@odata.type"] = longType(googlePlaySettings)
		m["androidManagedStoreAppTrackIds"] = append([]string{}, s.GooglePlay.TrackIDs...)
		m["autoUpdateMode"] = cmp.Or(s.GooglePlay.AutoUpdateMode, "default")
	}
	return m, nil
}
