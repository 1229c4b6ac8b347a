package examples

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	ciApp   = "a0000000-0000-4000-8000-000000000001"
	ciGroup = "b0000000-0000-4000-8000-000000000001"
)

// ci is a repository with the scripts of examples/ci, and a tenant.
type ci struct {
	t         *testing.T
	env       *acctest.Env
	terraform terraform
	folder    string
	tracker   string // the script that keeps the issue
	stub      string // where the stand-ins of gh and az keep what they are told
}

const ciConfiguration = `
terraform {
  required_providers {
    intunestore = { source = "intunestore/intunestore" }
  }
}

resource "intunestore_app_assignment_set" "notebook" {
  app_id = "` + ciApp + `"
  assignments = [{
    intent = "required"
    target = { type = "group", group_id = "` + ciGroup + `" }
  }]
}
`

func startCI(t *testing.T, tracker string) *ci {
	t.Helper()
	for _, tool := range []string{"bash", "jq", "cksum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not on PATH; the runners that these scripts are for have it", tool)
		}
	}
	c := &ci{t: t, terraform: prepare(t), folder: t.TempDir(), tracker: tracker, stub: t.TempDir()}
	c.env = acctest.Start(t, emulator.Tenant{
		Apps:   []emulator.App{{ID: ciApp, DisplayName: "Carnet `|` <b>@team</b>\u202e", TotalLicenseCount: 90}},
		Groups: []emulator.Group{{ID: ciGroup, DisplayName: "Chantiers", Generate: []emulator.Generate{{Prefix: "p-", Users: 60}}}, {ID: strings.Replace(ciGroup, "b", "c", 1), DisplayName: "Bureau", Generate: []emulator.Generate{{Prefix: "q-", Users: 45}}}},
	})
	write(t, filepath.Join(c.folder, "ca.pem"), string(c.env.Server.CA()))
	write(t, filepath.Join(c.folder, "main.tf"), c.env.Config(ciConfiguration))
	if _, err := c.run("terraform", "apply", "-auto-approve", "-input=false"); err != nil {
		t.Fatal(err)
	}
	return c
}

// run runs a program in the repository and returns what it prints.
func (c *ci) run(program string, arguments ...string) (string, error) {
	c.t.Helper()
	if program == "terraform" {
		program = c.terraform.program
	}
	command := exec.CommandContext(c.t.Context(), program, arguments...)
	command.Dir = c.folder
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+c.terraform.settings, "CHECKPOINT_DISABLE=1", "SSL_CERT_FILE="+filepath.Join(c.folder, "ca.pem"),
		"TERRAFORM="+c.terraform.program, "STUB="+c.stub, "PATH="+filepath.Join(here(c.t), "testdata", "ci")+string(os.PathListSeparator)+os.Getenv("PATH"), "RUN=https://ci.example/1")
	var errors strings.Builder
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, errors.String())
	}
	return strings.TrimSpace(string(out)), err
}

