package emulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The Store's management service, the other side of the association: what was
// bought, whether Intune has synced it or not, and who holds a seat.
// Source: Windows docs, windows/client-management/mdm/*-windows-store-for-business.md.

const (
	storePage    = 25
	storeMaxPage = 100
)

func storeError(status int, code, message string) error {
	return &apiError{status: status, code: code, message: message}
}

// storePaging reads maxResults and continuationToken.
func (c *call) storePaging() (position, size int, err error) {
	size = storePage
	if given := c.query.Get("maxResults"); given != "" {
		if size, err = strconv.Atoi(given); err != nil || size < 1 || size > storeMaxPage {
			return 0, 0, storeError(http.StatusBadRequest, "InvalidParameter", fmt.Sprintf("maxResults must lie between 1 and %d", storeMaxPage))
		}
	}
	if token := c.query.Get("continuationToken"); token != "" {
		text, err := base64.RawURLEncoding.DecodeString(token)
		digits, ours := strings.CutPrefix(string(text), "store:")
		position, numErr := strconv.Atoi(digits)
		if err != nil || !ours || numErr != nil || position < 0 {
			return 0, 0, storeError(http.StatusBadRequest, "InvalidParameter", "continuationToken is not valid")
		}
		return position, size, nil
	}
	return 0, size, nil
}

// storePaged answers one page; the token is there only when another follows.
func (c *call) storePaged(name string, items []map[string]any) (answer, error) {
	position, size, err := c.storePaging()
	if err != nil {
		return answer{}, err
	}
	first := min(position, len(items))
	last := min(first+size, len(items))
	page := map[string]any{name: append([]map[string]any{}, items[first:last]...)}
	if last < len(items) {
		page["continuationToken"] = base64.RawURLEncoding.EncodeToString([]byte("store:" + strconv.Itoa(last)))
	}
	return answer{object: page}, nil
}

func getInventory(st *state, c *call) (answer, error) {
	types := c.query["licenseTypes"]
	for _, name := range types {
		if !strings.EqualFold(name, "online") && !strings.EqualFold(name, "offline") {
			return answer{}, storeError(http.StatusBadRequest, "InvalidParameter", "licenseTypes must be online or offline")
		}
	}
	if since := c.query.Get("modifiedSince"); since != "" {
		if _, err := time.Parse(time.RFC3339, since); err != nil {
			return answer{}, storeError(http.StatusBadRequest, "InvalidParameter", "modifiedSince is not a date and time")
		}
	}
	entries := []map[string]any{}
	for _, a := range st.apps {
		wanted := len(types) == 0 || slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold(t, a.LicenseType) })
		if a.Type == "microsoftStoreForBusinessApp" && wanted {
			entries = append(entries, a.inventoryEntry())
		}
	}
	return c.storePaged("inventoryEntries", entries)
}

func title(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

func (a *app) inventoryEntry() map[string]any {
	return map[string]any{
		"productKey": a.storeKey(), "seatCapacity": a.bought, "availableSeats": max(0, a.bought-a.used()),
		"lastModified": "2023-01-10T08:30:00Z", "licenseType": title(a.LicenseType),
		"distributionPolicy": title(a.DistributionPolicy), "status": "Active",
	}
}

func (a *app) storeKey() map[string]any {
	product, sku, _ := strings.Cut(a.ProductKey, "/")
	return map[string]any{"productId": product, "skuId": sku}
}

// product finds the app of a product key. Offline-licensed ones have no seats.
func (st *state) product(c *call) (*app, error) {
	key := c.params["product"] + "/" + c.params["sku"]
	var offline bool
	for _, a := range st.apps {
		if a.Type != "microsoftStoreForBusinessApp" || !strings.EqualFold(a.ProductKey, key) {
			continue
		}
		if a.LicenseType == "online" {
			return a, nil
		}
		offline = true
	}
	if offline {
		return nil, storeError(http.StatusConflict, "Conflict", "Not online")
	}
	return nil, storeError(http.StatusNotFound, "NotFound", "Inventory")
}

func getSeats(st *state, c *call) (answer, error) {
	a, err := st.product(c)
	if err != nil {
		return answer{}, err
	}
	return c.storePaged("seats", a.seats())
}

func getSeat(st *state, c *call) (answer, error) {
	a, err := st.product(c)
	if err != nil {
		return answer{}, err
	}
	for _, seat := range a.seats() {
		if strings.EqualFold(seat["assignedTo"].(string), c.params["user"]) {
			return answer{object: seat}, nil
		}
	}
	return answer{}, storeError(http.StatusNotFound, "NotFound", "Seat")
}

// seats lists the seats, revoked ones too. Those in use by nobody the tenant
// file names belong to people who have left.
func (a *app) seats() []map[string]any {
	seat := func(upn string, since time.Time, revoked bool) map[string]any {
		state := "Active"
		if revoked {
			state = "Revoked"
		}
		return map[string]any{"assignedTo": upn, "dateAssigned": since.UTC().Format(time.RFC3339), "state": state, "productKey": a.storeKey()}
	}
	seats := make([]map[string]any, 0, len(a.holders)+a.nameless)
	for _, h := range a.holders {
		seats = append(seats, seat(h.upn, h.since, h.revoked))
	}
	for n := range a.nameless {
		seats = append(seats, seat(leaver(n), seatEpoch, false))
	}
	return seats
}
