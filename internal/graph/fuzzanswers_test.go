package graph

import (
	"net/http"
	"testing"
)

// Whatever a service asks to wait, the wait is none or one that a clock can tell, and never negative.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"2.128", "-1", "NaN", "1e999", "Thu, 05 Nov 2026 10:00:40 GMT", "\u0661", ""} {
		f.Add(seed, "Thu, 05 Nov 2026 10:00:00 GMT", []byte(throttled.body))
	}
	f.Fuzz(func(t *testing.T, value, date string, body []byte) {
		if d := retryAfter(http.Header{"Retry-After": {value}, "Date": {date}}, body); d < 0 {
			t.Errorf("a wait of %v", d)
		}
	})
}

// Whatever answers a batch, each question has an answer that is a success, a refusal, or an error, and only one.
func FuzzBatchAnswers(f *testing.F) {
	f.Add([]byte(`{"responses":[{"id":"0","status":200,"body":{"id":"g"}},{"id":"1","status":429,"headers":{"Retry-After":"1"}}]}`))
	f.Add([]byte(`{"responses":[{"id":"0","status":204},{"id":"0","status":200,"body":{}},{"id":"9"},null]}`))
	f.Add([]byte(`{"responses":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		c := client(t, Options{Graph: "https://graph.test", Transport: &forgetful{string(body)}})
		parts := []*part{{call: call{op: readGroups, path: path{"groups", "a"}}}, {call: call{op: readGroups, path: path{"groups", "b"}}}}
		if err := c.sendBatch(t.Context(), parts); err != nil {
			return
		}
		for i, p := range parts {
			if p.err == nil && (p.answer == nil || p.answer.success() && p.answer.body[0] != '{') {
				t.Errorf("question %d has no answer to %s", i, body)
			}
		}
	})
}

// Whatever is read of an app, its licences are counted and not negative.
func FuzzApp(f *testing.F) {
	f.Add([]byte(`{"@odata.type":"#microsoft.graph.iosVppApp","id":"2","usedLicenseCount":1,"totalLicenseCount":2,"licensingType":{}}`))
	f.Add([]byte(`{"value":{"@odata.type":"microsoft.graph.androidManagedStoreApp","id":"2","usedLicenseCount":null}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var wire appWire
		if err := (&answer{body: body}).decodeEntity(&wire); err != nil {
			return
		}
		app, err := wire.app()
		if err == nil && (app.ID == "" && wire.ID == "" || app.UsedLicenseCount < 0 || app.TotalLicenseCount < 0) {
			t.Errorf("%s was taken", body)
		}
	})
}
