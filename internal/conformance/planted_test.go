package conformance_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
)

const (
	app    = "/beta/deviceAppManagement/mobileApps/a0000000-0000-4000-8000-000000000001"
	group  = `{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"b0000000-0000-4000-8000-000000000001"}`
	tie    = "/beta/deviceAppManagement"
	broken = `{"error":{"code":"BadRequest","message":"no","innerError":{"date":"2026-11-22T09:00:00","request-id":"r","client-request-id":"c"}}}`
)

// TestPlantedFaults plants one fault in each exchange; the rule that it breaks,
// and no other, must say so.
func TestPlantedFaults(t *testing.T) {
	for _, tc := range []struct {
		rule               conformance.Rule // "" for none
		method, path, body string
		status             int
		answer             string
	}{
		{"", "GET", tie, "", 200, `{"isEnabledForMicrosoftStoreForBusiness":true,"microsoftStoreForBusinessPortalSelection":"companyPortal,privateStore"}`},
		{"", "GET", tie, "", 403, broken},
		{"", "POST", app + "/assign", `{"mobileAppAssignments":[{"intent":"required","target":` + group + `}]}`, 204, ""},
		{conformance.RuleVersion, "GET", "/v1.0/deviceManagement/androidManagedStoreAccountEnterpriseSettings", "", 404, broken},
		{conformance.RulePath, "GET", "/beta/deviceAppManagement/mobileApp", "", 404, broken},
		{conformance.RuleMethod, "PUT", tie, `{}`, 405, broken},
		{conformance.RuleOption, "GET", "/beta/deviceAppManagement/mobileApps?$expand=assignments", "", 400, broken},
		{conformance.RuleQueryName, "GET", "/v1.0/groups?$select=id,nickname", "", 400, broken},
		{conformance.RuleQueryName, "GET", "/v1.0/users?$filter=shoeSize%20eq%2042", "", 400, broken},
		{conformance.RuleQueryName, "GET", "/v1.0/deviceManagement/managedDevices?$select=joinType", "", 400, broken},
		{conformance.RuleAdvanced, "GET", "/v1.0/groups/b0000000-0000-4000-8000-000000000001/transitiveMembers/microsoft.graph.user?$count=true", "", 400, broken},
		{conformance.RuleJSON, "PATCH", tie, `{"isEnabled`, 400, broken},
		{conformance.RuleJSON, "POST", tie + "/syncMicrosoftStoreForBusinessApps", `{"a":1}`, 204, ""},
		{conformance.RuleProperty, "PATCH", tie, `{"isEnabled":true}`, 400, broken},
		{conformance.RuleProperty, "PATCH", "/v1.0/deviceAppManagement", `{"microsoftStoreForBusinessPortalSelection":"none"}`, 400, broken},
		{conformance.RuleType, "PATCH", tie, `{"isEnabledForMicrosoftStoreForBusiness":"true"}`, 400, broken},
		{conformance.RuleNull, "PATCH", tie, `{"isEnabledForMicrosoftStoreForBusiness":null}`, 400, broken},
		{conformance.RuleMember, "POST", app + "/assignments", `{"intent":"wanted","target":` + group + `}`, 400, broken},
		{conformance.RuleODataType, "POST", app + "/assignments", `{"intent":"required","target":{}}`, 400, broken},
		{conformance.RuleODataType, "POST", "/v1.0" + app[5:] + "/assignments", `{"intent":"required","settings":{"@odata.type":"#microsoft.graph.macOsVppAppAssignmentSettings"}}`, 400, broken},
		{conformance.RuleAnnotation, "PATCH", tie, `{"@odata.nextLink":"x"}`, 400, broken},
		{conformance.RuleRequired, "POST", app + "/revokeUserLicense", `{"notifyManagedDevices":true}`, 400, broken},
		{conformance.RuleReadOnly, "PATCH", tie, `{"microsoftStoreForBusinessLastSuccessfulSyncDateTime":"2026-11-22T09:00:00Z"}`, 400, broken},
		{conformance.RuleStatus, "DELETE", app + "/assignments/x_1_0", "", 202, ""},
		{conformance.RuleError, "GET", tie, "", 502, `<html>`},
		{conformance.RuleError, "GET", tie, "", 400, `{"error":"no"}`},
		{conformance.RuleMember, "GET", "/beta/deviceAppManagement/vppTokens/x", "", 200, `{"id":"x","state":"fine"}`},
		{conformance.RuleCollection, "GET", "/v1.0/groups", "", 200, `{"groups":[]}`},
		{conformance.RuleODataType, "GET", "/beta/deviceAppManagement/mobileApps", "", 200, `{"value":[{"id":"x"}]}`},
		{conformance.RuleNextLink, "GET", "/v1.0/groups", "", 200, `{"value":[],"@odata.nextLink":"https://elsewhere.example/v1.0/groups?$skiptoken=1"}`},
		{conformance.RuleSelection, "GET", "/v1.0/groups?$select=id", "", 200, `{"value":[{"id":"x","displayName":"y"}]}`},
		{conformance.RuleBatch, "POST", "/v1.0/$batch", `{"requests":[{"id":"1","method":"GET","url":"/organization"}]}`, 200, `{"responses":[]}`},
		{conformance.RuleQueryName, "POST", "/v1.0/$batch", `{"requests":[{"id":"1","method":"GET","url":"/groups?$select=nickname"}]}`, 200, `{"responses":[{"id":"1","status":400,"headers":{"Content-Type":"application/json"},"body":` + broken + `}]}`},
		{conformance.RuleProperty, "POST", "/v1.0/$batch", `{"requests":[{"id":"1","method":"GET","url":"/groups"}]}`, 200, `{"responses":[{"id":"1","status":200,"headers":{"Content-Type":"application/json"},"body":{"value":[{"nickname":"x"}]}}]}`},
	} {
		got := judged(t, tc.method, tc.path, tc.body, tc.status, tc.answer)
		if tc.rule == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || !strings.Contains(got[0], `breaks the rule "`+string(tc.rule)+`"`) {
			t.Errorf("%s %s %s -> %d %s: want the rule %q alone, got %q", tc.method, tc.path, tc.body, tc.status, tc.answer, tc.rule, got)
		}
	}
}

