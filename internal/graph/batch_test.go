package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// inner is the answer to one request inside a batch. Status 0 leaves it out.
type inner struct {
	status  int
	headers map[string]string
	body    string
}

type batched struct {
	ID, Method, URL string
	Headers         map[string]string
}

// batches is a transport that answers batches, in reverse order, from what answer says of each request inside.
type batches struct {
	answer func(batched) inner
	mu     sync.Mutex
	sizes  []int
	at     []time.Time
	others []string // requests that were no batch
}

func (b *batches) Do(r *http.Request) (*http.Response, error) {
	s := see(r)
	b.mu.Lock()
	defer b.mu.Unlock()
	if !strings.HasSuffix(r.URL.Path, "/$batch") {
		b.others = append(b.others, s.Line)
		in := b.answer(batched{Method: r.Method, URL: r.URL.String()})
		return (&script{replies: []reply{{status: in.status, body: in.body}}}).Do(r)
	}
	var body struct{ Requests []batched }
	if err := json.Unmarshal([]byte(s.Body), &body); err != nil {
		panic(err)
	}
	b.sizes = append(b.sizes, len(body.Requests))
	b.at = append(b.at, time.Now())
	var responses []string
	for _, q := range slices.Backward(body.Requests) {
		in := b.answer(q)
		if in.status == 0 {
			continue
		}
		headers, _ := json.Marshal(in.headers)
		if in.body == "" {
			in.body = "null"
		}
		responses = append(responses, fmt.Sprintf(`{"id":%q,"status":%d,"headers":%s,"body":%s}`, q.ID, in.status, headers, in.body))
	}
	return (&script{replies: []reply{ok(`{"responses":[` + strings.Join(responses, ",") + `]}`)}}).Do(r)
}

func batching(t *testing.T, answer func(batched) inner) (*Client, *batches) {
	b := &batches{answer: answer}
	return client(t, Options{Graph: "https://graph.test", Transport: b}), b
}

func ids(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%08d-0000-0000-0000-000000000000", i)
	}
	return all
}

func groupBody(q batched) inner {
	id, _, _ := strings.Cut(strings.TrimPrefix(q.URL, "/groups/"), "?")
	return inner{status: 200, body: `{"id":"` + strings.ToUpper(id) + `","displayName":"Group ` + id[:8] + `"}`}
}

// Twenty to a request, answers matched whatever their order, a 404 no error.
func TestBatch(t *testing.T) {
	c, b := batching(t, func(q batched) inner {
		if q.Method != "GET" || !strings.HasSuffix(q.URL, "?$select=id%2CdisplayName") || q.Headers != nil {
			t.Errorf("inner request %+v", q)
		}
		if strings.Contains(q.URL, "00000003-") {
			return inner{status: 404, body: `{"error":{"code":"Request_ResourceNotFound","message":"gone"}}`}
		}
		return groupBody(q)
	})
	asked := ids(45)
	got := c.Groups(t.Context(), asked)
	for i, a := range got {
		want := Answer[Group]{Value: Group{asked[i], "Group " + asked[i][:8]}, Found: true}
		if i == 3 {
			want = Answer[Group]{}
		}
		if diff := cmp.Diff(want, a); diff != "" {
			t.Errorf("answer %d: %s", i, diff)
		}
	}
	slices.Sort(b.sizes)
	if len(got) != 45 || !slices.Equal(b.sizes, []int{5, 20, 20}) {
		t.Errorf("%d answers, batches of %v", len(got), b.sizes)
	}
	if got := c.Groups(t.Context(), nil); len(got) != 0 || len(b.sizes) != 3 {
		t.Error("a request was made for no ids")
	}
}

