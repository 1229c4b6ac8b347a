package graph

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"
	"github.com/google/uuid"
)

// call is one request as the API areas put it.
type call struct {
	op     operation
	method string // empty for GET
	path   path
	query  string // from query()
	body   any    // marshalled; nil for none

	// eventual asks for the directory's advanced queries, which $count and casts need (Graph docs, Advanced query
	// capabilities). It is not part of a nextLink, and so has to be repeated with each page.
	eventual bool

	kept bool // of a list: its items are kept; see maxKept

	link      string // followed as it stands, in place of path and query; checked by base.link
	batchSize int
}

// origin is where an answer comes from, as its errors tell it.
type origin struct {
	op              operation
	method, path    string // path as it was sent, without the query
	clientRequestID string
}

// answer is a response of the service, its body read.
type answer struct {
	origin
	status int
	header http.Header
	body   []byte
}

// do makes one call: sends it, has it repeated as its operation allows, and returns the answer or an *Error.
func (c *Client) do(ctx context.Context, k call) (*answer, error) {
	service := c.graph
	if k.op.store() {
		service = c.store
	}
	p := &progress{origin: k.origin(uuid.NewString()), batchSize: k.batchSize}
	req, err := c.request(ctx, k, service, p.origin)
	if err != nil {
		return nil, p.unsendable(err)
	}
	p.path = word(req.Raw().URL.EscapedPath())
	req.SetOperationValue(p)
	resp, err := service.pipe.Do(req)
	if !answered(resp, err) {
		return nil, p.noAnswer(err)
	}
	a := &answer{p.origin, resp.StatusCode, resp.Header, payload(resp)}
	if !a.success() {
		e := a.refusal()
		e.stop(p.stopped, p.asked, p.left)
		return nil, e
	}
	if len(a.body) > 0 && !a.json() {
		return nil, a.nonsense("the answer is " + mediaType(a.header) + ", not JSON: something between here and the " +
			"service, such as a proxy or a sign-in page, gave it")
	}
	return a, nil
}

// most is how many bytes the pages of a list may have together.
func (k call) most() int64 { // more than a 32-bit int holds
	if k.kept {
		return maxKept
	}
	return maxStreamed
}

// origin is where the answer to a call will come from.
func (k call) origin(clientRequestID string) origin {
	o := origin{k.op, cmp.Or(k.method, http.MethodGet), "", clientRequestID}
	if rest, err := k.path.escaped(); err == nil {
		o.path = "/" + string(k.op.fact().version) + rest
	}
	return o
}

// success says that the service did what it was asked.
func (a *answer) success() bool { return a.status/100 == 2 }

func (c *Client) request(ctx context.Context, k call, s service, o origin) (*policy.Request, error) {
	if !s.here {
		return nil, errors.New("no endpoint is configured for this service")
	}
	address := k.link
	if address == "" {
		rest, err := k.path.escaped()
		if err != nil {
			return nil, err
		}
		if address = s.base.at(k.op.fact().version, rest); k.query != "" {
			address += "?" + k.query
		}
	} else if err := s.base.link(address); err != nil {
		return nil, err
	}
	req, err := runtime.NewRequest(ctx, o.method, address)
	if err != nil {
		return nil, errors.New("the address of the request is malformed") // the cause repeats the query
	}
	h := req.Raw().Header
	h.Set("Accept", "application/json")
	h.Set("client-request-id", o.clientRequestID)
	h.Set("User-Agent", c.userAgent)
	if k.eventual {
		h.Set("ConsistencyLevel", "eventual")
	}
	if k.body == nil {
		return req, nil
	}
	body, err := json.Marshal(k.body)
	if err != nil {
		return nil, err
	}
	return req, req.SetBody(streaming.NopCloser(bytes.NewReader(body)), "application/json")
}

// payload is the body, which the pipeline has read already.
func payload(resp *http.Response) []byte {
	if resp == nil || resp.Body == nil {
		return nil
	}
	body, err := runtime.Payload(resp)
	if err != nil {
		return nil
	}
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return body
}

func mediaType(h http.Header) string {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	if kind = strings.TrimSpace(kind); kind == "" {
		return "of no declared type"
	}
	return word(strings.ToLower(kind))
}

// json says that the body claims to be JSON: application/json, or a type built on it.
func (a *answer) json() bool {
	kind := mediaType(a.header)
	return kind == "application/json" || strings.HasSuffix(kind, "+json") || kind == "text/json"
}

// serviceTime is when the service answered by its own clock, or zero when it did not say.
func serviceTime(h http.Header) time.Time {
	t, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// requestID is the service's id of a request. Graph calls it request-id; the Store's service and gateways before
// both use other names.
func requestID(h http.Header) string {
	for _, name := range [...]string{"request-id", "x-ms-request-id", "MS-RequestId", "x-ms-correlation-request-id"} {
		if id := h.Get(name); id != "" {
			return word(id)
		}
	}
	return ""
}
