package main

import (
	"slices"
	"sync/atomic"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// trial is how a row of the guide's table is put to the test.
type trial struct {
	with     []string // rows whose reading permissions it needs, too
	softly   []string // whose lack is a warning, as documented
	settings acctest.Object
	tenant   func(*emulator.Tenant)
	read     func(*acctest.Protocol) []acctest.Diagnostic
	change   func(*acctest.Protocol) []acctest.Diagnostic
}

// trialsMade counts, for the guide.
var trialsMade struct{ with, without, wider atomic.Int64 }

const (
	trialPaint   = "a0000000-0000-4000-8000-000000000001"
	trialUsers   = "a0000000-0000-4000-8000-000000000002"
	trialDevices = "a0000000-0000-4000-8000-000000000003"
	trialAll     = "a0000000-0000-4000-8000-000000000004"
	trialFleet   = "a0000000-0000-4000-8000-000000000005"
	trialKeynote = "a0000000-0000-4000-8000-000000000006"
	trialDraw    = "a0000000-0000-4000-8000-000000000007"
	trialHeld    = "a0000000-0000-4000-8000-000000000008"
	trialStaff   = "b0000000-0000-4000-8000-000000000001"
	trialTwins   = "b0000000-0000-4000-8000-000000000002"
	trialPCs     = "b0000000-0000-4000-8000-000000000003"
	trialToken   = "70000000-0000-4000-8000-000000000001"

	seatsOfUsers = "`intunestore_app_seats`, the seat check: groups of users"
)

// shop has an app for each kind of target, with more claims than licences as long as
// only sizes are known, so that the check has to read who it is.
func shop() emulator.Tenant {
	to := func(kind, group string) map[string]any {
		target := map[string]any{"@odata.type": "#microsoft.graph." + kind}
		if group != "" {
			target["groupId"] = group
		}
		return map[string]any{"intent": "required", "target": target}
	}
	const inGroup = "groupAssignmentTarget"
	crowd := emulator.Generate{Prefix: "p-", Users: 20}
	return emulator.Tenant{
		Store:      emulator.Store{Enabled: true, Language: "fr-FR", SyncSeconds: new(0.0)},
		GooglePlay: emulator.GooglePlay{BindStatus: "bound", SyncSeconds: new(0.0)},
		VPPTokens:  []emulator.VPPToken{{ID: trialToken, DisplayName: "Head office", SyncSeconds: new(0.0), RevokeSeconds: new(0.0)}},
		Groups: []emulator.Group{
			{ID: trialStaff, DisplayName: "Staff", Generate: []emulator.Generate{crowd}},
			{ID: trialTwins, DisplayName: "Twins", Generate: []emulator.Generate{crowd}},
			{ID: trialPCs, DisplayName: "PCs", Generate: []emulator.Generate{{Prefix: "p-", Devices: 40}}},
		},
		Apps: []emulator.App{
			{ID: trialPaint, DisplayName: "Paint", ProductKey: "9NBLGGH4TX22/0016", TotalLicenseCount: 35, Holders: []string{"p-1@contoso.example", "left@contoso.example"}},
			{ID: trialDraw, DisplayName: "Draw", TotalLicenseCount: 30},
			{ID: trialHeld, DisplayName: "Held", ProductKey: "9NBLGGH4TX22/0017", TotalLicenseCount: 30, Holders: []string{"p-1@contoso.example", "left@contoso.example"},
				Assignments: []map[string]any{to(inGroup, trialStaff)}},
			{ID: trialUsers, DisplayName: "Users", TotalLicenseCount: 30, Assignments: []map[string]any{to(inGroup, trialStaff), to(inGroup, trialTwins)}},
			{ID: trialDevices, DisplayName: "Devices", TotalLicenseCount: 30, Assignments: []map[string]any{to(inGroup, trialPCs)}},
			{ID: trialAll, DisplayName: "All", TotalLicenseCount: 30, Assignments: []map[string]any{to("allLicensedUsersAssignmentTarget", "")}},
			{ID: trialFleet, DisplayName: "Fleet", TotalLicenseCount: 30, Assignments: []map[string]any{to("allDevicesAssignmentTarget", "")}},
			{ID: trialKeynote, Type: "iosVppApp", DisplayName: "Keynote", VPPTokenID: trialToken, TotalLicenseCount: 30,
				Holders: []string{"p-1@contoso.example", "left@contoso.example"}, Assignments: []map[string]any{to(inGroup, trialStaff)}},
		},
	}
}

type (
	protocol    = *acctest.Protocol
	object      = acctest.Object
	diagnostics = []acctest.Diagnostic
)

// each is what all of the steps say.
func each(steps ...func(protocol) diagnostics) func(protocol) diagnostics {
	return func(p protocol) (said diagnostics) {
		for _, step := range steps {
			said = append(said, step(p)...)
		}
		return said
	}
}

func data(typeName string, config object) func(protocol) diagnostics {
	return func(p protocol) diagnostics { _, said := p.Data(typeName, config); return said }
}

func plans(typeName string, config object) func(protocol) diagnostics {
	return func(p protocol) diagnostics { return p.Plan(typeName, nil, config).Diagnostics }
}

// imports reads what exists, and plans to leave it as it is.
func imports(typeName, id string) func(protocol) diagnostics {
	return func(p protocol) diagnostics { _, said := p.Import(typeName, id); return said }
}

// lives creates, reads, goes through what may be in between, and destroys.
func lives(typeName string, config object, between ...func(protocol) diagnostics) func(protocol) diagnostics {
	return func(p protocol) diagnostics {
		planned := p.Plan(typeName, nil, config)
		if len(planned.Diagnostics) > 0 {
			return planned.Diagnostics
		}
		state, said := p.Apply(planned)
		if len(said) > 0 {
			return said
		}
		if state, said = p.Read(typeName, state); len(said) > 0 {
			return said
		}
		if said = each(between...)(p); len(said) > 0 {
			return said
		}
		_, said = p.Apply(p.Plan(typeName, state, nil))
		return said
	}
}

func planned(action string, config object) func(protocol) diagnostics {
	return func(p protocol) diagnostics { return p.PlanAction(action, config) }
}

// foreseen is planned for an action whose plan warns of what it will do.
func foreseen(action string, config object) func(protocol) diagnostics {
	return func(p protocol) diagnostics {
		return slices.DeleteFunc(p.PlanAction(action, config), func(d acctest.Diagnostic) bool { return d.Summary == "Licences to be revoked" })
	}
}

func invoked(action string, config object) func(protocol) diagnostics {
	return func(p protocol) diagnostics { return p.Invoke(action, config).Diagnostics }
}

func one(app, kind, group string) object {
	target := object{"type": kind}
	if group != "" {
		target["group_id"] = group
	}
	return object{"app_id": app, "intent": "required", "target": target}
}

func all(app string, singles ...object) object {
	var assignments []any
	for _, single := range singles {
		assignments = append(assignments, object{"intent": single["intent"], "target": single["target"]})
	}
	return object{"app_id": app, "assignments": assignments}
}
