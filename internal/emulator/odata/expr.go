package odata

import (
	"strings"
)

// expr is a node of a filter. It yields string, float64, bool, nil, guid,
// time.Time, []any or map[string]any.
type expr interface {
	eval(scope) any
}

// scope is what an expression is evaluated in.
type scope struct {
	item      map[string]any
	variables map[string]any // of the lambdas around
	trouble   *error         // the first type mismatch met
}

type (
	literal    struct{ value any }
	not        struct{ of expr }
	all        []expr
	anyOf      []expr
	comparison struct {
		operator    string
		left, right expr
	}
	call struct {
		function  string
		arguments []expr
	}
	isOf struct {
		rules *Rules
		name  string
	}
	lambda struct {
		collection *path
		every      bool
		variable   string
		condition  expr // nil: is there any element at all
	}
	path struct {
		rules    *Rules
		variable string // "" for the item itself
		segments []segment
	}
	segment struct {
		property string
		cast     string // short type name
		count    bool
	}
)

// truth refuses a literal where something true or false is wanted.
func truth(e expr) error {
	if l, ok := e.(literal); ok {
		if _, ok := l.value.(bool); !ok {
			return reason("The $filter expression must evaluate to a single boolean value.")
		}
	}
	return nil
}

func isTrue(e expr, s scope) bool {
	v, ok := e.eval(s).(bool)
	return ok && v
}

func (e literal) eval(scope) any { return e.value }

func (e not) eval(s scope) any { return !isTrue(e.of, s) }

func (e all) eval(s scope) any {
	for _, term := range e {
		if !isTrue(term, s) {
			return false
		}
	}
	return true
}

func (e anyOf) eval(s scope) any {
	for _, term := range e {
		if isTrue(term, s) {
			return true
		}
	}
	return false
}

func (e comparison) eval(s scope) any {
	result, err := compareValues(e.operator, e.left.eval(s), e.right.eval(s))
	if err != nil && *s.trouble == nil {
		*s.trouble = err
	}
	return result
}

func (e call) eval(s scope) any {
	first, ok := e.arguments[0].eval(s).(string)
	if !ok {
		return nil // of null, every function is null
	}
	first = strings.ToLower(first)
	switch e.function {
	case "tolower":
		return first
	case "toupper":
		return strings.ToUpper(first)
	}
	second, ok := e.arguments[1].eval(s).(string)
	if !ok {
		return nil
	}
	second = strings.ToLower(second)
	switch e.function {
	case "contains":
		return strings.Contains(first, second)
	case "startswith":
		return strings.HasPrefix(first, second)
	default:
		return strings.HasSuffix(first, second)
	}
}

func (e isOf) eval(s scope) any {
	return e.rules.derives(e.rules.typeOf(s.item), e.name)
}

func (e lambda) eval(s scope) any {
	elements, _ := e.collection.eval(s).([]any)
	if e.condition == nil {
		return len(elements) > 0
	}
	inner := s
	inner.variables = make(map[string]any, len(s.variables)+1)
	for name, value := range s.variables {
		inner.variables[name] = value
	}
	for _, element := range elements {
		inner.variables[e.variable] = element
		if isTrue(e.condition, inner) != e.every {
			return !e.every
		}
	}
	return e.every
}

// eval follows the path. A segment that leads nowhere, and a cast to a type
// that the item is not of, give null. Source: OData 4.01, part 2, 5.1.1.15.
func (e *path) eval(s scope) any {
	current := any(s.item)
	if e.variable != "" {
		current = s.variables[e.variable]
	}
	for _, segment := range e.segments {
		if segment.count {
			elements, _ := normal(current).([]any)
			return float64(len(elements))
		}
		object, ok := normal(current).(map[string]any)
		switch {
		case !ok:
			return nil
		case segment.cast != "":
			if !e.rules.derives(e.rules.typeOf(object), segment.cast) {
				return nil
			}
		default:
			current = object[segment.property]
		}
	}
	return normal(current)
}

// last names the property that the path ends in.
func (e *path) last() string {
	if len(e.segments) == 0 {
		return ""
	}
	return e.segments[len(e.segments)-1].property
}