// judged is what a watcher says of one exchange.
func judged(t *testing.T, method, path, body string, status int, answer string, waivers ...conformance.Waiver) []string {
	t.Helper()
	w := conformance.New(waivers...)
	handler := w.Around(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "application/json")
		out.WriteHeader(status)
		_, _ = io.WriteString(out, answer)
	}))
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	handler.ServeHTTP(httptest.NewRecorder(), r)
	return w.Violations()
}

// A violation names the request, the place and the rule.
func TestViolationInFull(t *testing.T) {
	got := judged(t, "PATCH", tie, `{"isEnabled":true}`, 400, broken)
	want := `PATCH /beta/deviceAppManagement: the request breaks the rule "unknown property", at isEnabled: graph.deviceAppManagement has no such property in beta`
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got := judged(t, "PATCH", tie, `{"isEnabled":true}`, 400, broken, conformance.OddRequests("a test")); len(got) > 0 {
		t.Errorf("waived, and yet %q", got)
	}
	if got := judged(t, "GET", tie, "", 502, "<html>", conformance.OddAnswers("a test")); len(got) > 0 {
		t.Errorf("waived, and yet %q", got)
	}
}

// An answer of which the rest had nobody to go to is not judged, but its request is.
func TestTheCallerHasGone(t *testing.T) {
	w := conformance.New()
	ctx, leave := context.WithCancel(t.Context())
	handler := w.Around(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "application/json")
		leave()
		_, _ = io.WriteString(out, `{"val`)
	}))
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, tie, http.NoBody))
	if got, counts := w.Violations(), w.Counts(); len(got) > 0 || counts.Requests != 1 || counts.Answers != 0 {
		t.Errorf("%q, %+v", got, counts)
	}
}
