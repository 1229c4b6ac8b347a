package graph

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// base is a service's base URL. Every URL that this package sends a token to is built by it or checked against it.
type base struct {
	url *url.URL // path without a trailing slash
}

// newBase checks a base URL given by the user. A token may travel over https only, or over http to this very machine.
func newBase(name, raw string) (base, error) {
	u, err := url.Parse(raw)
	if err != nil {
		// The parser's error repeats the URL, which may hold a password.
		return base{}, fmt.Errorf("the %s endpoint is not a URL", name)
	}
	switch {
	case u.User != nil:
		return base{}, fmt.Errorf("the %s endpoint must not contain a user or a password", name)
	case u.Host == "":
		return base{}, fmt.Errorf("the %s endpoint %q has no host", name, raw)
	case u.RawQuery != "" || u.Fragment != "":
		return base{}, fmt.Errorf("the %s endpoint %q must not have a query or a fragment", name, raw)
	case u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())):
		return base{}, fmt.Errorf("the %s endpoint %q must be https, or http on a loopback address", name, raw)
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return base{u}, nil
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// plainHTTP says that the base is http, which newBase lets through on a loopback address only.
func (b base) plainHTTP() bool { return b.url != nil && b.url.Scheme == "http" }

// at is the address of a path below the base.
func (b base) at(v version, rest string) string {
	return b.url.Scheme + "://" + b.url.Host + b.url.EscapedPath() + "/" + string(v) + rest
}

// maxLink bounds a link. Graph's tokens run to kilobytes; servers take no longer addresses than this.
const maxLink = 32 << 10

// link checks an address that the service gave us to follow, and so to send our token to: it must stay on the base's
// scheme, host and path. The address itself is followed as it stands (Graph docs, Paging: never take it apart).
func (b base) link(link string) error {
	if len(link) > maxLink {
		return fmt.Errorf("the service gave a link to the next page of %d characters", len(link))
	}
	u, err := url.Parse(link)
	switch {
	case err != nil:
		return errors.New("the service gave a link to the next page that is not a URL")
	case u.User != nil || !strings.EqualFold(u.Scheme, b.url.Scheme) || !strings.EqualFold(hostPort(u), hostPort(b.url)):
		return fmt.Errorf("the service gave a link to the next page on %s://%s, but the token is only for %s://%s",
			u.Scheme, word(u.Host), b.url.Scheme, b.url.Host)
	case !strings.HasPrefix(u.EscapedPath(), b.url.EscapedPath()+"/") || dotted(u.Path):
		return fmt.Errorf("the service gave a link to the next page outside of %s", b.url)
	}
	return nil
}

func hostPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	return net.JoinHostPort(u.Hostname(), map[bool]string{true: "443", false: "80"}[strings.EqualFold(u.Scheme, "https")])
}

func dotted(path string) bool {
	for element := range strings.SplitSeq(path, "/") {
		if element == "." || element == ".." {
			return true
		}
	}
	return false
}

// path is a path as its elements, unescaped. Ids come from configurations and from other services: escaping each
// keeps one from reaching into another part of the API.
type path []string

// escaped is the path with a leading slash, every element escaped.
func (p path) escaped() (string, error) {
	var b strings.Builder
	for _, element := range p {
		// A server or a proxy may resolve dots even when what is around them is escaped.
		if element == "" || dotted(strings.ReplaceAll(element, `\`, "/")) {
			return "", fmt.Errorf("%q cannot be an id", element)
		}
		b.WriteByte('/')
		b.WriteString(url.PathEscape(element))
	}
	return b.String(), nil
}

// query builds a query from names and values in turn, leaving out those without a value. Unlike url.Values it keeps
// the dollar of OData's names, and writes a space as %20: a plus is not a space in a $batch URL.
func query(pairs ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(pairs[i])
		b.WriteByte('=')
		b.WriteString(strings.ReplaceAll(url.QueryEscape(pairs[i+1]), "+", "%20"))
	}
	return b.String()
}

// quote writes a string as an OData literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
