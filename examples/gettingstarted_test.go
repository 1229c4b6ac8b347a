package examples

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

var permission = regexp.MustCompile(`\b\w+\.(?:Read|ReadWrite)\.All\b`)

// Versions of Terraform align values differently.
var spaces = regexp.MustCompile(` +`)

// registration is what az is asked for by whoever registers an application.
func registration(tenant, app string, permissions []string) string {
	log := "az login --tenant " + tenant + " --allow-no-subscriptions\n" +
		"az ad app create --display-name Terraform Intune Store\n" +
		"az ad sp create --id " + app + "\n"
	for _, p := range permissions {
		log += "az ad sp show --id 00000003-0000-0000-c000-000000000000\n" +
			"az ad app permission add --id " + app + " --api 00000003-0000-0000-c000-000000000000 --api-permissions role-of-" + p + "=Role\n"
	}
	return log + "az ad app permission admin-consent --id " + app + "\n" +
		"az ad app credential reset --id " + app + " --append --display-name terraform\n"
}

const credentialFor = " repo:YOUR-ORGANISATION/YOUR-REPOSITORY:"

// TestGettingStarted follows the guide from its first block to its last, as the
// application that it registers and with no permission but those it asks for. The
// blocks of the French guide are the same; another test holds that.
func TestGettingStarted(t *testing.T) {
	skipWithoutShell(t, "jq")
	terraform := prepare(t)
	blocks := blocksOf(t, "../templates/guides/getting-started.md")
	asked := permission.FindAllString(blocks[0].text, -1)
	tenant := demoTenant(t)
	tenant.Clients = []entra.Client{{ID: acctest.ClientID, Secret: acctest.ClientSecret, Permissions: asked}}
	tenant.Apps[0].TotalLicenseCount = 90
	tenant.Apps = tenant.Apps[:len(tenant.Apps)-1]
	env := acctest.Start(t, tenant)
	folder := t.TempDir()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	write(t, ca, string(env.Server.CA()))

	printed, log := follow(t, folder, "", blocks, map[string]string{
		"STUB_APP": acctest.ClientID, "STUB_SECRET": acctest.ClientSecret, "TERRAFORM": terraform.program, "TF_CLI_CONFIG_FILE": terraform.settings, "SSL_CERT_FILE": ca,
		"INTUNESTORE_GRAPH_ENDPOINT": env.Server.URL(), "INTUNESTORE_LOGIN_ENDPOINT": env.Server.URL(), "INTUNESTORE_STORE_ENDPOINT": env.Server.URL(),
	})
	if diff := cmp.Diff(registration(env.Server.TenantID(), acctest.ClientID, asked)+
		"terraform plan (0)\nterraform apply (0)\nterraform apply (0)\nterraform plan -detailed-exitcode (0)\nterraform plan (1)\n"+
		"az ad app federated-credential create --id "+acctest.ClientID+" main"+credentialFor+"ref:refs/heads/main\n"+
		"terraform destroy (0)\naz ad app delete --id "+acctest.ClientID+"\n", log); diff != "" {
		t.Errorf("what was run (-want +got):\n%s\n%s", diff, strings.Join(printed, "\n"))
	}
	for i, b := range blocks {
		if b.language == "text" && !strings.Contains(spaces.ReplaceAllString(printed[i-1], " "), spaces.ReplaceAllString(strings.TrimSpace(b.text), " ")) {
			t.Errorf("the guide shows\n%s\nTerraform prints\n%s", b.text, printed[i-1])
		}
	}
	if left := env.Server.Assignments(tenant.Apps[0].ID); len(left) > 0 {
		t.Errorf("%d assignments are left", len(left))
	}
}

// TestRegistrations follows what README.md and the guide about permissions have the
// Azure CLI do; the same permissions everywhere.
func TestRegistrations(t *testing.T) {
	skipWithoutShell(t, "jq")
	asked := permission.FindAllString(blocksOf(t, "../templates/guides/getting-started.md")[0].text, -1)
	for page, want := range map[string]string{
		"../README.md": registration("YOUR-TENANT-ID", "app-1", asked),
		"../templates/guides/permissions.md": registration("3f6d1c52-7b0e-4c58-9a35-5d1c8e2a7f10", "app-1", asked) +
			"az ad app federated-credential create --id app-1 main" + credentialFor + "ref:refs/heads/main\n" +
			"az ad app federated-credential create --id reader-1 pull-requests" + credentialFor + "pull_request\n",
	} {
		var blocks []block
		for _, b := range blocksOf(t, page) {
			if b.language == "shell" && strings.Contains(b.text, "az ") {
				blocks = append(blocks, b)
			}
		}
		_, log := follow(t, t.TempDir(), "", blocks, map[string]string{"STUB_APP": "app-1", "STUB_SECRET": "s", "reader": "reader-1"})
		if diff := cmp.Diff(want, log); diff != "" {
			t.Errorf("%s (-want +got):\n%s", page, diff)
		}
	}
}

// TestRegistrationsMisspelt: the stand-in of az refuses what az would.
func TestRegistrationsMisspelt(t *testing.T) {
	skipWithoutShell(t, "jq")
	for said, want := range map[string]string{
		"az ad app create --name x":                    "az:  ad app create: unrecognized arguments: --name\n",
		"az ad app register --display-name x":          "az: ' ad app register' is misspelled or not recognized\n",
		"az ad sp create":                              "az:  ad sp create: the following arguments are required: --id\n",
		"az ad app delete --id \"\"":                   "az:  ad app delete: argument --id: expected one argument\n",
		"az ad app create --display-name x --query id": "az ad app create --display-name x\naz:  ad app create: this question has no answer: id\n",
		"az ad app federated-credential create --id x --parameters '{\"name\": \"main\"}'": "az:  ad app federated-credential create: the parameters are no credential\n",
	} {
		_, log := follow(t, t.TempDir(), "", []block{{language: "shell", text: said + " || true\n"}}, nil)
		if diff := cmp.Diff(want, log); diff != "" {
			t.Errorf("%s (-want +got):\n%s", said, diff)
		}
	}
}
