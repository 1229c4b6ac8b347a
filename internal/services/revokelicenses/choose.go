package revokelicenses

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

const summaryNotRevocable = "Licences not revocable"

// findApp reads the app and checks that seats of it can be freed.
func (a *revokeAction) findApp(ctx context.Context, m model) (graph.App, diag.Diagnostics) {
	var diags diag.Diagnostics
	at := path.Root("app_id")
	id := m.AppID.Canonical()
	app, found, err := a.data.Tenant.App(ctx, id)
	switch {
	case err != nil:
		diags.Append(services.Diagnose("App not read", "Reading the app "+id, err))
	case !found:
		diags.AddAttributeError(at, "App not found", fmt.Sprintf("Intune has no app %s. data.intunestore_licensed_apps lists those whose licences it counts.", id))
	default:
		diags.Append(revocable(app, m.Scope.ValueString())...)
	}
	if diags.HasError() || app.VPPTokenID == "" {
		return app, diags
	}
	token, found, err := a.data.Graph.AppleVPPToken(ctx, app.VPPTokenID)
	switch {
	case graph.IsForbidden(err):
		// Revoking needs no right to read tokens; without one, Intune's own answer
		// has to do.
	case err != nil:
		diags.Append(services.Diagnose("Apple VPP token not read", "Reading the location token "+app.VPPTokenID, err))
	case found && !services.TokenUsable(token, token.ServiceTime):
		diags.AddAttributeError(at, summaryNotRevocable, fmt.Sprintf("%s It licenses %s, whose licences cannot be taken back until it is renewed.\n\n%s",
			services.TokenTrouble(token, token.ServiceTime), nameOf(app), services.RenewToken))
	}
	return app, diags
}

// revocable says which apps and scopes there is a way for. Source: Graph docs
// (beta), iosVppApp: revokeAllLicenses and its neighbours, which exist for no other
// type; Windows docs, Bulk assign and reclaim seats from users.
func revocable(app graph.App, scope string) diag.Diagnostics {
	var diags diag.Diagnostics
	at := path.Root("app_id")
	switch {
	case app.ODataType == graph.IOSVPPApp:
	case app.Store() != graph.MicrosoftStoreForBusiness:
		diags.AddAttributeError(at, summaryNotRevocable, fmt.Sprintf(
			"%s is of type %s. Licences can be taken back of iosVppApp, and seats reclaimed of microsoftStoreForBusinessApp; Graph has no way for other types.", nameOf(app), app.ODataType))
	case strings.EqualFold(app.LicenseType, "offline"):
		diags.AddAttributeError(at, summaryNotRevocable, nameOf(app)+" is licensed offline, and the Store keeps no seats for offline licences.")
	case scope == scopeDevices || scope == scopeAll:
		diags.AddAttributeError(path.Root("scope"), summaryNotRevocable, fmt.Sprintf(
			"%s is an app of Microsoft Store for Business, whose seats are people's and reclaimed by name: use the scope \"users\" or \"unassigned\".", nameOf(app)))
	}
	return diags
}

// choose reads who holds a seat now, and picks those whom the scope means.
func (a *revokeAction) choose(ctx context.Context, m model, app graph.App) (plan, diag.Diagnostics) {
	p := plan{app: app, scope: m.Scope.ValueString(), limit: m.Limit.ValueInt64(), notify: m.notify()}
	held, err := a.data.Seats.Held(ctx, app)
	if err == nil {
		p.held = len(held)
		p.seats, err = a.pick(ctx, &p, m, held)
	}
	if err != nil {
		return p, diag.Diagnostics{services.Diagnose("Holders not read", "Reading who holds a seat of "+nameOf(app), err)}
	}
	p.seats = slices.DeleteFunc(p.seats, func(s seatcheck.Seat) bool {
		// A licence that names nobody can be freed by nobody's name.
		return p.scope != scopeAll && s.ManagedDeviceID == "" && (p.apple() && s.UserID == "" || s.UserPrincipalName == "" && s.UserID == "")
	})
	return p, nil
}

func (a *revokeAction) pick(ctx context.Context, p *plan, m model, held []seatcheck.Seat) ([]seatcheck.Seat, error) {
	switch p.scope {
	case scopeUnassigned:
		return a.data.Seats.Unassigned(ctx, p.app)
	case scopeAll:
		return held, nil
	}
	wanted := m.named()
	var picked []seatcheck.Seat
	for _, s := range held {
		name := s.ManagedDeviceID
		if p.scope == scopeUsers {
			if s.ManagedDeviceID != "" {
				continue // of a device, although it may name its primary user
			}
			name = strings.ToLower(s.UserPrincipalName)
		}
		if _, ok := wanted[name]; ok {
			picked = append(picked, s)
			wanted[name] = false
		}
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if wanted[name] {
			p.absent = append(p.absent, name)
		}
	}
	return picked, nil
}

func (p plan) apple() bool { return p.app.Store() == graph.AppleVPP }
