package provider

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

const notAGUID = `"Contoso" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`

// What is wrong is told the same way wherever it was written. Each row is one
// attribute with a bad value; a bad boolean can only come from the environment.
func TestValidation(t *testing.T) {
	for name, test := range map[string]struct {
		attribute, value, summary, detail string
	}{
		"tenant":         {"tenant_id", "Contoso", "Invalid GUID", notAGUID},
		"client":         {"client_id", "Contoso", "Invalid GUID", notAGUID},
		"cloud":          {"environment", "germany", "Invalid environment", `"germany" is not one of public, usgovernmentl4, usgovernmentl5 and china.`},
		"cloud's case":   {"environment", "Public", "Invalid environment", `"Public" is not one of public, usgovernmentl4, usgovernmentl5 and china.`},
		"seat check":     {"seat_check", "strict", "Invalid seat_check", `"strict" is not one of enforce, warn and off.`},
		"boolean":        {"use_oidc", "yes", "Invalid boolean", `"yes" is neither true nor false.`},
		"plain http":     {"endpoints.graph", "http://graph.example.com/v", "Invalid endpoint", `"http://graph.example.com" is plain http, which would show secrets and tokens to the network. Use https; http is for loopback addresses only.`},
		"loopback-like":  {"endpoints.login", "http://127.0.0.1.example.com", "Invalid endpoint", `"http://127.0.0.1.example.com" is plain http, which would show secrets and tokens to the network. Use https; http is for loopback addresses only.`},
		"another scheme": {"endpoints.store", "ftp://example.com", "Invalid endpoint", `"ftp://example.com" is not an https URL.`},
		"no scheme":      {"endpoints.store", "example.com", "Invalid endpoint", `"example.com" is not a URL with a host. Write it as https://host.`},
		"no host":        {"endpoints.store", "https:///path", "Invalid endpoint", `"https:///path" is not a URL with a host. Write it as https://host.`},
		"password":       {"endpoints.graph", "https://me:hush@example.com", "Invalid endpoint", "A URL with a user or a password is not accepted. Write it as https://host."},
		"no URL":         {"endpoints.graph", "https://exa mple:hush", "Invalid endpoint", "The value is not a URL. Write it as https://host."},
		"query":          {"endpoints.graph", "https://example.com/?token=hush", "Invalid endpoint", "A base URL has no query and no fragment."},
		"job's URL":      {"oidc_request_url", "http://example.com/?token=hush", "Invalid endpoint", `"http://example.com" is plain http, which would show secrets and tokens to the network. Use https; http is for loopback addresses only.`},
	} {
		t.Run(name, func(t *testing.T) {
			variable := environment[test.attribute][0]
			want := []said{{test.attribute, test.summary, "Read from the environment variable " + variable + ": " + test.detail}}
			noEnvironment(t)
			t.Setenv(variable, test.value)
			if diff := cmp.Diff(want, validate(t, block{})); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(want, configure(t, newServer(Options{}), block{})); diff != "" {
				t.Error("Configure:", diff)
			}
			if strings.HasPrefix(test.attribute, "use_") {
				return
			}
			noEnvironment(t)
			want[0].Detail = test.detail
			if diff := cmp.Diff(want, validate(t, block{test.attribute: test.value})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestValidConfigurations(t *testing.T) {
	noEnvironment(t)
	for name, b := range map[string]block{
		"empty":          {},
		"loopback names": {"endpoints.graph": "http://localhost:8080", "endpoints.login": "http://127.0.0.1:1", "endpoints.store": "http://[::1]:1/x"},
		"upper case ids": {"tenant_id": strings.ToUpper(guid)},
		"unknown ids":    {"tenant_id": tftypes.UnknownValue, "environment": tftypes.UnknownValue, "endpoints": tftypes.UnknownValue},
		"all endpoints":  {"endpoints.graph": "https://a/graph", "endpoints.login": "https://a/login/", "endpoints.store": "https://a/store"},
	} {
		if got := validate(t, b); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func validate(t *testing.T, b block) []said {
	t.Helper()
	resp, err := newServer(Options{}).ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: b.wire(t)})
	if err != nil {
		t.Fatal(err)
	}
	return ofProtocol(resp.Diagnostics)
}

func configure(t *testing.T, server tfprotov6.ProviderServer, b block) []said {
	t.Helper()
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.14.0", Config: b.wire(t)})
	if err != nil {
		t.Fatal(err)
	}
	return ofProtocol(resp.Diagnostics)
}

func TestNoWayToSignIn(t *testing.T) {
	noEnvironment(t)
	for name, test := range map[string]struct {
		block  block
		detail string
	}{
		"nothing": {block{"use_cli": false}, "No way to sign in is configured. Set one of: access_token (INTUNESTORE_ACCESS_TOKEN); client_certificate (ARM_CLIENT_CERTIFICATE) or client_certificate_path (ARM_CLIENT_CERTIFICATE_PATH); client_secret (ARM_CLIENT_SECRET) or client_secret_file_path (ARM_CLIENT_SECRET_FILE_PATH); use_oidc (ARM_USE_OIDC); use_msi (ARM_USE_MSI); use_cli (ARM_USE_CLI). A certificate, a secret and OIDC also need tenant_id (ARM_TENANT_ID) and client_id (ARM_CLIENT_ID)."},
		"no ids":  {block{"client_secret": "hush"}, "Signing in with the client secret is not possible: tenant_id (ARM_TENANT_ID) and client_id (ARM_CLIENT_ID) must be set too."},
	} {
		t.Run(name, func(t *testing.T) {
			got := configure(t, newServer(Options{}), test.block)
			if diff := cmp.Diff([]said{{"", "Sign-in not possible", test.detail}}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// ready is a block that needs no sign-in service.
var ready = block{"access_token": "hush-hush", "tenant_id": strings.ToUpper(guid), "seat_check": "off", "environment": "china"}

func data(t *testing.T, opts Options, b block) *services.Data {
	t.Helper()
	var resp provider.ConfigureResponse
	(&intunestore{version: "1.2.3", opts: opts}).Configure(t.Context(), provider.ConfigureRequest{TerraformVersion: "1.14.0", Config: b.config(t)}, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(ofFramework(resp.Diagnostics))
	}
	for what, given := range map[string]any{"data sources": resp.DataSourceData, "lists": resp.ListResourceData, "actions": resp.ActionData, "ephemerals": resp.EphemeralResourceData} {
		if given != resp.ResourceData {
			t.Errorf("%s get %v", what, given)
		}
	}
	d, _ := resp.ResourceData.(*services.Data)
	return d
}

func TestConfigure(t *testing.T) {
	noEnvironment(t)
	calls := &recorder{answer: func(r *http.Request) *http.Response {
		body := `{"value":[{"id":"` + guid + `","displayName":"Contoso","mobileDeviceManagementAuthority":"intune"}]}`
		return &http.Response{StatusCode: 200, Status: "200 OK", Request: r, Header: http.Header{"Content-Type": {"application/json"}, "Request-Id": {otherGUID}}, Body: io.NopCloser(strings.NewReader(body))}
	}}
	d := data(t, Options{Transport: calls, Now: time.Now}, ready)
	if len(calls.requests) > 0 {
		t.Fatalf("Configure asked %v", calls.requests[0].URL)
	}
	if d.TenantID != guid || d.Environment != "china" {
		t.Errorf("got %q %q", d.TenantID, d.Environment)
	}
	if f := d.Seats.Deferred("", "The app"); f != nil {
		t.Errorf("seat_check = off did not reach the check: %+v", f)
	}
	var log bytes.Buffer
	if _, err := d.Tenant.Organization(tflogtest.RootLogger(t.Context(), &log)); err != nil {
		t.Fatal(err)
	}
	if got := calls.requests[0]; got.UserAgent() != "terraform-provider-intunestore/1.2.3 Terraform/1.14.0" || got.URL.Host != "microsoftgraph.chinacloudapi.cn" || got.Header.Get("Authorization") != "Bearer hush-hush" {
		t.Errorf("got %q to %s", got.UserAgent(), got.URL.Host)
	}
	if strings.Contains(log.String(), "hush") || !strings.Contains(log.String(), `"@module":"provider.graph"`) {
		t.Errorf("the log: %s", &log)
	}
	other := data(t, Options{Transport: calls}, ready)
	if other == d || other.Tenant == d.Tenant || other.Seats == d.Seats {
		t.Error("two configurations share what one of them learns")
	}
}

func TestUnknownConfigurationGivesNoData(t *testing.T) {
	noEnvironment(t)
	if d := data(t, Options{}, block{"access_token": "x", "tenant_id": tftypes.UnknownValue}); d != nil {
		t.Errorf("got %v", d)
	}
}

func TestLogLine(t *testing.T) {
	for name, test := range map[string]struct {
		call graph.Call
		want map[string]any
	}{
		"one request": {
			graph.Call{Method: "GET", Path: "/v1.0/organization", Status: 200, Duration: 1500 * time.Microsecond, RequestID: "r", ClientRequestID: "c", Attempt: 1},
			map[string]any{"method": "GET", "path": "/v1.0/organization", "status": 200.0, "ms": 1.0, "request_id": "r", "client_request_id": "c", "attempt": 1.0},
		},
		"a batch without answer": {
			graph.Call{Method: "POST", Path: "/beta/$batch", Attempt: 2, BatchSize: 20, Failure: "EOF"},
			map[string]any{"method": "POST", "path": "/beta/$batch", "status": 0.0, "ms": 0.0, "request_id": "", "client_request_id": "", "attempt": 2.0, "batch_size": 20.0, "failure": "EOF"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			logCall(tflogtest.RootLogger(t.Context(), &log), test.call)
			entries, err := tflogtest.MultilineJSONDecode(&log)
			if err != nil || len(entries) != 1 {
				t.Fatal(entries, err)
			}
			test.want["@level"], test.want["@message"], test.want["@module"] = "debug", "request", "provider.graph"
			if diff := cmp.Diff(test.want, entries[0]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Each process of Terraform asks for all schemas first; the framework checks them
// on the way.
func TestSchemasAreServed(t *testing.T) {
	resp, err := newServer(Options{}).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(resp.Diagnostics) > 0 {
		text, _ := json.Marshal(ofProtocol(resp.Diagnostics))
		t.Fatalf("%v %s", err, text)
	}
	for _, name := range []string{"intunestore_association", "intunestore_app_assignment", "intunestore_app_assignment_set"} {
		if resp.ResourceSchemas[name] == nil {
			t.Errorf("no resource %s", name)
		}
	}
	for _, name := range []string{"intunestore_association", "intunestore_licensed_app", "intunestore_licensed_apps", "intunestore_app_seats", "intunestore_device_readiness"} {
		if resp.DataSourceSchemas[name] == nil {
			t.Errorf("no data source %s", name)
		}
	}
}
