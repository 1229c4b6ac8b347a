package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/assumptions"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

var writing = []string{"-write", "-app", targetApp, "-group", targetGroup, "-yes"}

// TestTheEmulatorHoldsItsAssumptions makes every check, and each must find what
// it looks for in one of two tenants.
func TestTheEmulatorHoldsItsAssumptions(t *testing.T) {
	x := start(t, tenant())
	if code := x.run(t, append([]string{"-markdown"}, writing...)...); code != exitHolds {
		t.Fatalf("exit code %d: %s%s", code, &x.stdout, &x.stderr)
	}
	got := x.seen()
	bare := start(t, emulator.Tenant{Clients: tenant().Clients})
	if code := bare.run(t, "-markdown"); code != exitHolds {
		t.Fatalf("exit code %d: %s%s", code, &bare.stdout, &bare.stderr)
	}
	got["portal-none"] = bare.seen()["portal-none"]
	want := map[string]string{}
	for _, id := range assumptions.IDs() {
		want[id] = "holds"
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s\n%s", diff, &x.stdout)
	}
	if left := x.Assignments(targetApp); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestReadingOnly sends nothing that writes, and prints nothing of the tenant.
func TestReadingOnly(t *testing.T) {
	x := start(t, tenant())
	for _, format := range [][]string{nil, {"-markdown"}} {
		if code := x.run(t, format...); code != exitHolds {
			t.Fatalf("exit code %d: %s%s", code, &x.stdout, &x.stderr)
		}
		printed := x.stdout.String() + x.stderr.String()
		for _, private := range []string{secret, "apple-secret", "Secret", "Camille", "camille", "contoso", "People", targetApp, targetGroup, people, token, x.TenantID(), "eyJ"} {
			if strings.Contains(printed, private) {
				t.Errorf("printed: %s", private)
			}
		}
		if ids := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}`).FindAllString(printed, -1); ids != nil {
			t.Errorf("printed ids: %v", ids)
		}
	}
	for _, r := range x.Requests() {
		if r.Method != "GET" && !strings.HasSuffix(r.Path, "/$batch") && !strings.HasSuffix(r.Path, "/token") {
			t.Errorf("%s %s", r.Method, r.Path)
		}
	}
	for id, verdict := range x.seen() {
		if assumptions.Writes(id) != (verdict == "not checked") && id != "portal-none" {
			t.Errorf("%s: %s", id, verdict)
		}
	}
}

func TestWritingStartsOnlyWhereItHarmsNobody(t *testing.T) {
	x := start(t, tenant())
	for _, tc := range []struct {
		arguments []string
		want      string
	}{
		{[]string{"-write", "-app", targetApp, "-group", targetGroup}, "nothing was done: add -yes to agree"},
		{[]string{"-write", "-app", targetApp, "-group", people, "-yes"}, "the group does not exist or has members: choose one that has none"},
		{[]string{"-write", "-app", "00000000-0000-4000-8000-000000000000", "-group", targetGroup, "-yes"}, "the app does not exist or has assignments: choose one that has none"},
		{[]string{"-write"}, "-write needs -app and -group, each an id"},
		{[]string{"-app", targetApp}, "-app, -group and -yes are for -write"},
		{[]string{"-only", "none"}, `there is no check "none"; the checks are ` + strings.Join(assumptions.IDs(), ", ")},
		{[]string{"now"}, `unexpected argument "now"`},
	} {
		if code := x.run(t, tc.arguments...); code != exitFailed || !strings.HasSuffix(x.stderr.String(), "check-tenant: "+tc.want+"\n") {
			t.Errorf("%q: exit code %d, %s", tc.arguments, code, &x.stderr)
		}
	}
	for _, r := range x.Requests() {
		if r.Method != "GET" && !strings.HasSuffix(r.Path, "/token") {
			t.Errorf("%s %s", r.Method, r.Path)
		}
	}
}

func TestOneCheck(t *testing.T) {
	x := start(t, tenant())
	if code := x.run(t, "-only", "apps-count,batch-limit"); code != exitHolds {
		t.Fatalf("exit code %d: %s", code, &x.stderr)
	}
	want := `holds        apps-count: @odata.count of mobileApps
             expected  0, whatever the list holds
             seen      0
holds        batch-limit: more than 20 requests
             expected  400 BadRequest for the whole batch
             seen      400 BadRequest

2 hold, 0 differ, 0 not checked.
`
	if diff := cmp.Diff(want, x.stdout.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestWithoutPermissions(t *testing.T) {
	lesser := tenant()
	lesser.Clients[0].Permissions = []string{"Organization.Read.All"}
	x := start(t, lesser)
	if code := x.run(t, "-markdown"); code != exitHolds {
		t.Errorf("exit code %d: %s", code, &x.stderr)
	}
	want := "| `apps-expand` | `$expand` on the list | 400 | 403: a permission is missing, or the licence of a feature | not checked |\n"
	if !strings.Contains(x.stdout.String(), want) {
		t.Errorf("lacks %s in\n%s", want, &x.stdout)
	}
}

func TestSignInThatFails(t *testing.T) {
	x := start(t, tenant())
	x.environment["ARM_CLIENT_SECRET"] = "another-secret"
	if code := x.run(t); code != exitFailed || x.stdout.Len() > 0 || strings.Contains(x.stderr.String(), "another-secret") {
		t.Errorf("exit code %d: %s%s", code, &x.stdout, &x.stderr)
	}
	x.environment["ARM_ENVIRONMENT"] = "moon"
	if code := x.run(t); code != exitFailed || x.stderr.String() != "check-tenant: ARM_ENVIRONMENT is not one of public, usgovernmentl4, usgovernmentl5, china\n" {
		t.Errorf("exit code %d: %s", code, &x.stderr)
	}
}

// TestThrottled is patient with a busy service, and gives up in the end.
func TestThrottled(t *testing.T) {
	x := start(t, tenant())
	if err := x.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "mobileApps"}, Times: 2, Status: 429, RetryAfter: "0.01"}); err != nil {
		t.Fatal(err)
	}
	if code := x.run(t, "-markdown", "-only", "apps-expand"); code != exitHolds || x.seen()["apps-expand"] != "holds" {
		t.Errorf("exit code %d: %s", code, &x.stdout)
	}
	x.ClearFaults()
	if err := x.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "mobileApps"}, Status: 503, RetryAfter: "0"}); err != nil {
		t.Fatal(err)
	}
	if code := x.run(t, "-markdown", "-only", "apps-expand"); code != exitHolds || !strings.Contains(x.stdout.String(), "503: the service is busy | not checked |") {
		t.Errorf("exit code %d: %s", code, &x.stdout)
	}
}

// TestCleanUpThatFails says what is left.
func TestCleanUpThatFails(t *testing.T) {
	x := start(t, tenant())
	if err := x.Fault(emulator.Fault{Match: emulator.Match{Method: "DELETE"}, Status: 500}); err != nil {
		t.Fatal(err)
	}
	code := x.run(t, append([]string{"-only", "assign-delay"}, writing...)...)
	want := "check-tenant: the assignment " + targetGroup + "_0_0 of the app " + targetApp + " is left: 500 InternalServerError\n"
	if code != exitFailed || !strings.HasSuffix(x.stderr.String(), want) {
		t.Errorf("exit code %d: %s", code, &x.stderr)
	}
}

func TestHelp(t *testing.T) {
	x := start(t, tenant())
	if code := x.run(t, "-help"); code != exitHolds || !strings.Contains(x.stderr.String(), "-markdown") {
		t.Errorf("exit code %d: %s", code, &x.stderr)
	}
	if ids := assumptions.IDs(); !slices.IsSorted(ids) {
		t.Errorf("ids: %v", ids)
	}
}
