package revokelicenses_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	unassignedOfKeynote = "  device Kiosk (" + kiosk + ")\n  left@contoso.example\n  p-10@contoso.example\n  p-11@contoso.example\n  p-12@contoso.example"
	unassignedOfPaint   = "  left@contoso.example\n  p-10@contoso.example\n  p-11@contoso.example\n  p-12@contoso.example"
)

// Exactly those whom the scope means lose their seats, after a dry run that lists
// them and touches nobody.
func TestRevoke(t *testing.T) {
	for name, tc := range map[string]struct {
		app, scope string
		more       object
		dry, done  string
		lost       []string
	}{
		"Apple's users": {keynote, "users", object{"user_principal_names": []string{"P-1@contoso.example", "p-50@contoso.example"}},
			"Dry run: would free 1 of 16 seats in use of Keynote (" + keynote + "):\n\n  p-1@contoso.example\n\nNamed, and holding no seat: p-50@contoso.example.",
			"1 of 1 seats of Keynote (" + keynote + ") are freed.", []string{upn(1)}},
		"Apple's devices": {keynote, "devices", object{"managed_device_ids": []string{strings.ToUpper(ipad)}},
			"Dry run: would free 1 of 16 seats in use of Keynote (" + keynote + "):\n\n  device iPad of 1 (" + ipad + ")",
			"1 of 1 seats of Keynote (" + keynote + ") are freed.", []string{ipad}},
		"Apple's unassigned": {keynote, "unassigned", nil,
			"Dry run: would free 5 of 16 seats in use of Keynote (" + keynote + "):\n\n" + unassignedOfKeynote,
			"5 of 5 seats of Keynote (" + keynote + ") are freed.", []string{kiosk, "left@contoso.example", upn(10), upn(11), upn(12)}},
		"the Store's users": {paint, "users", object{"user_principal_names": []string{"p-2@contoso.example"}},
			"Dry run: would free 1 of 14 seats in use of Paint (" + paint + "):\n\n  p-2@contoso.example",
			"1 of 1 seats of Paint (" + paint + ") are freed.", []string{upn(2)}},
		"the Store's unassigned": {paint, "unassigned", nil,
			"Dry run: would free 4 of 14 seats in use of Paint (" + paint + "):\n\n" + unassignedOfPaint,
			"4 of 4 seats of Paint (" + paint + ") are freed.", []string{"left@contoso.example", upn(10), upn(11), upn(12)}},
	} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, firm())
			p := env.Protocol(t, nil)
			before := env.Server.Holders(tc.app)
			none(t, p.PlanAction(revoke, config(tc.app, tc.scope, 5, tc.more)))
			same(t, p.Invoke(revoke, config(tc.app, tc.scope, 5, tc.more)), acctest.Invoked{Progress: []string{tc.dry}})
			same(t, lost(t, env, tc.app, before), []string{})
			same(t, writes(env), 0)

			got := p.Invoke(revoke, real(tc.app, tc.scope, 5, tc.more))
			none(t, got.Diagnostics)
			same(t, got.Progress[len(got.Progress)-1], tc.done)
			gone := lost(t, env, tc.app, before)
			slices.Sort(gone)
			slices.Sort(tc.lost)
			same(t, gone, tc.lost)
			// Again is nothing: all of them are gone.
			again := p.Invoke(revoke, real(tc.app, tc.scope, 5, tc.more))
			none(t, again.Diagnostics)
			if len(again.Progress) != 1 || !strings.HasPrefix(again.Progress[0], "No seat of ") {
				t.Errorf("again: %q", again.Progress)
			}
		})
	}
}

func TestRevokeAll(t *testing.T) {
	env := acctest.Start(t, firm())
	got := env.Protocol(t, nil).Invoke(revoke, real(keynote, "all", 16, nil))
	none(t, got.Diagnostics)
	same(t, env.Server.Holders(keynote), []string{})
	same(t, len(env.Server.Holders(xcode)), 14)
	same(t, writes(env), 1)
}

