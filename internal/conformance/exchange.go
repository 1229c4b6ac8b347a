package conformance

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Sides of an exchange.
const (
	sideRequest = "request"
	sideAnswer  = "answer"
)

// exchange is one request with its answer, alone or inside a batch.
type exchange struct {
	method, version, path string // path is below the version
	query                 url.Values
	header                http.Header
	body                  body
	host                  string // scheme and host
	inBatch               bool

	status int // 0 until there is an answer
	answer body

	op   *operation
	cast string // what the path narrows the type to
}

// body is what came with a message, read once.
type body struct {
	there bool
	kind  string // content type, "" where it is not known
	value any    // JSON
	text  string // what came, where it is not JSON
	err   error  // it should have been JSON
}

func (e *exchange) name() string { return e.method + " /" + e.version + e.path }

func (e *exchange) judge(side string, report func(Violation)) *judge {
	return &judge{request: e.name(), side: side, version: e.version, types: facts().types[e.version], report: report}
}

// subject is the type that the query options and the answer are of.
func (e *exchange) subject(j *judge) string {
	of := e.op.subject()
	if e.cast == "" {
		return of
	}
	name, known := j.types.known(e.cast)
	if !known || !j.types.derives(name, of) {
		j.broken("", RuleQueryName, "%s is no type of %s that derives from %s", e.cast, e.version, of)
		return of
	}
	return name
}

// judgeRequest holds a request against its operation.
func (e *exchange) judgeRequest(report func(Violation)) {
	j := e.judge(sideRequest, report)
	if e.path == "/$batch" && e.version != store {
		e.judgeBatch(j)
		return
	}
	op, cast, broken := lookup(e.method, e.version, e.path)
	if broken != nil {
		j.broken("", broken.Rule, "%s", broken.Text)
		return
	}
	e.op, e.cast = op, cast
	j.query(op, e.subject(j), e.query, e.header)
	switch {
	case op.Body == "" && e.body.there && !emptyObject(e.body):
		j.broken("", RuleJSON, "there is a body, and the operation takes none")
	case op.Body == "":
	case !e.body.there:
		j.broken("", RuleJSON, "there is no body, and the operation takes %s", op.Body)
	case !isJSON(e.body.kind):
		j.broken("Content-Type", RuleContentType, "%q is not application/json", e.body.kind)
	case e.body.err != nil:
		j.broken("", RuleJSON, "the body is broken: %s", e.body.err)
	default:
		j.writing = !op.Whole
		j.value("", e.body.value, op.Body)
	}
}

func emptyObject(b body) bool {
	object, ok := b.value.(map[string]any)
	return ok && len(object) == 0
}

func isJSON(kind string) bool {
	return strings.HasPrefix(strings.ToLower(kind), "application/json")
}

// judgeAnswer holds an answer against what the request asked for.
func (e *exchange) judgeAnswer(report func(Violation)) {
	j := e.judge(sideAnswer, report)
	switch {
	case e.status/100 != 2:
		e.refused(j)
	case e.op == nil:
		// The request has been judged already, or its judgement was waived.
		if op, cast, broken := lookup(e.method, e.version, e.path); broken == nil {
			e.op, e.cast = op, cast
			e.succeeded(j)
		} else {
			j.broken("", broken.Rule, "it is a success, and %s", broken.Text)
		}
	default:
		e.succeeded(j)
	}
}

// refused holds an error against Graph's shape.
// Source: https://learn.microsoft.com/graph/errors
func (e *exchange) refused(j *judge) {
	switch {
	case !e.answer.there && e.inBatch && e.status == http.StatusFailedDependency:
		// What depended on a failure has nothing to say.
	case e.status < 400:
		j.broken("", RuleStatus, "%d is neither a success nor an error", e.status)
	case !e.answer.there:
		j.broken("", RuleError, "%d comes without a body", e.status)
	case !isJSON(e.answer.kind):
		j.broken("Content-Type", RuleError, "%d comes as %q", e.status, e.answer.kind)
	case e.answer.err != nil:
		j.broken("", RuleError, "the body is broken: %s", e.answer.err)
	default:
		shape := "graph.error"
		if e.version == store {
			shape = "store.error"
		}
		report := j.report
		j.report = func(v Violation) { // whatever is wrong in it, the error body is
			v.Text = string(v.Rule) + ": " + v.Text
			v.Rule = RuleError
			report(v)
		}
		j.value("", e.answer.value, shape)
	}
}

func (e *exchange) succeeded(j *judge) {
	op := e.op
	if e.status != op.status() {
		j.broken("", RuleStatus, "%d, and the documented one is %d", e.status, op.status())
	}
	if op.Returns == "" {
		if e.answer.there {
			j.broken("", RuleJSON, "there is a body, and the operation answers with none")
		}
		return
	}
	subject := e.subject(j)
	switch element, isList := elementOf(op.Returns); {
	case !e.answer.there:
		j.broken("", RuleJSON, "there is no body, and the operation answers with %s", op.Returns)
	case op.Returns == "count":
		e.count(j)
	case !isJSON(e.answer.kind):
		j.broken("Content-Type", RuleContentType, "%q is not application/json", e.answer.kind)
	case e.answer.err != nil:
		j.broken("", RuleJSON, "the body is broken: %s", e.answer.err)
	case isList:
		e.collection(j, cmpOr(subject, element))
	default:
		declared := op.Returns
		if e.cast != "" {
			declared = subject
		}
		j.value("", e.answer.value, declared)
		e.selection(j, "", e.answer.value)
	}
}

func cmpOr(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

// readBody reads what a message carried.
func readBody(raw []byte, kind string) body {
	b := body{there: len(raw) > 0, kind: kind, text: string(raw)}
	if !b.there || kind != "" && !isJSON(kind) {
		return b
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if b.err = decoder.Decode(&b.value); b.err == nil {
		if _, err := decoder.Token(); err != io.EOF {
			b.err = errMore
		}
	}
	return b
}
