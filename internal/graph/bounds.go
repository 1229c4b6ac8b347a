package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// What an answer may cost, however much of it comes and however slowly.
const (
	// maxAnswer bounds the size of a body, after decompression. The largest honest one is a page of a thousand apps
	// with their descriptions: a few megabytes.
	maxAnswer = 64 << 20
	// maxHeader bounds the header, of which an honest one has some hundred bytes.
	maxHeader = 256 << 10
	// maxDuration bounds one attempt, its body included. Graph's own gateway gives up (504) well before; what remains
	// is a body that trickles.
	maxDuration = 5 * time.Minute
)

var (
	errTooLarge = errors.New("the answer is larger than 64 MiB")
	errNoStatus = errors.New("the answer has no HTTP status")
	errTooSlow  = fmt.Errorf("the answer did not end within %v", maxDuration)
)

// bounded is a transport whose answers end: in errTooLarge rather than fill the memory, and in errTooSlow rather than
// keep a run waiting for ever.
type bounded struct {
	policy.Transporter
	size int64
	time time.Duration
}

func (b bounded) Do(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	timer := time.AfterFunc(b.time, func() { cancel(errTooSlow) })
	done := func() {
		timer.Stop()
		cancel(nil)
	}
	resp, err := b.Transporter.Do(req.WithContext(ctx))
	if err != nil {
		done()
		return resp, tooSlow(ctx, err)
	}
	if resp.StatusCode < 100 { // "HTTP/1.1 000" goes through net/http
		done()
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
		return nil, errNoStatus
	}
	if resp.StatusCode == http.StatusSwitchingProtocols && resp.Body != nil {
		// The body is the connection itself, and has no end. Nothing of ours asks for another protocol.
		_ = resp.Body.Close()
		resp.Body = http.NoBody
	}
	if resp.Body == nil {
		done()
		return resp, nil
	}
	resp.Body = &boundedBody{ReadCloser: resp.Body, left: b.size, ctx: ctx, done: done}
	return resp, nil
}

func tooSlow(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), errTooSlow) {
		return errTooSlow
	}
	return err
}

type boundedBody struct {
	io.ReadCloser
	left int64
	ctx  context.Context
	done func()
}

func (b *boundedBody) Read(p []byte) (int, error) {
	// One byte more than is allowed is asked for, so that a body of exactly the limit can still show its end.
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left+1)])
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	if errors.Is(err, io.EOF) {
		return n, err
	}
	return n, tooSlow(b.ctx, err)
}

func (b *boundedBody) Close() error {
	b.done()
	return b.ReadCloser.Close()
}