// A plan shows what applying will do, and neither goes above the limit.
func TestRevokeIsPlanned(t *testing.T) {
	env := acctest.Start(t, firm())
	p := env.Protocol(t, nil)
	same(t, p.PlanAction(revoke, real(keynote, "unassigned", 5, nil)), []acctest.Diagnostic{{Warning: true, Summary: "Licences to be revoked",
		Detail: "Applying frees 5 of 16 seats in use of Keynote (" + keynote + "):\n\n" + unassignedOfKeynote}})
	over := failure("limit", "Too many licences to revoke", `The scope "unassigned" means 5 of 16 seats in use of Keynote (`+keynote+"), and the limit is 4. None is freed.\n\n"+
		unassignedOfKeynote+"\n\nNarrow the scope, or raise the limit if all of these are meant.")
	same(t, p.PlanAction(revoke, real(keynote, "unassigned", 4, nil)), over)
	same(t, p.Invoke(revoke, real(keynote, "unassigned", 4, nil)), acctest.Invoked{Diagnostics: over})
	dry := p.Invoke(revoke, config(keynote, "unassigned", 4, nil))
	none(t, dry.Diagnostics)
	if !strings.HasSuffix(dry.Progress[0], "That is above the limit of 4: without dry_run none would be freed.") {
		t.Errorf("%q", dry.Progress)
	}
	none(t, p.PlanAction(revoke, real(keynote, "users", 4, object{"user_principal_names": acctest.Unknown})))
	same(t, writes(env), 0)
}

func TestRevokeRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		config object
		want   []acctest.Diagnostic
		token  *emulator.VPPToken
	}{
		"no users":       {config: config(keynote, "users", 1, nil), want: failure("user_principal_names", "Missing holders", `The scope "users" frees the seats of those named in user_principal_names.`)},
		"users, too":     {config: config(keynote, "all", 1, object{"user_principal_names": []string{upn(1)}}), want: failure("user_principal_names", "Holders of another scope", `user_principal_names is for the scope "users" only; this one is "all".`)},
		"no such app":    {config: config(missing, "all", 1, nil), want: failure("app_id", "App not found", "Intune has no app "+missing+". data.intunestore_licensed_apps lists those whose licences it counts.")},
		"a Mac's":        {config: config(xcode, "all", 1, nil), want: failure("app_id", "Licences not revocable", "Xcode ("+xcode+") is of type macOsVppApp. Licences can be taken back of iosVppApp, and seats reclaimed of microsoftStoreForBusinessApp; Graph has no way for other types.")},
		"offline":        {config: config(offline, "unassigned", 1, nil), want: failure("app_id", "Licences not revocable", "Calculator ("+offline+") is licensed offline, and the Store keeps no seats for offline licences.")},
		"all of a Store": {config: config(paint, "all", 1, nil), want: failure("scope", "Licences not revocable", "Paint ("+paint+`) is an app of Microsoft Store for Business, whose seats are people's and reclaimed by name: use the scope "users" or "unassigned".`)},
		"expired token": {config: config(keynote, "all", 99, nil), token: &emulator.VPPToken{ID: office, DisplayName: "Head office", ExpirationDateTime: "2020-01-01T00:00:00Z"},
			want: failure("app_id", "Licences not revocable", "The location token Head office ("+office+") expired on 2020-01-01. It licenses Keynote ("+keynote+"), whose licences cannot be taken back until it is renewed.\n\n"+
				"Download the token anew from Apple Business Manager or Apple School Manager, upload it in the Intune admin centre (Tenant administration, Connectors and tokens, Apple VPP tokens), and sync it.")},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := firm()
			if tc.token != nil {
				tenant.VPPTokens = []emulator.VPPToken{*tc.token}
			}
			env := acctest.Start(t, tenant)
			p := env.Protocol(t, nil)
			same(t, p.PlanAction(revoke, tc.config), tc.want)
			if name != "no users" && name != "users, too" { // Terraform does not go on after a refused validation
				same(t, p.Invoke(revoke, tc.config), acctest.Invoked{Diagnostics: tc.want})
			}
			same(t, writes(env), 0)
		})
	}
}
