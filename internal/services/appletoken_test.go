package services_test

import (
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

func TestTokenTrouble(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	for name, tc := range map[string]struct {
		state  string
		ends   time.Time
		now    time.Time
		want   string
		usable bool
	}{
		"valid":                    {"valid", now.Add(30 * day), now, "", true},
		"expires soon":             {"valid", now.Add(30*day - time.Minute), now, "The location token Head office (70) expires on 2026-12-22, in 29 days.", true},
		"expires today":            {"valid", now.Add(time.Hour), now, "The location token Head office (70) expires on 2026-11-22, in 0 days.", true},
		"expired, not yet noticed": {"valid", now, now, "The location token Head office (70) expired on 2026-11-22.", false},
		"expired":                  {"expired", now.Add(-day), now, "The location token Head office (70) expired on 2026-11-21.", false},
		"expired, no date":         {"expired", time.Time{}, now, "The location token Head office (70) has expired.", false},
		"invalid":                  {"invalid", now.Add(300 * day), now, `The location token Head office (70) is not valid: its state is "invalid".`, false},
		"another MDM's":            {"assignedToExternalMDM", now.Add(300 * day), now, `The location token Head office (70) is not valid: its state is "assignedToExternalMDM".`, false},
		"no clock":                 {"valid", now, time.Time{}, "", true},
		"no date":                  {"valid", time.Time{}, now, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			token := graph.VPPToken{ID: "70", DisplayName: "Head office", State: tc.state, ExpirationDateTime: tc.ends}
			if got := services.TokenTrouble(token, tc.now); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			if got := services.TokenUsable(token, tc.now); got != tc.usable {
				t.Errorf("usable: %v", got)
			}
		})
	}
}
