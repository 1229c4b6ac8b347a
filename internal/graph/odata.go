package graph

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// shortType is an @odata.type without "#microsoft.graph.": Graph's documents leave the # out of nested types, the
// service does not.
func shortType(odataType string) string {
	return word(strings.TrimPrefix(strings.TrimPrefix(odataType, "#"), "microsoft.graph."))
}

func longType(short string) string { return "#microsoft.graph." + short }

// entity is the one object of a body, be it bare or, as every "get" example of the Intune docs has it, wrapped as
// {"value": {...}}.
func entity(body []byte) []byte {
	var wrapped struct {
		ID    json.RawMessage
		Value json.RawMessage
	}
	if json.Unmarshal(body, &wrapped) == nil && wrapped.ID == nil && bytes.HasPrefix(wrapped.Value, []byte("{")) {
		return wrapped.Value
	}
	return body
}

// decodeEntity reads the one object of an answer into v. Null is not an object without members: what it leaves out
// would read as off, and as none.
func (a *answer) decodeEntity(v any) error {
	one := a.with(entity(a.body))
	if bytes.Equal(bytes.TrimSpace(one.body), []byte("null")) {
		return a.nonsense("the answer is null")
	}
	return one.decode(v)
}

// with is the answer with another body, such as a part of its own.
func (a *answer) with(body []byte) *answer {
	b := *a
	b.body = body
	return &b
}

// neverYear is the year of what Intune says for a time that has not come: .NET's smallest date, 0001-01-01T00:00:00Z
// (seen in captured answers).
const neverYear = 1

// instant is a time as the service writes it: with up to seven fractional digits, and Z or an offset. A time that
// never was, null included, is zero.
type instant struct{ time.Time }

func (i *instant) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	i.Time = time.Time{}
	if s == nil || *s == "" {
		return nil
	}
	t, err := time.Parse(time.RFC3339, *s)
	if err != nil {
		return err
	}
	if t = t.UTC(); t.Year() > neverYear {
		i.Time = t
	}
	return nil
}

// guid is how ids are compared: in lower case.
func guid(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// zeroGUID stands for no id in some of Intune's answers.
const zeroGUID = "00000000-0000-0000-0000-000000000000"

// empty says that a member was absent or null.
func empty(raw json.RawMessage) bool { return len(raw) == 0 || bytes.Equal(raw, []byte("null")) }

// more says that an object has members beyond those named that hold something. Annotations do not count.
func more(raw json.RawMessage, known ...string) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return false
	}
	for name, value := range members {
		if !slices.Contains(known, name) && !strings.Contains(name, "@odata.") && !empty(value) {
			return true
		}
	}
	return false
}

// object is a JSON object to put members into; empty for no object. Numbers keep all their digits.
func object(raw json.RawMessage) (map[string]any, error) {
	m := map[string]any{}
	if len(raw) == 0 {
		return m, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	return m, nil
}
