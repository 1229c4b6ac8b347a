package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Writing seats of the Store's management service. Source: Windows docs, Assign
// seat, Reclaim seat from user, Bulk assign and reclaim seats from users.

// materialize gives names to the seats of people who have left, so that each can
// be taken back by its name.
func (a *app) materialize() {
	for n := range a.nameless {
		a.holders = append(a.holders, holder{upn: leaver(n), since: seatEpoch})
	}
	a.nameless = 0
}

// leaver is the name of somebody who has left and still holds a seat.
func leaver(n int) string { return fmt.Sprintf("left-%d@former.example", n+1) }

// assignSeat gives a seat to a person of the tenant. One who holds it keeps it.
func (a *app) assignSeat(st *state, c *call, upn string) error {
	if st.user(upn) == nil {
		return storeError(http.StatusNotFound, "NotFound", "User")
	}
	i := slices.IndexFunc(a.holders, func(h holder) bool { return strings.EqualFold(h.upn, upn) })
	switch {
	case i >= 0 && !a.holders[i].revoked:
		return nil
	case a.used() >= a.bought && a.DistributionPolicy != "open":
		return storeError(http.StatusConflict, "Conflict", "No seats available")
	case i >= 0:
		a.holders[i] = holder{upn: a.holders[i].upn, since: c.now}
	default:
		a.holders = append(a.holders, holder{upn: strings.ToLower(upn), since: c.now})
	}
	return nil
}

// reclaimSeat takes a seat back; it stays listed as revoked.
func (a *app) reclaimSeat(upn string) error {
	i := slices.IndexFunc(a.holders, func(h holder) bool { return !h.revoked && strings.EqualFold(h.upn, upn) })
	if i < 0 {
		return storeError(http.StatusNotFound, "NotFound", "Seat")
	}
	a.holders[i].revoked = true
	return nil
}

func (a *app) seatOf(upn string) map[string]any {
	for _, seat := range a.seats() {
		if name, _ := seat["assignedTo"].(string); strings.EqualFold(name, upn) {
			return seat
		}
	}
	return nil
}

func writeSeat(st *state, c *call) (answer, error) {
	a, err := st.product(c)
	if err != nil {
		return answer{}, err
	}
	a.materialize()
	upn := c.params["user"]
	if c.method == http.MethodDelete {
		err = a.reclaimSeat(upn)
	} else {
		err = a.assignSeat(st, c, upn)
	}
	if err != nil {
		return answer{}, err
	}
	return answer{object: a.seatOf(upn)}, nil
}

// writeSeats does each of many by itself: what fails is listed with its reason.
func writeSeats(st *state, c *call) (answer, error) {
	a, err := st.product(c)
	if err != nil {
		return answer{}, err
	}
	var body struct {
		UserNames  []string `json:"userNames"`
		SeatAction string   `json:"seatAction"`
	}
	if json.Unmarshal(c.body, &body) != nil || len(body.UserNames) == 0 || len(body.UserNames) > storeMaxPage {
		return answer{}, storeError(http.StatusBadRequest, "InvalidParameter", fmt.Sprintf("userNames must hold 1 to %d names", storeMaxPage))
	}
	write := a.reclaimSeat
	switch {
	case strings.EqualFold(body.SeatAction, "assign"):
		write = func(upn string) error { return a.assignSeat(st, c, upn) }
	case !strings.EqualFold(body.SeatAction, "reclaim"):
		return answer{}, storeError(http.StatusBadRequest, "InvalidParameter", "seatAction must be Assign or Reclaim")
	}
	a.materialize()
	details, failed := []any{}, []any{}
	for _, upn := range body.UserNames {
		if err := write(upn); err != nil {
			failed = append(failed, map[string]any{"failureReason": asAPIError(err).message, "productKey": a.storeKey(), "userName": upn})
			continue
		}
		details = append(details, a.seatOf(upn))
	}
	return answer{object: map[string]any{"seatDetails": details, "failedSeatOperations": failed}}, nil
}
