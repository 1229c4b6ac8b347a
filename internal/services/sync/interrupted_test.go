package syncaction_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// Ctrl-C while a store is waited for ends the wait at once and says so; the sync has
// been asked for once and is not asked for again.
func TestSyncInterrupted(t *testing.T) {
	for name, tc := range map[string]struct {
		config object
		want   string
	}{
		"Apple": {apple(office), head},
		"Play":  {play, "managed Google Play"},
		"Store": {store, "Microsoft Store for Business"},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := shops()
			tenant.VPPTokens[0].SyncSeconds, tenant.GooglePlay.SyncSeconds, tenant.Store.SyncSeconds = new(3600.0), new(3600.0), new(3600.0)
			env := acctest.Start(t, tenant)
			p := env.Protocol(t, nil)
			got := p.Invoke(sync, tc.config, func(progress string) {
				if strings.Contains(progress, "still syncing") || strings.Contains(progress, "requested") {
					p.Stop()
					env.Server.ResetRequests()
				}
			})
			same(t, got.Diagnostics, failure("", "Store sync interrupted", tc.want+": the wait was interrupted. The sync may end yet."))
			for _, r := range env.Server.Requests() {
				if r.Method == "POST" {
					t.Errorf("after the interruption: %s", r.Path)
				}
			}
		})
	}
}
