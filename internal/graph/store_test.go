package graph

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const seatsLine = "GET /V1/Inventory/9WZDNCRFJB8P/0010/Seats?maxResults=100"

// Only seats that are held count, page after page, names in lower case.
func TestStoreSeats(t *testing.T) {
	c, _ := serve(t, func(s seen) reply {
		switch s.Line {
		case seatsLine:
			return ok(`{"seats":[{"assignedTo":"Ann@Contoso.com","state":"Active","dateAssigned":"2016-12-31T00:00:00Z"},
				{"assignedTo":"bob@contoso.com","state":"Revoked"}],"continuationToken":"a b&c"}`)
		case seatsLine + "&continuationToken=a%20b%26c":
			return ok(`{"seats":[{"assignedTo":"cy@contoso.com","state":"ACTIVE"}],"continuationToken":null}`)
		}
		return reply{status: 400}
	})
	var got []Seat
	err := c.StoreSeats(t.Context(), "9WZDNCRFJB8P/0010", func(s []Seat) error { got = append(got, s...); return nil })
	if diff := cmp.Diff([]Seat{{"ann@contoso.com"}, {"cy@contoso.com"}}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestStoreErrors(t *testing.T) {
	const call = "GET /V1/Inventory/9WZDNCRFJB8P/0010/Seats: "
	const ids = " Request id service-id, client request id CLIENT-ID."
	for name, test := range map[string]struct {
		reply     reply
		want      string
		notOnline bool
	}{
		"offline": {reply{status: 409, body: `{"reason":"Not online"}`}, call + "409 Conflict: Not online." + ids, true},
		"not activated": {reply{status: 403}, call + "403 Forbidden." + ids + " Add the application under Manage, Settings, Distribute " +
			"in the Store, and activate it there as a management tool.", false},
		"no such app": {reply{status: 404, body: `{"code":"NotFound","message":"Inventory"}`}, call + "404 Not Found (NotFound): Inventory." + ids, false},
		"no list":     {ok(`{}`), call + "200 OK: the answer has no list of seats." + ids, false},
		"endless":     {ok(`{"seats":[],"continuationToken":"t"}`), call + "200 OK: the list does not end: a page names one that was read already as the next." + ids, false},
		"nonsense":    {ok(`{"seats":{}}`), call + "200 OK: the answer is not what the service documents: json: cannot unmarshal object into Go value of type []graph.seatWire." + ids, false},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := serve(t, func(seen) reply { return test.reply })
			err := c.StoreSeats(t.Context(), "9WZDNCRFJB8P/0010", func([]Seat) error { return nil })
			if text(err) != test.want || IsNotOnline(err) != test.notOnline {
				t.Errorf("\n got %s\nwant %s", text(err), test.want)
			}
		})
	}
}

func TestStoreNotConfigured(t *testing.T) {
	c := client(t, Options{Graph: "https://graph.test", Transport: &script{}})
	if _, err := c.StoreInventory(t.Context()); text(err) != "GET /V1/Inventory: no endpoint is configured for this service." {
		t.Errorf("got %s", text(err))
	}
	err := c.StoreSeats(t.Context(), "no key", nil)
	if text(err) != `the product key "no key" is not of the form {productId}/{skuId}` {
		t.Errorf("got %s", text(err))
	}
}

func TestInventoryEntry(t *testing.T) {
	e := InventoryEntry{LicenseType: "OFFLINE", DistributionPolicy: "open", Status: "removed"}
	if !e.Offline() || !e.Open() || !e.Removed() {
		t.Error("enum values are compared by case")
	}
	e = InventoryEntry{LicenseType: "Online", DistributionPolicy: "Restricted", Status: "Active"}
	if e.Offline() || e.Open() || e.Removed() {
		t.Error("the others are taken for the same")
	}
}
