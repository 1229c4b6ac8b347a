package services_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Every kind of failure, as the user reads it. The golden file is the review copy:
// run with -update and read the difference.
func TestDiagnose(t *testing.T) {
	call := func(e graph.Error) *graph.Error {
		e.Method, e.Path = "GET", "/beta/deviceAppManagement"
		e.RequestID, e.ClientRequestID = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
		return &e
	}
	failures := []struct {
		name string
		err  error
	}{
		{"missing permission", call(graph.Error{Status: http.StatusForbidden, Code: "Authorization_RequestDenied", Message: "Insufficient privileges to complete the operation.",
			Permissions: []string{"DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"}})},
		{"forbidden for another reason", call(graph.Error{Status: http.StatusForbidden, Message: "Forbidden"})},
		{"token refused", call(graph.Error{Status: http.StatusUnauthorized, Code: "InvalidAuthenticationToken", Message: "Access token has expired or is not yet valid."})},
		{"throttled", call(graph.Error{Status: http.StatusTooManyRequests, Code: "TooManyRequests", Message: "Please retry again later."})},
		{"service failing", call(graph.Error{Status: http.StatusServiceUnavailable, ActivityID: "33333333-0000-4000-8000-000000000003", OperationID: "44444444-0000-4000-8000-000000000004"})},
		{"status without a name", call(graph.Error{Status: 599, Message: "odd"})},
		{"no answer", call(graph.Error{Message: "dial tcp 192.0.2.1:443: connect: connection refused"})},
		{"answer to a write lost", call(graph.Error{Message: "unexpected EOF", Ambiguous: true})},
		{"bad request", call(graph.Error{Status: http.StatusBadRequest, Code: "BadRequest", Message: "Language is not supported"})},
		{"retired", call(graph.Error{Status: http.StatusGone, Code: "Gone", Message: "The service is no longer available.", Hint: "Microsoft retired the service in 2023"})},
		{"no ids", &graph.Error{Status: http.StatusNotFound, Method: "GET", Path: "/v1.0/organization"}},
		{"only an id", &graph.Error{Status: http.StatusNotFound, RequestID: "11111111-0000-4000-8000-000000000001"}},
		{"interrupted", fmt.Errorf("waiting: %w", context.Canceled)},
		{"out of time", fmt.Errorf("waiting: %w", context.DeadlineExceeded)},
		{"not of the API", errors.New("something else")},
		{"nothing said", errors.New("")},
	}
	var got strings.Builder
	for _, f := range failures {
		d := services.Diagnose("Association not read", "Reading the association of the tenant", f.err)
		if d.Severity() != diag.SeverityError {
			t.Errorf("%s: %s", f.name, d.Severity())
		}
		fmt.Fprintf(&got, "== %s\n%s\n\n%s\n\n", f.name, d.Summary(), d.Detail())
	}
	golden(t, "diagnose.txt", got.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("texts changed (-want +got):\n%s", diff)
	}
}

func TestFromProviderData(t *testing.T) {
	if d, diags := services.FromProviderData(nil); d != nil || diags != nil {
		t.Errorf("before Configure: %v, %v", d, diags)
	}
	want := &services.Data{TenantID: "t"}
	if d, diags := services.FromProviderData(want); d != want || diags.HasError() {
		t.Errorf("configured: %v, %v", d, diags)
	}
	_, diags := services.FromProviderData("text")
	if diff := cmp.Diff(diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected provider data",
		"The provider handed string to a service that needs *services.Data. This is a defect of the provider: please report it.")}, diags); diff != "" {
		t.Error(diff)
	}
}
