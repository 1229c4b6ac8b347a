package emulator_test

import (
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

const play = "/deviceManagement/androidManagedStoreAccountEnterpriseSettings"

func TestGooglePlaySync(t *testing.T) {
	tenant := catalogue()
	tenant.GooglePlay = emulator.GooglePlay{BindStatus: "boundAndValidated", OrganizationName: "Contoso", SyncSeconds: new(5.0)}
	tenant.Apps = append(tenant.Apps, emulator.App{DisplayName: "Docs", Type: "androidManagedStoreApp", Pending: true})
	x := start(t, tenant)
	seen := func() []any {
		r := x.is(x.get("/beta"+play), 200).json
		return []any{r["bindStatus"], r["lastAppSyncStatus"], r["lastAppSyncDateTime"]}
	}
	x.equal("before", seen(), []any{"boundAndValidated", "none", never})
	x.is(x.do("POST", "/beta"+play+"/syncApps", ""), 204)
	x.equal("during", seen(), []any{"boundAndValidated", "none", never})
	x.clock.Advance(5 * time.Second)
	x.equal("after", seen(), []any{"boundAndValidated", "success", "2026-11-22T09:00:05.5000000Z"})
	x.equal("apps", len(x.get("/beta"+onApps+"?$filter=isof('microsoft.graph.androidManagedStoreApp')").values()), 2)

	if err := x.EditGooglePlay(emulator.GooglePlay{BindStatus: "bound", SyncStatus: "credentialsNotValid"}); err != nil {
		t.Fatal(err)
	}
	x.is(x.do("POST", "/beta"+play+"/syncApps", ""), 204)
	x.clock.Advance(time.Second)
	x.equal("failed", seen(), []any{"bound", "credentialsNotValid", "2026-11-22T09:00:05.7000000Z"})
}

func TestGooglePlayRefuses(t *testing.T) {
	x := start(t, emulator.Tenant{})
	x.refused(x.do("POST", "/beta"+play+"/syncApps", ""), 400, "BadRequest", "The tenant is not bound to managed Google Play.")
	x.is(x.get("/v1.0"+play), 400)
	x.is(x.do("POST", "/beta"+play+"/syncApps", `{"all":true}`), 400)
	if x.EditGooglePlay(emulator.GooglePlay{BindStatus: "perhaps"}) == nil {
		t.Error("an unknown status was taken")
	}
	x.actAs([]string{"DeviceManagementConfiguration.Read.All"})
	x.is(x.get("/beta"+play), 200)
	x.is(x.do("POST", "/beta"+play+"/syncApps", ""), 403)
}
