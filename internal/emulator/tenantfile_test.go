package emulator

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/page"
)

// Whatever the file, it is refused, or it is a tenant that can be shown and from whose dump another emulator begins.
func FuzzTenantFile(f *testing.F) {
	for _, name := range []string{"../../examples/demo/tenant.json", "../../examples/terraform-test/emulator/tenant.json"} {
		seed, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	for _, seed := range []string{
		`{}`, `{} {}`, `null`, `[]`, `{"skewSeconds":1e300}`, `{"store":{"syncSeconds":-1e300,"language":"\u0000"}}`,
		`{"apps":[{"displayName":"A","totalLicenseCount":-1,"usedLicenseCount":2147483648,"holders":["a@b"],"assignments":[{"intent":7,"target":null}]}]}`,
		`{"users":[{"userPrincipalName":"@"}],"groups":[{"displayName":"G","members":["@"],"generate":[{"prefix":"","from":-1,"users":3,"devices":2}]}]}`,
		`{"vppTokens":[{"displayName":"T","token":"x","expires":"9999-12-31T23:59:59Z"}],"googlePlay":{"bindStatus":"bound"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		tenant, err := Read(bytes.NewReader(file))
		if err != nil {
			return
		}
		st, err := newState(tenant)
		if err != nil {
			t.Fatalf("accepted, and refused the second time: %v", err)
		}
		s := &Server{clock: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }, seed: tenant, state: st}
		if _, err := page.Render(s.snapshot()); err != nil {
			t.Fatal(err)
		}
		dump, err := json.Marshal(s.Dump())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(bytes.NewReader(dump)); err != nil {
			t.Fatalf("%s\nfrom which no other emulator begins: %v", dump, err)
		}
	})
}
