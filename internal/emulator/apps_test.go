package emulator_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	paint  = "a0000000-0000-4000-8000-000000000001"
	pages  = "a0000000-0000-4000-8000-000000000002" // Apple, iOS
	xcode  = "a0000000-0000-4000-8000-000000000003" // Apple, macOS
	maps   = "a0000000-0000-4000-8000-000000000004" // Google
	legacy = "a0000000-0000-4000-8000-000000000005" // not licensed
	draft  = "a0000000-0000-4000-8000-000000000006" // not published
	onApps = "/deviceAppManagement/mobileApps"
)

func catalogue() emulator.Tenant {
	return emulator.Tenant{
		Apps: []emulator.App{
			{ID: paint, DisplayName: "Paint d'été", Publisher: "Contoso", ProductKey: "9NBLGGH4TX22/0016", PackageIdentityName: "Contoso.Paint", TotalLicenseCount: 100, UsedLicenseCount: 2, Holders: []string{"ana@contoso.example"}},
			{ID: pages, Type: "iosVppApp", DisplayName: "Pages", BundleID: "com.apple.Pages", TotalLicenseCount: 10},
			{ID: xcode, Type: "macOsVppApp", DisplayName: "Xcode", BundleID: "com.apple.Xcode", TotalLicenseCount: 4},
			{ID: maps, Type: "androidManagedStoreApp", DisplayName: "Maps", PackageID: "com.example.maps"},
			{ID: legacy, Type: "win32LobApp", DisplayName: "Legacy"},
			{ID: draft, DisplayName: "Draft", PublishingState: "processing", LicenseType: "offline"},
		},
	}
}

func TestAppHasTheDocumentedShape(t *testing.T) {
	x := start(t, catalogue())
	want := map[string]any{
		"@odata.context": x.URL() + "/v1.0/$metadata#deviceAppManagement/mobileApps/" + paint + "/$entity",
		"@odata.type":    "#microsoft.graph.microsoftStoreForBusinessApp", "id": paint, "displayName": "Paint d'été", "description": "",
		"publisher": "Contoso", "largeIcon": nil, "createdDateTime": "2023-01-10T08:30:00Z", "lastModifiedDateTime": "0001-01-01T00:00:00Z",
		"isFeatured": false, "privacyInformationUrl": nil, "informationUrl": nil, "owner": "", "developer": "", "notes": "",
		"publishingState": "published", "usedLicenseCount": 2.0, "totalLicenseCount": 100.0, "productKey": "9NBLGGH4TX22/0016",
		"licenseType": "online", "packageIdentityName": "Contoso.Paint",
	}
	x.equal("v1.0", x.is(x.get("/v1.0"+onApps+"/"+paint), 200).json, want)
	got := x.is(x.get("/beta"+onApps+"/A0000000-0000-4000-8000-000000000001"), 200).json
	for _, name := range []string{"uploadState", "isAssigned", "roleScopeTagIds", "dependentAppCount", "supersedingAppCount", "supersededAppCount", "licensingType"} {
		if _, ok := got[name]; !ok {
			t.Errorf("beta has no %s", name)
		}
	}
	expanded := x.is(x.get("/v1.0"+onApps+"/"+paint+"?$expand=categories,assignments&$select=id"), 200).json
	delete(expanded, "@odata.context")
	x.equal("expanded", expanded, map[string]any{
		"@odata.type": "#microsoft.graph.microsoftStoreForBusinessApp", "id": paint, "assignments": []any{}, "categories": []any{},
	})
}

func TestAppsAreFilteredByTypeAndName(t *testing.T) {
	x := start(t, catalogue())
	for _, test := range []struct {
		query, path string
		want        []any
	}{
		{"beta", "?$filter=isof('microsoft.graph.microsoftStoreForBusinessApp')", []any{paint, draft}},
		{"v1.0", "?$filter=isOf('microsoft.graph.microsoftStoreForBusinessApp')", []any{paint, draft}},
		{"beta", "?$filter=isof('microsoft.graph.microsoftStoreForBusinessApp') or isof('microsoft.graph.iosVppApp') or isof('microsoft.graph.macOsVppApp') or isof('microsoft.graph.androidManagedStoreApp')", []any{paint, pages, xcode, maps, draft}},
		{"v1.0", "?$filter=contains(displayName,'d''été') and isof('microsoft.graph.microsoftStoreForBusinessApp')", []any{paint}},
		{"beta", "?$filter=isAssigned eq true", []any{}},
		{"v1.0", "?$filter=displayName eq 'Nobody'", []any{}},
		{"v1.0", "?$orderby=displayName&$top=3", []any{draft, legacy, maps}},
		{"v1.0", "/graph.microsoftStoreForBusinessApp", []any{paint, draft}},
		{"v1.0", "/microsoft.graph.iosVppApp", []any{pages}},
	} {
		r := x.is(x.get("/"+test.query+onApps+escape(test.path)), 200)
		x.equal(test.path, r.column("id"), test.want)
	}
	x.equal("count segment", x.is(x.get("/v1.0"+onApps+"/graph.microsoftStoreForBusinessApp/$count"), 200).body, "2")
	// Captured traffic claims 0 for lists that hold items.
	x.equal("@odata.count", x.get("/v1.0" + onApps + "?$count=true").json["@odata.count"], any(0.0))
	// v1.0 has no word for an app of a beta type but its base.
	x.equal("types", x.get("/v1.0"+onApps+escape("?$filter=displayName eq 'Xcode'&$select=id")).values(), []map[string]any{{"@odata.type": "#microsoft.graph.mobileApp", "id": xcode}})
}

