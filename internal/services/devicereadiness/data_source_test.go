package devicereadiness_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	typeName = "intunestore_device_readiness"
	groupID  = "b0000000-0000-4000-8000-00000000000a"
	missing  = "b0000000-0000-4000-8000-0000000000ff"
)

func device(n int) string { return fmt.Sprintf("d0000000-0000-4000-8000-%012d", n) }

// office is four Windows PCs and a phone; the group holds one PC by itself, one
// by its user, and a device that Intune does not manage.
func office() emulator.Tenant {
	pc := func(n int, name, user, version string) emulator.ManagedDevice {
		return emulator.ManagedDevice{ID: device(n), AzureADDeviceID: device(n), DeviceName: name, UserID: user, OSVersion: version}
	}
	return emulator.Tenant{
		Users: []emulator.User{{UserPrincipalName: "anne@contoso.example"}, {UserPrincipalName: "béa@contoso.example"}},
		Devices: []emulator.Device{
			{ID: device(103), DeviceID: device(3), DisplayName: "Accueil"},
			{ID: device(109), DeviceID: device(9), DisplayName: "Hors gestion"},
		},
		ManagedDevices: []emulator.ManagedDevice{
			pc(1, "Poste 1", "anne@contoso.example", "10.0.19045.3803"),
			pc(2, "Vieux poste", "béa@contoso.example", "10.0.10240.1"),
			pc(3, "Accueil", "", "10.0.22631.1"),
			pc(4, "Atelier", "", "10.0.10240.1"),
			{ID: device(5), DeviceName: "Téléphone", OperatingSystem: "iOS", OSVersion: "17.0"},
		},
		Groups: []emulator.Group{{ID: groupID, DisplayName: "Siège", Members: []string{"béa@contoso.example", device(103), device(109)}}},
	}
}

func TestReadiness(t *testing.T) {
	old := func(name string, n int, user any, more ...any) acctest.Object {
		out := acctest.Object{"id": device(n), "device_name": name, "os_version": "10.0.10240.1",
			"reasons": append([]any{"older_than_windows_10_1511"}, more...)}
		if user != nil {
			out["user_principal_name"] = user
		}
		return out
	}
	accueil := acctest.Object{"id": device(3), "device_name": "Accueil", "os_version": "10.0.22631.1", "reasons": []any{"no_primary_user"}}
	for _, tc := range []struct {
		name   string
		config acctest.Object
		want   acctest.Object
	}{
		{"all", acctest.Object{}, acctest.Object{
			"device_count": 4, "ready_count": 1, "unready_count": 3, "unmanaged_count": 0,
			"reason_counts":   acctest.Object{"older_than_windows_10_1511": 2, "unknown_os_version": 0, "not_joined_or_registered": 0, "not_enrolled_in_mdm": 0, "no_primary_user": 2},
			"unready_devices": []any{accueil, old("Atelier", 4, nil, "no_primary_user"), old("Vieux poste", 2, "béa@contoso.example")},
		}},
		{"of a group", acctest.Object{"group_id": groupID}, acctest.Object{
			"group_id": groupID, "device_count": 2, "ready_count": 0, "unready_count": 2, "unmanaged_count": 1,
			"reason_counts":   acctest.Object{"older_than_windows_10_1511": 1, "unknown_os_version": 0, "not_joined_or_registered": 0, "not_enrolled_in_mdm": 0, "no_primary_user": 1},
			"unready_devices": []any{accueil, old("Vieux poste", 2, "béa@contoso.example")},
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := acctest.Start(t, office()).Protocol(t, nil)
			got, diags := p.Data(typeName, tc.config)
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %+v", diags)
			}
			if diff := cmp.Diff(fmt.Sprint(tc.want), fmt.Sprint(got)); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadinessOfAMissingGroup(t *testing.T) {
	p := acctest.Start(t, office()).Protocol(t, nil)
	_, diags := p.Data(typeName, acctest.Object{"group_id": missing})
	want := []acctest.Diagnostic{{Summary: "Group not found", Detail: "The directory has no group " + missing + ".", Attribute: `AttributeName("group_id")`}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

// Fifty thousand devices come by in pages; only those that are not ready are kept.
func BenchmarkFiftyThousandDevices(b *testing.B) {
	tenant := emulator.Tenant{Generate: []emulator.Generate{{Prefix: "pc-", Users: 50_000, Devices: 50_000}}}
	p := acctest.Start(b, tenant).Protocol(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, diags := p.Data(typeName, acctest.Object{}); len(diags) > 0 {
			b.Fatalf("diagnostics: %+v", diags)
		}
	}
}
