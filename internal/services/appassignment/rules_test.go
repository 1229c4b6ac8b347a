package appassignment_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func appNotFound(id string) acctest.Diagnostic {
	return failureAt("app_id", "App not found", "Intune has no app "+id+". An app that was bought appears once its store has synced; data.intunestore_licensed_apps lists those that have.")
}

// What depends on the app is refused by both resources when planning.
func TestPlanRefusesForTheApp(t *testing.T) {
	tenant := roomy()
	const pendingApp, lobApp = "a0000000-0000-4000-8000-0000000000a1", "a0000000-0000-4000-8000-0000000000a2"
	tenant.Apps = append(tenant.Apps,
		emulator.App{ID: pendingApp, DisplayName: "Minecraft", TotalLicenseCount: 10, PublishingState: "processing"},
		emulator.App{ID: lobApp, Type: "win32LobApp", DisplayName: "7-Zip"})
	env := acctest.Start(t, tenant)
	const badSettings, badIntent = "Invalid assignment settings", "Invalid assignment intent"
	for name, tc := range map[string]struct {
		app   string
		entry object
		want  acctest.Diagnostic
		inSet string // where the set's diagnostic points, unless at the assignments
	}{
		"no such app": {missingID, entry("required", groupA), appNotFound(missingID), "app_id"},
		"not a store's app": {lobApp, entry("required", groupA), failureAt("app_id", "Not a licensed store app",
			"7-Zip ("+lobApp+") is of type win32LobApp, which has no licences to count. This provider assigns apps of Microsoft Store for Business, Apple volume purchase and managed Google Play."), "app_id"},
		"not published": {pendingApp, entry("required", groupA), failureAt("app_id", "App not published",
			"Minecraft ("+pendingApp+`) is in the publishing state "processing". Intune assigns an app only once it is published: wait for the store to sync, then plan again.`), "app_id"},
		"no such group": {appID, entry("required", missingID), failureAt("target.group_id", "Group not found",
			"The directory has no group "+missingID+", so "+whiteboard+" cannot be assigned to it."), ""},
		"no such group to exclude": {appID, exclusion("required", missingID), failureAt("target.group_id", "Group not found",
			"The directory has no group "+missingID+", so "+whiteboard+" cannot be assigned to it."), ""},
		"settings of another store": {appID, with(entry("required", groupA), object{"apple_vpp_settings": object{}}), failureAt("apple_vpp_settings", badSettings,
			whiteboard+" is an app of microsoft_store_for_business; its assignments take microsoft_store_settings, not apple_vpp_settings."), ""},
		"Windows settings for iOS": {iosApp, with(entry("required", groupA), object{"microsoft_store_settings": deviceContext(false)}), failureAt("microsoft_store_settings", badSettings,
			"Keynote ("+iosApp+") is an app of apple_vpp; its assignments take apple_vpp_settings, not microsoft_store_settings."), ""},
		"Apple settings for Android": {playApp, with(entry("required", groupA), object{"apple_vpp_settings": object{"is_removable": true}}), failureAt("apple_vpp_settings", badSettings,
			"Maps ("+playApp+") is an app of managed_google_play; its assignments take google_play_settings, not apple_vpp_settings."), ""},
		"without enrollment": {appID, entry("availableWithoutEnrollment", groupA), failureAt("intent", badIntent,
			`The intent "availableWithoutEnrollment" is for iOS and Android: Windows apps need an enrolled device. Use "available".`), ""},
		"device context, online": {appID, with(entry("required", groupA), object{"microsoft_store_settings": deviceContext(true)}), failureAt("microsoft_store_settings.use_device_context", badSettings,
			"Device context needs an offline licence, and "+whiteboard+" is licensed online."), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := with(tc.entry, object{"app_id": tc.app})
			same(t, env.Protocol(t, nil).Plan(typeSingle, nil, config).Diagnostics, tc.want)
			tc.want.Attribute = `AttributeName("assignments")`
			if tc.inSet != "" {
				tc.want.Attribute = `AttributeName("` + tc.inSet + `")`
			}
			same(t, env.Protocol(t, nil).Plan(typeSet, nil, object{"app_id": tc.app, "assignments": []any{tc.entry}}).Diagnostics, tc.want)
		})
	}
}

