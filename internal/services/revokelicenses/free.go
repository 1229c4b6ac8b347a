package revokelicenses

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

const summaryFailed = "Licences not revoked"

// Between two looks at who still holds a seat.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 15 * time.Second
)

// wordEvery is after how many seats one more word of progress comes.
const wordEvery = 25

// lastLook is how long the account of what was freed may take when the time for
// the action has run out.
const lastLook = 30 * time.Second

// free takes the seats back and waits until they are free. Each call can be
// repeated, so lost answers are; whatever then fails, the message says which seats
// were freed and which were not. whole is the context without the action's timeout.
func (a *revokeAction) free(ctx, whole context.Context, p plan, say func(string)) diag.Diagnostics {
	say(fmt.Sprintf("Freeing %s:\n\n%s", p.counted(), p.list()))
	refused, err := a.send(ctx, p, say)
	var left []seatcheck.Seat
	if err == nil {
		left, err = a.await(ctx, p, refused, say)
	}
	if err != nil {
		return diag.Diagnostics{a.account(whole, p, err)}
	}
	freed := len(p.seats) - len(left)
	said := fmt.Sprintf("%d of %d seats of %s are freed.", freed, len(p.seats), nameOf(p.app))
	switch {
	case len(left) == 0:
		say(said)
		return nil
	case len(refused) > 0:
		return diag.Diagnostics{diag.NewErrorDiagnostic(summaryFailed, said+" The Store left the others as they were:\n\n  "+strings.Join(reasons(left, refused), "\n  "))}
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Licences not free yet", fmt.Sprintf(
		"%s Intune took the request for all, and still lists these:\n\n  %s\n\nIt may free them yet: counts can take some hours to follow. Invoking the action again is safe.", said, strings.Join(namesOf(left), "\n  ")))}
}

// send asks for each seat to be freed. refused is why the Store left some as they
// were, by user principal name.
func (a *revokeAction) send(ctx context.Context, p plan, say func(string)) (refused map[string]string, err error) {
	switch {
	case !p.apple():
		return a.reclaim(ctx, p, say)
	case p.scope == scopeAll:
		return nil, a.data.Graph.RevokeAllLicenses(ctx, p.app.ID, p.notify)
	}
	for i, s := range p.seats {
		if s.ManagedDeviceID != "" {
			err = a.data.Graph.RevokeDeviceLicense(ctx, p.app.ID, s.ManagedDeviceID, p.notify)
		} else {
			err = a.data.Graph.RevokeUserLicense(ctx, p.app.ID, s.UserID, p.notify)
		}
		if err != nil {
			return nil, err
		}
		if n := i + 1; n%wordEvery == 0 && n < len(p.seats) {
			say(fmt.Sprintf("Asked for %d of %d.", n, len(p.seats)))
		}
	}
	return nil, nil
}

func (a *revokeAction) reclaim(ctx context.Context, p plan, say func(string)) (map[string]string, error) {
	refused, done := map[string]string{}, 0
	for chunk := range slices.Chunk(p.seats, graph.MaxReclaim) {
		var upns []string
		for _, s := range chunk {
			upns = append(upns, s.UserPrincipalName)
		}
		failed, err := a.data.Graph.StoreReclaimSeats(ctx, p.app.ProductKey, upns)
		if err != nil {
			return refused, err
		}
		for _, f := range failed {
			refused[f.UserPrincipalName] = f.Reason
		}
		if done += len(chunk); done < len(p.seats) {
			say(fmt.Sprintf("Asked for %d of %d.", done, len(p.seats)))
		}
	}
	return refused, nil
}

// await looks until nobody of the plan holds a seat any more, but for those whom
// the Store refused; it returns who still does. That the time ran out is no error.
func (a *revokeAction) await(ctx context.Context, p plan, refused map[string]string, say func(string)) ([]seatcheck.Seat, error) {
	left := p.seats
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		now, err := a.still(ctx, p)
		switch {
		case ctx.Err() != nil:
			return left, nil
		case err != nil:
			return nil, err
		}
		left = now
		waiting := slices.DeleteFunc(slices.Clone(left), func(s seatcheck.Seat) bool { return refused[strings.ToLower(s.UserPrincipalName)] != "" })
		if len(waiting) == 0 {
			return left, nil
		}
		say(fmt.Sprintf("Waiting for %d seats to become free.", len(waiting)))
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return left, nil
		case <-timer.C:
		}
	}
}

// still returns those of the plan who hold a seat now.
func (a *revokeAction) still(ctx context.Context, p plan) ([]seatcheck.Seat, error) {
	held, err := a.data.Seats.Held(ctx, p.app)
	if err != nil {
		return nil, err
	}
	meant := map[string]bool{}
	for _, s := range p.seats {
		meant[key(s)] = true
	}
	return slices.DeleteFunc(held, func(s seatcheck.Seat) bool { return !meant[key(s)] }), nil
}

// account is the error of a call that failed in the middle: what it was, and what
// had been freed by then.
func (a *revokeAction) account(ctx context.Context, p plan, err error) diag.Diagnostic {
	said := services.Explain("Freeing seats of "+nameOf(p.app), err)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
	defer cancel()
	left, unread := a.still(ctx, p)
	if unread != nil {
		return diag.NewErrorDiagnostic(summaryFailed, said+"\n\nWhich seats were freed could not be read. Invoking the action again is safe.")
	}
	said += fmt.Sprintf("\n\n%d of the %d seats are freed.", len(p.seats)-len(left), len(p.seats))
	if len(left) > 0 {
		said += " These are not, as far as Intune shows it by now:\n\n  " + strings.Join(namesOf(left), "\n  ")
	}
	return diag.NewErrorDiagnostic(summaryFailed, said+"\n\nInvoking the action again is safe: it goes on with those that are left.")
}

func reasons(left []seatcheck.Seat, refused map[string]string) []string {
	lines := namesOf(left)
	for i, name := range lines {
		if reason := refused[strings.ToLower(name)]; reason != "" {
			lines[i] = fmt.Sprintf("%s: %s", name, printable.Name(reason))
		}
	}
	return lines
}
