package appassignment_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
)

// What can be known from one assignment alone is refused by both resources while
// validating, when nothing is contacted.
func TestValidateAssignment(t *testing.T) {
	env := acctest.Start(t, roomy())
	p := env.Protocol(t, nil)
	apple := func(intent string, settings object) object {
		return with(entry(intent, groupA), object{"apple_vpp_settings": settings})
	}
	const badTarget, badSettings, badIntent = "Invalid assignment target", "Invalid assignment settings", "Invalid assignment intent"
	for name, tc := range map[string]struct {
		entry object
		want  []acctest.Diagnostic
	}{
		"group without id": {object{"intent": "required", "target": target("group", "")}, []acctest.Diagnostic{
			failureAt("target.group_id", badTarget, `A target of type "group" needs the group_id of the group that it is for.`)}},
		"exclusion without id": {object{"intent": "required", "target": target("exclusion_group", "")}, []acctest.Diagnostic{
			failureAt("target.group_id", badTarget, `A target of type "exclusion_group" needs the group_id of the group that it is for.`)}},
		"everyone with a group": {object{"intent": "required", "target": target("all_licensed_users", groupA)}, []acctest.Diagnostic{
			failureAt("target.group_id", badTarget, `A target of type "all_licensed_users" takes no group_id: it is not for one group.`)}},
		"devices with a group": {object{"intent": "required", "target": target("all_devices", groupA)}, []acctest.Diagnostic{
			failureAt("target.group_id", badTarget, `A target of type "all_devices" takes no group_id: it is not for one group.`)}},
		"filter without type": {object{"intent": "required", "target": with(target("group", groupA), object{"filter_id": filterID})}, []acctest.Diagnostic{
			failureAt("target", badTarget, "filter_id and filter_type go together: set both to filter the target, or neither.")}},
		"filter without id": {object{"intent": "required", "target": with(target("group", groupA), object{"filter_type": "include"})}, []acctest.Diagnostic{
			failureAt("target", badTarget, "filter_id and filter_type go together: set both to filter the target, or neither.")}},
		"available for devices": {object{"intent": "available", "target": target("all_devices", "")}, []acctest.Diagnostic{
			failureAt("intent", badIntent, `The intent "available" is not for all_devices: an app is offered to people, not to devices. Use all_licensed_users or a group of users.`)}},
		"two stores": {with(entry("required", groupA), object{"microsoft_store_settings": deviceContext(false), "google_play_settings": object{}}), []acctest.Diagnostic{
			failureAt("google_play_settings", badSettings, "An app comes from one store, so give the settings of that one only: here are microsoft_store_settings and google_play_settings.")}},
		"exclusion with settings": {with(exclusion("required", groupA), object{"microsoft_store_settings": deviceContext(false)}), []acctest.Diagnostic{
			failureAt("microsoft_store_settings", badSettings, "An exclusion installs nothing, so it takes no settings.")}},
		"device context offered": {with(entry("available", groupA), object{"microsoft_store_settings": deviceContext(true)}), []acctest.Diagnostic{
			failureAt("microsoft_store_settings.use_device_context", badSettings, `Device context is for the intent "required" only; this one is "available".`)}},
		"device context for people": {object{"intent": "required", "target": target("all_licensed_users", ""), "microsoft_store_settings": deviceContext(true)}, []acctest.Diagnostic{
			failureAt("microsoft_store_settings.use_device_context", badSettings, "Device context installs for devices, so it cannot be assigned to all_licensed_users. Use all_devices or a group of devices.")}},
		"removable, offered": {apple("available", object{"is_removable": true}), []acctest.Diagnostic{
			failureAt("apple_vpp_settings.is_removable", badSettings, `is_removable is for the intent "required" only; this one is "available".`)}},
		"uninstall, uninstalled with the device": {apple("uninstall", object{"uninstall_on_device_removal": true}), []acctest.Diagnostic{
			failureAt("apple_vpp_settings.uninstall_on_device_removal", badSettings, `uninstall_on_device_removal makes no sense with the intent "uninstall".`)}},
		"uninstall, kept from backups": {apple("uninstall", object{"prevent_managed_app_backup": true}), []acctest.Diagnostic{
			failureAt("apple_vpp_settings.prevent_managed_app_backup", badSettings, `prevent_managed_app_backup makes no sense with the intent "uninstall".`)}},
		"not a GUID": {entry("required", "Sales"), []acctest.Diagnostic{
			failureAt("target.group_id", "Invalid GUID", `"Sales" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`)}},

		"the least":               {entry("required", groupA), nil},
		"a filter":                {filtered(entry("available", groupA), "exclude"), nil},
		"nothing known":           {object{"intent": acctest.Unknown, "target": acctest.Unknown, "microsoft_store_settings": acctest.Unknown, "apple_vpp_settings": acctest.Unknown}, nil},
		"group not known":         {entry("required", ""), nil},
		"type not known":          {object{"intent": "available", "target": object{"type": acctest.Unknown}}, nil},
		"filter not known":        {object{"intent": "required", "target": with(target("group", groupA), object{"filter_id": acctest.Unknown})}, nil},
		"intent not known":        {with(entry("", groupA), object{"intent": acctest.Unknown, "microsoft_store_settings": deviceContext(true)}), nil},
		"settings may be null":    {with(entry("required", groupA), object{"apple_vpp_settings": acctest.Unknown, "google_play_settings": object{}}), nil},
		"device context unknown":  {with(entry("available", groupA), object{"microsoft_store_settings": object{"use_device_context": acctest.Unknown}}), nil},
		"removable where allowed": {apple("required", object{"is_removable": true}), nil},
		"not removable, offered":  {apple("available", object{"is_removable": false}), nil},
	} {
		if name == "group not known" {
			tc.entry["target"] = object{"type": "group", "group_id": acctest.Unknown}
		}
		t.Run(name, func(t *testing.T) {
			same(t, p.Validate(typeSingle, single(tc.entry)), tc.want...)
			for i := range tc.want {
				tc.want[i].Attribute = `AttributeName("assignments")`
			}
			same(t, p.Validate(typeSet, set(tc.entry)), tc.want...)
		})
	}
	if n := len(env.Server.Requests()); n > 0 {
		t.Errorf("%d requests while validating", n)
	}
}

