package emulator

import (
	"encoding/base64"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// sequence is a collection in parts whose items are made when asked for, so
// that a page of a million members costs a page.
type sequence []part

type part struct {
	n  int
	at func(int) map[string]any
}

func (s sequence) size() int {
	total := 0
	for _, p := range s {
		total += p.n
	}
	return total
}

// from yields the items beginning with a position.
func (s sequence) from(position int) iter.Seq2[int, map[string]any] {
	return func(yield func(int, map[string]any) bool) {
		start := 0
		for _, p := range s {
			for i := max(0, position-start); i < p.n; i++ {
				if !yield(start+i, p.at(i)) {
					return
				}
			}
			start += p.n
		}
	}
}

func sequenceOf(items []map[string]any) sequence {
	return sequence{{len(items), func(i int) map[string]any { return items[i] }}}
}

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
	position, err := c.position(token, options)
	if err != nil {
		return answer{}, err
	}
	match := query.Filter
	if !options.Has("$filter") {
		match = nil
	}
	if items, match, err = ordered(items, match, options, l.rules); err != nil {
		return answer{}, err
	}
	page := map[string]any{"@odata.context": c.root + "/$metadata#" + strings.Trim(c.path, "/")}
	if query.Count && token == "" && (c.eventual() || !l.directory) {
		page["@odata.count"] = 0
		if !l.miscounts {
			page["@odata.count"] = items.count(match)
		}
	}
	size := l.rules.DefaultTop
	if top := options.Get("$top"); top != "" {
		size, _ = strconv.Atoi(top) // validated by Parse
	}
	if c.emptyPage {
		size = 0
	}
	value := []map[string]any{}
	next := -1
	for at, item := range items.from(position) {
		if match != nil && !match(item) {
			continue
		}
		if len(value) == size {
			next = at
			break
		}
		if l.onlyID != nil && l.onlyID(item) {
			item = limited(item)
		}
		if l.hidden != nil && !options.Has("$select") {
			l.hidden(item)
		}
		value = append(value, query.Project(item))
	}
	page["value"] = value
	if next >= 0 {
		options.Del("$skip")
		options.Set("$skiptoken", newToken(next))
		page["@odata.nextLink"] = c.root + c.path + "?" + options.Encode()
	}
	return answer{object: page}, nil
}

// ordered sorts, which needs every item at once; the filter is then done with.
// It also tries the filter on one item, where a wrong operand shows.
func ordered(items sequence, match func(map[string]any) bool, options url.Values, rules odata.Rules) (sequence, func(map[string]any) bool, error) {
	sorting := options.Has("$orderby")
	if !sorting && match == nil {
		return items, match, nil
	}
	whole := maps.Clone(options)
	for _, option := range []string{"$top", "$skip"} {
		whole.Del(option)
	}
	rules.DefaultTop = 0
	query, err := odata.Parse(whole, rules)
	if err != nil {
		return nil, nil, err
	}
	var objects []map[string]any
	for _, item := range items.from(0) {
		objects = append(objects, item)
		if !sorting {
			break
		}
	}
	all, _, err := query.Apply(objects)
	if err != nil || !sorting {
		return items, match, err
	}
	return sequenceOf(all), nil, nil
}

// count counts what a filter lets through, nil for all.
func (s sequence) count(match func(map[string]any) bool) int {
	if match == nil {
		return s.size()
	}
	n := 0
	for _, item := range s.from(0) {
		if match(item) {
			n++
		}
	}
	return n
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
	match := query.Filter
	if !options.Has("$filter") {
		match = nil
	}
	if _, _, err := ordered(items, match, options, l.rules); err != nil {
		return answer{}, err
	}
	return answer{text: strconv.Itoa(items.count(match))}, nil
}

func unsupportedQuery(message string) error {
	return &apiError{status: 400, code: "Request_UnsupportedQuery", message: message}
}

const tokenPrefix = "emulated-page:"

func newToken(position int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(tokenPrefix + strconv.Itoa(position)))
}

func (c *call) position(token string, options url.Values) (int, error) {
	if token == "" {
		skip, _ := strconv.Atoi(options.Get("$skip")) // validated by Parse; absent is 0
		return skip, nil
	}
	decoded, err := base64.RawURLEncoding.DecodeString(token)
	digits, ours := strings.CutPrefix(string(decoded), tokenPrefix)
	position, numErr := strconv.Atoi(digits)
	if err != nil || !ours || numErr != nil || position < 0 {
		return 0, badRequest("The value of query option '$skiptoken' is not valid.")
	}
	return position, nil
}
