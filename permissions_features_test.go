package main

import (
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	singleType = "intunestore_app_assignment"
	setType    = "intunestore_app_assignment_set"
	seatsType  = "intunestore_app_seats"
	syncType   = "intunestore_sync"
	revokeType = "intunestore_revoke_licenses"
)

var unchecked = object{"seat_check": "off"}

// trials are by row of the guide's table.
var trials = map[string]trial{
	"`intunestore_association`, the sync": {
		tenant: func(t *emulator.Tenant) { t.Store = emulator.Store{SyncSeconds: new(0.0)} },
		read:   each(plans("intunestore_association", object{"language": "fr-FR"}), data("intunestore_association", object{}), imports("intunestore_association", "7e5a1e00-0000-4000-8000-000000000001")),
		change: lives("intunestore_association", object{"language": "fr-FR"}, planned(syncType, object{"store": "microsoft_store_for_business"}), invoked(syncType, object{"store": "microsoft_store_for_business"})),
	},
	"`intunestore_licensed_app`, `intunestore_licensed_apps`": {
		read: each(data("intunestore_licensed_apps", object{}), data("intunestore_licensed_app", object{"id": trialPaint})),
	},
	"`intunestore_app_assignment`, `intunestore_app_assignment_set`": {
		settings: unchecked,
		read: each(plans(singleType, one(trialPaint, "group", trialStaff)), plans(setType, all(trialDraw, one("", "group", trialStaff), one("", "all_devices", ""))),
			imports(setType, trialUsers)),
		change: each(lives(singleType, one(trialPaint, "group", trialStaff)), lives(setType, all(trialDraw, one("", "group", trialStaff), one("", "all_devices", "")))),
	},
	seatsOfUsers: {
		read: each(data(seatsType, object{"app_id": trialUsers}), plans(setType, all(trialPaint, one("", "group", trialStaff), one("", "group", trialTwins)))),
	},
	"`intunestore_app_seats`, the seat check … groups of devices": {
		read: each(data(seatsType, object{"app_id": trialDevices}), plans(singleType, one(trialPaint, "group", trialPCs))),
	},
	"`intunestore_app_seats`, the seat check … `all_licensed_users`": {
		read: each(data(seatsType, object{"app_id": trialAll}), plans(singleType, one(trialPaint, "all_licensed_users", ""))),
	},
	"`intunestore_app_seats`, the seat check … `all_devices`": {
		read: each(data(seatsType, object{"app_id": trialFleet}), plans(singleType, one(trialPaint, "all_devices", ""))),
	},
	"`intunestore_app_seats`, the seat check … groups with hidden membership": {}, // the emulator's groups hide nobody
	"`intunestore_device_readiness`": {
		read: data("intunestore_device_readiness", object{}),
	},
	"`intunestore_device_readiness` … with `group_id`": {
		read: data("intunestore_device_readiness", object{"group_id": trialPCs}),
	},
	"`intunestore_apple_vpp_token`, `intunestore_apple_vpp_tokens`": {
		read: each(data("intunestore_apple_vpp_tokens", object{}), data("intunestore_apple_vpp_token", object{"id": trialToken})),
	},
	"`intunestore_apple_vpp_token`, `intunestore_apple_vpp_tokens` … the warning about the token of an app in a plan": {
		with: []string{"`intunestore_app_assignment`, `intunestore_app_assignment_set`"}, softly: []string{"DeviceManagementServiceConfig.Read.All"}, settings: unchecked,
		read: plans(singleType, one(trialKeynote, "group", trialTwins)),
	},
	"`intunestore_sync` of an Apple token": {
		read:   planned(syncType, object{"store": "apple_vpp", "apple_vpp_token_id": trialToken}),
		change: invoked(syncType, object{"store": "apple_vpp", "apple_vpp_token_id": trialToken}),
	},
	"`intunestore_sync` of an Apple token … of managed Google Play": {
		read:   planned(syncType, object{"store": "managed_google_play"}),
		change: invoked(syncType, object{"store": "managed_google_play"}),
	},
	"`intunestore_revoke_licenses`": {
		read:   foreseen(revokeType, object{"app_id": trialKeynote, "scope": "users", "limit": 1, "dry_run": false, "user_principal_names": []string{"p-1@contoso.example"}}),
		change: invoked(revokeType, object{"app_id": trialKeynote, "scope": "users", "limit": 1, "dry_run": false, "user_principal_names": []string{"p-1@contoso.example"}}),
	},
	"`intunestore_revoke_licenses` … with `scope = \"unassigned\"`, of Apple's apps": {
		with:   []string{seatsOfUsers},
		read:   foreseen(revokeType, object{"app_id": trialKeynote, "scope": "unassigned", "limit": 1, "dry_run": false}),
		change: invoked(revokeType, object{"app_id": trialKeynote, "scope": "unassigned", "limit": 1, "dry_run": false}),
	},
	"`intunestore_revoke_licenses` … with `scope = \"unassigned\"`, of the Store's apps": {
		with:   []string{seatsOfUsers},
		read:   foreseen(revokeType, object{"app_id": trialHeld, "scope": "unassigned", "limit": 1, "dry_run": false}),
		change: invoked(revokeType, object{"app_id": trialHeld, "scope": "unassigned", "limit": 1, "dry_run": false}),
	},
	"`store_service = true`": {
		with: []string{seatsOfUsers}, settings: object{"store_service": true},
		read: plans(singleType, one(trialPaint, "group", trialStaff)),
	},
}