// here is the folder of the examples.
func here(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// night is one night: the plan, and what became of the issue.
func (c *ci) night(finding string) (report string) {
	c.t.Helper()
	got, err := c.run("bash", filepath.Join(here(c.t), "ci", "plan.sh"))
	report = read(c.t, filepath.Join(c.folder, "report.md"))
	if got != finding || (err != nil) != (finding == "failed") {
		c.t.Fatalf("the finding is %q (%v), want %q\n%s", got, err, finding, report)
	}
	if _, err := c.run("bash", filepath.Join(here(c.t), "ci", c.tracker), got, "report.md"); err != nil {
		c.t.Fatalf("%s: %v", c.tracker, err)
	}
	return report
}

// said is what the tracker was told to do since the last time.
func (c *ci) said() string {
	c.t.Helper()
	log := filepath.Join(c.stub, "log")
	content, err := os.ReadFile(log)
	if os.IsNotExist(err) {
		return ""
	}
	if err != nil {
		c.t.Fatal(err)
	}
	if err := os.Remove(log); err != nil {
		c.t.Fatal(err)
	}
	return string(content)
}

// inPortal replaces the app's assignments by hand: intents by group.
func (c *ci) inPortal(intents map[string]string) {
	c.t.Helper()
	if err := c.env.Server.EditAssignments(ciApp, func([]map[string]any) (all []map[string]any) {
		for group, intent := range intents {
			all = append(all, map[string]any{"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": intent,
				"target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group}})
		}
		return all
	}); err != nil {
		c.t.Fatal(err)
	}
}

// TestNights goes through the nights of a tenant: one issue is opened, kept in step, and
// closed, whatever happens in between.
func TestNights(t *testing.T) {
	for _, tracker := range []string{"github-issue.sh", "azure-work-item.sh"} {
		t.Run(tracker, func(t *testing.T) {
			c := startCI(t, tracker)
			bureau := strings.Replace(ciGroup, "b", "c", 1)
			says := func(want string) {
				t.Helper()
				if diff := cmp.Diff(want, c.said()); diff != "" {
					t.Fatalf("the tracker (-want +got):\n%s", diff)
				}
			}

			c.night("clean")
			says("")

			c.inPortal(map[string]string{ciGroup: "available"})
			report := c.night("changes")
			says("issue create : Intune differs from its configuration\n")
			for _, want := range []string{"**1 resource differs from the configuration.**", "- `intunestore_app_assignment_set.notebook`: change it", `"available"`, `"required"`} {
				if !strings.Contains(report, want) {
					t.Errorf("the report lacks %q:\n%s", want, report)
				}
			}
			c.night("changes")
			says("issue edit 7: Intune differs from its configuration\n")

			c.inPortal(nil)
			c.night("changes")
			says("issue edit 7: Intune differs from its configuration\nissue comment 7: What was found has changed; the description shows it as it is now. https://ci.example/1\n")

			// A night on which signing in fails says nothing about the tenant.
			if err := c.env.Server.Fault(emulator.Fault{Match: emulator.Match{Outer: true}, Status: 403}); err != nil {
				t.Fatal(err)
			}
			c.night("failed")
			says("")
			c.env.Server.ClearFaults()

			c.inPortal(map[string]string{ciGroup: "required"})
			c.night("clean")
			says("issue close 7: The tenant is as the configuration says again. https://ci.example/1\n")

			// A group that grows makes the app short, without anybody's change.
			everyone := make([]string, 0, 105)
			for i := range 60 {
				everyone = append(everyone, fmt.Sprintf("p-%d@contoso.example", i))
			}
			for i := range 45 {
				everyone = append(everyone, fmt.Sprintf("q-%d@contoso.example", i))
			}
			if err := c.env.Server.SetMembers(ciGroup, everyone); err != nil {
				t.Fatal(err)
			}
			report = c.night("short")
			says("issue create : Apps are short of licences\n")
			if strings.Contains(report, "\u202e") || !strings.Contains(report, "\n    Carnet") {
				t.Errorf("the name of the app is not shown harmlessly:\n%s", report)
			}

			// What the configuration asks for is refused.
			write(t, filepath.Join(c.folder, "main.tf"), c.env.Config(strings.Replace(ciConfiguration, "assignments = [{", `assignments = [{
    intent = "available"
    target = { type = "group", group_id = "`+bureau+`" }
  }, {`, 1)))
			if err := c.env.Server.SetMembers(ciGroup, everyone[:60]); err != nil {
				t.Fatal(err)
			}
			report = c.night("refused")
			says("issue edit 7: Apps are short of licences\nissue comment 7: What was found has changed; the description shows it as it is now. https://ci.example/1\n")
			if !strings.Contains(report, "    Insufficient seats\n") {
				t.Errorf("the report does not say why:\n%s", report)
			}
		})
	}
}
