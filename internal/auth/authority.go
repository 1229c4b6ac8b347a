package auth

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// authority is the authority host of the credential and the transport to it.
//
// azidentity insists on an https authority. A login endpoint on loopback may be
// plain http all the same: it goes by its https name above the transport, and by
// its own below.
func (c Config) authority() (string, policy.Transporter) {
	if c.LoginEndpoint == "" {
		return c.Cloud.Login, c.transport()
	}
	u, err := url.Parse(c.LoginEndpoint)
	if err != nil || u.Scheme != "http" {
		return c.LoginEndpoint, c.transport()
	}
	p := &plain{host: u.Host, next: c.transport()}
	if p.next == nil {
		p.next = bounded{direct()}
	}
	u.Scheme = "https"
	return u.String(), p
}

// plain sends requests for one host over http.
type plain struct {
	host string
	next policy.Transporter
}

// Do implements policy.Transporter.
func (p *plain) Do(r *http.Request) (*http.Response, error) {
	if r.URL.Host != p.host {
		return p.next.Do(r)
	}
	out := r.Clone(r.Context())
	out.URL.Scheme = "http"
	resp, err := p.next.Do(out)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration") {
		return resp, err
	}
	// MSAL checks that the issuer is of the authority it asked.
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return nil, err
	}
	body = bytes.ReplaceAll(body, []byte("http://"+p.host), []byte("https://"+p.host))
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}
