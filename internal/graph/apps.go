package graph

// The stores whose apps have licences in Intune.
const (
	MicrosoftStoreForBusiness Store = "microsoft_store_for_business"
	AppleVPP                  Store = "apple_vpp"
	ManagedGooglePlay         Store = "managed_google_play"
)

// Store names the store that an app's licences come from. Empty: the app has no licences.
type Store string

// The types of licensed apps, as App.ODataType spells them.
const (
	MicrosoftStoreForBusinessApp = "microsoftStoreForBusinessApp"
	IOSVPPApp                    = "iosVppApp"
	MacOSVPPApp                  = "macOsVppApp"
	AndroidManagedStoreApp       = "androidManagedStoreApp"
)

// App is one mobileApp. Fields that its type does not have are empty.
type App struct {
	ID              string // lower case
	ODataType       string // short: without "#microsoft.graph."
	DisplayName     string
	Publisher       string
	PublishingState string // notPublished, processing, published: only a published app can be assigned
	IsAssigned      bool

	TotalLicenseCount int // 0 also means "not counted", as with free managed Google Play apps
	UsedLicenseCount  int

	// Of microsoftStoreForBusinessApp.
	LicenseType         string // online, offline
	ProductKey          string // {productId}/{skuId}, the Store's own name of the app
	PackageIdentityName string

	// Of iosVppApp and macOsVppApp.
	BundleID                string
	VPPTokenID              string
	VPPTokenDisplayName     string
	SupportsUserLicensing   bool
	SupportsDeviceLicensing bool

	// Of androidManagedStoreApp.
	PackageID string
}

// Store says where the app's licences come from, or "" for an app without licences.
func (a App) Store() Store {
	switch a.ODataType {
	case MicrosoftStoreForBusinessApp:
		return MicrosoftStoreForBusiness
	case IOSVPPApp, MacOSVPPApp:
		return AppleVPP
	case AndroidManagedStoreApp:
		return ManagedGooglePlay
	}
	return ""
}
