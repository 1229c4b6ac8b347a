package graph

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// hostile is a client, by the transport of production, on a plain server that does as it likes.
func hostile(t *testing.T, answer http.HandlerFunc) *Client {
	t.Helper()
	srv := httptest.NewServer(answer)
	t.Cleanup(srv.Close)
	own, err := NewTransport()
	if err != nil {
		t.Fatal(err)
	}
	return client(t, Options{Graph: srv.URL, Store: srv.URL, Transport: own})
}

// endless is a body that is never all there, and that counts how much of it was taken.
type endless struct {
	block []byte
	taken atomic.Int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.block)
	e.taken.Add(int64(n))
	return n, nil
}

func (*endless) Close() error { return nil }

func (e *endless) Do(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: ok("").headers(), Request: r, Body: e}, nil
}

// A body of gigabytes is read up to the bound and no further, whichever call gets it, and is not asked for again.
func TestEndlessBody(t *testing.T) {
	for _, class := range []string{"read", "repeatable", "update", "create", "sync"} {
		e := &endless{block: bytes.Repeat([]byte(`{"a":[1,2,3]},`), 1<<12)}
		err := classes[class](t.Context(), client(t, Options{Graph: "https://graph.test", Transport: e}))
		if !errors.Is(err, errTooLarge) || e.taken.Load() != maxAnswer+1 {
			t.Errorf("%s: %v after %d bytes", class, err, e.taken.Load())
		}
	}
}

// What a compressed answer unpacks to is what is bounded.
func TestGzipBomb(t *testing.T) {
	var bomb bytes.Buffer
	z, _ := gzip.NewWriterLevel(&bomb, gzip.BestSpeed)
	for range maxAnswer>>20 + 1 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	c := hostile(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	})
	_, err := c.DeviceAppManagement(t.Context())
	if !errors.Is(err, errTooLarge) || bomb.Len() > 1<<20 {
		t.Errorf("%d bytes on the wire: %v", bomb.Len(), err)
	}
}

// A header without end is refused by the transport.
func TestHeaderBomb(t *testing.T) {
	c := hostile(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 100 {
			w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("a", 8<<10))
		}
	})
	const want = "POST /beta/deviceAppManagement/mobileApps/" + appID + "/assignments: no answer: net/http: HTTP/1.x transport connection " +
		"broken: net/http: server response headers exceeded 262144 bytes; aborted. Client request id CLIENT-ID. It may have been performed all the same."
	if err := classes["create"](t.Context(), c); text(err) != want {
		t.Errorf("\n got %s\nwant %s", text(err), want)
	}
}

// trickle is a body of which a byte comes every second.
type trickle struct{ context.Context }

func (b trickle) Read(p []byte) (int, error) {
	p[0] = ' '
	return 1, sleep(b.Context, time.Second)
}

func (trickle) Close() error { return nil }

func (trickle) Do(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: ok("").headers(), Request: r, Body: trickle{r.Context()}}, nil
}

// An answer that trickles is given up, and so is a call that gets nothing else, with no deadline of the caller's.
func TestTricklingBody(t *testing.T) {
	for class, want := range map[string]time.Duration{"create": maxDuration, "read": patience + maxDuration} {
		synctest.Test(t, func(t *testing.T) {
			c := client(t, Options{Graph: "https://graph.test", Transport: trickle{}})
			began := time.Now()
			err := classes[class](context.Background(), c)
			if took := time.Since(began); !errors.Is(err, errTooSlow) || took > want || IsAmbiguous(err) != (class == "create") {
				t.Errorf("%s: %v after %v", class, err, took)
			}
		})
	}
}

// A redirect is told and not followed, wherever it leads: what it leads to would be sent the token.
func TestRedirectElsewhere(t *testing.T) {
	var led atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { led.Add(1) }))
	defer elsewhere.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, to := range []string{elsewhere.URL, "//" + strings.TrimPrefix(elsewhere.URL, "http://"), "file:///etc/passwd", "https://graph.test%00@x/", ""} {
			c := hostile(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", to)
				w.WriteHeader(status)
			})
			for _, class := range []string{"read", "create"} {
				err := classes[class](t.Context(), c)
				if err == nil || !strings.Contains(text(err), "a redirect, which is not followed") || IsAmbiguous(err) {
					t.Errorf("%d to %q: %s", status, to, text(err))
				}
			}
		}
	}
	if led.Load() != 0 {
		t.Errorf("%d requests were led elsewhere", led.Load())
	}
}

// raw answers each connection with bytes as they stand, and holds it open until the client hangs up.
func raw(t *testing.T, answer string) *Client {
	t.Helper()
	return hostile(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a request that is still being written would end otherwise
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, answer)
		_, _ = conn.Read(make([]byte, 1))
		_ = conn.Close()
	})
}

