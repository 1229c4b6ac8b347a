package auth

import (
	"errors"
	"io"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// maxAnswer bounds the answers of sign-in services, after decompression. The
// largest honest one, a token with all its claims, has some kilobytes.
const maxAnswer = 1 << 20

// bounded is a transport whose answers end in an error rather than fill the
// memory. How long they may take is tryTimeout's business.
type bounded struct{ policy.Transporter }

// Do implements policy.Transporter.
func (b bounded) Do(r *http.Request) (*http.Response, error) {
	resp, err := b.Transporter.Do(r)
	if err == nil && resp.Body != nil {
		resp.Body = boundedBody{http.MaxBytesReader(nil, resp.Body, maxAnswer)}
	}
	return resp, err
}

type boundedBody struct{ io.ReadCloser }

func (b boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = tooLarge{}
	}
	return n, err
}

// tooLarge is not worth another try: the SDK would ask for the same again.
type tooLarge struct{}

func (tooLarge) Error() string { return "the answer is larger than 1 MiB" }
func (tooLarge) NonRetriable() {}

// transport is what carries sign-in requests.
func (c Config) transport() policy.Transporter {
	if c.Transport == nil {
		return nil
	}
	return bounded{c.Transport}
}
