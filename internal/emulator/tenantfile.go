package emulator

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

// Tenant is the tenant that an emulator starts with: the JSON tenant file.
// The zero value is a usable tenant without apps, people or clients. Ids are
// GUIDs; where one is left out, a stable one is made from the object's name.
type Tenant struct {
	Organization   Organization    `json:"tenant"`
	Clients        []entra.Client  `json:"clients,omitempty"`
	Store          Store           `json:"store"`
	VPPTokens      []VPPToken      `json:"vppTokens,omitempty"`
	GooglePlay     GooglePlay      `json:"googlePlay,omitzero"`
	Apps           []App           `json:"apps,omitempty"`
	Users          []User          `json:"users,omitempty"`
	Devices        []Device        `json:"devices,omitempty"`
	ManagedDevices []ManagedDevice `json:"managedDevices,omitempty"`
	Groups         []Group         `json:"groups,omitempty"`
	// Generate are people and devices that are in no group of the file.
	Generate []Generate `json:"generate,omitempty"`
	// SkewSeconds is how far the tenant's clock runs ahead of the machine's.
	SkewSeconds float64 `json:"skewSeconds,omitempty"`
}

// Organization is the tenant itself.
type Organization struct {
	ID           string `json:"id,omitempty"`           // default 7e5a1e00-0000-4000-8000-000000000001
	DisplayName  string `json:"displayName,omitempty"`  // default "Emulated tenant"
	MDMAuthority string `json:"mdmAuthority,omitempty"` // unknown, intune (default), sccm, office365
	Domain       string `json:"domain,omitempty"`       // of generated people; default contoso.example
}

// Store is the association with Microsoft Store for Business, both sides of it.
type Store struct {
	// ToolActivated tells whether Intune is an active management tool on the
	// Store's side; nil means true. A sync without it completes but does not
	// succeed.
	ToolActivated *bool `json:"toolActivated,omitempty"`
	Enabled       bool  `json:"enabled,omitempty"`
	// Language is a culture name, "" for null.
	Language string `json:"language,omitempty"`
	// PortalSelection in Graph's spelling: none (default), companyPortal,
	// privateStore or "companyPortal,privateStore".
	PortalSelection string `json:"portalSelection,omitempty"`
	// SyncSeconds is how long a sync takes; nil means 0.2.
	SyncSeconds *float64 `json:"syncSeconds,omitempty"`
	// LastSuccessfulSync and LastCompletedSync are RFC 3339, "" for never.
	LastSuccessfulSync string `json:"lastSuccessfulSync,omitempty"`
	LastCompletedSync  string `json:"lastCompletedSync,omitempty"`
	// Retired makes the sync answer that it is gone.
	Retired bool `json:"retired,omitempty"`
}

// App is one app of the tenant.
type App struct {
	ID string `json:"id,omitempty"`
	// Type is Graph's short type name, default microsoftStoreForBusinessApp.
	Type            string `json:"type,omitempty"`
	DisplayName     string `json:"displayName"`
	Description     string `json:"description,omitempty"`
	Publisher       string `json:"publisher,omitempty"`
	PublishingState string `json:"publishingState,omitempty"` // notPublished, processing, published (default)
	// LicenseType is online (default) or offline; Store for Business only.
	LicenseType         string `json:"licenseType,omitempty"`
	ProductKey          string `json:"productKey,omitempty"` // {productId}/{skuId}; made from the id when empty
	PackageIdentityName string `json:"packageIdentityName,omitempty"`
	BundleID            string `json:"bundleId,omitempty"`   // Apple
	PackageID           string `json:"packageId,omitempty"`  // managed Google Play
	VPPTokenID          string `json:"vppTokenId,omitempty"` // Apple
	// TotalLicenseCount is what was bought, and UsedLicenseCount what is in
	// use. Seats in use beyond the holders belong to people who have left.
	TotalLicenseCount int `json:"totalLicenseCount,omitempty"`
	UsedLicenseCount  int `json:"usedLicenseCount,omitempty"`
	// Holders are the user principal names that hold a seat, RevokedHolders
	// those whose seat the Store has taken back.
	Holders        []string `json:"holders,omitempty"`
	RevokedHolders []string `json:"revokedHolders,omitempty"`
	// DeviceHolders are the managed devices, by id or name, that hold a license
	// of an app of Apple's.
	DeviceHolders []string `json:"deviceHolders,omitempty"`
	// DistributionPolicy is restricted (default) or open: without limit.
	DistributionPolicy string `json:"distributionPolicy,omitempty"`
	// Pending means bought in the Store and not yet synced to Intune.
	Pending bool `json:"pending,omitempty"`
	// BoughtLicenseCount is the Store's own total, when the last sync has not
	// seen all purchases; 0 means the same as TotalLicenseCount.
	BoughtLicenseCount int `json:"boughtLicenseCount,omitempty"`
	// Assignments in Graph's beta wire shape; ids are computed.
	Assignments []map[string]any `json:"assignments,omitempty"`
}

