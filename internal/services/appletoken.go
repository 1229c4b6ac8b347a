package services

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
)

// SummaryAttention is what users and their CI search for.
const SummaryAttention = "Apple VPP token needs attention"

// tokenNotice is how long before its end a token is worth a word: Apple's tokens
// last a year, and whoever renews them wants some weeks.
const tokenNotice = 30 * 24 * time.Hour

// AppleTokens is what one run remembers of the tenant's location tokens: the list,
// read once, and which of them something was said about. The zero value is ready.
type AppleTokens struct {
	mu     sync.Mutex
	read   bool
	tokens map[string]graph.VPPToken
	err    error
	said   map[string]bool
}

// get returns the tokens by id. A failure is kept as well: a thousand assignments
// of a run do not ask a thousand times for what the application may not read. One
// that only the caller's context ended is not.
func (t *AppleTokens) get(ctx context.Context, client *graph.Client) (map[string]graph.VPPToken, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.read {
		return t.tokens, t.err
	}
	all, err := client.AppleVPPTokens(ctx)
	if ctx.Err() != nil {
		return nil, err
	}
	t.read, t.err, t.tokens = true, err, make(map[string]graph.VPPToken, len(all))
	for _, token := range all {
		t.tokens[token.ID] = token
	}
	return t.tokens, t.err
}

// Forget forgets the list, as after a sync. What was said stays said.
func (t *AppleTokens) Forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.read = false
}

// first reports whether this is the first call for the key.
func (t *AppleTokens) first(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.said == nil {
		t.said = map[string]bool{}
	}
	before := t.said[key]
	t.said[key] = true
	return !before
}

// AppleTokenAttention warns, once a run for each token, when the token that
// licenses an app is not valid or will not be for long. It is nil for an app that
// no such token licenses.
func (d *Data) AppleTokenAttention(ctx context.Context, app graph.App) diag.Diagnostics {
	id := strings.ToLower(app.VPPTokenID)
	if id == "" {
		return nil
	}
	tokens, err := d.AppleTokens.get(ctx, d.Graph)
	if err != nil {
		if ctx.Err() != nil || !d.AppleTokens.first("") {
			return nil
		}
		return diag.Diagnostics{diag.NewWarningDiagnostic("Apple VPP token not checked",
			Explain(fmt.Sprintf("Reading whether the location token %s, which licenses %s (%s), is valid", id, printable.Name(app.DisplayName), app.ID), err))}
	}
	token, found := tokens[id]
	trouble := fmt.Sprintf("Intune no longer has the location token %s.", id)
	if found {
		trouble = TokenTrouble(token, d.now())
	}
	if trouble == "" || !d.AppleTokens.first(id) {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(SummaryAttention, fmt.Sprintf(
		"%s It licenses %s (%s), which this configuration assigns.\n\nWithout a valid token Intune installs the app for nobody new and takes no licence back. %s",
		trouble, printable.Name(app.DisplayName), app.ID, RenewToken))}
}

// RenewToken is what to do about a token that is not valid. Source: Microsoft
// Learn, "Manage volume-purchased apps for iOS in Intune".
const RenewToken = "Download the token anew from Apple Business Manager or Apple School Manager, upload it in the Intune admin centre (Tenant administration, Connectors and tokens, Apple VPP tokens), and sync it."

// TokenTrouble is what is wrong with a token at a time, as a sentence; empty when
// nothing is. Without a time (zero) only the token's own state counts.
func TokenTrouble(token graph.VPPToken, now time.Time) string {
	name := TokenName(token)
	ends := token.ExpirationDateTime
	day := ends.UTC().Format(time.DateOnly)
	dated := !now.IsZero() && !ends.IsZero()
	switch {
	case token.State == "expired" && ends.IsZero():
		return fmt.Sprintf("The location token %s has expired.", name)
	case token.State == "expired", dated && !now.Before(ends):
		return fmt.Sprintf("The location token %s expired on %s.", name, day)
	case token.State != graph.VPPTokenValid:
		return fmt.Sprintf("The location token %s is not valid: its state is %q.", name, token.State)
	case dated && ends.Sub(now) < tokenNotice:
		return fmt.Sprintf("The location token %s expires on %s, in %d days.", name, day, int(ends.Sub(now).Hours()/24))
	}
	return ""
}

// TokenUsable reports whether Intune can do something with a token at a time.
func TokenUsable(token graph.VPPToken, now time.Time) bool {
	ended := !now.IsZero() && !token.ExpirationDateTime.IsZero() && !now.Before(token.ExpirationDateTime)
	return token.State == graph.VPPTokenValid && !ended
}

// TokenName names a token in a message.
func TokenName(token graph.VPPToken) string {
	return fmt.Sprintf("%s (%s)", printable.Name(token.DisplayName), token.ID)
}

func (d *Data) now() time.Time {
	if d.Now == nil {
		return time.Time{}
	}
	return d.Now()
}
