package emulator_test

import (
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/conformance"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

func TestFaultsComeWhenAskedFor(t *testing.T) {
	x := start(t, emulator.Tenant{})
	if err := x.Fault(emulator.Fault{
		Match: emulator.Match{Method: "GET", PathRegexp: `^/v1\.0/organization\?.*\$select=id`}, Skip: 1, Every: 2, Times: 2, Status: 503, RetryAfter: "1",
	}); err != nil {
		t.Fatal(err)
	}
	x.is(x.get("/v1.0/organization"), 200) // does not match, is not counted
	var statuses []int
	for range 8 {
		statuses = append(statuses, x.get("/v1.0/organization?$select=id").status)
	}
	x.equal("statuses", statuses, []int{200, 503, 200, 503, 200, 200, 200, 200})
	x.ClearFaults()
	x.is(x.get("/v1.0/organization?$select=id"), 200)
}

func TestThrottlingHasTheDocumentedForm(t *testing.T) {
	x := start(t, emulator.Tenant{})
	if err := x.Fault(emulator.Fault{Status: 429, RetryAfter: "2.128"}); err != nil {
		t.Fatal(err)
	}
	r := x.get("/v1.0"+onApps, "client-request-id", "c-1")
	x.refused(r, 429, "TooManyRequests", "Please retry again later.")
	x.equal("headers", []string{r.header.Get("Retry-After"), r.header.Get("client-request-id")}, []string{"2.128", "c-1"})
	got := r.json["error"].(map[string]any)["innerError"].(map[string]any)
	x.equal("inner", []any{got["code"], got["status"], got["message"], got["date"], got["client-request-id"]},
		[]any{"429", "429", "Please retry after", "2026-11-22T09:00:00", "c-1"})
}

func TestCutsHappenBeforeOrAfterTheWrite(t *testing.T) {
	x := start(t, catalogue())
	for _, test := range []struct {
		fault emulator.Fault
		left  int
	}{
		{emulator.Fault{Cut: "before"}, 0},
		{emulator.Fault{Cut: "after"}, 1},
	} {
		test.fault.Match.Method = "POST"
		if err := x.Fault(test.fault); err != nil {
			t.Fatal(err)
		}
		if _, err := x.try("POST", "/v1.0"+assignmentsOf(paint), assignmentBody("required", groupTarget, "null")); err == nil {
			t.Error("the connection was not cut")
		}
		x.ClearFaults()
		x.equal(test.fault.Cut, len(x.Assignments(paint)), test.left)
	}
	if err := x.Fault(emulator.Fault{Match: emulator.Match{Method: "DELETE"}, Status: 504, AfterRun: true}); err != nil {
		t.Fatal(err)
	}
	x.is(x.do("DELETE", "/v1.0"+assignmentsOf(paint)+"/"+sales+"_1_0", ""), 504)
	x.equal("deleted", len(x.Assignments(paint)), 0)
}

func TestLatencyAndBodyOfAFault(t *testing.T) {
	x := start(t, emulator.Tenant{})
	for _, f := range []emulator.Fault{{Latency: 30 * time.Millisecond}, {Status: 403, Body: `{"error":{"code":"","message":"odd"}}`}} {
		if err := x.Fault(f); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	r := x.get("/v1.0/organization")
	x.equal("answer", []any{r.status, r.message()}, []any{403, "odd"})
	if took := time.Since(began); took < 30*time.Millisecond {
		t.Errorf("answered after %v", took)
	}
}

func TestEmptyPageLeadsOn(t *testing.T) {
	x := start(t, circle())
	if err := x.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/transitiveMembers"}, Times: 1, EmptyPage: true}); err != nil {
		t.Fatal(err)
	}
	r := x.is(x.get("/v1.0/groups/"+sales+"/transitiveMembers"), 200)
	x.equal("empty", len(r.values()), 0)
	x.equal("next", len(x.get(r.json["@odata.nextLink"].(string)).values()), 6)
}

func TestFaultsThatCannotBeAreRefused(t *testing.T) {
	x := start(t, emulator.Tenant{})
	for _, f := range []emulator.Fault{{Match: emulator.Match{PathRegexp: "("}}, {Cut: "during"}, {Status: 42}, {Drop: true}} {
		if err := x.Fault(f); err == nil {
			t.Errorf("taken: %+v", f)
		}
	}
}

// A request may be left out of its batch's answer, and the others are answered.
func TestABatchMayLeaveOneOut(t *testing.T) {
	x := start(t, catalogue(), conformance.OddAnswers("one is left out of a batch"))
	if err := x.Fault(emulator.Fault{Name: "left out", Match: emulator.Match{InBatch: true}, Skip: 1, Times: 1, Drop: true}); err != nil {
		t.Fatal(err)
	}
	const body = `{"requests":[{"id":"1","method":"GET","url":"/organization"},{"id":"2","method":"GET","url":"/organization"},{"id":"3","method":"GET","url":"/organization"}]}`
	ids := func() int { return len(x.is(x.do("POST", "/v1.0/$batch", body), 200).json["responses"].([]any)) }
	x.equal("first", ids(), 2)
	x.equal("again", ids(), 3)
	x.equal("counts", x.FaultCounts(), map[string]int{"left out": 1})
}
