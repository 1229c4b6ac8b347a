package seatcheck_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/tenant"
)

const (
	appID      = "a0000000-0000-4000-8000-000000000001"
	groupA     = "b0000000-0000-4000-8000-00000000000a"
	groupB     = "b0000000-0000-4000-8000-00000000000b"
	groupX     = "b0000000-0000-4000-8000-00000000000c"
	clientID   = "c11e0000-0000-4000-8000-000000000001"
	storeScope = "https://onestore.microsoft.com/.default"
)

// run is one run of Terraform against one tenant.
type run struct {
	*seatcheck.Checker
	server *emulator.Server
	view   *tenant.Tenant
	app    graph.App
}

// token signs in as the emulator's only application.
type token struct {
	server      *emulator.Server
	permissions []string
}

func (c token) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	audience := strings.TrimSuffix(o.Scopes[0], "/.default")
	t, err := c.server.Mint(clientID, audience, c.permissions, time.Hour)
	return azcore.AccessToken{Token: t, ExpiresOn: time.Now().Add(time.Hour)}, err
}

func serve(t testing.TB, seed emulator.Tenant, waivers ...conformance.Waiver) *emulator.Server {
	t.Helper()
	seed.Clients = []entra.Client{{ID: clientID, Secret: "secret"}}
	server, err := emulator.Start(emulator.Options{Tenant: &seed, Around: conformance.Watch(t, waivers...)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// begin starts a run. permissions nil are all.
func begin(t testing.TB, server *emulator.Server, opts seatcheck.Options, permissions ...string) run {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CA())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	client, err := graph.New(graph.Options{
		Graph: server.URL(), Store: server.URL(),
		Credential: token{server, permissions},
		GraphScope: server.URL() + "/.default", StoreScope: storeScope,
		Transport: &http.Client{Transport: transport},
	})
	if err != nil {
		t.Fatal(err)
	}
	view := tenant.New(client)
	r := run{Checker: seatcheck.New(view, client, opts), server: server, view: view}
	app, found, err := view.App(t.Context(), appID)
	if err != nil || !found {
		t.Fatalf("the app: found %v, err %v", found, err)
	}
	r.app = app
	server.ResetRequests()
	return r
}

// add is a request of one resource that adds assignments.
func (r run) add(all ...graph.Assignment) seatcheck.Request {
	return seatcheck.Request{App: r.app, Adds: all}
}

// crowd is a tenant with one app and groups that hold spans of one crowd.
func crowd(total, used int, spans map[string][2]int, assigned ...map[string]any) emulator.Tenant {
	seed := emulator.Tenant{Apps: []emulator.App{{
		ID: appID, DisplayName: "Whiteboard", ProductKey: "9MSPC6MP8FM4/0016",
		TotalLicenseCount: total, UsedLicenseCount: used, Assignments: assigned,
	}}}
	for _, id := range []string{groupA, groupB, groupX} {
		if span, ok := spans[id]; ok {
			seed.Groups = append(seed.Groups, emulator.Group{
				ID: id, DisplayName: "Group " + strings.ToUpper(id[len(id)-1:]),
				Generate: []emulator.Generate{{Prefix: "p-", From: span[0], Users: span[1] - span[0]}},
			})
		}
	}
	return seed
}

// on is an assignment as Terraform would make it.
func on(intent, group string) graph.Assignment {
	return graph.Assignment{Intent: intent, Target: graph.Target{Type: graph.GroupTarget, GroupID: group}}
}

func except(group string) graph.Assignment {
	return graph.Assignment{Intent: "required", Target: graph.Target{Type: graph.ExclusionGroupTarget, GroupID: group}}
}

// there is an assignment as Intune has it already.
func there(intent, kind, group string) map[string]any {
	return map[string]any{
		"@odata.type": "#microsoft.graph.mobileAppAssignment", "intent": intent,
		"target": map[string]any{"@odata.type": "#microsoft.graph." + kind, "groupId": group},
	}
}

// counted is how many requests of a kind were made, outer and inner alike.
func (r run) counted(kind string) int { return r.server.RequestCounts()[kind] }

// listings is how many requests listed the users or devices of a group.
func (r run) listings() int { return r.counted("GET /groups/{id}/{members:members}/{cast:type}") }

func groupID(n int) string { return fmt.Sprintf("b0000000-0000-4000-8000-%012d", n) }
