package emulator_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// Every write is told as it takes effect, with what there was before and is after;
// what was refused, cut before it was done or only read is not.
func TestWritesAreTold(t *testing.T) {
	x := start(t, catalogue())
	type told struct {
		Kind, App     string
		Before, After int
	}
	var writes []told
	x.Watch(func(w emulator.Write) { writes = append(writes, told{w.Kind, w.App, len(w.Before), len(w.After)}) })
	path := "/beta" + assignmentsOf(paint)
	x.is(x.get(path), 200)
	made := x.is(x.do("POST", path, assignmentBody("required", groupTarget, "null")), 201).json["id"].(string)
	x.is(x.do("POST", path, assignmentBody("required", groupTarget, "null")), 400)
	if err := x.Fault(emulator.Fault{Match: emulator.Match{Method: "DELETE"}, Times: 1, Cut: "before"}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.try("DELETE", path+"/"+made, ""); err == nil {
		t.Error("the connection was not cut")
	}
	x.is(x.do("DELETE", path+"/"+made, ""), 204)
	if err := x.EditAssignments(paint, func([]map[string]any) []map[string]any { return nil }); err != nil {
		t.Fatal(err)
	}
	x.is(x.do("POST", "/beta/deviceAppManagement/syncMicrosoftStoreForBusinessApps", ""), 204)
	x.Watch(nil)
	x.is(x.do("POST", path, assignmentBody("required", groupTarget, "null")), 201)
	const assignments = "/deviceAppManagement/mobileApps/{id}/assignments"
	x.equal("writes", writes, []told{
		{"POST " + assignments, paint, 0, 1},
		{"DELETE " + assignments + "/{assignment}", paint, 1, 0},
		{"", paint, 0, 0},
		{"POST /deviceAppManagement/syncMicrosoftStoreForBusinessApps", "", 0, 0},
	})
}
