package odata

import (
	"maps"
	"slices"
)

// Filter tells whether $filter lets the item through. Operands without a
// common type let nothing through; [Query.Apply] makes an error of them.
func (q *Query) Filter(item map[string]any) bool {
	var trouble error
	return q.passes(item, &trouble)
}

func (q *Query) passes(item map[string]any, trouble *error) bool {
	return q.filter == nil || isTrue(q.filter, scope{item: item, trouble: trouble})
}

// Apply filters, sorts and cuts items into the page that was asked for. The
// items themselves are neither copied nor projected; total counts what passed
// the filter. The error is an [*Error].
func (q *Query) Apply(items []map[string]any) (page []map[string]any, total int, err error) {
	passed := make([]map[string]any, 0, len(items))
	var trouble error
	for _, item := range items {
		if q.passes(item, &trouble) {
			passed = append(passed, item)
		}
		if trouble != nil {
			return nil, 0, bad("Invalid filter clause: " + trouble.Error())
		}
	}
	slices.SortStableFunc(passed, q.order)
	total = len(passed)
	first := min(q.offset, total)
	last := total
	if q.size > 0 {
		last = min(last, first+q.size)
	}
	return passed[first:last], total, nil
}

// order compares two items by $orderby, nulls first.
func (q *Query) order(a, b map[string]any) int {
	for _, key := range q.orderBy {
		left, right := key.path.eval(scope{item: a}), key.path.eval(scope{item: b})
		var order int
		switch {
		case left == nil || right == nil:
			order = bit(left != nil) - bit(right != nil)
		default:
			order, _ = orderOf(left, right)
		}
		if key.descending {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

// Project returns a copy of the item with what $select asks for: exactly that,
// its annotation @odata.type when the item is of a derived type, and what
// $expand added. A declared property that the item lacks is null. Without
// $select it is the whole item.
func (q *Query) Project(item map[string]any) map[string]any {
	if len(q.selected) == 0 {
		return maps.Clone(item)
	}
	of := q.rules.typeOf(item)
	projected := make(map[string]any, len(q.selected)+1)
	if stated, ok := item["@odata.type"]; ok && (of != q.rules.Type || q.rules.Types[of].Abstract) {
		projected["@odata.type"] = stated
	}
	for _, name := range q.Expand {
		if value, ok := item[name]; ok {
			projected[name] = value
		}
	}
	for _, s := range q.selected {
		if s.cast != "" && !q.rules.derives(of, s.cast) {
			continue
		}
		if s.name == "*" {
			maps.Copy(projected, item)
			continue
		}
		// A navigation property is shown when it is expanded, not selected.
		if !slices.Contains(q.rules.Expand, s.name) {
			projected[s.name] = item[s.name]
		}
	}
	return projected
}