// Words that the schema itself refuses: which ones it takes stands in its message.
func TestValidateWords(t *testing.T) {
	p := acctest.Start(t, roomy()).Protocol(t, nil)
	for name, config := range map[string]object{
		"intent":      single(entry("install", groupA)),
		"target type": single(object{"intent": "required", "target": target("everyone", "")}),
		"filter type": single(filtered(entry("required", groupA), "none")),
		"update mode": single(with(entry("required", groupA), object{"google_play_settings": object{"auto_update_mode": "never"}})),
		"seat check":  single(with(entry("required", groupA), object{"seat_check": "maybe"})),
	} {
		if got := p.Validate(typeSingle, config); len(got) != 1 || got[0].Warning || got[0].Attribute == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestValidateSet(t *testing.T) {
	p := acctest.Start(t, roomy()).Protocol(t, nil)
	const upper = "B0000000-0000-4000-8000-00000000000A"
	twice := func(what string) acctest.Diagnostic {
		return failureAt("assignments", "Duplicate assignment", "The assignment ("+what+") is there twice. Intune has one assignment for each target, intent and mode of an app.")
	}
	both := failureAt("assignments", "Group both included and excluded",
		"The group "+groupA+" is both included and excluded. Exclusion wins, so including it does nothing: keep one of the two.")
	for name, tc := range map[string]struct {
		config object
		want   []acctest.Diagnostic
	}{
		"capitals":           {set(entry("required", groupA), entry("required", upper)), []acctest.Diagnostic{twice("required, group " + groupA)}},
		"another filter":     {set(entry("required", groupA), filtered(entry("required", groupA), "include")), []acctest.Diagnostic{twice("required, group " + groupA)}},
		"thrice":             {set(entry("required", groupA), filtered(entry("required", groupA), "include"), filtered(entry("required", groupA), "exclude")), []acctest.Diagnostic{twice("required, group " + groupA)}},
		"everyone":           {set(object{"intent": "required", "target": target("all_licensed_users", "")}, object{"intent": "required", "target": target("all_licensed_users", ""), "microsoft_store_settings": deviceContext(false)}), []acctest.Diagnostic{twice("required, all_licensed_users")}},
		"excluded":           {set(exclusion("required", groupA), exclusion("required", upper)), []acctest.Diagnostic{twice("excluded from required, group " + groupA)}},
		"in and out":         {set(entry("required", groupA), exclusion("required", groupA)), []acctest.Diagnostic{both}},
		"in and out, intent": {set(entry("required", groupA), exclusion("available", upper)), []acctest.Diagnostic{both}},

		"null, said when planning": {object{"app_id": appID, "assignments": []any{nil}}, nil},
		"two intents":              {set(entry("required", groupA), entry("available", groupA)), nil},
		"empty":                    {set(), nil},
		"unknown set":              {object{"app_id": appID, "assignments": acctest.Unknown}, nil},
		"unknown element":          {object{"app_id": appID, "assignments": []any{acctest.Unknown, entry("required", groupA)}}, nil},
		"unknown group":            {set(entry("required", groupA), object{"intent": "required", "target": object{"type": "group", "group_id": acctest.Unknown}}), nil},
		"everything, a lot":        {set(entry("required", groupA), entry("uninstall", groupB), exclusion("required", groupX), object{"intent": "available", "target": target("all_licensed_users", "")}), nil},
	} {
		t.Run(name, func(t *testing.T) { same(t, p.Validate(typeSet, tc.config), tc.want...) })
	}
}
