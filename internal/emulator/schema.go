package emulator

import "slices"

// version is an endpoint of Graph.
type version string

const (
	v1   version = "v1.0"
	beta version = "beta"
)

// wireType is a type of request bodies: which properties it has, so that what
// does not fit the schema is refused as Graph refuses it.
// Source: Microsoft's published CSDL (v1.0), msgraph-beta-sdk-go (beta).
type wireType struct {
	base       string
	abstract   bool
	beta       bool // not in v1.0
	properties map[string]property
}

type form int

const (
	boolean form = iota
	text
	timestamp
	texts
	enum
	complexType
	collection // of a complex type
)

type property struct {
	form form
	null bool
	beta bool     // not in v1.0
	enum []string // of form enum
	of   string   // type of a complex property or collection
}

var (
	required  = property{form: boolean}
	tristate  = property{form: boolean, null: true, beta: true}
	nullText  = property{form: text, null: true}
	moment    = property{form: timestamp}
	intents   = []string{"available", "required", "uninstall", "availableWithoutEnrollment"}
	selection = property{form: text, beta: true} // a flags enum: parsed by its route
	notifying = property{form: enum, enum: []string{"showAll", "showReboot", "hideAll", "unknownFutureValue"}}
)

var wireTypes = map[string]wireType{
	"deviceAppManagement": {properties: map[string]property{
		"id":                                    {form: text},
		"isEnabledForMicrosoftStoreForBusiness": required,
		"microsoftStoreForBusinessLanguage":     nullText,
		"microsoftStoreForBusinessLastSuccessfulSyncDateTime":       moment,
		"microsoftStoreForBusinessLastCompletedApplicationSyncTime": moment,
		"microsoftStoreForBusinessPortalSelection":                  selection,
	}},

	"mobileAppAssignment": {properties: map[string]property{
		"id":       {form: text},
		"intent":   {form: enum, enum: intents},
		"target":   {form: complexType, of: "deviceAndAppManagementAssignmentTarget", null: true},
		"settings": {form: complexType, of: "mobileAppAssignmentSettings", null: true},
		"source":   {form: enum, enum: []string{"direct", "policySets"}, beta: true},
		"sourceId": {form: text, null: true, beta: true},
	}},
	"assignAction": {properties: map[string]property{
		"mobileAppAssignments": {form: collection, of: "mobileAppAssignment"},
	}},

	"revokeAllLicenses":   {properties: map[string]property{"notifyManagedDevices": required}},
	"revokeUserLicense":   {properties: map[string]property{"userId": nullText, "notifyManagedDevices": required}},
	"revokeDeviceLicense": {properties: map[string]property{"managedDeviceId": nullText, "notifyManagedDevices": required}},

	"deviceAndAppManagementAssignmentTarget": {abstract: true, properties: map[string]property{
		"deviceAndAppManagementAssignmentFilterId":   {form: text, null: true, beta: true},
		"deviceAndAppManagementAssignmentFilterType": {form: enum, enum: []string{"none", "include", "exclude"}, beta: true},
	}},
	"allLicensedUsersAssignmentTarget":               {base: "deviceAndAppManagementAssignmentTarget"},
	"allDevicesAssignmentTarget":                     {base: "deviceAndAppManagementAssignmentTarget"},
	"groupAssignmentTarget":                          {base: "deviceAndAppManagementAssignmentTarget", properties: map[string]property{"groupId": nullText}},
	"exclusionGroupAssignmentTarget":                 {base: "groupAssignmentTarget"},
	"configurationManagerCollectionAssignmentTarget": {base: "deviceAndAppManagementAssignmentTarget", properties: map[string]property{"collectionId": nullText}},

	"mobileAppAssignmentSettings": {abstract: true},
	"microsoftStoreForBusinessAppAssignmentSettings": {base: "mobileAppAssignmentSettings", properties: map[string]property{
		"useDeviceContext": required,
	}},
	"iosVppAppAssignmentSettings": {base: "mobileAppAssignmentSettings", properties: map[string]property{
		"useDeviceLicensing": required, "vpnConfigurationId": nullText,
		"uninstallOnDeviceRemoval": tristate, "isRemovable": tristate,
		"preventManagedAppBackup": tristate, "preventAutoAppUpdate": tristate,
	}},
	"macOsVppAppAssignmentSettings": {base: "mobileAppAssignmentSettings", beta: true, properties: map[string]property{
		"useDeviceLicensing": required, "uninstallOnDeviceRemoval": tristate,
		"preventManagedAppBackup": tristate, "preventAutoAppUpdate": tristate,
	}},
	"androidManagedStoreAppAssignmentSettings": {base: "mobileAppAssignmentSettings", beta: true, properties: map[string]property{
		"androidManagedStoreAppTrackIds": {form: texts, null: true},
		"autoUpdateMode":                 {form: enum, enum: []string{"default", "postponed", "priority", "unknownFutureValue"}},
	}},
	"win32LobAppAssignmentSettings": {base: "mobileAppAssignmentSettings", properties: map[string]property{
		"notifications": notifying,
	}},
	"winGetAppAssignmentSettings": {base: "mobileAppAssignmentSettings", beta: true, properties: map[string]property{
		"notifications": notifying,
	}},
	"windowsUniversalAppXAppAssignmentSettings": {base: "mobileAppAssignmentSettings", properties: map[string]property{
		"useDeviceContext": required,
	}},
	"iosStoreAppAssignmentSettings": {base: "mobileAppAssignmentSettings", properties: map[string]property{
		"vpnConfigurationId": nullText, "uninstallOnDeviceRemoval": tristate, "isRemovable": tristate,
	}},
}

// lookup finds a property on a type or what it derives from.
func lookup(name, propertyName string, v version) (property, bool) {
	for name != "" {
		t := wireTypes[name]
		if p, ok := t.properties[propertyName]; ok {
			return p, v == beta || !p.beta
		}
		name = t.base
	}
	return property{}, false
}

// derives tells whether a type is base or derives from it.
func derives(name, base string) bool {
	for name != base {
		if name = wireTypes[name].base; name == "" {
			return false
		}
	}
	return true
}

// propertyNames lists the properties that a type has in a version, inherited
// ones included, sorted.
func propertyNames(name string, v version) []string {
	var names []string
	for name != "" {
		t := wireTypes[name]
		for n, p := range t.properties {
			if v == beta || !p.beta {
				names = append(names, n)
			}
		}
		name = t.base
	}
	slices.Sort(names)
	return names
}
