package emulator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// app is one app: what the last sync saw of it, and the Store's own side.
type app struct {
	App
	assignments []assignment
	bought      int      // the Store's own total
	holders     []holder // seats of people, revoked ones included
	nameless    int      // seats of people who have left
	token       *vppToken
	revocations []*revocation
	stale       stale
}

type holder struct {
	upn     string // "" for a device's licence
	device  string // managed device id
	revoked bool
	since   time.Time
}

func (st *state) loadApps(t *Tenant) error {
	for _, a := range t.Apps {
		if err := st.addApp(a); err != nil {
			return fmt.Errorf("app %q: %w", a.DisplayName, err)
		}
	}
	return nil
}

// addApp adds an app, or replaces the one with its id.
func (st *state) addApp(seed App) error {
	orDefault(&seed.Type, "microsoftStoreForBusinessApp")
	orDefault(&seed.PublishingState, "published")
	orDefault(&seed.DistributionPolicy, "restricted")
	orDefault(&seed.ID, stableID("app", seed.Type+seed.LicenseType+seed.DisplayName))
	if err := guid(&seed.ID); err != nil {
		return err
	}
	if err := checkApp(&seed); err != nil {
		return err
	}
	a := &app{App: seed, bought: cmp.Or(seed.BoughtLicenseCount, seed.TotalLicenseCount)}
	for _, upn := range seed.Holders {
		a.holders = append(a.holders, holder{upn: upn, since: seatEpoch})
	}
	for _, upn := range seed.RevokedHolders {
		a.holders = append(a.holders, holder{upn: upn, revoked: true, since: seatEpoch})
	}
	if err := a.loadDevices(st, seed.DeviceHolders); err != nil {
		return err
	}
	a.nameless = max(0, seed.UsedLicenseCount-a.used())
	if a.vpp() {
		a.materialize()
	}
	a.token = st.tokenByID[strings.ToLower(a.VPPTokenID)]
	if err := a.setAssignments(seed.Assignments); err != nil {
		return err
	}
	a.Assignments, a.Holders, a.RevokedHolders, a.DeviceHolders = nil, nil, nil, nil // kept above
	st.removeApp(a.ID)
	st.apps = append(st.apps, a)
	slices.SortFunc(st.apps, func(x, y *app) int { return cmp.Compare(x.ID, y.ID) })
	st.appByID[a.ID] = a
	return nil
}

// loadDevices reads the devices that hold a licence, by id or name.
func (a *app) loadDevices(st *state, devices []string) error {
	if len(devices) > 0 && !a.vpp() {
		return fmt.Errorf("type %s has no licenses of devices", a.Type)
	}
	for _, name := range devices {
		m := st.managedNamed(name)
		if m == nil {
			return fmt.Errorf("device holder %q is no managed device of the tenant", name)
		}
		a.holders = append(a.holders, holder{device: m.ID, since: seatEpoch})
	}
	return nil
}

// seatEpoch dates the seats of the tenant file.
var seatEpoch = time.Date(2023, 1, 10, 8, 30, 0, 0, time.UTC)

func checkApp(a *App) error {
	t, ok := appTypes[a.Type]
	if !ok {
		return fmt.Errorf("type %q is not one that the emulator knows", a.Type)
	}
	if a.Type == "microsoftStoreForBusinessApp" {
		orDefault(&a.LicenseType, "online")
		orDefault(&a.ProductKey, "9"+strings.ToUpper(strings.ReplaceAll(a.ID, "-", "")[20:31])+"/0016")
	}
	for _, check := range []struct {
		name, value string
		allowed     []string
	}{
		{"publishingState", a.PublishingState, []string{"notPublished", "processing", "published"}},
		{"distributionPolicy", a.DistributionPolicy, []string{"restricted", "open"}},
		{"licenseType", a.LicenseType, []string{"", "online", "offline"}},
	} {
		if !slices.Contains(check.allowed, check.value) {
			return fmt.Errorf("%s %q is not one of %q", check.name, check.value, check.allowed)
		}
	}
	switch {
	case a.TotalLicenseCount < 0 || a.UsedLicenseCount < 0 || a.BoughtLicenseCount < 0:
		return fmt.Errorf("license counts cannot be negative")
	case !t.licensed && (a.TotalLicenseCount > 0 || a.UsedLicenseCount > 0 || len(a.Holders) > 0):
		return fmt.Errorf("type %s counts no licenses", a.Type)
	case a.ProductKey != "" && strings.Count(a.ProductKey, "/") != 1:
		return fmt.Errorf("productKey %q has not the form {productId}/{skuId}", a.ProductKey)
	}
	return nil
}

