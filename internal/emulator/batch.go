package emulator

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// maxBatch is how many requests a batch may hold. Source: Graph docs, json-batching.
const maxBatch = 20

type batchRequest struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []string          `json:"dependsOn"`
}

type batchResponse struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    any               `json:"body,omitempty"`
	dropped bool              // by a fault
}

// batch answers a JSON batch. Its requests run in the order given, except that
// a request waits for those it depends on; the answers come in any order. A
// fault that cuts one of them cuts the whole batch.
func (s *Server) batch(ctx context.Context, e *exchange) reply {
	e.area = directoryArea
	requests, err := readBatch(e.call)
	if err != nil {
		return s.failed(e, err)
	}
	e.batchSize = len(requests)
	b := &running{server: s, ctx: ctx, outer: e, requests: requests, done: map[string]*batchResponse{}}
	var responses []*batchResponse
	for _, r := range requests {
		if response := b.run(r); !response.dropped {
			responses = append(responses, response)
		}
	}
	// Any order: by chance, but the same chance for the same ids.
	shuffle := rand.New(rand.NewPCG(uint64(len(requests)), uint64(len(e.call.body))))
	shuffle.Shuffle(len(responses), func(i, j int) { responses[i], responses[j] = responses[j], responses[i] })
	out := s.written(e, answer{object: map[string]any{"responses": responses}})
	out.cut = b.cut
	return out
}

func readBatch(c *call) ([]batchRequest, error) {
	bad := func(format string, arguments ...any) error {
		return &apiError{status: http.StatusBadRequest, code: "BadRequest", message: fmt.Sprintf(format, arguments...)}
	}
	if c.method != http.MethodPost {
		return nil, &apiError{status: http.StatusMethodNotAllowed, code: "Request_BadRequest", message: "Specified HTTP method is not allowed for the request target."}
	}
	var body struct {
		Requests []batchRequest `json:"requests"`
	}
	decoder := json.NewDecoder(bytes.NewReader(c.body))
	if err := decoder.Decode(&body); err != nil || body.Requests == nil {
		return nil, bad("Invalid batch payload format.")
	}
	if len(body.Requests) > maxBatch {
		return nil, bad("Number of requests inside batch exceed the limit %d.", maxBatch)
	}
	ids := map[string]bool{}
	for i, r := range body.Requests {
		if string(r.Body) == "null" {
			r.Body, body.Requests[i].Body = nil, nil
		}
		id := strings.ToLower(r.ID)
		switch {
		case id == "" || r.Method == "" || r.URL == "":
			return nil, bad("Invalid batch payload format: each request needs an id, a method and a url.")
		case ids[id]:
			return nil, bad("Invalid batch payload format: the id '%s' is used more than once.", r.ID)
		case len(r.Body) > 0 && !hasHeader(r.Headers, "Content-Type"):
			return nil, bad("Invalid batch payload format: the request '%s' has a body and no Content-Type header.", r.ID)
		}
		ids[id] = true
	}
	for _, r := range body.Requests {
		for _, on := range r.DependsOn {
			if !ids[strings.ToLower(on)] || strings.EqualFold(on, r.ID) {
				return nil, bad("Invalid batch payload format: the request '%s' depends on '%s', which is not in the batch.", r.ID, on)
			}
		}
	}
	return body.Requests, nil
}

func hasHeader(headers map[string]string, name string) bool {
	for given := range headers {
		if strings.EqualFold(given, name) {
			return true
		}
	}
	return false
}

// running is a batch being answered.
type running struct {
	server   *Server
	ctx      context.Context
	outer    *exchange
	requests []batchRequest
	done     map[string]*batchResponse // nil while it waits for others
	cut      bool
}

func (b *running) run(r batchRequest) *batchResponse {
	id := strings.ToLower(r.ID)
	if response, started := b.done[id]; started {
		return response
	}
	b.done[id] = nil
	for _, on := range r.DependsOn {
		i := slices.IndexFunc(b.requests, func(other batchRequest) bool { return strings.EqualFold(other.ID, on) })
		if first := b.run(b.requests[i]); first == nil || first.Status >= 400 {
			b.done[id] = &batchResponse{ID: r.ID, Status: http.StatusFailedDependency, Headers: map[string]string{}}
			return b.done[id]
		}
	}
	b.done[id] = b.answer(r)
	return b.done[id]
}

func (b *running) answer(r batchRequest) *batchResponse {
	outer := b.outer.call
	path, query, _ := strings.Cut("/"+strings.TrimPrefix(r.URL, "/"), "?")
	values, err := url.ParseQuery(query)
	c := &call{
		method: strings.ToUpper(r.Method), version: outer.version, path: path, header: http.Header{}, query: values,
		body: r.Body, caller: outer.caller, inBatch: true, now: outer.now, root: outer.root,
	}
	for name, value := range r.Headers {
		c.header.Set(name, value)
	}
	e := &exchange{call: c, full: "/" + string(c.version) + path, requestID: uuid.NewString(), area: areaOf(path)}
	var out reply
	switch {
	case err != nil:
		out = b.server.refuse(e, &apiError{status: http.StatusBadRequest, code: "BadRequest", message: "Invalid url."})
	case path == "/$batch":
		out = b.server.refuse(e, &apiError{status: http.StatusBadRequest, code: "BadRequest", message: "A batch cannot hold a batch."})
	default:
		if out, err = b.server.single(b.ctx, e, routes); err != nil {
			b.cut = true
		}
	}
	response := &batchResponse{ID: r.ID, Status: out.status, Headers: map[string]string{}, dropped: out.drop}
	for name := range out.header {
		response.Headers[name] = out.header.Get(name)
	}
	switch {
	case out.isText: // what is not JSON comes encoded
		response.Body = base64.StdEncoding.EncodeToString(out.body)
	case len(out.body) > 0:
		response.Body = json.RawMessage(out.body)
	}
	return response
}
