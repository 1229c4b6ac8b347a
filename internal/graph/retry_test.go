package graph

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	throttled = reply{status: 429, header: "Retry-After: 2.128", body: `{"error":{"code":"TooManyRequests","innerError":{"code":"429",
		"date":"2020-08-18T12:51:51","message":"Please retry after","request-id":"94fb3b52","status":"429"},"message":"Please retry again later."}}`}
	refusedDial = &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
)

// The calls of each class, by name.
var classes = map[string]func(context.Context, *Client) error{
	"read": func(ctx context.Context, c *Client) error { _, err := c.DeviceAppManagement(ctx); return err },
	"repeatable": func(ctx context.Context, c *Client) error {
		return c.Assign(ctx, appID, []Assignment{{Intent: "required", Target: Target{Type: AllDevicesTarget}}})
	},
	"patient": func(ctx context.Context, c *Client) error { _, err := c.DeviceAppManagement(ctx); return err },
	"update": func(ctx context.Context, c *Client) error {
		_, err := c.UpdateDeviceAppManagement(ctx, DeviceAppManagementUpdate{})
		return err
	},
	"delete": func(ctx context.Context, c *Client) error { return c.DeleteAssignment(ctx, appID, "x") },
	"create": func(ctx context.Context, c *Client) error {
		_, err := c.CreateAssignment(ctx, appID, Assignment{Intent: "required", Target: Target{Type: AllDevicesTarget}})
		return err
	},
	"sync": func(ctx context.Context, c *Client) error {
		_, err := c.SyncMicrosoftStoreForBusinessApps(ctx)
		return err
	},
}

// What is sent again, how often, and how it ends, for each way an attempt can fail for ever.
func TestAttempts(t *testing.T) {
	type end struct {
		attempts  int
		ambiguous bool
	}
	for _, test := range []struct {
		name string
		fail reply
		ends map[string]end
	}{
		{"500", reply{status: 500}, map[string]end{"read": {4, false}, "repeatable": {4, true}, "create": {1, true}, "sync": {1, true}}},
		{"501", reply{status: 501}, map[string]end{"read": {1, false}, "repeatable": {1, false}, "create": {1, false}, "sync": {1, false}}},
		{"502", reply{status: 502}, map[string]end{"read": {11, false}, "repeatable": {11, true}, "create": {1, true}, "sync": {1, true}}},
		{"503", reply{status: 503}, map[string]end{"read": {11, false}, "repeatable": {11, true}, "create": {1, true}, "sync": {1, true}}},
		{"504", reply{status: 504}, map[string]end{"read": {11, false}, "repeatable": {11, true}, "create": {1, true}, "sync": {1, true}}},
		{"509", reply{status: 509}, map[string]end{"read": {11, false}, "repeatable": {11, true}, "create": {1, true}, "sync": {1, true}}},
		{"400", reply{status: 400}, map[string]end{"read": {1, false}, "repeatable": {1, false}, "create": {1, false}, "sync": {1, false}}},
		{"cut", reply{err: io.ErrUnexpectedEOF}, map[string]end{"read": {11, false}, "repeatable": {11, true}, "create": {1, true}, "sync": {1, true}}},
		{"nobody listens", reply{err: refusedDial}, map[string]end{"read": {4, false}, "repeatable": {4, false}, "create": {4, false}, "sync": {4, false}}},
		{"unknown host", reply{err: &net.DNSError{IsNotFound: true}}, map[string]end{"read": {1, false}}},
	} {
		for class, want := range test.ends {
			t.Run(test.name+"/"+class, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c, s := scripted(t, test.fail)
					err := classes[class](t.Context(), c)
					if got := (end{len(s.requests()), IsAmbiguous(err)}); err == nil || got != want {
						t.Errorf("got %+v, want %+v; error: %v", got, want, err)
					}
				})
			})
		}
	}
}

// After any number of failures that allow it, the answer is the call's.
func TestRecovery(t *testing.T) {
	good := ok(`{"id":"x","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}`)
	for class, failures := range map[string][]reply{
		"read":       {throttled, {status: 503}, {err: io.ErrUnexpectedEOF}, {status: 500}, {status: 504, header: "Content-Type: text/html"}, throttled},
		"patient":    slices.Repeat([]reply{{status: 503, header: "Retry-After: 1"}}, 25),
		"repeatable": {throttled, {status: 503, header: "Retry-After: 1"}, {err: io.ErrUnexpectedEOF}, {status: 500}},
		"update":     {{err: io.ErrUnexpectedEOF}, {status: 502}},
		"delete":     {{err: io.ErrUnexpectedEOF}, {status: 502}},
		"create":     {throttled, {err: refusedDial}, throttled, throttled},
		"sync":       slices.Repeat([]reply{throttled}, 30),
	} {
		t.Run(class, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, s := scripted(t, append(slices.Clone(failures), good)...)
				if err := classes[class](t.Context(), c); err != nil {
					t.Fatal(err)
				}
				all := s.requests()
				if len(all) != len(failures)+1 {
					t.Errorf("%d requests", len(all))
				}
				for _, r := range all[1:] {
					if r.Body != all[0].Body || r.Header.Get("client-request-id") != all[0].Header.Get("client-request-id") {
						t.Errorf("a repeat differs from the first: %+v", r)
					}
				}
			})
		})
	}
}

