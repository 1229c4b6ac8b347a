package emulator

import "github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"

// appType is a type of mobileApp that a tenant file may hold.
// Source: Microsoft's published CSDL (v1.0), msgraph-beta-sdk-go (beta).
type appType struct {
	base       string
	beta       bool   // not in v1.0
	settings   string // type of an assignment's settings, "" for none
	licensed   bool   // counts licences
	licenses   string // type of assignedLicenses, "" where there is none
	properties []string
	betaOnly   []string // properties
}

var appTypes = map[string]appType{
	"microsoftStoreForBusinessApp": {
		base: "mobileApp", settings: "microsoftStoreForBusinessAppAssignmentSettings", licensed: true,
		properties: []string{"usedLicenseCount", "totalLicenseCount", "productKey", "licenseType", "packageIdentityName"},
		betaOnly:   []string{"licensingType"},
	},
	"iosVppApp": {
		base: "mobileApp", settings: "iosVppAppAssignmentSettings", licensed: true, licenses: "iosVppAppAssignedLicense",
		properties: []string{"usedLicenseCount", "totalLicenseCount", "bundleId", "appStoreUrl", "releaseDateTime", "applicableDeviceType",
			"licensingType", "vppTokenOrganizationName", "vppTokenAppleId", "vppTokenAccountType"},
		betaOnly: []string{"vppTokenId", "vppTokenDisplayName", "revokeLicenseActionResults"},
	},
	"macOsVppApp": {
		base: "mobileApp", beta: true, settings: "macOsVppAppAssignmentSettings", licensed: true, licenses: "macOsVppAppAssignedLicense",
		properties: []string{"usedLicenseCount", "totalLicenseCount", "bundleId", "appStoreUrl", "releaseDateTime",
			"licensingType", "vppTokenOrganizationName", "vppTokenAppleId", "vppTokenAccountType", "vppTokenId", "vppTokenDisplayName", "revokeLicenseActionResults"},
	},
	"androidManagedStoreApp": {
		base: "mobileApp", beta: true, settings: "androidManagedStoreAppAssignmentSettings", licensed: true,
		properties: []string{"packageId", "appIdentifier", "usedLicenseCount", "totalLicenseCount", "appStoreUrl",
			"isPrivate", "isSystemApp", "appTracks", "supportsOemConfig"},
	},
	"win32LobApp":             {base: "mobileLobApp", settings: "win32LobAppAssignmentSettings"},
	"windowsUniversalAppX":    {base: "mobileLobApp", settings: "windowsUniversalAppXAppAssignmentSettings"},
	"iosStoreApp":             {base: "mobileApp", settings: "iosStoreAppAssignmentSettings", properties: []string{"bundleId", "appStoreUrl"}},
	"webApp":                  {base: "mobileApp", properties: []string{"appUrl"}},
	"windowsMicrosoftEdgeApp": {base: "mobileApp", properties: []string{"channel"}},
	"winGetApp":               {base: "mobileApp", beta: true, settings: "winGetAppAssignmentSettings", properties: []string{"packageIdentifier"}},
	"windowsStoreApp":         {base: "mobileApp", beta: true, properties: []string{"appStoreUrl"}},
}

var (
	appProperties = []string{"id", "displayName", "description", "publisher", "largeIcon", "createdDateTime", "lastModifiedDateTime",
		"isFeatured", "privacyInformationUrl", "informationUrl", "owner", "developer", "notes", "publishingState"}
	appBetaProperties = []string{"uploadState", "isAssigned", "roleScopeTagIds", "dependentAppCount", "supersedingAppCount", "supersededAppCount"}
)

// appRules are the query rules of lists of apps, with the types and properties
// that the version has.
func appRules(v version, declared string) odata.Rules {
	types := map[string]odata.Type{"mobileApp": {Abstract: true, Properties: appProperties}, "mobileLobApp": {Base: "mobileApp"}, "managedApp": {Base: "mobileApp"}}
	if v == beta {
		types["mobileApp"] = odata.Type{Abstract: true, Properties: append(append([]string(nil), appProperties...), appBetaProperties...)}
	}
	for name, t := range appTypes {
		if t.beta && v == v1 {
			continue
		}
		properties := append([]string{}, t.properties...)
		if v == beta {
			properties = append(properties, t.betaOnly...)
		}
		types[name] = odata.Type{Base: t.base, Properties: properties}
	}
	return odata.Rules{
		Type: declared, Types: types, DefaultTop: appPage, MaxTop: appMaxPage,
		Options: []string{"$select", "$filter", "$count", "$top", "$skip", "$orderby"},
	}
}

// Pages of apps. The largest is 999 as far as tools go (observed); the default
// is an assumption.
const (
	appPage    = 100
	appMaxPage = 999
)