func escape(path string) string {
	parsed, err := url.Parse(path)
	if err != nil {
		panic(err)
	}
	parsed.RawQuery = parsed.Query().Encode()
	return parsed.String()
}

func TestAppsArePaged(t *testing.T) {
	tenant := emulator.Tenant{}
	for i := range 250 {
		tenant.Apps = append(tenant.Apps, emulator.App{DisplayName: fmt.Sprintf("App %03d", i), TotalLicenseCount: i})
	}
	x := start(t, tenant)
	for _, test := range []struct {
		query string
		sizes []int
	}{
		{"", []int{100, 100, 50}},
		{"?$top=999", []int{250}},
		{"?$top=120&$skip=10", []int{120, 120}},
		{"?$filter=contains(displayName,'7')&$top=40", []int{40, 3}},
		{"?$filter=contains(displayName,'7')&$top=40&$skip=10", []int{33}}, // skips what passed the filter
	} {
		var sizes []int
		seen := map[any]bool{}
		for link := "/v1.0" + onApps + escape(test.query); link != ""; {
			r := x.is(x.get(link), 200)
			sizes = append(sizes, len(r.values()))
			for _, id := range r.column("id") {
				seen[id] = true
			}
			link, _ = r.json["@odata.nextLink"].(string)
		}
		total := 0
		for _, n := range sizes {
			total += n
		}
		x.equal(test.query, sizes, test.sizes)
		x.equal(test.query+" distinct", len(seen), total)
	}
	x.is(x.get("/v1.0"+onApps+"?$top=1000"), 400)
	x.is(x.get("/v1.0"+onApps+"?$skiptoken=nonsense"), 400)
	ordered := x.get("/v1.0" + onApps + "?$orderby=displayName%20desc&$top=2")
	x.equal("first page", ordered.column("displayName"), []any{"App 249", "App 248"})
	x.equal("second page", x.get(ordered.json["@odata.nextLink"].(string)).column("displayName"), []any{"App 247", "App 246"})
}

func TestAppsRefuse(t *testing.T) {
	x := start(t, catalogue())
	missing := "a0000000-0000-4000-8000-00000000dead"
	unsupported := func(verb string) string {
		return verb + " is not supported for this MobileApp: apps of a store are added and removed by its synchronization."
	}
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		code, message      string
	}{
		"missing app":        {"GET", "/v1.0" + onApps + "/" + missing, "", 404, "ResourceNotFound", "MobileApp with id '" + missing + "' was not found."},
		"malformed id":       {"GET", "/v1.0" + onApps + "/paint", "", 400, "BadRequest", "'paint' is not a valid app id."},
		"wrong cast":         {"GET", "/v1.0" + onApps + "/" + paint + "/graph.iosVppApp", "", 404, "ResourceNotFound", "MobileApp with id '" + paint + "' was not found."},
		"beta cast":          {"GET", "/v1.0" + onApps + "/graph.macOsVppApp", "", 400, "No method match route template", "No OData route exists that match template ~/singleton/navigation/cast with http verb for request /deviceAppManagement/mobileApps/graph.macOsVppApp."},
		"expanded list":      {"GET", "/beta" + onApps + "?$expand=assignments", "", 400, "BadRequest", "Expanding a list of mobileApps is not supported: expand one app at a time."},
		"create":             {"POST", "/v1.0" + onApps, `{"@odata.type":"#microsoft.graph.microsoftStoreForBusinessApp"}`, 400, "BadRequest", unsupported("Create")},
		"update":             {"PATCH", "/v1.0" + onApps + "/" + paint, `{"notes":"x"}`, 400, "BadRequest", unsupported("Update")},
		"delete":             {"DELETE", "/v1.0" + onApps + "/" + paint, "", 400, "BadRequest", unsupported("Delete")},
		"delete missing":     {"DELETE", "/v1.0" + onApps + "/" + missing, "", 404, "ResourceNotFound", "MobileApp with id '" + missing + "' was not found."},
		"unknown route":      {"GET", "/v1.0" + onApps + "/" + paint + "/installSummary", "", 400, "No method match route template", "No OData route exists that match template ~/singleton/navigation/key/navigation with http verb for request /deviceAppManagement/mobileApps/" + paint + "/installSummary."},
		"method":             {"PUT", "/v1.0" + onApps, "{}", 405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."},
		"version":            {"GET", "/v2.0" + onApps, "", 400, "BadRequest", "Invalid version: v2.0"},
		"directory route":    {"GET", "/v1.0/people", "", 400, "BadRequest", "Resource not found for the segment 'people'."},
		"missing app's list": {"GET", "/v1.0" + onApps + "/" + missing + "/assignments", "", 404, "ResourceNotFound", "MobileApp with id '" + missing + "' was not found."},
	} {
		t.Run(name, func(t *testing.T) {
			x.in(t).refused(x.do(test.method, test.path, test.body), test.status, test.code, test.message)
		})
	}
	for _, path := range []string{
		"?$filter=isof('microsoft.graph.macOsVppApp')", "?$filter=isAssigned eq true", "?$select=totalLicenseCount", "?$search=paint", "?$filter=nonsense(",
	} {
		x.is(x.get("/v1.0"+onApps+escape(path)), 400)
	}
	if got := x.get("/v1.0" + onApps).column("id"); !slices.Contains(got, any(paint)) {
		t.Errorf("paint is gone: %v", got)
	}
}