func (st *state) removeApp(id string) bool {
	id = strings.ToLower(id)
	_, there := st.appByID[id]
	delete(st.appByID, id)
	st.apps = slices.DeleteFunc(st.apps, func(a *app) bool { return a.ID == id })
	return there
}

// sync shows Intune what the Store has.
func (a *app) sync() {
	a.Pending = false
	a.TotalLicenseCount = a.bought
}

// used is how many seats are in use.
func (a *app) used() int {
	n := a.nameless
	for _, h := range a.holders {
		if !h.revoked {
			n++
		}
	}
	return n
}

// object is the app as an endpoint shows it. On v1.0 an app of a type that only
// beta has is shown as its base.
func (a *app) object(v version) map[string]any {
	t := appTypes[a.Type]
	all := map[string]any{
		"id": a.ID, "displayName": a.DisplayName, "description": a.Description, "publisher": a.Publisher, "largeIcon": nil,
		"createdDateTime": "2023-01-10T08:30:00Z", "lastModifiedDateTime": "0001-01-01T00:00:00Z", "isFeatured": false,
		"privacyInformationUrl": nil, "informationUrl": nil, "owner": "", "developer": "", "notes": "", "publishingState": a.PublishingState,
		"uploadState": 1, "isAssigned": len(a.assignments) > 0, "roleScopeTagIds": []any{"0"},
		"dependentAppCount": 0, "supersedingAppCount": 0, "supersededAppCount": 0,
		"usedLicenseCount": a.used(), "totalLicenseCount": a.TotalLicenseCount, "productKey": a.ProductKey, "licenseType": a.LicenseType,
		"packageIdentityName": nullable(a.PackageIdentityName), "bundleId": nullable(a.BundleID), "packageId": a.PackageID,
		"appIdentifier": "app:" + a.PackageID, "vppTokenId": nullable(a.VPPTokenID), "vppTokenAccountType": "business",
		"revokeLicenseActionResults": a.actionResults(), "isPrivate": false, "isSystemApp": false, "supportsOemConfig": false, "appTracks": []any{},
		"applicableDeviceType": map[string]any{"iPad": true, "iPhoneAndIPod": true}, "releaseDateTime": "0001-01-01T00:00:00Z",
		"licensingType": licensingType(a.Type, v),
	}
	if a.token != nil {
		all["vppTokenOrganizationName"], all["vppTokenAppleId"] = nullable(a.token.OrganizationName), nullable(a.token.AppleID)
		all["vppTokenDisplayName"], all["vppTokenAccountType"] = a.token.DisplayName, a.token.AccountType
	}
	names := slices.Concat(appProperties, t.properties)
	typeName := a.Type
	if v == beta {
		names = slices.Concat(names, appBetaProperties, t.betaOnly)
	} else if t.beta {
		names, typeName = appProperties, "mobileApp"
	}
	object := map[string]any{"@odata.type": "#microsoft.graph." + typeName}
	for _, name := range names {
		object[name] = all[name]
	}
	return object
}

// licensingType tells what kinds of licences an app has; beta repeats it under
// older names. Source: Graph docs, vppLicensingType (beta).
func licensingType(appTypeName string, v version) map[string]any {
	device := appTypeName != "microsoftStoreForBusinessApp"
	object := map[string]any{"supportsUserLicensing": true, "supportsDeviceLicensing": device}
	if v == beta {
		object["supportUserLicensing"], object["supportDeviceLicensing"] = true, device
	}
	return object
}