// The wait is the service's to the nanosecond: whole, decimal, as a date, and the one that Intune hides in its message.
func TestRetryAfter(t *testing.T) {
	for name, test := range map[string]struct {
		reply reply
		want  time.Duration
	}{
		"decimal":               {throttled, 2128 * time.Millisecond},
		"whole":                 {reply{status: 429, header: "Retry-After: 17"}, 17 * time.Second},
		"date":                  {reply{status: 503, header: "Retry-After: Thu, 05 Nov 2026 10:00:40 GMT"}, 40 * time.Second},
		"longer than any cap":   {reply{status: 429, header: "Retry-After: 900"}, 15 * time.Minute},
		"in the message":        {reply{status: 429, body: `{"error":{"code":"","message":"{\"Message\":\"Too fast\",\"RetryAfter\":\"7.5\"}"}}`}, 7500 * time.Millisecond},
		"number in the message": {reply{status: 429, body: `{"error":{"code":"","message":"{\"Message\":\"Too fast\",\"RetryAfter\":8}"}}`}, 8 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, s := scripted(t, test.reply, ok(`{}`))
				if _, err := c.DeviceAppManagement(t.Context()); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]time.Duration{test.want}, s.gaps()); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestRetryAfterThatIsNone(t *testing.T) {
	for _, value := range []string{"", "0", "-3", "NaN", "soon", "-Inf", "Thu, 05 Nov 2020 10:00:00 GMT"} {
		if d := retryAfter(http.Header{"Retry-After": {value}}, nil); d != 0 {
			t.Errorf("%q: %v", value, d)
		}
	}
	if d := retryAfter(http.Header{"Retry-After": {"1e300"}}, nil); d != 1e6*time.Second {
		t.Errorf("a huge one: %v", d)
	}
}

// Without a time from the service the waits grow, and are bounded.
func TestBackoff(t *testing.T) {
	for n := 1; n < 70; n++ {
		whole := 10 * time.Second
		if n <= 5 {
			whole = 500 * time.Millisecond << (n - 1)
		}
		for range 50 {
			if d := backoff(n); d < whole/2 || d >= whole*3/2 {
				t.Fatalf("try %d: %v is not about %v", n, d, min(whole, 10*time.Second))
			}
		}
	}
}

// A wait that would outlast the deadline is not begun.
func TestRetryAfterBeyondDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, reply{status: 429, header: "Retry-After: 120", body: throttled.body})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		began := time.Now()
		_, err := c.DeviceAppManagement(ctx)
		const want = "GET /beta/deviceAppManagement: 429 Too Many Requests (TooManyRequests): Please retry again later. " +
			"Request id service-id, client request id CLIENT-ID. The service asks to wait 2m0s before the next try, but only " +
			"30s are left. Allow more time, or do less at once."
		if text(err) != want {
			t.Errorf("got  %s\nwant %s", text(err), want)
		}
		if !IsThrottled(err) || time.Since(began) != 0 || len(s.requests()) != 1 {
			t.Errorf("throttled %v after %v and %d requests", IsThrottled(err), time.Since(began), len(s.requests()))
		}
	})
}

// Without a deadline the waiting still ends.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, reply{status: 429, header: "Retry-After: 100"})
		began := time.Now()
		_, err := c.DeviceAppManagement(context.Background())
		if took := time.Since(began); !IsThrottled(err) || took > patience || took < patience-100*time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// Ending the context ends a wait, a request in flight and a queue for writing at once, and says so.
func TestCancellation(t *testing.T) {
	for name, test := range map[string]struct {
		reply     reply
		class     string
		want      string
		ambiguous bool
	}{
		"while waiting": {reply{status: 429, header: "Retry-After: 600"}, "create",
			"POST /beta/deviceAppManagement/mobileApps/" + appID + "/assignments: 429 Too Many Requests. Request id service-id, " +
				"client request id CLIENT-ID. Cancelled while waiting to try again.", false},
		"in flight": {reply{status: 200, wait: time.Hour}, "create",
			"POST /beta/deviceAppManagement/mobileApps/" + appID + "/assignments: no answer: context canceled. " +
				"Client request id CLIENT-ID. It may have been performed all the same.", true},
		"waiting after a lost answer": {reply{err: io.ErrUnexpectedEOF}, "read",
			"GET /beta/deviceAppManagement: no answer: unexpected EOF. Client request id CLIENT-ID. " +
				"Cancelled while waiting to try again.", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, _ := scripted(t, test.reply)
				ctx, cancel := context.WithCancel(t.Context())
				began := time.Now()
				time.AfterFunc(100*time.Millisecond, cancel)
				err := classes[test.class](ctx, c)
				if text(err) != test.want {
					t.Errorf("got  %s\nwant %s", text(err), test.want)
				}
				if !errors.Is(err, context.Canceled) || IsAmbiguous(err) != test.ambiguous || time.Since(began) != 100*time.Millisecond {
					t.Errorf("after %v: %#v", time.Since(began), err)
				}
			})
		})
	}
}

func TestDeadlineWhileWaiting(t *testing.T) {
	e := &Error{Status: 503, Message: "busy"}
	e.stop(context.DeadlineExceeded, 0, 0)
	const want = "503 Service Unavailable: busy. The time allowed ran out while waiting to try again. Allow more time, or do less at once."
	if e.Error() != want || !errors.Is(e, context.DeadlineExceeded) {
		t.Errorf("got %s", e)
	}
}
