// Package odata reads the OData query options of a request and applies them to
// a collection held in memory. Its one concern is the query language as
// Microsoft Graph speaks it; it knows no HTTP, no route and no entity of the
// emulator: what types and properties there are comes in as [Rules].
package odata

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Rules say what one collection allows.
type Rules struct {
	// MaxTop is the largest page ($top) that the route takes, DefaultTop the
	// size of a page when the request names none. 0 means without limit.
	MaxTop, DefaultTop int
	// MaxOr is the greatest number of clauses of one 'or' chain and of values
	// of one 'in' list; directory objects allow 15. 0 means without limit.
	MaxOr int
	// Type is the short name of the collection's declared type
	// ("mobileApp"), and that of an item without @odata.type.
	Type string
	// Types tells the types that may be named, by short name. Nil: any type
	// and any property may be named, and no type derives from another.
	Types map[string]Type
	// GUIDs are the names of properties whose type is Edm.Guid: only they
	// compare with a bare guid, and they compare with nothing else. Nil: not
	// known, so that both forms are taken.
	GUIDs []string
	// Options are the system query options that the route supports, with
	// their dollar ("$filter"). Nil: all that this package knows.
	Options []string
	// Expand are the names that $expand may carry.
	Expand []string
}

// Type is one entity type.
type Type struct {
	// Base is the short name of the type it derives from, "" for none.
	Base string
	// Abstract tells that an item which states this type keeps saying so.
	Abstract bool
	// Properties are those it declares itself. Nil on the type or on one that
	// it derives from: not known, so that any name is taken.
	Properties []string
}

// Query is a parsed set of query options. It is immutable, so that one query
// may serve many goroutines.
type Query struct {
	// Count tells whether $count=true was asked for.
	Count bool
	// Expand holds the names of $expand, in order.
	Expand []string

	rules    Rules
	values   url.Values
	filter   expr
	orderBy  []ordering
	selected []selection
	size     int // of a page; 0: everything
	offset   int // of the first item of the page
	advanced string
}

// Codes of the errors that a query may end in.
// Source: Graph docs, aad-advanced-queries; public issues for the texts.
const (
	CodeBadRequest       = "BadRequest"
	CodeUnsupportedQuery = "Request_UnsupportedQuery"
)

// Error is a query that the service refuses with 400. Code is Graph's error
// code.
type Error struct {
	Code    string
	Message string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// reason is what is wrong with one clause, in the service's own words (so with
// a capital and a full stop).
type reason string

func (r reason) Error() string { return string(r) }

func reasonf(format string, arguments ...any) error {
	return reason(fmt.Sprintf(format, arguments...))
}

func bad(message string) error { return &Error{Code: CodeBadRequest, Message: message} }

func unsupported(message string) error {
	return &Error{Code: CodeUnsupportedQuery, Message: message}
}

// known are the system query options, by their name without the dollar, which
// Graph lets a caller leave out. Source: Graph docs, query-parameters.
var known = map[string]func(*Query, string) error{
	"count":   (*Query).setCount,
	"expand":  (*Query).setExpand,
	"filter":  (*Query).setFilter,
	"orderby": (*Query).setOrderBy,
	"search":  (*Query).setSearch,
	"select":  (*Query).setSelect,
	"skip":    (*Query).setSkip,
	"top":     (*Query).setTop,
}

// Parse reads the system query options among values. Names without a dollar
// that are not system options are custom options and ignored. The error is an
// [*Error].
func Parse(values url.Values, rules Rules) (*Query, error) {
	q := &Query{rules: rules, values: url.Values{}, size: rules.DefaultTop}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names) // the same request is refused for the same reason
	for _, name := range names {
		if err := q.set(name, values[name]); err != nil {
			return nil, err
		}
	}
	if q.filter != nil && len(q.orderBy) > 0 {
		q.needAdvanced("$orderby with $filter")
	}
	return q, nil
}

func (q *Query) set(name string, given []string) error {
	option := "$" + strings.ToLower(strings.TrimPrefix(name, "$"))
	set, ok := known[option[1:]]
	if !ok {
		if strings.HasPrefix(name, "$") {
			return bad("The query parameter '" + name + "' is not supported.")
		}
		return nil
	}
	if len(given) != 1 || q.values.Has(option) {
		return bad("Query option '" + option + "' was specified more than once, but it must be specified at most once.")
	}
	if q.rules.Options != nil && !slices.Contains(q.rules.Options, option) {
		return unsupported("'" + option + "' is not supported by the service.")
	}
	q.values.Set(option, given[0])
	return set(q, given[0])
}

// Advanced names what in the query needs Graph's advanced query capabilities
// when the collection holds directory objects (the header ConsistencyLevel:
// eventual together with $count), "" for nothing.
// Source: Graph docs, aad-advanced-queries.
func (q *Query) Advanced() string { return q.advanced }

func (q *Query) needAdvanced(what string) {
	if q.advanced == "" {
		q.advanced = what
	}
}