// Every combination that the rules let pass is one that the service takes, keeps
// and gives back so that the next plan is empty.
func TestEveryKindOfAssignment(t *testing.T) {
	everyone := func(intent string) object {
		return object{"intent": intent, "target": target("all_licensed_users", "")}
	}
	devices := func(intent string) object {
		return object{"intent": intent, "target": target("all_devices", "")}
	}
	apple := func(e object, settings object) object { return with(e, object{"apple_vpp_settings": settings}) }
	play := func(e object, settings object) object { return with(e, object{"google_play_settings": settings}) }
	store := func(e object, on bool) object {
		return with(e, object{"microsoft_store_settings": deviceContext(on)})
	}
	for name, tc := range map[string]struct {
		app   string
		entry object
	}{
		"required":                    {appID, entry("required", groupA)},
		"available":                   {appID, entry("available", groupA)},
		"uninstall":                   {appID, entry("uninstall", groupA)},
		"filtered in":                 {appID, filtered(entry("required", groupA), "include")},
		"filtered out":                {appID, filtered(everyone("required"), "exclude")},
		"exclusion":                   {appID, exclusion("required", groupA)},
		"exclusion from the offer":    {appID, exclusion("available", groupA)},
		"exclusion from removal":      {appID, exclusion("uninstall", groupA)},
		"everyone":                    {appID, everyone("available")},
		"everyone, required":          {appID, everyone("required")},
		"all devices":                 {appID, devices("required")},
		"all devices, removed":        {appID, devices("uninstall")},
		"default said":                {appID, store(entry("required", groupA), false)},
		"device context":              {offlineApp, store(entry("required", groupA), true)},
		"device context, all devices": {offlineApp, store(devices("required"), true)},
		"iOS":                         {iosApp, entry("required", groupA)},
		"iOS without enrollment":      {iosApp, entry("availableWithoutEnrollment", groupA)},
		"iOS, nothing said":           {iosApp, apple(entry("available", groupA), object{})},
		"iOS, all off":                {iosApp, apple(entry("uninstall", groupA), object{"is_removable": false, "uninstall_on_device_removal": false, "prevent_managed_app_backup": false, "prevent_auto_app_update": false, "use_device_licensing": false})},
		"iOS, all on":                 {iosApp, apple(entry("required", groupA), object{"is_removable": true, "uninstall_on_device_removal": true, "prevent_managed_app_backup": true, "prevent_auto_app_update": true, "use_device_licensing": true, "vpn_configuration_id": "F0000000-0000-4000-8000-00000000000F"})},
		"Android":                     {playApp, entry("available", groupA)},
		"Android, tracks":             {playApp, play(entry("required", groupA), object{"android_managed_store_app_track_ids": []any{"beta", "alpha"}, "auto_update_mode": "priority"})},
		"Android, default said":       {playApp, play(entry("required", groupA), object{"auto_update_mode": "default", "android_managed_store_app_track_ids": []any{}})},
		"capitals":                    {appID, filtered(entry("required", "B0000000-0000-4000-8000-00000000000A"), "include")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, roomy())
			lives(t, env, typeSingle, with(tc.entry, object{"app_id": tc.app}))
			lives(t, env, typeSet, object{"app_id": tc.app, "assignments": []any{tc.entry}})
		})
	}
}

// lives creates what a configuration says, reads it, plans it again without a
// change, imports it without a change, and destroys it.
func lives(t *testing.T, env *acctest.Env, typeName string, config object) {
	t.Helper()
	p := env.Protocol(t, nil)
	same(t, p.Validate(typeName, config))
	planned := p.Plan(typeName, nil, config)
	same(t, planned.Diagnostics)
	state, diagnostics := p.Apply(planned)
	same(t, diagnostics)
	unchanged(t, env, typeName, state, config)

	imported, diagnostics := env.Protocol(t, nil).Import(typeName, state["id"].(string))
	same(t, diagnostics)
	unchanged(t, env, typeName, imported, config)

	p = env.Protocol(t, nil)
	left, diagnostics := p.Apply(p.Plan(typeName, state, nil))
	same(t, diagnostics)
	if left != nil {
		t.Errorf("destroyed, and yet there is %v", left)
	}
	if all := assigned(env, config["app_id"].(string)); len(all) > 0 {
		t.Errorf("destroyed, and yet the tenant has %v", all)
	}
}

// unchanged reads a state and plans the configuration in a run of its own: the
// state stays as it is, and there is nothing to do.
func unchanged(t *testing.T, env *acctest.Env, typeName string, state, config object) {
	t.Helper()
	p := env.Protocol(t, nil)
	read, diagnostics := p.Read(typeName, state)
	same(t, diagnostics)
	sameObject(t, read, state)
	planned := p.Plan(typeName, read, config)
	same(t, planned.Diagnostics)
	if planned.Changed() {
		sameObject(t, planned.State, read)
	}
}
