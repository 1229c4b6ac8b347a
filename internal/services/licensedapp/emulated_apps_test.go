package licensedapp_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func TestApps(t *testing.T) {
	env := acctest.Start(t, tenant())
	p := env.Protocol(t, nil)
	for name, tc := range map[string]struct {
		config object
		want   []string
	}{
		"all, sorted":   {object{}, []string{drawOnline, drawOffline, drive, keynote, keynoteMac, tableau}},
		"of one store":  {object{"store": "apple_vpp"}, []string{keynote, keynoteMac}},
		"offline":       {object{"license_type": "offline"}, []string{drawOffline}},
		"by name":       {object{"display_name_contains": "été \"a"}, []string{tableau}},
		"by publisher":  {object{"publisher": "apple"}, []string{keynote, keynoteMac}},
		"assigned":      {object{"assigned": true}, []string{drawOnline}},
		"with ten left": {object{"min_available_license_count": 3}, []string{drawOnline, keynote, keynoteMac}},
		"none":          {object{"store": "apple_vpp", "license_type": "online"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, diagnostics := p.Data(apps, tc.config)
			same(t, diagnostics)
			list, ok := got["apps"].([]any)
			if !ok {
				t.Fatalf("apps is %v", got["apps"])
			}
			var ids []string
			for _, a := range list {
				ids = append(ids, a.(object)["id"].(string))
			}
			if diff := cmp.Diff(tc.want, ids); diff != "" {
				t.Error(diff)
			}
		})
	}
	if n := env.Server.RequestCounts()["GET /deviceAppManagement/mobileApps"]; n != 1 {
		t.Errorf("the apps were read %d times in one run", n)
	}
}

func TestAppsValidate(t *testing.T) {
	env := acctest.Start(t, tenant())
	p := env.Protocol(t, nil)
	for name, config := range map[string]object{
		"store": {"store": "play"}, "license type": {"license_type": "Online"}, "name": {"display_name_contains": ""}, "count": {"min_available_license_count": -1},
	} {
		if _, got := p.Data(apps, config); len(got) != 1 || got[0].Attribute == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if n := len(env.Server.Requests()); n > 0 {
		t.Errorf("%d requests while validating", n)
	}
}

func TestAppsNotRead(t *testing.T) {
	env := acctest.Start(t, tenant())
	if err := env.Server.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "mobileApps"}, Status: http.StatusForbidden}); err != nil {
		t.Fatal(err)
	}
	for typeName, config := range map[string]object{apps: {}, app: {"id": drive}} {
		_, got := env.Protocol(t, nil).Data(typeName, config)
		if len(got) != 1 || got[0].Summary != "Apps not read" || !strings.Contains(got[0].Detail, "DeviceManagementApps.Read.All") {
			t.Errorf("%s: %+v", typeName, got)
		}
	}
	unknown := env.Protocol(t, object{"client_secret": acctest.Unknown})
	for typeName, config := range map[string]object{apps: {}, app: {"id": drive}} {
		if _, got := unknown.Data(typeName, config); len(got) != 1 || got[0].Summary != "Provider not configured yet" {
			t.Errorf("%s: %+v", typeName, got)
		}
	}
}

// Thousands of apps, some of one name.
func TestThousandsOfApps(t *testing.T) {
	const n = 3000
	var many emulator.Tenant
	for i := range n {
		many.Apps = append(many.Apps, emulator.App{ID: fmt.Sprintf("a0000000-0000-4000-8000-%012d", i), DisplayName: fmt.Sprintf("App %04d", i/2), TotalLicenseCount: i})
	}
	env := acctest.Start(t, many)
	got, diagnostics := env.Protocol(t, nil).Data(apps, object{"min_available_license_count": 1000})
	same(t, diagnostics)
	list := got["apps"].([]any)
	if len(list) != n-1000 {
		t.Fatalf("%d apps", len(list))
	}
	for i, a := range list {
		if want := fmt.Sprintf("a0000000-0000-4000-8000-%012d", i+1000); a.(object)["id"] != want {
			t.Fatalf("app %d is %v, want %s", i, a, want)
		}
	}
}