// User is a person.
type User struct {
	ID                string `json:"id,omitempty"`
	UserPrincipalName string `json:"userPrincipalName"`
	DisplayName       string `json:"displayName,omitempty"`
	AccountEnabled    *bool  `json:"accountEnabled,omitempty"` // nil means true
	// Plans are service plans, by name (see the package's table) or GUID; one
	// may carry a capability status: "INTUNE_A:Suspended".
	Plans    []string `json:"plans,omitempty"`
	UserType string   `json:"userType,omitempty"` // Member (default) or Guest
}

// Device is a directory device. Groups name it by ID; DeviceID is what a
// managed device calls azureADDeviceId.
type Device struct {
	ID              string `json:"id,omitempty"`
	DeviceID        string `json:"deviceId,omitempty"`
	DisplayName     string `json:"displayName"`
	OperatingSystem string `json:"operatingSystem,omitempty"` // default Windows
	AccountEnabled  *bool  `json:"accountEnabled,omitempty"`  // nil means true
}

// ManagedDevice is a device enrolled in Intune.
type ManagedDevice struct {
	ID              string `json:"id,omitempty"`
	DeviceName      string `json:"deviceName"`
	AzureADDeviceID string `json:"azureADDeviceId,omitempty"`
	// UserID is the primary user's id or user principal name, "" for none.
	UserID               string `json:"userId,omitempty"`
	OperatingSystem      string `json:"operatingSystem,omitempty"`      // default Windows
	OSVersion            string `json:"osVersion,omitempty"`            // default 10.0.19045.3803
	JoinType             string `json:"joinType,omitempty"`             // default azureADJoined
	AzureADRegistered    *bool  `json:"azureADRegistered,omitempty"`    // nil means null
	DeviceEnrollmentType string `json:"deviceEnrollmentType,omitempty"` // default windowsAutoEnrollment
	ManagementAgent      string `json:"managementAgent,omitempty"`      // default mdm
}

// Group is a security group.
type Group struct {
	ID          string `json:"id,omitempty"`
	DisplayName string `json:"displayName"`
	// Members are ids of users, devices and groups, or user principal names.
	// Groups may contain one another in a circle.
	Members  []string   `json:"members,omitempty"`
	Generate []Generate `json:"generate,omitempty"`
}

// Generate makes people and devices whose ids and names are computed from a
// prefix and a number, so that a million cost nothing until they are asked for.
// The same prefix and number are the same person in every group: two groups
// overlap where their ranges do.
type Generate struct {
	// Prefix begins every name: user 7 of "sales-" is sales-7@{domain}.
	Prefix string `json:"prefix"`
	// From is the first number; Users and Devices are how many.
	From    int `json:"from,omitempty"`
	Users   int `json:"users,omitempty"`
	Devices int `json:"devices,omitempty"`
	// OperatingSystem of the devices, default Windows: the same for all of one
	// prefix.
	OperatingSystem string `json:"operatingSystem,omitempty"`
}

// GeneratedUserID returns the id of user n of a prefix (see [Generate]).
func GeneratedUserID(prefix string, n int) string { return generatedID(userKind, prefix, n) }

// GeneratedDeviceID returns the directory id of device n of a prefix: what a
// group has as its member. Each is managed, by [GeneratedAzureADDeviceID], and
// user n of the same prefix is its primary user if there is one.
func GeneratedDeviceID(prefix string, n int) string { return generatedID(deviceKind, prefix, n) }

// GeneratedAzureADDeviceID returns the deviceId of device n of a prefix.
func GeneratedAzureADDeviceID(prefix string, n int) string {
	return generatedID(deviceIDKind, prefix, n)
}

// GeneratedManagedDeviceID returns Intune's own id of device n of a prefix.
func GeneratedManagedDeviceID(prefix string, n int) string {
	return generatedID(managedKind, prefix, n)
}

// Load reads a tenant file from a path. Unknown fields are refused, and so is
// what [Start] would refuse.
func Load(path string) (*Tenant, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the tenant file: %w", err)
	}
	defer file.Close()
	tenant, err := Read(file)
	if err != nil {
		return nil, fmt.Errorf("tenant file %s: %w", path, err)
	}
	return tenant, nil
}

// Read reads a tenant file; see [Load].
func Read(r io.Reader) (*Tenant, error) {
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	tenant := &Tenant{}
	if err := decoder.Decode(tenant); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one JSON document")
	}
	st, err := newState(tenant)
	if err != nil {
		return nil, err
	}
	if _, err := entra.New(entra.Options{TenantID: st.organization.ID, Clients: tenant.Clients}); err != nil {
		return nil, err
	}
	return tenant, nil
}
