package odata

import (
	"slices"
	"strings"
)

func (p *parser) unary() (expr, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, reason("The node count limit has been exceeded.")
	}
	defer func() { p.depth-- }()
	if _, ok := p.word("not"); ok {
		p.query.needAdvanced("the operator 'not'")
		e, err := p.unary()
		if err != nil {
			return nil, err
		}
		return not{e}, truth(e)
	}
	if p.punct("(") {
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		return e, p.expect(")")
	}
	switch t := p.peek(); {
	case t.kind == tokenLiteral:
		p.pos++
		return literal{t.value}, nil
	case t.kind == tokenName && p.tokens[p.pos+1].text == "(":
		return p.call()
	case t.kind == tokenName:
		return p.path()
	}
	return nil, p.unexpected()
}

// call reads a function and its arguments. Graph takes the names in any case:
// its own examples write both isof and isOf, startswith and startsWith.
func (p *parser) call() (expr, error) {
	name := p.peek().text
	p.pos += 2 // and its parenthesis
	function := strings.ToLower(name)
	if function == "isof" {
		return p.isOf()
	}
	var arguments []expr
	for {
		e, err := p.unary()
		if err != nil {
			return nil, err
		}
		arguments = append(arguments, e)
		if p.punct(")") {
			break
		}
		if err := p.expect(","); err != nil {
			return nil, err
		}
	}
	want := 2
	switch function {
	case "tolower", "toupper":
		want = 1
	case "endswith":
		p.query.needAdvanced("the function 'endsWith'")
	case "contains", "startswith":
	default:
		return nil, reasonf("An unknown function with name '%s' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.", name)
	}
	if len(arguments) != want {
		return nil, reasonf("No function signature for the function with name '%s' matches the specified arguments.", name)
	}
	return call{function: function, arguments: arguments}, nil
}

// isOf reads the one argument of isof: a type's name, quoted as Microsoft's
// examples have it, or bare as the OData grammar has it.
func (p *parser) isOf() (expr, error) {
	name, quoted := p.peek().value.(string)
	if quoted {
		p.pos++
	} else {
		t, err := p.take(tokenName)
		if err != nil {
			return nil, err
		}
		name = t.text
	}
	of, err := p.query.rules.lookup(name)
	if err != nil {
		return nil, err
	}
	return isOf{rules: &p.query.rules, name: of}, p.expect(")")
}

// path reads property segments, casts, a trailing $count, or a lambda.
func (p *parser) path() (expr, error) {
	rules := &p.query.rules
	e := &path{rules: rules}
	on, checked := rules.Type, true
	if first := p.peek().text; slices.Contains(p.scope, first) {
		p.pos++
		e.variable, checked = first, false
		if !p.punct("/") {
			return e, nil
		}
	}
	for {
		t, err := p.take(tokenName)
		if err != nil {
			return nil, err
		}
		lower := strings.ToLower(t.text)
		switch {
		case t.text == "$count":
			if len(e.segments) == 0 {
				return nil, p.unexpected()
			}
			p.query.needAdvanced("$count in $filter")
			e.segments = append(e.segments, segment{count: true})
			return e, nil
		case (lower == "any" || lower == "all") && p.peek().text == "(":
			return p.lambda(e, lower == "all")
		case strings.Contains(t.text, ".") && !strings.HasPrefix(t.text, "@"):
			name, err := rules.lookup(t.text)
			if checked && err == nil {
				name, err = rules.cast(t.text, on)
			}
			if err != nil {
				return nil, err
			}
			on = name
			e.segments = append(e.segments, segment{cast: name})
		default:
			if checked && !rules.declares(on, t.text) {
				return nil, reason(noProperty(t.text, on))
			}
			checked = false
			e.segments = append(e.segments, segment{property: t.text})
		}
		if !p.punct("/") {
			return e, nil
		}
	}
}

// lambda reads "(p:condition)" or "()" after any, and the former after all.
func (p *parser) lambda(collection *path, every bool) (expr, error) {
	p.pos++ // the parenthesis
	e := lambda{collection: collection, every: every}
	if !every && p.punct(")") {
		return e, nil
	}
	t, err := p.take(tokenName)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(t.text, ".$@") {
		return nil, reasonf("The range variable '%s' is not valid.", t.text)
	}
	if err := p.expect(":"); err != nil {
		return nil, err
	}
	e.variable = t.text
	p.scope = append(p.scope, t.text)
	condition, err := p.or()
	p.scope = p.scope[:len(p.scope)-1]
	if err != nil {
		return nil, err
	}
	if err := truth(condition); err != nil {
		return nil, err
	}
	e.condition = condition
	return e, p.expect(")")
}

// parseOrderPath reads one key of $orderby.
func parseOrderPath(text string, q *Query) (*path, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, bad("Invalid $orderby clause: " + err.Error())
	}
	p := &parser{query: q, text: text, tokens: tokens}
	if p.peek().kind != tokenName {
		return nil, bad("Invalid $orderby clause: " + p.unexpected().Error())
	}
	e, err := p.path()
	if err != nil {
		return nil, bad("Invalid $orderby clause: " + err.Error())
	}
	key, ok := e.(*path)
	if !ok || p.peek().kind != tokenEnd {
		return nil, bad("Invalid $orderby clause: " + p.unexpected().Error())
	}
	return key, nil
}

// guids refuses to compare Edm.Guid with Edm.String, as Graph does: the first
// is written bare, the second in quotes.
func (p *parser) guids(left, right expr) error {
	if p.query.rules.GUIDs == nil {
		return nil
	}
	if _, ok := right.(*path); ok {
		left, right = right, left
	}
	property, isPath := left.(*path)
	value, isLiteral := right.(literal)
	if !isPath || !isLiteral || value.value == nil {
		return nil
	}
	_, bare := value.value.(guid)
	if bare == slices.Contains(p.query.rules.GUIDs, property.last()) {
		return nil
	}
	types := "'Edm.String' and 'Edm.Guid'"
	if !bare {
		types = "'Edm.Guid' and 'Edm.String'"
	}
	return reasonf("A binary operator with incompatible types was detected. Found operand types %s for operator kind 'Equal'.", types)
}
