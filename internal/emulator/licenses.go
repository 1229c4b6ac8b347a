package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// Licences of Apple's volume-purchased apps: who holds one, and taking them back.
// Source: msgraph-beta-sdk-go (types), Graph docs (beta), iosVppApp: revokeAllLicenses,
// revokeUserLicense, revokeDeviceLicense.

var revokeLicenses = []string{"DeviceManagementApps.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"}

// vpp tells whether the app's licences are Apple's.
func (a *app) vpp() bool { return appTypes[a.Type].licenses != "" }

func holderProperties() []string {
	return []string{"id", "userId", "userEmailAddress", "userName", "userPrincipalName"}
}

// licenseTypes are the types of assignedLicenses. Those of a Mac's app have no
// derived types, and so no way to name a device.
var licenseTypes = map[string]odata.Type{
	"iosVppAppAssignedLicense":       {Properties: holderProperties()},
	"iosVppAppAssignedUserLicense":   {Base: "iosVppAppAssignedLicense"},
	"iosVppAppAssignedDeviceLicense": {Base: "iosVppAppAssignedLicense", Properties: []string{"managedDeviceId", "deviceName"}},
	"macOsVppAppAssignedLicense":     {Properties: holderProperties()},
}

func listLicenses(st *state, c *call) (answer, error) {
	a, err := st.app(c)
	if err != nil {
		return answer{}, err
	}
	if c.version != beta || !a.vpp() {
		return answer{}, noRoute(c.path)
	}
	s := sequence{{n: len(a.holders), at: func(i int) map[string]any { return st.license(a, a.holders[i]) }}}
	return c.list(s, listing{rules: odata.Rules{
		Type: appTypes[a.Type].licenses, Types: licenseTypes, DefaultTop: appPage, MaxTop: appMaxPage,
		Options: []string{"$select", "$filter", "$count", "$top", "$skip", "$orderby"},
	}})
}

// license is one licence in use.
func (st *state) license(a *app, h holder) map[string]any {
	base := appTypes[a.Type].licenses
	object := map[string]any{"@odata.type": "#microsoft.graph." + base, "id": stableID("license", a.ID+h.upn+h.device),
		"userId": nil, "userEmailAddress": nil, "userName": nil, "userPrincipalName": nil}
	mac := base == "macOsVppAppAssignedLicense"
	upn := h.upn
	if h.device != "" && !mac {
		m := st.managedDevice(h.device)
		object["@odata.type"] = "#microsoft.graph.iosVppAppAssignedDeviceLicense"
		object["managedDeviceId"], object["deviceName"] = h.device, nil
		if m != nil {
			object["deviceName"], upn = m.DeviceName, m.UserID
		}
	} else if !mac {
		object["@odata.type"] = "#microsoft.graph.iosVppAppAssignedUserLicense"
	}
	if upn == "" {
		return object
	}
	id, name := st.holderID(upn), upn
	if u := st.user(upn); u != nil {
		upn, name = u.UserPrincipalName, u.DisplayName
	}
	object["userId"], object["userEmailAddress"], object["userName"], object["userPrincipalName"] = id, upn, name, upn
	return object
}

// holderID is the id of a person, who may have left the tenant.
func (st *state) holderID(upn string) string {
	if u := st.user(upn); u != nil {
		return u.ID
	}
	return stableID(userKind, upn)
}

// managedDevice finds a managed device by its id, nil if there is none.
func (st *state) managedDevice(id string) *ManagedDevice {
	id = strings.ToLower(id)
	if m := st.managedByID[id]; m != nil {
		return m
	}
	if use, n, ok := st.generated(id); ok && use.kind == managedKind {
		return use.population.managedAt(n)
	}
	return nil
}

// revocation is licences on their way back. It takes effect when its time has
// come, if the app's token is valid by then.
type revocation struct {
	action, user, device string
	start, end           time.Time
	done                 bool
	total, failed        int
}

// takes tells whether the revocation means a holder's licence.
func (r *revocation) takes(st *state, h holder) bool {
	switch r.action {
	case "revokeUserLicense":
		return h.device == "" && st.holderID(h.upn) == r.user
	case "revokeDeviceLicense":
		return h.device == r.device
	}
	return true
}

// settle frees what was revoked and is due.
func (a *app) settle(st *state, now time.Time) {
	for _, r := range a.revocations {
		if r.done || now.Before(r.end) {
			continue
		}
		r.done = true
		keep := slices.DeleteFunc(slices.Clone(a.holders), func(h holder) bool { return r.takes(st, h) })
		r.total = len(a.holders) - len(keep)
		if a.token != nil && a.token.stateAt(r.end) != validState {
			r.failed = r.total
			continue
		}
		a.holders = keep
	}
}

// actionResults are the app's revokeLicenseActionResults.
func (a *app) actionResults() []any {
	results := []any{}
	for _, r := range a.revocations {
		state, reason, updated := "pending", "none", r.start
		if r.done {
			state, updated = "done", r.end
		}
		if r.failed > 0 {
			state, reason = "failed", "expiredVppToken"
		}
		results = append(results, map[string]any{
			"actionName": r.action, "actionState": state, "startDateTime": instant(r.start), "lastUpdatedDateTime": instant(updated),
			"userId": nullable(r.user), "managedDeviceId": nullable(r.device), "totalLicensesCount": r.total, "failedLicensesCount": r.failed,
			"actionFailureReason": reason,
		})
	}
	return results
}

// revoke answers the three actions. Whom it means need not hold a licence.
func revoke(st *state, c *call) (answer, error) {
	a, err := st.app(c)
	if err != nil {
		return answer{}, err
	}
	if c.version != beta || a.Type != "iosVppApp" {
		return answer{}, noRoute(c.path)
	}
	action := c.path[strings.LastIndex(c.path, "/")+1:]
	body, err := c.decode(action)
	if err != nil {
		return answer{}, err
	}
	r := &revocation{action: action, start: c.now, end: c.now.Add(defaultSync)}
	r.user, _ = body["userId"].(string)
	r.device, _ = body["managedDeviceId"].(string)
	for name, id := range map[string]string{"revokeUserLicense": r.user, "revokeDeviceLicense": r.device} {
		if action == name && !isGUID(id) {
			return answer{}, badRequest("'%s' is not a valid id.", id)
		}
	}
	r.user, r.device = strings.ToLower(r.user), strings.ToLower(r.device)
	if a.token != nil {
		r.end = c.now.Add(a.token.revoke)
	}
	a.revocations = append(a.revocations, r)
	a.settle(st, c.now)
	return answer{status: http.StatusNoContent}, nil
}
