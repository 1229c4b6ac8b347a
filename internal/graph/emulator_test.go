package graph_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// The tests in this package hold the client to the stand-in tenant, which has its own wire shapes and its own refusals.

const (
	clientID = "c11e0000-0000-4000-8000-000000000001"
	notes    = "a9900000-0000-4000-8000-000000000001"
	offline  = "a9900000-0000-4000-8000-000000000002"
	phone    = "a9900000-0000-4000-8000-000000000003"
	sales    = "69000000-0000-4000-8000-000000000001"
	nested   = "69000000-0000-4000-8000-000000000002"
)

func tenant() *emulator.Tenant {
	return &emulator.Tenant{
		Organization: emulator.Organization{DisplayName: "Contoso"},
		Clients:      []entra.Client{{ID: clientID}},
		Store:        emulator.Store{Enabled: true, Language: "fr-FR"},
		Apps: []emulator.App{
			{ID: notes, DisplayName: "Notes", ProductKey: "9WZDNCRFJB8P/0010", TotalLicenseCount: 10, Holders: []string{"Ann@contoso.example"},
				RevokedHolders: []string{"bob@contoso.example"}},
			{ID: offline, DisplayName: "Notes", LicenseType: "offline", ProductKey: "9WZDNCRFJB8P/0011", DistributionPolicy: "open"},
			{ID: phone, DisplayName: "Phone", Type: "iosVppApp", BundleID: "com.contoso.phone", TotalLicenseCount: 5},
			{DisplayName: "7-Zip", Type: "win32LobApp"},
		},
		Users: []emulator.User{
			{UserPrincipalName: "ann@contoso.example", Plans: []string{"INTUNE_A"}},
			{UserPrincipalName: "o'hara@contoso.example", Plans: []string{"INTUNE_SMBIZ"}},
			{UserPrincipalName: "bob@contoso.example", Plans: []string{"INTUNE_EDU:Suspended"}},
		},
		Groups: []emulator.Group{
			{ID: sales, DisplayName: "Sales", Members: []string{nested, "ann@contoso.example"},
				Generate: []emulator.Generate{{Prefix: "s-", Users: 2500, Devices: 3}}},
			{ID: nested, DisplayName: "Nested", Members: []string{sales}},
		},
	}
}

// minted is a credential that the emulator issues tokens for without a sign-in.
type minted struct {
	server      *emulator.Server
	permissions []string
}

func (m minted) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	token, err := m.server.Mint(clientID, strings.TrimSuffix(o.Scopes[0], "/.default"), m.permissions, time.Hour)
	return azcore.AccessToken{Token: token, ExpiresOn: time.Now().Add(time.Hour)}, err
}

func start(t *testing.T, permissions []string) (*emulator.Server, *graph.Client) {
	t.Helper()
	server, err := emulator.Start(emulator.Options{Tenant: tenant(), Around: conformance.Watch(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(server.CA())
	transport := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	t.Cleanup(transport.CloseIdleConnections)
	c, err := graph.New(graph.Options{
		Graph: server.URL(), Store: server.URL(), Credential: minted{server, permissions}, Transport: transport, UserAgent: "test",
		GraphScope: "https://graph.microsoft.com/.default", StoreScope: "https://onestore.microsoft.com/.default",
		WriteLimit: 10_000,
	})
	if err != nil {
		t.Fatal(err)
	}
	return server, c
}

func TestEmulatorReads(t *testing.T) {
	server, c := start(t, nil)
	ctx := t.Context()
	if o, err := c.Organization(ctx); err != nil || o != (graph.Organization{ID: server.TenantID(), DisplayName: "Contoso", MDMAuthority: "intune"}) {
		t.Errorf("organization %+v, %v", o, err)
	}
	apps, err := c.LicensedApps(ctx)
	if err != nil || len(apps) != 3 {
		t.Errorf("apps %+v, %v", apps, err)
	}
	got := c.Apps(ctx, []string{strings.ToUpper(notes), "99999999-0000-4000-8000-000000000000"})
	want := graph.App{ID: notes, ODataType: graph.MicrosoftStoreForBusinessApp, DisplayName: "Notes", PublishingState: "published", TotalLicenseCount: 10,
		UsedLicenseCount: 1, LicenseType: "online", ProductKey: "9WZDNCRFJB8P/0010"}
	if diff := cmp.Diff(want, got[0].Value, cmpopts.IgnoreFields(graph.App{}, "Publisher", "PackageIdentityName", "SupportsUserLicensing", "SupportsDeviceLicensing")); diff != "" || got[1].Found || got[1].Err != nil {
		t.Errorf("%v\n%+v", diff, got[1])
	}
	groups := c.Groups(ctx, []string{sales, "99999999-0000-4000-8000-000000000000"})
	if groups[0] != (graph.Answer[graph.Group]{Value: graph.Group{ID: sales, DisplayName: "Sales"}, Found: true}) || groups[1].Found || groups[1].Err != nil {
		t.Errorf("groups %+v", groups)
	}
	if n, err := c.LicensedUserCount(ctx); err != nil || n < 2 {
		t.Errorf("%d licensed users, %v", n, err)
	}
	ids, err := c.UserIDs(ctx, []string{"O'Hara@contoso.example", "nobody@contoso.example"})
	if err != nil || len(ids) != 1 || ids["o'hara@contoso.example"] == "" {
		t.Errorf("ids %v, %v", ids, err)
	}
}

// Members of circular groups are listed once each, and the count is not below them.
func TestEmulatorMembers(t *testing.T) {
	server, c := start(t, nil)
	if err := server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/transitiveMembers/"}, Skip: 1, Times: 1, EmptyPage: true}); err != nil {
		t.Fatal(err)
	}
	seen := map[graph.Member]int{}
	found, err := c.Members(t.Context(), nested, func(page []graph.Member) error {
		for _, m := range page {
			seen[m]++
		}
		return nil
	})
	if !found || err != nil {
		t.Fatal(found, err)
	}
	users, devices := 0, 0
	for m, n := range seen {
		if n != 1 {
			t.Errorf("%v came %d times", m, n)
		}
		if m.Kind == graph.UserMember {
			users++
		} else {
			devices++
		}
	}
	if users != 2501 || devices != 3 || seen[graph.Member{Kind: graph.DeviceMember, ID: emulator.GeneratedAzureADDeviceID("s-", 1)}] != 1 {
		t.Errorf("%d users, %d devices", users, devices)
	}
	if n := c.MemberCounts(t.Context(), []string{nested})[0]; n.Err != nil || n.Value < users+devices {
		t.Errorf("count %+v", n)
	}
	owners := 0
	err = c.ManagedDevices(t.Context(), graph.ManagedDeviceFilter{OperatingSystem: "Windows"}, func(page []graph.ManagedDevice) error {
		for _, d := range page {
			if seen[graph.Member{Kind: graph.DeviceMember, ID: d.AzureADDeviceID}] == 1 && seen[graph.Member{Kind: graph.UserMember, ID: d.UserID}] == 1 {
				owners++
			}
		}
		return nil
	})
	if err != nil || owners != 3 {
		t.Errorf("%d owners, %v", owners, err)
	}
}