// Only what was throttled is asked again, after the longest wait asked for.
func TestBatchInnerRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries := map[string]int{}
		c, b := batching(t, func(q batched) inner {
			tries[q.URL]++
			first := tries[q.URL] == 1
			switch {
			case first && strings.Contains(q.URL, "00000001-"):
				return inner{429, map[string]string{"retry-after": "2.5"}, `{"error":{"code":"TooManyRequests","message":"slow"}}`}
			case first && strings.Contains(q.URL, "00000004-"):
				return inner{429, map[string]string{"Retry-After": "7"}, `{"error":{"code":"TooManyRequests","message":"slow"}}`}
			case first && strings.Contains(q.URL, "00000005-"):
				return inner{424, nil, `{"error":{"code":"FailedDependency","message":"another one was throttled"}}`}
			case strings.Contains(q.URL, "00000006-") && tries[q.URL] <= 3:
				return inner{503, nil, `{}`}
			case first && strings.Contains(q.URL, "00000007-"):
				return inner{} // left out of the answer
			}
			return groupBody(q)
		})
		for i, a := range c.Groups(t.Context(), ids(8)) {
			if !a.Found || a.Err != nil {
				t.Errorf("answer %d: %+v", i, a)
			}
		}
		if !slices.Equal(b.sizes[:2], []int{8, 5}) || b.at[1].Sub(b.at[0]) != 7*time.Second {
			t.Errorf("batches of %v, the second after %v", b.sizes, b.at[1].Sub(b.at[0]))
		}
		if !slices.Equal(b.sizes[2:], []int{1, 1}) {
			t.Errorf("then batches of %v", b.sizes[2:])
		}
	})
}

// What goes wrong for one request is its own error, with the path of that request and the permissions it needs.
func TestBatchInnerErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := batching(t, func(q batched) inner {
			switch q.URL[len("/groups/") : len("/groups/")+8] {
			case "00000000":
				return inner{403, map[string]string{"request-id": "inner-id"}, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}`}
			case "00000001":
				return inner{}
			case "00000002":
				return inner{200, nil, `"aGVsbG8="`}
			case "00000003":
				return inner{200, nil, `{"displayName":"no id"}`}
			case "00000004":
				return inner{429, map[string]string{"Retry-After": "3600"}, `{"error":{"code":"TooManyRequests","message":"slow"}}`}
			}
			return groupBody(q)
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		path := func(i int) string { return "GET /v1.0/groups/" + ids(6)[i] + ": " }
		want := []string{
			path(0) + "403 Forbidden (Authorization_RequestDenied): Insufficient privileges to complete the operation. " +
				"Request id inner-id, client request id CLIENT-ID. This call needs one of the permissions " +
				"GroupMember.Read.All, Group.Read.All, Directory.Read.All, Group.ReadWrite.All, Directory.ReadWrite.All.",
			path(1) + "200 OK: the answer to the batch leaves this request out. Request id service-id, client request id CLIENT-ID.",
			path(2) + "200 OK: the answer inside the batch is not a JSON object. Client request id CLIENT-ID.",
			path(3) + "200 OK: the answer is a group without an id. Client request id CLIENT-ID.",
			path(4) + "429 Too Many Requests (TooManyRequests): slow. Client request id CLIENT-ID. The service asks to wait " +
				"1h0m0s before the next try, but only 1m0s are left. Allow more time, or do less at once.",
			"",
		}
		var got []string
		for _, a := range c.Groups(ctx, ids(6)) {
			got = append(got, text(a.Err))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// When the batch itself fails, every request in it did: a 404 of the batch does not mean that nothing exists.
func TestBatchOuterFailure(t *testing.T) {
	for _, status := range []int{400, 404} {
		c, _ := serve(t, func(seen) reply { return reply{status: status, body: `{"error":{"code":"x","message":"no"}}`} })
		for _, a := range c.Groups(t.Context(), ids(3)) {
			want := fmt.Sprintf("POST /v1.0/$batch: %s (x): no. Request id service-id, client request id CLIENT-ID.", statusText(status))
			if a.Found || text(a.Err) != want {
				t.Errorf("%v, %s", a.Found, text(a.Err))
			}
		}
	}
}

// All that goes into a batch is read, so the batch is repeated like a read although it is a POST.
func TestBatchOuterRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		good := ok(`{"responses":[{"id":"0","status":200,"body":{"id":"a"}}]}`)
		c, s := scripted(t, reply{status: 502}, throttled, reply{status: 500}, good)
		if got := c.Groups(t.Context(), []string{"a"}); got[0].Err != nil || len(s.requests()) != 4 {
			t.Errorf("%v after %d requests", got[0].Err, len(s.requests()))
		}
	})
}

// Cancelling while some of a batch waits keeps what has been answered.
func TestBatchCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := batching(t, func(q batched) inner {
			if strings.Contains(q.URL, "00000001-") {
				return inner{429, map[string]string{"Retry-After": "60"}, `{}`}
			}
			return groupBody(q)
		})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		got := c.Groups(ctx, ids(2))
		if !got[0].Found || !cmp.Equal(got[1].Err, context.Canceled, cmpopts.EquateErrors()) {
			t.Errorf("got %+v", got)
		}
	})
}
