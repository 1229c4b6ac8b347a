package emulator_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const seatsOfFree = "/V1/Inventory/9NBLGGH4LIM1/0010/Seats"

func limited() emulator.Tenant {
	return emulator.Tenant{
		Apps:  []emulator.App{{ID: paint, DisplayName: "Limited", ProductKey: "9NBLGGH4LIM1/0010", TotalLicenseCount: 4, UsedLicenseCount: 3, Holders: []string{"Ana@contoso.example"}}},
		Users: []emulator.User{{UserPrincipalName: "ana@contoso.example"}, {UserPrincipalName: "bob@contoso.example"}, {UserPrincipalName: "cy@contoso.example"}},
	}
}

func TestSeatsAreAssignedAndReclaimed(t *testing.T) {
	x := start(t, limited())
	x.token = x.mint("https://onestore.microsoft.com", nil)
	key := map[string]any{"productId": "9NBLGGH4LIM1", "skuId": "0010"}
	r := x.is(x.do("POST", seatsOfFree+"/bob@contoso.example", ""), 200)
	x.equal("assigned", r.json, map[string]any{"assignedTo": "bob@contoso.example", "dateAssigned": "2026-11-22T09:00:00Z", "state": "Active", "productKey": key})
	r = x.is(x.do("DELETE", seatsOfFree+"/ANA@contoso.example", ""), 200)
	x.equal("reclaimed", []any{r.json["assignedTo"], r.json["state"]}, []any{"Ana@contoso.example", "Revoked"})
	x.is(x.do("DELETE", seatsOfFree+"/left-2@former.example", ""), 200)
	x.equal("holders", x.Holders(paint), []string{"bob@contoso.example", "left-1@former.example"})
	for path, want := range map[string][]any{
		"DELETE " + seatsOfFree + "/ana@contoso.example":                 {404, "Seat"},
		"POST " + seatsOfFree + "/zoe@contoso.example":                   {404, "User"},
		"POST /V1/Inventory/9NBLGGH4NONE/0010/Seats/ana@contoso.example": {404, "Inventory"},
	} {
		method, url := path[:4], path[5:]
		if path[0] == 'D' {
			method, url = "DELETE", path[7:]
		}
		got := x.do(method, url, "")
		x.equal(path, []any{got.status, got.json["reason"]}, want)
	}
}

func TestBulkSeatsFailOneByOne(t *testing.T) {
	x := start(t, limited())
	x.token = x.mint("https://onestore.microsoft.com", nil)
	r := x.is(x.do("POST", seatsOfFree, `{"userNames":["bob@contoso.example","cy@contoso.example","zoe@contoso.example"],"seatAction":"Assign"}`), 200)
	x.equal("assigned", len(r.json["seatDetails"].([]any)), 1)
	var reasons []any
	for _, f := range r.json["failedSeatOperations"].([]any) {
		reasons = append(reasons, f.(map[string]any)["userName"], f.(map[string]any)["failureReason"])
	}
	x.equal("failed", reasons, []any{"cy@contoso.example", "No seats available", "zoe@contoso.example", "User"})
	r = x.is(x.do("POST", seatsOfFree, `{"userNames":["bob@contoso.example","cy@contoso.example"],"seatAction":"Reclaim"}`), 200)
	x.equal("none to take back", r.json["failedSeatOperations"], any([]any{map[string]any{
		"failureReason": "Seat", "userName": "cy@contoso.example", "productKey": map[string]any{"productId": "9NBLGGH4LIM1", "skuId": "0010"}}}))
	x.equal("holders", x.Holders(paint), []string{"Ana@contoso.example", "left-1@former.example", "left-2@former.example"})
	for _, body := range []string{`{"userNames":[],"seatAction":"Reclaim"}`, `{"userNames":["bob@contoso.example"],"seatAction":"Take"}`, `[]`} {
		x.equal(body, x.do("POST", seatsOfFree, body).status, 400)
	}
}
