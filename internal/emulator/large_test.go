package emulator_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// million is a tenant with a group of a million people, another that overlaps
// it, and 50,000 devices.
func million() emulator.Tenant {
	return emulator.Tenant{
		Groups: []emulator.Group{
			{ID: sales, DisplayName: "Everybody", Members: []string{finance}, Generate: []emulator.Generate{{Prefix: "p-", Users: 1_000_000}}},
			{ID: finance, DisplayName: "Overlap", Generate: []emulator.Generate{{Prefix: "p-", From: 999_900, Users: 200}}},
		},
		Generate: []emulator.Generate{{Prefix: "pc-", Devices: 50_000, Users: 10}},
	}
}

func TestAMillionMembersArePagedInLittleMemory(t *testing.T) {
	x := start(t, million())
	link := "/v1.0/groups/" + sales + "/transitiveMembers/microsoft.graph.user?$count=true&$select=id&$top=999"
	r := x.is(x.get(link, eventual, "eventual"), 200)
	x.equal("count", r.json["@odata.count"], any(1_000_100.0))
	x.equal("segment", x.get("/v1.0/groups/"+sales+"/transitiveMembers/microsoft.graph.user/$count", eventual, "eventual").body, "1000100")

	pages, people := 0, 0
	seen := make(map[any]bool, 100_000)
	for link != "" && pages < 100 {
		r := x.is(x.get(link, eventual, "eventual"), 200)
		for _, id := range r.column("id") {
			seen[id] = true
		}
		people += len(r.values())
		link, _ = r.json["@odata.nextLink"].(string)
		pages++
	}
	x.equal("distinct", len(seen), people)
	x.equal("pages are full", people, 99_900)
	x.equal("computed", seen[emulator.GeneratedUserID("p-", 0)], true)

	clear(seen)
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	if memory.HeapAlloc > 60<<20 {
		t.Errorf("%d MB are held", memory.HeapAlloc>>20)
	}
}

func TestGeneratedPeopleAreFoundByIDAndName(t *testing.T) {
	x := start(t, million())
	id := emulator.GeneratedUserID("p-", 1_000_099)
	for _, name := range []string{id, "p-1000099@contoso.example", "P-1000099@Contoso.example"} {
		x.equal(name, x.is(x.get("/v1.0/users/"+name), 200).json["id"], any(id))
	}
	for _, name := range []string{emulator.GeneratedUserID("p-", 1_000_100), "p-1000100@contoso.example", "p-007@contoso.example", "p-+7@contoso.example", emulator.GeneratedDeviceID("p-", 1)} {
		x.is(x.get("/v1.0/users/"+name), 404)
	}
	r := x.is(x.get(escape("/v1.0/users?$select=id&$filter=userPrincipalName in ('p-5@contoso.example','p-999999@contoso.example')")), 200)
	x.equal("in bulk", r.column("id"), []any{emulator.GeneratedUserID("p-", 5), emulator.GeneratedUserID("p-", 999_999)})
	x.equal("device", x.is(x.get("/v1.0/devices/"+emulator.GeneratedDeviceID("pc-", 7)), 200).json["deviceId"], any(emulator.GeneratedAzureADDeviceID("pc-", 7)))
}

func TestManyPeopleAndDevicesAreCountedAndPaged(t *testing.T) {
	x := start(t, million())
	// What a filter says of one generated person it says of all.
	licensed := "/v1.0/users?$count=true&$top=1&$select=id&$filter=accountEnabled eq true and assignedPlans/any(p:p/servicePlanId eq " + intune + " and p/capabilityStatus eq 'Enabled')"
	x.equal("licensed", x.is(x.get(escape(licensed), eventual, "eventual"), 200).json["@odata.count"], any(1_000_110.0))
	x.equal("guests", x.is(x.get(escape("/v1.0/users?$filter=userType eq 'Guest'")), 200).column("id"), []any{})
	devices, owned := 0, 0
	for link := escape("/beta/deviceManagement/managedDevices?$filter=operatingSystem eq 'Windows'&$select=id,azureADDeviceId,userId"); link != ""; {
		r := x.is(x.get(link), 200)
		for _, device := range r.values() {
			devices++
			if device["userId"] != "" {
				owned++
			}
		}
		link, _ = r.json["@odata.nextLink"].(string)
	}
	x.equal("devices", []int{devices, owned}, []int{50_000, 10})
}

func BenchmarkMembersPage(b *testing.B) {
	x := start(b, million())
	first := x.get("/v1.0/groups/"+sales+"/transitiveMembers/microsoft.graph.user?$count=true&$select=id&$top=999", eventual, "eventual")
	link := first.json["@odata.nextLink"].(string)
	for b.Loop() {
		if r := x.get(link, eventual, "eventual"); r.status != 200 {
			b.Fatal(fmt.Sprint(r.status, r.body))
		}
	}
}
