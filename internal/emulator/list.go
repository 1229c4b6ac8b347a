package emulator

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// listing says how a collection is answered.
type listing struct {
	rules odata.Rules
	// directory tells that the objects are the directory's, so that advanced
	// queries need ConsistencyLevel: eventual and $count.
	directory bool
	// advanced is a property whose $filter is an advanced query.
	advanced string
	// miscounts answers 0 to $count=true, as mobileApps does.
	miscounts bool
	// onlyID shows callers no more than the ids (see memberRights).
	onlyID func(map[string]any) bool
	// hidden takes away, without $select, what only $select brings.
	hidden func(map[string]any)
}

// list answers one page. Links carry the position in the unfiltered collection,
// opaque to the caller. Positions hold only as long as the collection does not
// change, like the service's.
func (c *call) list(items sequence, l listing) (answer, error) {
	options := c.options()
	token := options.Get("$skiptoken")
	options.Del("$skiptoken")
	query, err := odata.Parse(options, l.rules)
	if err != nil {
		return answer{}, err
	}
	need := query.Advanced()
	if l.advanced != "" && strings.Contains(options.Get("$filter"), l.advanced) {
		need = "$filter on " + l.advanced
	}
	if l.directory && need != "" && !(c.eventual() && query.Count) {
		return answer{}, unsupportedQuery("Request with " + need + " needs the header 'ConsistencyLevel: eventual' and $count=true.")
	}
	position, err := position(token)
	if err != nil {
		return answer{}, err
	}
	match := filterOf(query, options)
	if items, match, err = ordered(items, match, options, l.rules); err != nil {
		return answer{}, err
	}
	items = items.narrow(match, options.Get("$filter"))
	page := map[string]any{"@odata.context": c.root + "/$metadata#" + strings.Trim(c.path, "/")}
	if query.Count && token == "" && (c.eventual() || !l.directory) {
		page["@odata.count"] = 0
		if !l.miscounts {
			page["@odata.count"] = items.count(match, options.Get("$filter"))
		}
	}
	size := l.rules.DefaultTop
	if top := options.Get("$top"); top != "" {
		size, _ = strconv.Atoi(top) // validated by Parse
	}
	if c.emptyPage {
		size = 0
	}
	if skip, _ := strconv.Atoi(options.Get("$skip")); token == "" && skip > 0 { // validated by Parse
		position = items.after(skip, match)
	}
	value, next := l.page(items, position, size, match, func(item map[string]any) map[string]any {
		if l.hidden != nil && !options.Has("$select") {
			l.hidden(item)
		}
		return query.Project(item)
	})
	page["value"] = value
	if next >= 0 {
		options.Del("$skip")
		options.Set("$skiptoken", newToken(next))
		page["@odata.nextLink"] = c.root + c.path + "?" + options.Encode()
	}
	return answer{object: page}, nil
}

// page collects the items of one page, as show shows them, and tells where the
// next begins, -1 for nowhere.
func (l listing) page(items sequence, position, size int, match predicate, show func(map[string]any) map[string]any) ([]map[string]any, int) {
	value := []map[string]any{}
	for at, item := range items.from(position) {
		if match != nil && !match(item) {
			continue
		}
		if len(value) == size {
			return value, at
		}
		if l.onlyID != nil && l.onlyID(item) {
			item = limited(item)
		}
		value = append(value, show(item))
	}
	return value, -1
}

// options are the request's query options with the dollar that Graph lets a
// caller leave out of the system's own. Source: Graph docs, query-parameters.
func (c *call) options() url.Values {
	options := url.Values{}
	for name, values := range c.query {
		if low := "$" + strings.ToLower(strings.TrimPrefix(name, "$")); slices.Contains(systemOptions, low) {
			name = low
		}
		options[name] = append(options[name], values...)
	}
	return options
}

var systemOptions = []string{"$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$skiptoken", "$top"}

// segmentCount answers a $count segment: the number as text.
func (c *call) segmentCount(items sequence, l listing) (answer, error) {
	if l.directory && !c.eventual() {
		return answer{}, &apiError{status: 400, code: "Request_BadRequest", message: "$count is not currently supported."}
	}
	options := c.options()
	l.rules.Options = []string{"$filter"}
	query, err := odata.Parse(options, l.rules)
	if err != nil {
		return answer{}, err
	}
	match := filterOf(query, options)
	if _, _, err := ordered(items, match, options, l.rules); err != nil {
		return answer{}, err
	}
	return answer{text: strconv.Itoa(items.count(match, options.Get("$filter")))}, nil
}

func unsupportedQuery(message string) error {
	return &apiError{status: 400, code: "Request_UnsupportedQuery", message: message}
}

const tokenPrefix = "emulated-page:"

func newToken(position int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(tokenPrefix + strconv.Itoa(position)))
}

// position is where the page of a token begins; no token is the first page.
func position(token string) (int, error) {
	if token == "" {
		return 0, nil
	}
	decoded, err := base64.RawURLEncoding.DecodeString(token)
	digits, ours := strings.CutPrefix(string(decoded), tokenPrefix)
	position, numErr := strconv.Atoi(digits)
	if err != nil || !ours || numErr != nil || position < 0 {
		return 0, badRequest("The value of query option '$skiptoken' is not valid.")
	}
	return position, nil
}
