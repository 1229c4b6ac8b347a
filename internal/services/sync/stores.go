package syncaction

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/storesync"
)

// appleSync syncs the licences of one location token.
type appleSync struct {
	data  *services.Data
	id    string
	token graph.VPPToken
}

func (s *appleSync) name() string {
	if s.token.ID == "" {
		return "the location token " + s.id
	}
	return "the location token " + services.TokenName(s.token)
}

// check refuses a token that is not there or not valid: its sync could only fail.
func (s *appleSync) check(ctx context.Context, _ bool) diag.Diagnostics {
	var diags diag.Diagnostics
	at := path.Root("apple_vpp_token_id")
	token, found, err := s.data.Graph.AppleVPPToken(ctx, s.id)
	if err != nil {
		diags.Append(services.Diagnose("Apple VPP token not read", "Reading "+s.name(), err))
		return diags
	}
	if !found {
		diags.AddAttributeError(at, "Apple VPP token not found", "Intune has no location token "+s.id+". data.intunestore_apple_vpp_tokens lists those that it has.")
		return diags
	}
	s.token = token
	now := token.ServiceTime
	trouble := services.TokenTrouble(token, now)
	switch {
	case !services.TokenUsable(token, now):
		diags.AddAttributeError(at, summaryImpossible, trouble+" Its licences cannot be synced.\n\n"+services.RenewToken)
	case trouble != "":
		diags.AddAttributeWarning(at, services.SummaryAttention, trouble+"\n\n"+services.RenewToken)
	}
	return diags
}

func (s *appleSync) request(ctx context.Context) error {
	_, err := s.data.Graph.SyncAppleVPPToken(ctx, s.id)
	return err
}

func (s *appleSync) run(ctx context.Context, say func(string)) error {
	look := func(ctx context.Context) (state, error) {
		t, found, err := s.data.Graph.AppleVPPToken(ctx, s.id)
		if err == nil && !found {
			err = errors.New("the token was deleted")
		}
		return state{t.LastSync, t.LastSyncStatus, t.LastSyncStatus == graph.VPPSyncInProgress, t.ServiceTime}, err
	}
	end, err := follow(ctx, s.name(), say, look, func(ctx context.Context) (time.Time, error) { return s.data.Graph.SyncAppleVPPToken(ctx, s.id) })
	if err == nil && end.status != graph.VPPSyncCompleted {
		err = &unsuccessful{end}
	}
	if err == nil {
		say(fmt.Sprintf("%s: synced at %s.", s.name(), when(end.last)))
	}
	return err
}

func (s *appleSync) explain(ctx context.Context, err error) diag.Diagnostic {
	return explained(ctx, s.name(), err, services.RenewToken)
}

// playSync syncs the apps of managed Google Play.
type playSync struct{ client *graph.Client }

func (*playSync) name() string { return "managed Google Play" }

func (s *playSync) check(ctx context.Context, _ bool) diag.Diagnostics {
	var diags diag.Diagnostics
	binding, err := s.client.ManagedGooglePlay(ctx)
	switch {
	case err != nil:
		diags.Append(services.Diagnose("Managed Google Play not read", "Reading the tie to managed Google Play", err))
	case !binding.Bound():
		diags.AddAttributeError(path.Root("store"), summaryImpossible, fmt.Sprintf(
			"The tenant is not bound to managed Google Play: its status is %q.\n\nBind it in the Intune admin centre (Devices, Android, Enrolment, Managed Google Play), then plan again.", binding.BindStatus))
	}
	return diags
}

func (s *playSync) request(ctx context.Context) error {
	_, err := s.client.SyncManagedGooglePlay(ctx)
	return err
}

func (s *playSync) run(ctx context.Context, say func(string)) error {
	look := func(ctx context.Context) (state, error) {
		b, err := s.client.ManagedGooglePlay(ctx)
		return state{last: b.LastSync, status: b.LastSyncStatus, at: b.ServiceTime}, err
	}
	end, err := follow(ctx, s.name(), say, look, s.client.SyncManagedGooglePlay)
	if err == nil && end.status != graph.GooglePlaySuccess {
		err = &unsuccessful{end}
	}
	if err == nil {
		say(fmt.Sprintf("%s: synced at %s.", s.name(), when(end.last)))
	}
	return err
}

func (s *playSync) explain(ctx context.Context, err error) diag.Diagnostic {
	return explained(ctx, s.name(), err, "Look at the connection in the Intune admin centre (Devices, Android, Enrolment, Managed Google Play), then sync again.")
}

// storeSync syncs Microsoft Store for Business.
type storeSync struct{ data *services.Data }

func (*storeSync) name() string { return "Microsoft Store for Business" }

// check looks at the association only when the sync is about to be asked for: the
// run that syncs may be the one that makes it.
func (s *storeSync) check(ctx context.Context, planning bool) diag.Diagnostics {
	var diags diag.Diagnostics
	if strings.HasPrefix(s.data.Environment, "usgovernment") {
		diags.AddAttributeError(path.Root("store"), summaryImpossible, fmt.Sprintf(
			"The provider's environment is %s. Microsoft Store for Business does not sync with Intune in the US Government clouds.", s.data.Environment))
		return diags
	}
	if planning {
		return diags
	}
	tie, err := s.data.Tenant.Association(ctx)
	switch {
	case err != nil:
		diags.Append(services.Diagnose("Association not read", "Reading the tenant's association with Microsoft Store for Business", err))
	case !tie.Enabled:
		diags.AddAttributeError(path.Root("store"), summaryImpossible,
			"The tenant's association with Microsoft Store for Business is off. Turn it on with intunestore_association, which syncs as well.")
	}
	return diags
}

func (s *storeSync) request(ctx context.Context) error { return storesync.Request(ctx, s.data.Graph) }

func (s *storeSync) run(ctx context.Context, say func(string)) error {
	err := storesync.Run(ctx, s.data.Graph, func(p storesync.Progress) {
		if p.Requested.IsZero() {
			say(s.name() + ": another sync is under way, its end is awaited first.")
			return
		}
		say(fmt.Sprintf("%s: still syncing after %s.", s.name(), max(0, p.Elapsed).Round(time.Second)))
	})
	if err == nil {
		say(s.name() + ": synced.")
	}
	if e, ok := errors.AsType[*storesync.Unsuccessful](err); ok {
		return &unsuccessful{state{last: e.State.LastCompletedSync, status: "no success"}}
	}
	return err
}

func (s *storeSync) explain(ctx context.Context, err error) diag.Diagnostic {
	return explained(ctx, s.name(), err,
		"Check in the Store, under Manage, Settings, Distribute, that Microsoft Intune is activated as a management tool, with an account of the same tenant.")
}
