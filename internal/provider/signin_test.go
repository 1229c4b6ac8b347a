package provider_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// A wrong secret is one refused sign-in, however many instances ask, and each
// says the same.
func TestWrongSecretAsksOnce(t *testing.T) {
	env := acctest.Start(t, emulator.Tenant{})
	protocol := env.Protocol(t, acctest.Object{"client_secret": "wrong"})
	var (
		mu   sync.Mutex
		said []string
		wg   sync.WaitGroup
	)
	for range 20 {
		wg.Go(func() {
			_, diagnostics := protocol.Data("intunestore_association", acctest.Object{})
			mu.Lock()
			defer mu.Unlock()
			for _, d := range diagnostics {
				_, rest, _ := strings.Cut(d.Detail, "Signing in failed: ")
				said = append(said, strings.SplitAfter(rest, "client secret value")[0])
			}
		})
	}
	wg.Wait()
	want := slices.Repeat([]string{"using the client secret: AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value"}, 20)
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	signIns := 0
	for _, request := range env.Server.Requests() {
		if strings.HasSuffix(request.Path, "/oauth2/v2.0/token") {
			signIns++
		}
	}
	if signIns != 1 {
		t.Errorf("%d sign-ins", signIns)
	}
}

func TestReadyTokenSignsIn(t *testing.T) {
	env := acctest.Start(t, emulator.Tenant{})
	token, err := env.Server.Mint(acctest.ClientID, "https://graph.microsoft.com", nil, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	got, diagnostics := env.Protocol(t, acctest.Object{"client_secret": nil, "access_token": token}).Data("intunestore_association", acctest.Object{})
	if len(diagnostics) > 0 || got["tenant_id"] != env.Server.TenantID() {
		t.Error(got, diagnostics)
	}
}
