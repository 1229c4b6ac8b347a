package provider

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// text is a setting that may be anything.
func (r *reader) text(name string) string {
	value, _ := r.raw(name)
	return value
}

// guid is a setting that must be a GUID, in lower case. In the block its type
// has checked it already.
func (r *reader) guid(name string) string {
	var block guidtypes.GUID
	r.diags.Append(r.config.GetAttribute(r.ctx, attribute(name), &block)...)
	switch {
	case block.IsUnknown():
		r.unknown = true
		return ""
	case block.ValueString() != "":
		return block.Canonical()
	}
	value, variable := r.variable(name)
	if value != "" && !guidtypes.Valid(value) {
		r.refuse(name, variable, guidtypes.SummaryInvalid, guidtypes.Detail(value))
		return ""
	}
	return strings.ToLower(value)
}

// boolean is a setting that is true or false, in the spellings of Go's
// strconv.ParseBool when it comes from the environment.
func (r *reader) boolean(name string, fallback bool) bool {
	var block types.Bool
	r.diags.Append(r.config.GetAttribute(r.ctx, attribute(name), &block)...)
	switch {
	case block.IsUnknown():
		r.unknown = true
		return fallback
	case !block.IsNull():
		return block.ValueBool()
	}
	value, variable := r.variable(name)
	if value == "" {
		return fallback
	}
	is, err := strconv.ParseBool(strings.ToLower(value))
	if err != nil {
		r.refuse(name, variable, "Invalid boolean", fmt.Sprintf("%q is neither true nor false.", value))
		return fallback
	}
	return is
}

// oneOf is a setting of which all values are known.
func (r *reader) oneOf(name string, values []string, fallback string) string {
	value, variable := r.raw(name)
	switch {
	case value == "":
		return fallback
	case !slices.Contains(values, value):
		last := len(values) - 1
		r.refuse(name, variable, "Invalid "+name,
			fmt.Sprintf("%q is not one of %s and %s.", value, strings.Join(values[:last], ", "), values[last]))
		return fallback
	}
	return value
}

// base is the base URL of a service, without a slash at its end.
func (r *reader) base(name string) string {
	value, variable := r.raw(name)
	if value == "" {
		return ""
	}
	u, problem := check(value)
	if problem == "" && (u.RawQuery != "" || u.Fragment != "") {
		problem = "A base URL has no query and no fragment."
	}
	if problem != "" {
		r.refuse(name, variable, summaryEndpoint, problem)
		return ""
	}
	return strings.TrimRight(value, "/")
}

// endpoint is a URL that is asked as it stands.
func (r *reader) endpoint(name string) string {
	value, variable := r.raw(name)
	if value == "" {
		return ""
	}
	if _, problem := check(value); problem != "" {
		r.refuse(name, variable, summaryEndpoint, problem)
		return ""
	}
	return value
}

const summaryEndpoint = "Invalid endpoint"

// check says what is wrong with a URL that secrets are sent to. What it says of
// a URL that carries a password or cannot be read does not repeat it.
func check(raw string) (u *url.URL, problem string) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, "The value is not a URL. Write it as https://host."
	case u.User != nil:
		return nil, "A URL with a user or a password is not accepted. Write it as https://host."
	case u.Host == "" || u.Hostname() == "":
		return nil, fmt.Sprintf("%q is not a URL with a host. Write it as https://host.", raw)
	case u.Scheme == "https":
		return u, ""
	case u.Scheme != "http":
		return nil, fmt.Sprintf("%q is not an https URL.", u.Scheme+"://"+u.Host)
	case !loopback(u.Hostname()):
		return nil, fmt.Sprintf("%q is plain http, which would show secrets and tokens to the network. Use https; http is for loopback addresses only.", u.Scheme+"://"+u.Host)
	}
	return u, ""
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
