package graph

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// SeatFailure is one seat of a bulk call that the Store left as it was, and why in its own words.
type SeatFailure struct {
	UserPrincipalName string // lower case
	Reason            string
}

// seatsAtOnce is how many names go in one bulk call. Assumption: no limit is documented, and the service's default page
// is the most that it is known to like.
const seatsAtOnce = 25

// MaxReclaim is how many names StoreReclaimSeats takes.
const MaxReclaim = seatsAtOnce

// StoreReclaimSeats takes the seats of up to MaxReclaim people back, each by itself: those that the Store left as they
// were are returned with their reasons. It can be repeated: a seat that is free already is such a failure. (Windows
// docs, Bulk assign and reclaim seats from users. Assumption: the list is called userNames, as the page's text has it.)
func (c *Client) StoreReclaimSeats(ctx context.Context, productKey string, upns []string) ([]SeatFailure, error) {
	product, sku, ok := strings.Cut(productKey, "/")
	if !ok {
		return nil, fmt.Errorf("the product key %q is not of the form {productId}/{skuId}", productKey)
	}
	if len(upns) == 0 || len(upns) > MaxReclaim {
		return nil, fmt.Errorf("%d seats at once, where 1 to %d are taken", len(upns), MaxReclaim)
	}
	a, err := c.do(ctx, call{op: reclaimSeats, method: http.MethodPost, path: path{"Inventory", product, sku, "Seats"},
		body: map[string]any{"userNames": upns, "seatAction": "Reclaim"}})
	if err != nil {
		return nil, err
	}
	var wire struct {
		FailedSeatOperations items[struct{ FailureReason, UserName string }]
	}
	if err := a.decode(&wire); err != nil {
		return nil, err
	}
	var failed []SeatFailure
	for _, f := range wire.FailedSeatOperations {
		failed = append(failed, SeatFailure{strings.ToLower(strings.TrimSpace(f.UserName)), f.FailureReason})
	}
	return failed, nil
}
