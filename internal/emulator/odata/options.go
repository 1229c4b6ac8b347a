package odata

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ordering is one key of $orderby.
type ordering struct {
	path       *path
	descending bool
}

// selection is one item of $select: a property, below a cast or not.
type selection struct {
	cast string // short type name, "" for none
	name string // "*" for all
}

func (q *Query) setCount(value string) error {
	switch strings.ToLower(value) {
	case "true":
		q.Count = true
	case "false":
	default:
		return bad("Invalid value '" + value + "' for $count query option found. Valid values are 'true' or 'false'.")
	}
	return nil
}

func (q *Query) setExpand(value string) error {
	for name := range strings.SplitSeq(value, ",") {
		name = strings.TrimSpace(name)
		if !slices.Contains(q.rules.Expand, name) {
			return bad("Parsing OData Select and Expand failed: " + noProperty(name, q.rules.Type))
		}
		if !slices.Contains(q.Expand, name) {
			q.Expand = append(q.Expand, name)
		}
	}
	return nil
}

func (q *Query) setFilter(value string) error {
	filter, err := parseFilter(value, q)
	q.filter = filter
	return err
}

// setSearch refuses: what $search matches is the directory's index, which a
// stand-in cannot imitate honestly.
func (q *Query) setSearch(string) error {
	return unsupported("Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'")
}

func (q *Query) setOrderBy(value string) error {
	for key := range strings.SplitSeq(value, ",") {
		words := strings.Fields(key)
		if len(words) == 0 || len(words) > 2 {
			return bad("Invalid $orderby clause: Syntax error in '" + value + "'.")
		}
		descending := false
		if len(words) == 2 {
			switch strings.ToLower(words[1]) {
			case "desc":
				descending = true
			case "asc":
			default:
				return bad("Invalid $orderby clause: Syntax error in '" + value + "'.")
			}
		}
		p, err := parseOrderPath(words[0], q)
		if err != nil {
			return err
		}
		q.orderBy = append(q.orderBy, ordering{path: p, descending: descending})
	}
	return nil
}

func (q *Query) setSelect(value string) error {
	for item := range strings.SplitSeq(value, ",") {
		s := selection{name: strings.TrimSpace(item)}
		on := q.rules.Type
		if cast, name, ok := strings.Cut(s.name, "/"); ok {
			short, err := q.rules.cast(cast, q.rules.Type)
			if err != nil {
				return bad("Parsing OData Select and Expand failed: " + err.Error())
			}
			s.cast, s.name, on = short, name, short
		}
		switch {
		case s.name == "":
			return bad("Parsing OData Select and Expand failed: Term '" + value + "' is not valid in a $select or $expand expression.")
		case s.name != "*" && !q.rules.declares(on, s.name) && !slices.Contains(q.rules.Expand, s.name):
			return bad("Parsing OData Select and Expand failed: " + noProperty(s.name, on))
		}
		q.selected = append(q.selected, s)
	}
	return nil
}

func (q *Query) setSkip(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return bad("Invalid value '" + value + "' for $skip query option found. The $skip query option requires a non-negative integer value.")
	}
	q.offset += n
	return nil
}

func (q *Query) setTop(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return bad("Invalid value '" + value + "' for $top query option found. The $top query option requires a non-negative integer value.")
	}
	if limit := q.rules.MaxTop; n == 0 || limit > 0 && n > limit {
		if limit == 0 {
			return unsupported("Invalid page size specified: '0'. Must be greater than 0.")
		}
		return unsupported(fmt.Sprintf("Invalid page size specified: '%d'. Must be between 1 and %d inclusive.", n, limit))
	}
	q.size = n
	return nil
}
