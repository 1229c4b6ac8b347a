package emulator_test

import (
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const (
	singleton    = "/deviceAppManagement"
	lastSuccess  = "microsoftStoreForBusinessLastSuccessfulSyncDateTime"
	lastComplete = "microsoftStoreForBusinessLastCompletedApplicationSyncTime"
	never        = "0001-01-01T00:00:00Z"
)

func TestOrganizationTellsTheMDMAuthority(t *testing.T) {
	x := start(t, emulator.Tenant{Organization: emulator.Organization{ID: "0A5D1F00-0000-4000-8000-000000000009", DisplayName: "Société Générale d’Essais", MDMAuthority: "sccm"}})
	r := x.is(x.get("/v1.0/organization?$select=id,displayName,mobileDeviceManagementAuthority"), 200)
	x.equal("organization", r.values(), []map[string]any{{
		"id": "0a5d1f00-0000-4000-8000-000000000009", "displayName": "Société Générale d’Essais", "mobileDeviceManagementAuthority": "sccm",
	}})
	x.is(x.get("/v1.0/organization/0A5D1F00-0000-4000-8000-000000000009"), 200)
	x.refused(x.get("/v1.0/organization/0a5d1f00-0000-4000-8000-000000000008"), 404, "Request_ResourceNotFound",
		"Resource '0a5d1f00-0000-4000-8000-000000000008' does not exist or one of its queried reference-property objects are not present.")
}

func TestDeviceAppManagementIsReadAndUpdated(t *testing.T) {
	x := start(t, emulator.Tenant{})
	r := x.is(x.get("/v1.0"+singleton), 200)
	delete(r.json, "id")
	x.equal("v1.0", r.json, map[string]any{
		"@odata.context":                        x.URL() + "/v1.0/$metadata#deviceAppManagement/$entity",
		"isEnabledForMicrosoftStoreForBusiness": false, "microsoftStoreForBusinessLanguage": nil, lastSuccess: never, lastComplete: never,
	})
	r = x.is(x.do("PATCH", "/beta"+singleton, `{
		"@odata.type": "#microsoft.graph.deviceAppManagement",
		"microsoftStoreForBusinessLastSuccessfulSyncDateTime": "2016-12-31T23:57:45.2453148-08:00",
		"isEnabledForMicrosoftStoreForBusiness": true,
		"microsoftStoreForBusinessLanguage": "fr-FR",
		"microsoftStoreForBusinessPortalSelection": "privateStore,companyPortal"}`), 200)
	x.equal("portal", r.json["microsoftStoreForBusinessPortalSelection"], any("companyPortal,privateStore"))
	x.equal("sync time", r.json[lastSuccess], any(never))
	x.is(x.do("PATCH", "/v1.0"+singleton, `{}`), 200)
	r = x.is(x.get("/v1.0"+singleton+"?$select=isEnabledForMicrosoftStoreForBusiness,microsoftStoreForBusinessLanguage"), 200)
	delete(r.json, "@odata.context")
	x.equal("selected", r.json, map[string]any{"isEnabledForMicrosoftStoreForBusiness": true, "microsoftStoreForBusinessLanguage": "fr-FR"})
}

func TestDeviceAppManagementRefusesWhatTheSchemaDoesNotHave(t *testing.T) {
	x := start(t, emulator.Tenant{})
	before := x.get("/beta" + singleton).body
	for name, test := range map[string]struct{ version, body, code, message string }{
		"unknown property": {"v1.0", `{"language":"fr-FR"}`, "ModelValidationFailure",
			"The property 'language' does not exist on type 'microsoft.graph.deviceAppManagement'. Make sure to only use property names that are defined by the type."},
		"beta property on v1.0": {"v1.0", `{"microsoftStoreForBusinessPortalSelection":"companyPortal"}`, "ModelValidationFailure",
			"The property 'microsoftStoreForBusinessPortalSelection' does not exist on type 'microsoft.graph.deviceAppManagement'. Make sure to only use property names that are defined by the type."},
		"wrong type": {"v1.0", `{"isEnabledForMicrosoftStoreForBusiness":"true"}`, "ModelValidationFailure",
			"Cannot convert a value of the property 'isEnabledForMicrosoftStoreForBusiness' to its type in the model."},
		"null": {"v1.0", `{"isEnabledForMicrosoftStoreForBusiness":null}`, "ModelValidationFailure",
			"A null value was found for the property named 'isEnabledForMicrosoftStoreForBusiness', which does not allow null values."},
		"time": {"v1.0", `{"microsoftStoreForBusinessLastSuccessfulSyncDateTime":"yesterday"}`, "ModelValidationFailure",
			"Cannot convert a value of the property 'microsoftStoreForBusinessLastSuccessfulSyncDateTime' to its type in the model."},
		"portal": {"beta", `{"isEnabledForMicrosoftStoreForBusiness":true,"microsoftStoreForBusinessPortalSelection":"both"}`, "ModelValidationFailure",
			"Cannot convert the literal 'both' to the expected type 'microsoft.graph.microsoftStoreForBusinessPortalSelectionOptions'."},
		"language": {"v1.0", `{"isEnabledForMicrosoftStoreForBusiness":true,"microsoftStoreForBusinessLanguage":"xx_bad"}`, "BadRequest",
			"The value 'xx_bad' is not a valid culture name for microsoftStoreForBusinessLanguage."},
		"other type": {"v1.0", `{"@odata.type":"#microsoft.graph.organization"}`, "ModelValidationFailure",
			"A type named 'microsoft.graph.organization' could not be resolved by the model. When a model is available, each type name must resolve to a valid type."},
		"no JSON": {"v1.0", `{`, "ModelValidationFailure",
			"Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."},
		"two documents": {"v1.0", `{}{}`, "ModelValidationFailure",
			"Unable to read JSON request payload. There is content after the end of the document."},
		"array": {"v1.0", `[]`, "ModelValidationFailure", "Unable to read JSON request payload. An object was expected."},
	} {
		t.Run(name, func(t *testing.T) {
			x.in(t).refused(x.do("PATCH", "/"+test.version+singleton, test.body), 400, test.code, test.message)
		})
	}
	x.equal("singleton", x.get("/beta"+singleton).body, before)
}

func TestSyncBringsWhatWasBoughtWhenItEnds(t *testing.T) {
	seconds := 30.0
	x := start(t, emulator.Tenant{
		Store: emulator.Store{Enabled: true, Language: "fr-FR", SyncSeconds: &seconds},
		Apps: []emulator.App{
			{ID: "a0000000-0000-4000-8000-000000000001", DisplayName: "Paint", TotalLicenseCount: 5},
			{ID: "a0000000-0000-4000-8000-000000000002", DisplayName: "New", TotalLicenseCount: 3, Pending: true},
		},
	})
	if err := x.Buy("a0000000-0000-4000-8000-000000000001", 10); err != nil {
		t.Fatal(err)
	}
	seen := func() any {
		return []any{x.get("/v1.0/deviceAppManagement/mobileApps").column("totalLicenseCount"), x.get("/v1.0" + singleton).json[lastSuccess]}
	}
	x.equal("before", seen(), any([]any{[]any{5.0}, never}))

	r := x.is(x.do("POST", "/v1.0"+singleton+"/syncMicrosoftStoreForBusinessApps", ""), 204)
	x.equal("body", r.body, "")
	x.equal("Date", r.header.Get("Date"), "Sun, 22 Nov 2026 09:00:00 GMT")
	x.clock.Advance(20 * time.Second)
	// A sync during a sync does not start another.
	x.is(x.do("POST", "/v1.0"+singleton+"/syncMicrosoftStoreForBusinessApps", ""), 204)
	x.clock.Advance(10*time.Second - time.Nanosecond)
	x.equal("during", seen(), any([]any{[]any{5.0}, never}))
	x.clock.Advance(time.Nanosecond)
	x.equal("after", seen(), any([]any{[]any{15.0, 3.0}, "2026-11-22T09:00:30.5000000Z"}))
	x.clock.Advance(time.Hour)
	x.equal("no second sync", x.get("/v1.0" + singleton).json[lastComplete], any("2026-11-22T09:00:30.5000000Z"))
}

func TestSyncWithoutTheToolCompletesWithoutSuccess(t *testing.T) {
	no := false
	for name, store := range map[string]emulator.Store{
		"tool not activated": {Enabled: true, ToolActivated: &no},
		"not enabled":        {},
	} {
		t.Run(name, func(t *testing.T) {
			x := start(t, emulator.Tenant{Store: store, Apps: []emulator.App{{DisplayName: "New", Pending: true}}})
			x.is(x.do("POST", "/v1.0"+singleton+"/syncMicrosoftStoreForBusinessApps", ""), 204)
			x.clock.Advance(time.Minute)
			r := x.get("/v1.0" + singleton)
			x.equal("times", []any{r.json[lastSuccess], r.json[lastComplete]}, []any{never, "2026-11-22T09:00:00.7000000Z"})
			x.equal("apps", x.get("/v1.0/deviceAppManagement/mobileApps").values(), []map[string]any{})
		})
	}
}

func TestRetiredStoreSaysSo(t *testing.T) {
	x := start(t, emulator.Tenant{Store: emulator.Store{Enabled: true, Retired: true}})
	x.refused(x.do("POST", "/v1.0"+singleton+"/syncMicrosoftStoreForBusinessApps", ""), 410, "Gone",
		"Microsoft Store for Business has been retired. Synchronization with the store is no longer available.")
	x.is(x.get("/v1.0"+singleton), 200)
}

func TestSkewMovesEverythingTheTenantDates(t *testing.T) {
	x := start(t, emulator.Tenant{SkewSeconds: -3600, Store: emulator.Store{Enabled: true}})
	r := x.do("POST", "/v1.0"+singleton+"/syncMicrosoftStoreForBusinessApps", "")
	x.equal("Date", r.header.Get("Date"), "Sun, 22 Nov 2026 08:00:00 GMT")
	x.clock.Advance(time.Second)
	x.equal("sync", x.get("/v1.0" + singleton).json[lastSuccess], any("2026-11-22T08:00:00.7000000Z"))
}
