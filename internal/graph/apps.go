package graph

import "context"

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

// licensedFilter picks the apps of all stores in one list. Both the type names without "#" and this form of isof are
// what public tools and the admin centre's own query use; no page documents them.
const licensedFilter = "isof('microsoft.graph.microsoftStoreForBusinessApp') or isof('microsoft.graph.iosVppApp') or " +
	"isof('microsoft.graph.macOsVppApp') or isof('microsoft.graph.androidManagedStoreApp')"

type appWire struct {
	Type                string `json:"@odata.type"`
	ID                  string
	DisplayName         string
	Publisher           string
	PublishingState     string
	IsAssigned          bool
	TotalLicenseCount   *int
	UsedLicenseCount    *int
	LicenseType         string
	ProductKey          string
	PackageIdentityName string
	BundleID            string
	VPPTokenID          string
	VPPTokenDisplayName string
	LicensingType       *struct {
		// The beta has both spellings of each and answers with all four.
		SupportsUserLicensing, SupportUserLicensing     bool
		SupportsDeviceLicensing, SupportDeviceLicensing bool
	}
	PackageID string
}

// app is the app, or what is wrong with it. The licences of an app that has some are never null (Graph metadata):
// taken for none in use, they would let in everybody.
func (w appWire) app() (App, error) {
	if w.ID == "" {
		return App{}, senseless("the answer holds an app without an id")
	}
	a := App{
		ID:                  guid(w.ID),
		ODataType:           shortType(w.Type),
		DisplayName:         w.DisplayName,
		Publisher:           w.Publisher,
		PublishingState:     w.PublishingState,
		IsAssigned:          w.IsAssigned,
		LicenseType:         w.LicenseType,
		ProductKey:          w.ProductKey,
		PackageIdentityName: w.PackageIdentityName,
		BundleID:            w.BundleID,
		VPPTokenID:          guid(w.VPPTokenID),
		VPPTokenDisplayName: w.VPPTokenDisplayName,
		PackageID:           w.PackageID,
	}
	switch total, used := w.TotalLicenseCount, w.UsedLicenseCount; {
	case total != nil && used != nil && *total >= 0 && *used >= 0:
		a.TotalLicenseCount, a.UsedLicenseCount = *total, *used
	case a.Store() != "":
		return App{}, senseless("the answer does not count the licences of the app " + a.ID)
	}
	if l := w.LicensingType; l != nil {
		a.SupportsUserLicensing = l.SupportsUserLicensing || l.SupportUserLicensing
		a.SupportsDeviceLicensing = l.SupportsDeviceLicensing || l.SupportDeviceLicensing
	}
	return a, nil
}

// LicensedApps lists the apps of every store that has licences, in the service's order, each once: an app may come
// twice when the list shifts between two pages. There is no $select, because that of a derived type's properties is
// not documented for this list.
func (c *Client) LicensedApps(ctx context.Context) ([]App, error) {
	var apps []App
	seen := map[string]bool{}
	first := call{op: readApps, kept: true, path: path{"deviceAppManagement", "mobileApps"},
		query: query("$filter", licensedFilter, "$top", "999")}
	err := list(ctx, c, first, func(page []appWire) error {
		for _, w := range page {
			a, err := w.app()
			if err != nil {
				return err
			}
			if a.Store() != "" && !seen[a.ID] {
				seen[a.ID] = true
				apps = append(apps, a)
			}
		}
		return nil
	})
	return apps, err
}

// Apps reads apps of any type by id.
func (c *Client) Apps(ctx context.Context, ids []string) []Answer[App] {
	return bulk(ctx, c, ids,
		func(id string) call { return call{op: readApps, path: path{"deviceAppManagement", "mobileApps", id}} },
		func(a *answer) (App, error) {
			var wire appWire
			if err := a.decodeEntity(&wire); err != nil {
				return App{}, err
			}
			app, err := wire.app()
			return app, a.sense(err)
		})
}
