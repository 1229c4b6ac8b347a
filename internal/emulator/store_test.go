package emulator_test

import (
	"fmt"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func storeTenant() emulator.Tenant {
	tenant := emulator.Tenant{Apps: []emulator.App{
		{ID: paint, DisplayName: "Paint", ProductKey: "9NBLGGH4TX22/0016", TotalLicenseCount: 300, RevokedHolders: []string{"gone@contoso.example"}},
		{ID: pages, DisplayName: "Offline", LicenseType: "offline", ProductKey: "9NBLGGH4OFFL/0016", TotalLicenseCount: 7},
		{ID: xcode, DisplayName: "Free", ProductKey: "9NBLGGH4FREE/0010", DistributionPolicy: "open", UsedLicenseCount: 3, Holders: []string{"ana@contoso.example"}},
		{ID: maps, Type: "androidManagedStoreApp", DisplayName: "Maps"},
	}}
	for i := range 150 {
		tenant.Apps[0].Holders = append(tenant.Apps[0].Holders, fmt.Sprintf("u%d@contoso.example", i))
	}
	return tenant
}

func TestStoreInventory(t *testing.T) {
	x := start(t, storeTenant())
	x.token = x.mint("https://onestore.microsoft.com", nil)
	r := x.is(x.get("/V1/Inventory?licenseTypes=online&licenseTypes=offline&maxResults=2"), 200)
	entries := r.json["inventoryEntries"].([]any)
	x.equal("first", entries[0], any(map[string]any{
		"productKey": map[string]any{"productId": "9NBLGGH4TX22", "skuId": "0016"}, "seatCapacity": 300.0, "availableSeats": 150.0,
		"lastModified": "2023-01-10T08:30:00Z", "licenseType": "Online", "distributionPolicy": "Restricted", "status": "Active",
	}))
	next := x.is(x.get("/V1/Inventory?maxResults=2&continuationToken="+r.json["continuationToken"].(string)), 200)
	x.equal("second page", len(next.json["inventoryEntries"].([]any)), 1)
	x.equal("policy", next.json["inventoryEntries"].([]any)[0].(map[string]any)["distributionPolicy"], any("Open"))
	if _, more := next.json["continuationToken"]; more {
		t.Error("the last page has a token")
	}
	x.equal("online", len(x.get("/V1/Inventory?licenseTypes=online").json["inventoryEntries"].([]any)), 2)
}

func TestStoreSeats(t *testing.T) {
	x := start(t, storeTenant())
	x.token = x.mint("https://onestore.microsoft.com", nil)
	states := map[string]int{}
	token, sizes := "", []int{}
	for {
		r := x.is(x.get("/V1/Inventory/9NBLGGH4TX22/0016/Seats?maxResults=100&continuationToken="+token), 200)
		seats := r.json["seats"].([]any)
		sizes = append(sizes, len(seats))
		for _, seat := range seats {
			states[seat.(map[string]any)["state"].(string)]++
		}
		if token, _ = r.json["continuationToken"].(string); token == "" {
			break
		}
	}
	x.equal("pages", sizes, []int{100, 51})
	x.equal("states", states, map[string]int{"Active": 150, "Revoked": 1})
	x.equal("default page", len(x.get("/V1/Inventory/9NBLGGH4TX22/0016/Seats").json["seats"].([]any)), 25)
	x.equal("seat", x.is(x.get("/V1/Inventory/9nblggh4free/0010/Seats/ANA@contoso.example"), 200).json, map[string]any{
		"assignedTo": "ana@contoso.example", "dateAssigned": "2023-01-10T08:30:00Z", "state": "Active",
		"productKey": map[string]any{"productId": "9NBLGGH4FREE", "skuId": "0010"},
	})
	// Seats in use by nobody the file names belong to people who have left.
	x.equal("used", len(x.get("/V1/Inventory/9NBLGGH4FREE/0010/Seats").json["seats"].([]any)), 3)
}

func TestStoreRefuses(t *testing.T) {
	x := start(t, storeTenant())
	x.is(x.get("/V1/Inventory"), 401) // a Graph token is not the Store's
	x.token = x.mint("https://onestore.microsoft.com", nil)
	for path, want := range map[string][]any{
		"/V1/Inventory/9NBLGGH4OFFL/0016/Seats":                {409, "Conflict", "Not online"},
		"/V1/Inventory/9NBLGGH4NONE/0016/Seats":                {404, "NotFound", "Inventory"},
		"/V1/Inventory/9NBLGGH4FREE/0010/Seats/u@x":            {404, "NotFound", "Seat"},
		"/V1/Inventory/9NBLGGH4TX22/0016/Seats?maxResults=101": {400, "InvalidParameter", "maxResults must lie between 1 and 100"},
		"/V1/Inventory?continuationToken=x":                    {400, "InvalidParameter", "continuationToken is not valid"},
		"/V1/Inventory?licenseTypes=free":                      {400, "InvalidParameter", "licenseTypes must be online or offline"},
		"/V1/Inventory?modifiedSince=monday":                   {400, "InvalidParameter", "modifiedSince is not a date and time"},
	} {
		r := x.get(path)
		x.equal(path, []any{r.status, r.json["code"], r.json["reason"]}, want)
	}
}
