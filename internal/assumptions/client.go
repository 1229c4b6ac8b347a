package assumptions

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// Client sends requests to one tenant's Graph. It cannot write unless Writes.
type Client struct {
	Graph      string // base URL, without a version or trailing slash
	Scope      string
	Credential azcore.TokenCredential
	HTTP       *http.Client
	Writes     bool
	Now        func() time.Time
}

// reply is an answer of any status.
type reply struct {
	status int
	object map[string]any // nil where the body is no JSON object
}

const (
	attempts   = 4
	defaultLag = 5 * time.Second // where Retry-After is missing
	longestLag = time.Minute     // where it asks for more
	maxAnswer  = 64 << 20        // bytes
)

// get reads a path, which begins with the version. Headers come in pairs.
func (c *Client) get(ctx context.Context, path string, headers ...string) (reply, error) {
	return c.send(ctx, http.MethodGet, path, nil, headers...)
}

// batch reads in one JSON batch of v1.0; nothing but GET can be in it.
func (c *Client) batch(ctx context.Context, requests ...batched) (reply, error) {
	for i := range requests {
		requests[i].Method = http.MethodGet
	}
	return c.send(ctx, http.MethodPost, "/v1.0/$batch", map[string]any{"requests": requests})
}

// batched is one request of a batch, below the version.
type batched struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers,omitempty"`
	DependsOn []string          `json:"dependsOn,omitempty"`
}

// write changes something, where that was asked for.
func (c *Client) write(ctx context.Context, method, path string, body any) (reply, error) {
	if !c.Writes {
		return reply{}, lacking("writing was not asked for")
	}
	return c.send(ctx, method, path, body)
}

// send asks until the service no longer wants to be asked later. Answers that
// say nothing of the question are errors.
func (c *Client) send(ctx context.Context, method, path string, body any, headers ...string) (reply, error) {
	for attempt := 1; ; attempt++ {
		r, header, err := c.once(ctx, method, path, body, headers)
		if err != nil {
			return r, err
		}
		switch r.status {
		case http.StatusUnauthorized:
			return r, lacking("401: the token is not accepted")
		case http.StatusForbidden:
			return r, lacking("403: a permission is missing, or the licence of a feature")
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			if attempt == attempts || method == http.MethodPost && !strings.HasSuffix(path, "/$batch") {
				return r, lacking(fmt.Sprintf("%d: the service is busy", r.status))
			}
			if err := pause(ctx, header.Get("Retry-After")); err != nil {
				return r, err
			}
			continue
		}
		return r, nil
	}
}

func pause(ctx context.Context, after string) error {
	lag := defaultLag
	if seconds, err := strconv.ParseFloat(after, 64); err == nil && seconds >= 0 {
		lag = min(longestLag, time.Duration(seconds*float64(time.Second)))
	}
	timer := time.NewTimer(lag)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func (c *Client) once(ctx context.Context, method, path string, body any, headers []string) (reply, http.Header, error) {
	token, err := c.Credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{c.Scope}})
	if err != nil {
		return reply{}, nil, err
	}
	var content io.Reader
	if body != nil {
		written, err := json.Marshal(body)
		if err != nil {
			return reply{}, nil, err
		}
		content = bytes.NewReader(written)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.Graph+path, content)
	if err != nil {
		return reply{}, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token.Token)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := c.HTTP.Do(request)
	if err != nil {
		return reply{}, nil, err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return reply{}, nil, err
	}
	r := reply{status: response.StatusCode}
	_ = json.Unmarshal(read, &r.object) // an answer that is no object stays nil
	return r, response.Header, nil
}

// values are the items of a list.
func (r reply) values() []map[string]any {
	var items []map[string]any
	list, _ := r.object["value"].([]any)
	for _, item := range list {
		if object, ok := item.(map[string]any); ok {
			items = append(items, object)
		}
	}
	return items
}

// next is the path of the next page, "" after the last one. A link to another
// host is not followed, since the token would go with it.
func (c *Client) next(r reply) string {
	link, _ := r.object["@odata.nextLink"].(string)
	path, ok := strings.CutPrefix(link, c.Graph)
	if !ok || !strings.HasPrefix(path, "/") { // or the host goes on: graph.microsoft.com.example
		return ""
	}
	return path
}

// codeForm is what codes look like; anything else could be the tenant's text.
var codeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_ .]{0,60}$`)

// code is the error's code.
func (r reply) code() string {
	e, _ := r.object["error"].(map[string]any)
	code, _ := e["code"].(string)
	if code != "" && !codeForm.MatchString(code) {
		return "(a code of another form)"
	}
	return code
}

// says is the status with the error's code, never its message.
func (r reply) says() string {
	return strings.TrimSpace(strconv.Itoa(r.status) + " " + r.code())
}

// inner tells whether the error's message is Intune's own document.
func (r reply) inner() bool {
	e, _ := r.object["error"].(map[string]any)
	message, _ := e["message"].(string)
	var document struct{ Message string }
	return json.Unmarshal([]byte(message), &document) == nil && document.Message != ""
}

func text(object map[string]any, name string) string {
	value, _ := object[name].(string)
	return value
}

// typeOf is an object's short type name.
func typeOf(object map[string]any) string {
	return strings.TrimPrefix(text(object, "@odata.type"), "#microsoft.graph.")
}
