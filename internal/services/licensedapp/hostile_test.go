package licensedapp_test

import (
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/hostilenames"
)

// Twins are listed one a line, whatever they and their packages are called; and what a configuration asks for is shown as
// harmlessly as what is found.
func TestHostileNames(t *testing.T) {
	what, names := hostilenames.All()
	for i, name := range names {
		t.Run(what[i], func(t *testing.T) {
			name := strings.ToValidUTF8(name, "\uFFFD")
			p := acctest.Start(t, emulator.Tenant{Apps: []emulator.App{
				{ID: drawOnline, DisplayName: name, ProductKey: "9NBLGGH1/0010", PackageIdentityName: name},
				{ID: keynote, DisplayName: name, Type: "iosVppApp", BundleID: name, VPPTokenID: token},
			}, VPPTokens: []emulator.VPPToken{{ID: token, DisplayName: name}}}).Protocol(t, nil)
			for _, asked := range []object{{"display_name": name}, {"display_name": name + "?"}, {"product_key": name + "/0010"}, {"package_identity_name": name + "!"}} {
				_, got := p.Data(app, asked)
				for _, d := range got {
					if harm := hostilenames.Harm(d.Summary + d.Detail); harm != "" {
						t.Errorf("%s: %.2000q", harm, d.Detail)
					}
				}
				if len(got) != 1 {
					t.Errorf("%d diagnostics", len(got))
				}
			}
		})
	}
}
