package emulator

import (
	"iter"
	"maps"
	"net/url"
	"regexp"
	"slices"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// sequence is a collection in parts whose items are made when asked for, so
// that a page of a million members costs a page.
type sequence []part

type part struct {
	n  int
	at func(int) map[string]any
	// alike tells that the items differ in what names them only, so that any
	// other filter lets through all of them or none.
	alike bool
}

// predicate is a $filter, nil for none.
type predicate func(map[string]any) bool

func filterOf(query *odata.Query, options url.Values) predicate {
	if !options.Has("$filter") {
		return nil
	}
	return query.Filter
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
	return sequence{{n: len(items), at: func(i int) map[string]any { return items[i] }}}
}

// ordered sorts, which needs every item at once; the filter is then done with.
// It also tries the filter on one item, where a wrong operand shows.
func ordered(items sequence, match predicate, options url.Values, rules odata.Rules) (sequence, predicate, error) {
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

// naming finds the properties in which generated objects differ.
var naming = regexp.MustCompile(`(?i)\b(id|userPrincipalName|displayName|mail|deviceId|deviceName|azureADDeviceId|userId|userDisplayName)\b`)

// after is the position behind the first n items that match: $skip counts what
// $filter lets through.
func (s sequence) after(n int, match predicate) int {
	for at, item := range s.from(0) {
		if match == nil || match(item) {
			if n == 0 {
				return at
			}
			n--
		}
	}
	return s.size()
}

// narrow drops parts of which a filter lets nothing through, without making
// their items.
func (s sequence) narrow(match predicate, filter string) sequence {
	if match == nil || naming.MatchString(filter) {
		return s
	}
	return slices.DeleteFunc(slices.Clone(s), func(p part) bool { return p.alike && (p.n == 0 || !match(p.at(0))) })
}

// count counts what a filter lets through.
func (s sequence) count(match predicate, filter string) int {
	n := 0
	for _, p := range s.narrow(match, filter) {
		if match == nil || p.alike && !naming.MatchString(filter) {
			n += p.n
			continue
		}
		for i := range p.n {
			if match(p.at(i)) {
				n++
			}
		}
	}
	return n
}
