package odata

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxDepth bounds how deep an expression may nest, so that no request can
// exhaust the stack. Graph has such a limit too; its number is not published.
const maxDepth = 100

// parser is a recursive descent over the tokens of one expression:
//
//	or      = and *("or" and)
//	and     = compare *("and" compare)
//	compare = unary [("eq"/"ne"/"gt"/"ge"/"lt"/"le") unary / "in" list]
//	unary   = "not" unary / "(" or ")" / literal / call / path
//
// So "not a eq b" is "(not a) eq b", as in OData 4.01, part 2, 5.1.1.16.
type parser struct {
	query  *Query
	text   string
	tokens []token
	pos    int
	depth  int
	scope  []string // lambda variables that are visible
}

func parseFilter(text string, q *Query) (expr, error) {
	e, err := func() (expr, error) {
		tokens, err := lex(text)
		if err != nil {
			return nil, err
		}
		p := &parser{query: q, text: text, tokens: tokens}
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		if p.peek().kind != tokenEnd {
			return nil, p.unexpected()
		}
		return e, truth(e)
	}()
	if own := (*Error)(nil); errors.As(err, &own) {
		return nil, own
	}
	if err != nil {
		return nil, bad("Invalid filter clause: " + err.Error())
	}
	return e, nil
}

func (p *parser) peek() token { return p.tokens[p.pos] }

// take takes a token of the kind, or says what is wrong and leaves it.
func (p *parser) take(kind tokenKind) (token, error) {
	t := p.peek()
	if t.kind != kind {
		return t, p.unexpected()
	}
	p.pos++
	return t, nil
}

func (p *parser) unexpected() error {
	return reasonf("Syntax error at position %d in '%s'.", p.peek().at, p.text)
}

// punct takes one punctuation mark, and tells whether it was there.
func (p *parser) punct(mark string) bool {
	if t := p.peek(); t.kind == tokenPunct && t.text == mark {
		p.pos++
		return true
	}
	return false
}

func (p *parser) expect(mark string) error {
	if !p.punct(mark) {
		return p.unexpected()
	}
	return nil
}

// word takes one of the given operators, in any case, and returns it in lower
// case.
func (p *parser) word(operators ...string) (string, bool) {
	t := p.peek()
	if name := strings.ToLower(t.text); t.kind == tokenName && slices.Contains(operators, name) {
		p.pos++
		return name, true
	}
	return "", false
}

func (p *parser) or() (expr, error) {
	terms, err := p.chain("or", func() (expr, error) {
		terms, err := p.chain("and", p.compare)
		if err != nil || len(terms) == 1 {
			return single(terms), err
		}
		return all(terms), nil
	})
	if err != nil || len(terms) == 1 {
		return single(terms), err
	}
	if err := p.limitOr(len(terms)); err != nil {
		return nil, err
	}
	return anyOf(terms), nil
}

func single(terms []expr) expr {
	if len(terms) == 0 {
		return nil
	}
	return terms[0]
}

// chain reads one or more terms that the operator joins. More than one must be
// true or false each.
func (p *parser) chain(operator string, term func() (expr, error)) ([]expr, error) {
	var terms []expr
	for {
		e, err := term()
		if err != nil {
			return nil, err
		}
		terms = append(terms, e)
		_, more := p.word(operator)
		if more || len(terms) > 1 {
			if err := truth(e); err != nil {
				return nil, err
			}
		}
		if !more {
			return terms, nil
		}
	}
}

// limitOr refuses more alternatives than the service takes. Source: public
// issues that quote the text.
func (p *parser) limitOr(n int) error {
	if limit := p.query.rules.MaxOr; limit > 0 && n > limit {
		return unsupported(fmt.Sprintf("Too many child clauses specified in search filter expression containing 'OR' operators: %d. Max allowed: %d.", n, limit))
	}
	return nil
}

func (p *parser) compare() (expr, error) {
	left, err := p.unary()
	if err != nil {
		return nil, err
	}
	if _, ok := p.word("in"); ok {
		return p.list(left)
	}
	operator, ok := p.word("eq", "ne", "gt", "ge", "lt", "le")
	if !ok {
		return left, nil
	}
	right, err := p.unary()
	if err != nil {
		return nil, err
	}
	if operator == "ne" {
		p.query.needAdvanced("the operator 'ne'")
	}
	if err := p.guids(left, right); err != nil {
		return nil, err
	}
	return comparison{operator: operator, left: left, right: right}, nil
}

// list reads the values of an 'in'.
func (p *parser) list(left expr) (expr, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var alternatives []expr
	for {
		t, err := p.take(tokenLiteral)
		if err != nil {
			return nil, err
		}
		right := literal{t.value}
		if err := p.guids(left, right); err != nil {
			return nil, err
		}
		alternatives = append(alternatives, comparison{operator: "eq", left: left, right: right})
		if p.punct(")") {
			return anyOf(alternatives), p.limitOr(len(alternatives))
		}
		if err := p.expect(","); err != nil {
			return nil, err
		}
	}
}
