package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

// Limits of JSON batching: 20 requests a batch is the service's (Graph docs, JSON batching); the number of batches in
// flight is ours, so that one bulk call does not spend the tenant's whole allowance at once.
const (
	batchLimit   = 20
	batchesAbout = 4
)

// part is one GET inside a batch, and what came of it: an answer of 2xx, or an error.
type part struct {
	call    call
	answer  *answer
	err     error
	omitted *Error // the batch was answered, and this part was not
}

// batch makes many reads of one operation, twenty to a request. It fills in every part; it has no error of its own.
// Only reads go in: so the outer request may be repeated like a read, and parts need no order among them.
func (c *Client) batch(ctx context.Context, parts []*part) {
	var group errgroup.Group
	group.SetLimit(batchesAbout)
	for chunk := range slices.Chunk(parts, batchLimit) {
		group.Go(func() error {
			c.batchChunk(ctx, chunk)
			return nil
		})
	}
	_ = group.Wait()
}

// batchChunk sends up to twenty parts, and again those that were throttled, unlucky or left out, alone and after the longest
// wait that any of them was asked for (Graph docs, Throttling and batching).
func (c *Client) batchChunk(ctx context.Context, open []*part) {
	allowed := make(map[*part]*tries, len(open))
	for _, p := range open {
		allowed[p] = newTries(ctx, harmless)
	}
	for len(open) > 0 {
		if err := c.sendBatch(ctx, open); err != nil {
			for _, p := range open {
				p.answer, p.err = nil, err
			}
			return
		}
		var again []*part
		var longest time.Duration
		for _, p := range open {
			o, failed := p.outcome()
			if !failed {
				continue
			}
			t := allowed[p]
			wait, more := t.after(o)
			p.err = p.refusal(nil, t)
			if more {
				again, longest = append(again, p), max(longest, wait)
			}
		}
		if len(again) == 0 {
			return
		}
		if stopped := sleep(ctx, longest); stopped != nil {
			for _, p := range again {
				p.err = p.refusal(stopped, allowed[p])
			}
			return
		}
		open = again
	}
}

// outcome is how the part ended, where that is a failure that another try could mend.
func (p *part) outcome() (o outcome, failed bool) {
	switch {
	case p.omitted != nil:
		return outcome{omitted: true}, true
	case p.err != nil || p.answer.success():
		return outcome{}, false
	}
	return p.answer.outcome(), true
}

func (p *part) refusal(stopped error, t *tries) *Error {
	e := p.omitted
	if p.answer != nil {
		e = p.answer.refusal()
	}
	e.stop(stopped, t.asked, t.left)
	return e
}

type batchRequest struct {
	ID      string            `json:"id"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers,omitempty"`
}

type batchResponse struct {
	ID      string
	Status  int
	Headers map[string]string
	Body    json.RawMessage
}

// sendBatch sends the parts once and gives each its answer, or its error when the batch has none for it.
func (c *Client) sendBatch(ctx context.Context, parts []*part) error {
	requests := make([]batchRequest, 0, len(parts))
	for i, p := range parts {
		p.answer, p.err, p.omitted = nil, nil, nil
		address, err := p.call.path.escaped()
		if err != nil {
			p.err = p.call.origin("").unsendable(err)
			continue
		}
		if p.call.query != "" {
			address += "?" + p.call.query
		}
		r := batchRequest{ID: strconv.Itoa(i), Method: http.MethodGet, URL: address}
		if p.call.eventual {
			r.Headers = map[string]string{"ConsistencyLevel": "eventual"}
		}
		requests = append(requests, r)
	}
	if len(requests) == 0 {
		return nil
	}
	outer := call{op: parts[0].call.op, method: http.MethodPost, path: path{"$batch"}, batchSize: len(requests),
		body: map[string]any{"requests": requests}}
	a, err := c.do(ctx, outer)
	if err != nil {
		return err
	}
	var wire struct{ Responses items[batchResponse] }
	if err := a.decode(&wire); err != nil {
		return err
	}
	for _, r := range wire.Responses {
		// Answers come in any order (Graph docs, JSON batching).
		i, err := strconv.Atoi(r.ID)
		if err != nil || i < 0 || i >= len(parts) || parts[i].err != nil || parts[i].answer != nil {
			continue
		}
		parts[i].take(r, a.clientRequestID)
	}
	for _, p := range parts {
		if p.answer == nil && p.err == nil {
			p.omitted = (&answer{p.call.origin(a.clientRequestID), a.status, a.header, nil}).
				nonsense("the answer to the batch leaves this request out")
			p.err = p.omitted
		}
	}
	return nil
}

// take gives a part its answer. One of 2xx must be a JSON object, as all that is asked for is.
func (p *part) take(r batchResponse, clientRequestID string) {
	h := make(http.Header, len(r.Headers))
	for name, value := range r.Headers {
		h.Set(name, value)
	}
	h.Set("Content-Type", "application/json") // the outer answer was; the inner header is often left out
	p.answer = &answer{p.call.origin(clientRequestID), r.Status, h, r.Body}
	if p.answer.success() && (len(r.Body) == 0 || r.Body[0] != '{') {
		p.err = p.answer.nonsense("the answer inside the batch is not a JSON object")
	}
}

// bulk makes one read for each id and turns what comes into answers, in the order of the ids. A 404 is not an error.
func bulk[T any](ctx context.Context, c *Client, ids []string, ask func(id string) call, read func(*answer) (T, error)) []Answer[T] {
	parts := make([]*part, len(ids))
	for i, id := range ids {
		parts[i] = &part{call: ask(id)}
	}
	c.batch(ctx, parts)
	answers := make([]Answer[T], len(ids))
	for i, p := range parts {
		if p.err != nil {
			// A 404 of the batch itself, as of a wrong endpoint, leaves no answer in the parts.
			if p.answer == nil || p.answer.status != http.StatusNotFound {
				answers[i].Err = p.err
			}
			continue
		}
		answers[i].Value, answers[i].Err = read(p.answer)
		answers[i].Found = answers[i].Err == nil
	}
	return answers
}

// bulkLists is bulk for collections: the further pages of one that does not fit are read one by one.
func bulkLists[W, T any](ctx context.Context, c *Client, ids []string, ask func(id string) call, convert func(W) (T, error)) []Answer[[]T] {
	byOrigin := func(a *answer) (*answer, error) { return a, nil }
	kept := func(id string) call {
		k := ask(id)
		k.kept = true
		return k
	}
	first := bulk(ctx, c, ids, kept, byOrigin)
	answers := make([]Answer[[]T], len(ids))
	for i, f := range first {
		answers[i].Found, answers[i].Err = f.Found, f.Err
		if !f.Found {
			continue
		}
		items := []T{}
		err := listFrom(ctx, c, kept(ids[i]), f.Value, func(page []W) error {
			for _, w := range page {
				item, err := convert(w)
				if err != nil {
					return senseless(err.Error())
				}
				items = append(items, item)
			}
			return nil
		})
		answers[i] = Answer[[]T]{items, err == nil, err}
	}
	return answers
}
