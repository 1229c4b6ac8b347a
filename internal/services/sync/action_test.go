package syncaction_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	sync    = "intunestore_sync"
	app     = "intunestore_licensed_app"
	office  = "70000000-0000-4000-8000-000000000001"
	lapsed  = "70000000-0000-4000-8000-000000000002"
	nothing = "70000000-0000-4000-8000-0000000000ff"
	keynote = "a0000000-0000-4000-8000-000000000001"
	paint   = "a0000000-0000-4000-8000-000000000002"
	maps    = "a0000000-0000-4000-8000-000000000003"

	renew = "Download the token anew from Apple Business Manager or Apple School Manager, upload it in the Intune admin centre (Tenant administration, Connectors and tokens, Apple VPP tokens), and sync it."
	head  = "the location token Head office (" + office + ")"
)

type object = acctest.Object

func apple(id string) object { return object{"store": "apple_vpp", "apple_vpp_token_id": id} }

var (
	store = object{"store": "microsoft_store_for_business"}
	play  = object{"store": "managed_google_play"}
)

// shops is a tenant that has bought ten licences of each app and seen five.
func shops() emulator.Tenant {
	return emulator.Tenant{
		Store:      emulator.Store{Enabled: true, Language: "fr-FR"},
		GooglePlay: emulator.GooglePlay{BindStatus: "bound"},
		VPPTokens: []emulator.VPPToken{
			{ID: office, DisplayName: "Head office"},
			{ID: lapsed, DisplayName: "Old", ExpirationDateTime: "2020-01-01T00:00:00Z"},
		},
		Apps: []emulator.App{
			{ID: keynote, Type: "iosVppApp", DisplayName: "Keynote", VPPTokenID: office, TotalLicenseCount: 5, BoughtLicenseCount: 10},
			{ID: paint, DisplayName: "Paint", TotalLicenseCount: 5, BoughtLicenseCount: 10},
			{ID: maps, Type: "androidManagedStoreApp", DisplayName: "Maps", TotalLicenseCount: 5, BoughtLicenseCount: 10},
		},
	}
}

// dated replaces times and the ids of requests.
var (
	dates = regexp.MustCompile(`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z`)
	spans = regexp.MustCompile(`after \d+s`)
)

func plain(all []string) []string {
	out := []string{}
	for _, s := range all {
		s = spans.ReplaceAllString(dates.ReplaceAllString(s, "TIME"), "after N")
		if len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	return out
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func none(t *testing.T, got []acctest.Diagnostic) {
	t.Helper()
	if len(got) > 0 {
		t.Errorf("diagnostics %+v", got)
	}
}

// Each store is waited for, with word of it, and what was bought is seen at once.
func TestSync(t *testing.T) {
	for name, tc := range map[string]struct {
		config   object
		app      string
		progress []string
	}{
		"Apple": {apple(strings.ToUpper(office)), keynote, []string{head + ": sync requested at TIME.", head + ": still syncing after N.", head + ": synced at TIME."}},
		"Store": {store, paint, []string{"Microsoft Store for Business: still syncing after N.", "Microsoft Store for Business: synced."}},
		"Play":  {play, maps, []string{"managed Google Play: sync requested at TIME.", "managed Google Play: still syncing after N.", "managed Google Play: synced at TIME."}},
	} {
		t.Run(name, func(t *testing.T) {
			p := acctest.Start(t, shops()).Protocol(t, nil)
			before, diagnostics := p.Data(app, object{"id": tc.app})
			none(t, diagnostics)
			none(t, p.PlanAction(sync, tc.config))
			got := p.Invoke(sync, tc.config)
			none(t, got.Diagnostics)
			same(t, plain(got.Progress), tc.progress)
			after, _ := p.Data(app, object{"id": tc.app})
			same(t, []any{before["total_license_count"], after["total_license_count"]}, []any{5, 10})
		})
	}
}

func TestSyncWithoutWaiting(t *testing.T) {
	env := acctest.Start(t, shops())
	p := env.Protocol(t, nil)
	for name, config := range map[string]object{head: apple(office), "Microsoft Store for Business": store, "managed Google Play": play} {
		config := object{"store": config["store"], "apple_vpp_token_id": config["apple_vpp_token_id"], "wait": false}
		got := p.Invoke(sync, config)
		none(t, got.Diagnostics)
		same(t, got.Progress, []string{name + ": the sync is requested, and not waited for."})
	}
	counts := env.Server.RequestCounts()
	for _, kind := range []string{"POST /deviceAppManagement/vppTokens/{id}/syncLicenses", "POST /deviceAppManagement/syncMicrosoftStoreForBusinessApps",
		"POST /deviceManagement/androidManagedStoreAccountEnterpriseSettings/syncApps"} {
		same(t, counts[kind], 1)
	}
}

func failure(attribute, summary, detail string) []acctest.Diagnostic {
	if attribute != "" {
		attribute = `AttributeName("` + attribute + `")`
	}
	return []acctest.Diagnostic{{Summary: summary, Detail: detail, Attribute: attribute}}
}

// What cannot work is refused while planning, and again before anything is asked.
func TestSyncRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		config   object
		change   func(*emulator.Tenant)
		want     []acctest.Diagnostic
		invoking bool // seen only then
	}{
		"no token":         {config: object{"store": "apple_vpp"}, want: failure("apple_vpp_token_id", "Missing token", "Apple's licences are synced by location token: give the id of one, as data.intunestore_apple_vpp_tokens lists them.")},
		"token of another": {config: object{"store": "managed_google_play", "apple_vpp_token_id": office}, want: failure("apple_vpp_token_id", "Token of another store", `apple_vpp_token_id is for the store "apple_vpp" only.`)},
		"unknown token":    {config: apple(nothing), want: failure("apple_vpp_token_id", "Apple VPP token not found", "Intune has no location token "+nothing+". data.intunestore_apple_vpp_tokens lists those that it has.")},
		"expired token":    {config: apple(lapsed), want: failure("apple_vpp_token_id", "Store sync not possible", "The location token Old ("+lapsed+") expired on 2020-01-01. Its licences cannot be synced.\n\n"+renew)},
		"Play not bound":   {config: play, change: func(t *emulator.Tenant) { t.GooglePlay.BindStatus = "notBound" }, want: failure("store", "Store sync not possible", "The tenant is not bound to managed Google Play: its status is \"notBound\".\n\nBind it in the Intune admin centre (Devices, Android, Enrolment, Managed Google Play), then plan again.")},
		"association off":  {config: store, change: func(t *emulator.Tenant) { t.Store.Enabled = false }, invoking: true, want: failure("store", "Store sync not possible", "The tenant's association with Microsoft Store for Business is off. Turn it on with intunestore_association, which syncs as well.")},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := shops()
			if tc.change != nil {
				tc.change(&tenant)
			}
			env := acctest.Start(t, tenant)
			p := env.Protocol(t, nil)
			planned := tc.want
			if tc.invoking {
				planned = nil
			}
			same(t, p.PlanAction(sync, tc.config), planned)
			if tc.config["apple_vpp_token_id"] == nil && tc.config["store"] == "apple_vpp" || name == "token of another" {
				return // Terraform does not go on after a refused validation
			}
			same(t, p.Invoke(sync, tc.config), acctest.Invoked{Diagnostics: tc.want})
			for kind := range env.Server.RequestCounts() {
				if strings.HasPrefix(kind, "POST /device") {
					t.Errorf("%s was sent", kind)
				}
			}
		})
	}
}