// Statuses below 200, and answers that are no HTTP at all, end in an error at once and not in a wait.
func TestStrangeStatuses(t *testing.T) {
	const create = "POST /beta/deviceAppManagement/mobileApps/" + appID + "/assignments: "
	const ids = " Client request id CLIENT-ID."
	const broken = "no answer: net/http: HTTP/1.x transport connection broken: "
	const may = " It may have been performed all the same."
	for name, test := range map[string]struct{ answer, want string }{
		"another protocol": {"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", "101 Switching Protocols." + ids},
		"ever to come": {strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: "+strings.Repeat("x", 8<<10)+"\r\n\r\n", 200),
			broken + "net/http: server response headers exceeded 262144 bytes; aborted." + ids + may},
		"0":             {"HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n", "no answer: the answer has no HTTP status." + ids + may},
		"no number":     {"HTTP/1.1 OK\r\n\r\n", broken + `malformed HTTP status code "OK".` + ids + may},
		"a mail server": {"220 mail.example ESMTP\r\n", broken + `malformed HTTP status code "mail.example".` + ids + may},
		"an escape":     {"\x1b]0;owned\a\r\n", broken + `malformed HTTP response "\x1b]0;owned\a".` + ids + may},
		"no body":       {"HTTP/1.1 204 No Content\r\n\r\n", "204 No Content: the answer is empty." + ids + may},
		"a length too long": {"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
			broken + `bad Content-Length "99999999999999999999".` + ids + may},
		"two lengths": {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
			broken + `http: message cannot contain multiple Content-Length headers; got ["2" "3"].` + ids + may},
	} {
		t.Run(name, func(t *testing.T) {
			if err := classes["create"](t.Context(), raw(t, test.answer)); text(err) != create+test.want {
				t.Errorf("\n got %s\nwant %s", text(err), create+test.want)
			}
		})
	}
}

// Waits that nobody can mean end in an error at once, or in the usual wait.
func TestAbsurdRetryAfter(t *testing.T) {
	for value, asked := range map[string]string{
		"99999999999999999999":          "277h46m40s",
		"1e308":                         "277h46m40s",
		"1e999":                         "277h46m40s",
		"Inf":                           "277h46m40s",
		"Fri, 31 Dec 9999 23:59:59 GMT": "2562047h47m16.854775807s",
		"-1":                            "",
		"-1e999":                        "",
		"NaN":                           "",
		"0x1p-2":                        "",
		"Thu, 01 Jan 0001 00:00:00 GMT": "",
		"\u0661\u0662":                  "",
		strings.Repeat("9", 100_000):    "277h46m40s",
		"1, 2":                          "",
	} {
		synctest.Test(t, func(t *testing.T) {
			c, s := scripted(t, reply{status: 429, header: "Retry-After: " + value}, ok(`{}`))
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			began := time.Now()
			_, err := c.DeviceAppManagement(ctx)
			switch {
			case asked == "" && (err != nil || time.Since(began) > time.Second):
				t.Errorf("%.40q: %v after %v", value, err, time.Since(began))
			case asked != "" && (time.Since(began) != 0 || len(s.requests()) != 1 ||
				!strings.Contains(text(err), "The service asks to wait "+asked+" before the next try, but only 1m0s are left.")):
				t.Errorf("%.40q: %s after %v", value, text(err), time.Since(began))
			}
		})
	}
}

// Answers of a batch to questions that were not in it are nobody's, the first of two is taken, and a missing one is
// asked for again.
func TestBatchAnswersMixedUp(t *testing.T) {
	group := func(id, name string) string {
		return `{"id":"` + id + `","status":200,"body":{"id":"G","displayName":"` + name + `"}}`
	}
	c, _ := scripted(t, ok(`{"responses":[`+strings.Join([]string{group("7", "unknown"), group("-1", "unknown"), group("0x0", "unknown"),
		group("", "unknown"), group("1e0", "unknown"), group("18446744073709551616", "unknown"), group("0", "first"), group("0", "second"),
		`{"status":200,"body":{"id":"G"}}`, `{"id":"2","status":204}`, `{"id":"3","status":200,"body":[{"id":"G"}]}`, `{"id":"4","status":-7}`,
		`{"id":"5","status":200,"headers":{"content-type":"text/html"},"body":"PGh0bWw+"}`}, ",")+`]}`), ok(`{"responses":[`+group("0", "asked again")+`]}`))
	var got []string
	for i, a := range c.Groups(t.Context(), ids(6)) {
		got = append(got, strings.TrimPrefix(text(a.Err), "GET /v1.0/groups/"+ids(6)[i]+": ")+a.Value.DisplayName)
	}
	const no = "200 OK: the answer inside the batch is not a JSON object. Client request id CLIENT-ID."
	want := []string{"first", "asked again",
		"204 No Content: the answer inside the batch is not a JSON object. Client request id CLIENT-ID.", no, "-7. Client request id CLIENT-ID.", no}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
