package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const vppToken = "70000000-0000-4000-8000-000000000001"

// The actions as users run them: triggered by a resource, and by name. What they say
// while they run is shown, and what planning refuses is not carried out.
func TestActionsInTerraform(t *testing.T) {
	acctest.SkipBefore(t, acctest.Release{Terraform: 14, OpenTofu: acctest.Never})
	const configuration = `
action "intunestore_sync" "apple" {
  config {
    store              = "apple_vpp"
    apple_vpp_token_id = %q
  }
}

action "intunestore_revoke_licenses" "leavers" {
  config {
    app_id  = "a0000000-0000-4000-8000-000000000001"
    scope   = "unassigned"
    limit   = 5
    dry_run = %t
  }
}

resource "terraform_data" "purchase" {
  input = "order 1"
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.intunestore_sync.apple]
    }
  }
}
`
	r, env := startWith(t, appleSchool(), "")
	settle := func(token string, dry bool) {
		r.write("main.tf", env.Config(needing("intunestore/intunestore"))+fmt.Sprintf(configuration, token, dry))
	}
	posts := func(ending string) (n int) {
		for _, request := range env.Server.Requests() {
			if request.Method == "POST" && strings.HasSuffix(request.Path, ending) {
				n++
			}
		}
		return n
	}
	const sync, revoke = "-invoke=action.intunestore_sync.apple", "-invoke=action.intunestore_revoke_licenses.leavers"
	for _, s := range []struct {
		token  string
		dry    bool
		args   []string
		says   string
		fails  bool
		synced int
	}{
		{vppToken, true, []string{"apply", "-auto-approve"}, `triggered by terraform_data.purchase\): the location token Head office \(` + vppToken + `\): synced at `, false, 1},
		{vppToken, true, []string{"plan", "-detailed-exitcode"}, `No changes\.`, false, 1},
		{vppToken, true, []string{"apply", "-auto-approve", sync}, `triggered by CLI\): the location token Head office \(` + vppToken + `\): synced at `, false, 2},
		{vppToken, true, []string{"apply", "-auto-approve", revoke}, `left@contoso\.example`, false, 2},
		{vppToken, false, []string{"apply", "-auto-approve", revoke}, `1 of 1 seats of App 1 \(` + fmt.Sprintf(apps, 1) + `\) are freed\.`, false, 2},
		{vppToken, false, []string{"apply", "-auto-approve", revoke}, `No seat of App 1 `, false, 2},
		{fmt.Sprintf(apps, 99), true, []string{"plan", sync}, acctest.Printed(acctest.Diagnostic{Summary: "Apple VPP token not found",
			Detail: "Intune has no location token " + fmt.Sprintf(apps, 99) + ". data.intunestore_apple_vpp_tokens lists those that it has."}), true, 2},
	} {
		settle(s.token, s.dry)
		out, err := r.do(nil, s.args...)
		if (err != nil) != s.fails || !regexp.MustCompile(s.says).MatchString(out) {
			t.Fatalf("terraform %s: %v, want %s\n%s", strings.Join(s.args, " "), err, s.says, out)
		}
		if n := posts("/syncLicenses"); n != s.synced {
			t.Errorf("after terraform %s: %d syncs, want %d", strings.Join(s.args, " "), n, s.synced)
		}
	}
}

// appleSchool is a tenant with one app of Apple's, a seat of which somebody holds who
// is no longer assigned.
func appleSchool() emulator.Tenant {
	return emulator.Tenant{
		VPPTokens: []emulator.VPPToken{{ID: vppToken, DisplayName: "Head office"}},
		Groups:    []emulator.Group{{ID: fmt.Sprintf(groups, 1), DisplayName: "Sales", Generate: []emulator.Generate{{Prefix: "s-", Users: 3}}}},
		Apps: []emulator.App{{ID: fmt.Sprintf(apps, 1), Type: "iosVppApp", DisplayName: "App 1", VPPTokenID: vppToken, TotalLicenseCount: 5, BoughtLicenseCount: 10,
			Holders:     []string{"s-1@contoso.example", "left@contoso.example"},
			Assignments: []map[string]any{{"intent": "required", "target": target("group", fmt.Sprintf(groups, 1))}}}},
	}
}
