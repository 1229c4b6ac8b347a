package emulator_test

import "testing"

// After each write, so many reads of that app's assignments answer as before it,
// lists and single ones alike; then everything shows.
func TestWritesShowLateWhenAskedFor(t *testing.T) {
	x := start(t, catalogue())
	path := "/beta" + assignmentsOf(paint)
	count := func() int { return len(x.is(x.get(path), 200).values()) }
	before := count()
	if err := x.Lag(2); err != nil {
		t.Fatal(err)
	}
	made := x.is(x.do("POST", path, assignmentBody("required", groupTarget, "null")), 201)
	x.equal("first read", count(), before)
	x.is(x.get(path+"/"+made.json["id"].(string)), 404)
	x.equal("third read", count(), before+1)
	var stale []bool
	for _, r := range x.Requests() {
		stale = append(stale, r.Stale)
	}
	x.equal("stale", stale, []bool{false, false, true, true, false})

	x.is(x.do("DELETE", path+"/"+made.json["id"].(string), ""), 204)
	x.equal("after the second write", count(), before+1)
	if err := x.Lag(0); err != nil {
		t.Fatal(err)
	}
	x.equal("without lag", count(), before)
	if err := x.Lag(-1); err == nil {
		t.Error("a negative lag is accepted")
	}
}