func TestSyncFails(t *testing.T) {
	slow := func(more string) object {
		return object{"store": more, "timeouts": object{"invoke": "600ms"}}
	}
	for name, tc := range map[string]struct {
		config object
		change func(*emulator.Tenant)
		want   string
	}{
		"Play": {play, func(t *emulator.Tenant) { t.GooglePlay.SyncStatus = "credentialsNotValid" },
			`managed Google Play: the sync that ended at TIME came to "credentialsNotValid".` + "\n\nLook at the connection in the Intune admin centre (Devices, Android, Enrolment, Managed Google Play), then sync again."},
		"Play, too slow": {slow("managed_google_play"), func(t *emulator.Tenant) { t.GooglePlay.SyncSeconds = new(60.0) },
			"managed Google Play: the sync has not ended within the 600ms that the action's timeouts allow. It may end yet.\n\nLook at the connection in the Intune admin centre (Devices, Android, Enrolment, Managed Google Play), then sync again."},
		"Store": {store, func(t *emulator.Tenant) { t.Store.ToolActivated = new(false) },
			`Microsoft Store for Business: the sync that ended at TIME came to "no success".` + "\n\nCheck in the Store, under Manage, Settings, Distribute, that Microsoft Intune is activated as a management tool, with an account of the same tenant."},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := shops()
			tc.change(&tenant)
			got := acctest.Start(t, tenant).Protocol(t, nil).Invoke(sync, tc.config).Diagnostics
			for i := range got {
				got[i].Detail = dates.ReplaceAllString(got[i].Detail, "TIME")
			}
			same(t, got, failure("", "Store sync failed", tc.want))
		})
	}
}

// A token that fails meanwhile is told from one that succeeds, lost answers and
// throttling on the way do no harm, and no secret is shown.
func TestSyncOfATokenInBadWeather(t *testing.T) {
	tenant := shops()
	tenant.VPPTokens[0].SyncSeconds = new(1.0)
	env := acctest.Start(t, tenant)
	for _, f := range []emulator.Fault{
		{Match: emulator.Match{PathRegexp: "/syncLicenses"}, Times: 1, Status: 429, RetryAfter: "0.1"},
		{Match: emulator.Match{PathRegexp: "/syncLicenses"}, Skip: 1, Times: 1, Cut: "after"},
	} {
		if err := env.Server.Fault(f); err != nil {
			t.Fatal(err)
		}
	}
	p := env.Protocol(t, nil)
	got := p.Invoke(sync, apple(office))
	none(t, got.Diagnostics)
	if last := got.Progress[len(got.Progress)-1]; !strings.Contains(last, "synced at") {
		t.Errorf("%q", last)
	}
	if err := env.Server.EditVPPToken(emulator.VPPTokenEdit{ID: office, SyncSeconds: new(0.0)}); err != nil {
		t.Fatal(err)
	}
	// It expires between the check and the sync.
	if err := env.Server.Fault(emulator.Fault{Match: emulator.Match{Method: "GET", PathRegexp: "/vppTokens/" + office}, Times: 1, Status: 200,
		Body: `{"id":"` + office + `","displayName":"Head office","state":"valid","expirationDateTime":"2099-01-01T00:00:00Z"}`}); err != nil {
		t.Fatal(err)
	}
	if err := env.Server.EditVPPToken(emulator.VPPTokenEdit{ID: office, State: new("invalid")}); err != nil {
		t.Fatal(err)
	}
	failed := p.Invoke(sync, apple(office)).Diagnostics
	for i := range failed {
		failed[i].Detail = dates.ReplaceAllString(failed[i].Detail, "TIME")
	}
	same(t, failed, failure("", "Store sync failed", head+`: the sync that ended at TIME came to "failed".`+"\n\n"+renew))
}
