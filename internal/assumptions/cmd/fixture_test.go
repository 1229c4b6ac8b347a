package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

const (
	clientID    = "c11e0000-0000-4000-8000-000000000001"
	secret      = "the-secret-of-the-client"
	targetApp   = "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b09"
	targetGroup = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a2ff"
	people      = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a210"
	token       = "5e3f0000-0000-4000-8000-000000000001"
)

// tenant has what every check needs, but for two that exclude one another.
func tenant() emulator.Tenant {
	to := func(group string) map[string]any {
		return map[string]any{"intent": "required", "target": map[string]any{"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group}}
	}
	return emulator.Tenant{
		Organization: emulator.Organization{DisplayName: "Tenant of Secrets"},
		Clients:      []entra.Client{{ID: clientID, Secret: secret}},
		Store:        emulator.Store{Language: "fr-FR", PortalSelection: "companyPortal,privateStore"},
		VPPTokens:    []emulator.VPPToken{{ID: token, DisplayName: "Token Name", ExpirationDateTime: "2020-01-01T00:00:00Z", Token: "apple-secret"}},
		Users:        []emulator.User{{UserPrincipalName: "camille.moreau@contoso.example", Plans: []string{"INTUNE_A"}}},
		ManagedDevices: []emulator.ManagedDevice{
			{DeviceName: "IPAD-OF-CAMILLE", OperatingSystem: "iOS", UserID: "camille.moreau@contoso.example"},
			{DeviceName: "MAC-OF-NOBODY", OperatingSystem: "macOS"},
		},
		Groups: []emulator.Group{
			{ID: people, DisplayName: "People Group", Generate: []emulator.Generate{{Prefix: "p-", Users: 1100}}},
			{ID: targetGroup, DisplayName: "Empty Group"},
		},
		Apps: []emulator.App{
			{DisplayName: "Secret App", TotalLicenseCount: 5, Assignments: []map[string]any{to(people), to(targetGroup)}},
			{ID: targetApp, DisplayName: "Target App", TotalLicenseCount: 5},
			{DisplayName: "Tablet App", Type: "iosVppApp", TotalLicenseCount: 5, VPPTokenID: token, DeviceHolders: []string{"IPAD-OF-CAMILLE"}},
			{DisplayName: "Mac App", Type: "macOsVppApp", TotalLicenseCount: 5, VPPTokenID: token, DeviceHolders: []string{"MAC-OF-NOBODY"}},
			{DisplayName: "Phone App", Type: "androidManagedStoreApp", TotalLicenseCount: 5},
		},
	}
}

// rig is an emulator and what the command is told of it.
type rig struct {
	*emulator.Server
	transport      http.RoundTripper
	environment    map[string]string
	stdout, stderr bytes.Buffer
}

func start(t *testing.T, tenant emulator.Tenant) *rig {
	t.Helper()
	server, err := emulator.Start(emulator.Options{Tenant: &tenant, Around: conformance.Watch(t, conformance.OddRequests("the checks ask on purpose for what may be refused"))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CA())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &rig{Server: server, transport: transport, environment: map[string]string{
		"ARM_TENANT_ID": server.TenantID(), "ARM_CLIENT_ID": clientID, "ARM_CLIENT_SECRET": secret, "ARM_USE_CLI": "false",
		"INTUNESTORE_GRAPH_ENDPOINT": server.URL(), "INTUNESTORE_LOGIN_ENDPOINT": server.URL(),
	}}
}

func (r *rig) run(t *testing.T, arguments ...string) int {
	t.Helper()
	r.stdout.Reset()
	r.stderr.Reset()
	c := command{
		lookup: func(name string) string { return r.environment[name] }, now: time.Now,
		transport: r.transport, stdout: &r.stdout, stderr: &r.stderr,
	}
	return c.run(t.Context(), arguments)
}

// seen are the verdicts by check of a run in Markdown.
func (r *rig) seen() map[string]string {
	out := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|.*\\| ([a-z* ]+) \\|$").FindAllStringSubmatch(r.stdout.String(), -1) {
		out[m[1]] = strings.Trim(m[2], "*")
	}
	return out
}

// altered answers another thing than the emulator, where a request matches.
type altered struct {
	http.RoundTripper
	request *regexp.Regexp // searched in method, path, query and body
	change  func(*answer)
	met     int
}

type answer struct {
	status int
	object map[string]any
}

func (a *altered) RoundTrip(request *http.Request) (*http.Response, error) {
	sent := ""
	if request.Body != nil {
		content, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		sent = string(content)
		request.Body = io.NopCloser(bytes.NewReader(content))
	}
	response, err := a.RoundTripper.RoundTrip(request)
	if err != nil || !a.request.MatchString(request.Method+" "+request.URL.RequestURI()+" "+sent) {
		return response, err
	}
	a.met++
	defer response.Body.Close()
	got := answer{status: response.StatusCode}
	_ = json.NewDecoder(response.Body).Decode(&got.object) // an answer without a body stays nil
	a.change(&got)
	written, err := json.Marshal(got.object)
	if err != nil {
		return nil, err
	}
	response.StatusCode, response.Body, response.ContentLength = got.status, io.NopCloser(bytes.NewReader(written)), int64(len(written))
	return response, nil
}
