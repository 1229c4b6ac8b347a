package bench_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

type minted struct{ token string }

func (m minted) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: m.token, ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// BenchmarkMillionMembers lists a group of a million into a set of ids, as the seat
// check does when counts do not decide. The heap is that of client and emulator
// together.
func BenchmarkMillionMembers(b *testing.B) {
	const million = 1_000_000
	tenant := bench.CompanyOf(1).Tenant(false)
	tenant.Groups = []emulator.Group{{ID: bench.GroupID(0), DisplayName: "Everybody", Generate: []emulator.Generate{{Prefix: "p-", Users: million}}}}
	server, err := emulator.Start(emulator.Options{Tenant: &tenant})
	if err != nil {
		b.Fatal(err)
	}
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CA())
	token, err := server.Mint(tenant.Clients[0].ID, server.URL(), nil, time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	client, err := graph.New(graph.Options{
		Graph: server.URL(), GraphScope: server.URL() + "/.default", Credential: minted{token}, UserAgent: "bench",
		Transport: &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}},
	})
	if err != nil {
		b.Fatal(err)
	}
	var peak uint64
	for b.Loop() {
		stop := heap()
		var ids []seats.ID
		found, err := client.Members(b.Context(), bench.GroupID(0), func(page []graph.Member) error {
			for _, m := range page {
				id, err := seats.ParseID(m.ID)
				if err != nil {
					return err
				}
				ids = append(ids, id)
			}
			return nil
		})
		if set := seats.NewSet(ids); err != nil || !found || set.Len() != million {
			b.Fatalf("%d members, found %t, %v", set.Len(), found, err)
		}
		peak = max(peak, stop())
	}
	b.ReportMetric(float64(peak)/(1<<20), "peak-heap-MB")
}
