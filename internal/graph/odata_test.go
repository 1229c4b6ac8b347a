package graph

import (
	"encoding/json"
	"testing"
	"time"
)

// Only what is nothing but a wrapping is taken off.
func TestEntity(t *testing.T) {
	for body, want := range map[string]string{
		`{"value":{"id":"x"}}`:                      `{"id":"x"}`,
		`{"@odata.context":"c","value":{"id":"x"}}`: `{"id":"x"}`,
		`{"id":"x","value":{"type":"png"}}`:         `{"id":"x","value":{"type":"png"}}`,
		`{"value":[1]}`:                             `{"value":[1]}`,
		`{"id":"x"}`:                                `{"id":"x"}`,
		`[`:                                         `[`,
	} {
		if got := string(entity([]byte(body))); got != want {
			t.Errorf("%s: got %s", body, got)
		}
	}
}

func TestInstant(t *testing.T) {
	for text, want := range map[string]time.Time{
		`"2016-12-31T23:57:45.2453148-08:00"`: time.Date(2017, 1, 1, 7, 57, 45, 245314800, time.UTC),
		`"2026-11-05T10:00:00Z"`:              time.Date(2026, 11, 5, 10, 0, 0, 0, time.UTC),
		`"0001-01-01T00:00:00Z"`:              {},
		`"0001-01-01T00:00:00+08:00"`:         {},
		`"0001-01-01T00:00:00-08:00"`:         {},
		`null`:                                {},
		`""`:                                  {},
	} {
		got := instant{time.Now()}
		if err := json.Unmarshal([]byte(text), &got); err != nil || !got.Equal(want) {
			t.Errorf("%s: got %v, %v", text, got.Time, err)
		}
	}
	var i instant
	if json.Unmarshal([]byte(`"yesterday"`), &i) == nil || json.Unmarshal([]byte(`7`), &i) == nil {
		t.Error("nonsense was taken")
	}
}

// The ways of the service to say that there is no filter.
func TestNoFilter(t *testing.T) {
	for _, members := range []string{
		`"deviceAndAppManagementAssignmentFilterId":null,"deviceAndAppManagementAssignmentFilterType":"none"`,
		`"deviceAndAppManagementAssignmentFilterId":"` + groupID + `","deviceAndAppManagementAssignmentFilterType":"none"`,
		`"deviceAndAppManagementAssignmentFilterId":"` + zeroGUID + `","deviceAndAppManagementAssignmentFilterType":"include"`,
		`"deviceAndAppManagementAssignmentFilterId":"","deviceAndAppManagementAssignmentFilterType":null`,
	} {
		got, err := readTarget([]byte(`{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget",` + members + `}`))
		if err != nil || got.FilterID != "" || got.FilterType != "" || got.Raw != nil {
			t.Errorf("%s: %+v, %v", members, got, err)
		}
	}
}
