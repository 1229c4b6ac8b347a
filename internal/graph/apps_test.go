package graph

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The list of all stores: one filter, kinds told apart, what shifts between pages kept once.
func TestLicensedApps(t *testing.T) {
	const line = "GET /beta/deviceAppManagement/mobileApps?$filter=isof%28%27microsoft.graph.microsoftStoreForBusinessApp%27%29%20or%20" +
		"isof%28%27microsoft.graph.iosVppApp%27%29%20or%20isof%28%27microsoft.graph.macOsVppApp%27%29%20or%20" +
		"isof%28%27microsoft.graph.androidManagedStoreApp%27%29&$top=999"
	const store = `{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessApp","id":"0177548A","displayName":"Zoë's notes","publisher":"P",
		"publishingState":"published","isAssigned":true,"usedLicenseCount":3,"totalLicenseCount":10,"productKey":"9WZ/0010","licenseType":"online",
		"packageIdentityName":"P.N","largeIcon":null,"lastModifiedDateTime":"0001-01-01T00:00:00Z","licensingType":null}`
	c, _ := serve(t, func(s seen) reply {
		if s.Line == line {
			return ok(`{"@odata.count":0,"value":[` + store + `,
				{"@odata.type":"#microsoft.graph.iosVppApp","id":"2","usedLicenseCount":0,"totalLicenseCount":0,"bundleId":"com.x","vppTokenId":"T1","vppTokenDisplayName":"Token","licensingType":
				 {"supportUserLicensing":true,"supportDeviceLicensing":true,"supportsUserLicensing":true,"supportsDeviceLicensing":true}},
				{"@odata.type":"#microsoft.graph.macOsVppApp","id":"3","usedLicenseCount":0,"totalLicenseCount":0}],"@odata.nextLink":"$BASE/beta/deviceAppManagement/mobileApps?$skiptoken=1"}`)
		}
		return ok(`{"value":[` + store + `,{"@odata.type":"microsoft.graph.androidManagedStoreApp","id":"4","usedLicenseCount":0,"totalLicenseCount":0,"packageId":"com.y"},
			{"@odata.type":"#microsoft.graph.win32LobApp","id":"5"}]}`)
	})
	got, err := c.LicensedApps(t.Context())
	want := []App{
		{ID: "0177548a", ODataType: MicrosoftStoreForBusinessApp, DisplayName: "Zoë's notes", Publisher: "P", PublishingState: "published",
			IsAssigned: true, TotalLicenseCount: 10, UsedLicenseCount: 3, LicenseType: "online", ProductKey: "9WZ/0010", PackageIdentityName: "P.N"},
		{ID: "2", ODataType: IOSVPPApp, BundleID: "com.x", VPPTokenID: "t1", VPPTokenDisplayName: "Token", SupportsUserLicensing: true, SupportsDeviceLicensing: true},
		{ID: "3", ODataType: MacOSVPPApp},
		{ID: "4", ODataType: AndroidManagedStoreApp, PackageID: "com.y"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	stores := make([]Store, 0, len(got))
	for _, a := range got {
		stores = append(stores, a.Store())
	}
	if diff := cmp.Diff([]Store{MicrosoftStoreForBusiness, AppleVPP, AppleVPP, ManagedGooglePlay}, stores); diff != "" {
		t.Error(diff)
	}
}

// By id, apps of every type are read, wrapped or not.
func TestApps(t *testing.T) {
	c, _ := batching(t, func(q batched) inner {
		switch q.URL {
		case "/deviceAppManagement/mobileApps/a":
			return inner{200, nil, `{"value":{"@odata.type":"#microsoft.graph.win32LobApp","id":"A","displayName":"7-Zip"}}`}
		case "/deviceAppManagement/mobileApps/b":
			return inner{200, nil, `{}`}
		}
		return inner{404, nil, `{"error":{"code":"ResourceNotFound"}}`}
	})
	got := c.Apps(t.Context(), []string{"a", "b", "c"})
	if diff := cmp.Diff(Answer[App]{Value: App{ID: "a", ODataType: "win32LobApp", DisplayName: "7-Zip"}, Found: true}, got[0]); diff != "" || got[0].Value.Store() != "" {
		t.Error(diff)
	}
	if want := "GET /beta/deviceAppManagement/mobileApps/b: 200 OK: the answer holds an app without an id. Client request id CLIENT-ID."; text(got[1].Err) != want || got[1].Found {
		t.Errorf("got %+v", got[1])
	}
	if got[2] != (Answer[App]{}) {
		t.Errorf("got %+v", got[2])
	}
}
