package conformance

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

var errMore = errors.New("there is more after its end")

// batchLimit is how many requests a batch may hold.
// Source: https://learn.microsoft.com/graph/json-batching
const batchLimit = 20

// judgeBatch holds the shell of a batch; the requests inside are judged as any.
func (e *exchange) judgeBatch(j *judge) {
	switch {
	case e.method != http.MethodPost:
		j.broken("", RuleMethod, "the path takes POST")
		return
	case !e.body.there || e.body.err != nil || !isJSON(e.body.kind):
		j.broken("", RuleBatch, "the body is no JSON")
		return
	}
	j.value("", e.body.value, "graph.batch")
	requests := list(e.body.value, "requests")
	if len(requests) > batchLimit {
		j.broken("requests", RuleBatch, "%d requests, and a batch holds %d", len(requests), batchLimit)
	}
	ids := map[string]bool{}
	for i, r := range requests {
		at := "requests[" + strconv.Itoa(i) + "]"
		id := strings.ToLower(text(r, "id"))
		if ids[id] {
			j.broken(at+".id", RuleBatch, "the id is used twice")
		}
		ids[id] = true
		if address := text(r, "url"); strings.Contains(address, "://") || strings.HasPrefix(address, "/"+e.version+"/") {
			j.broken(at+".url", RuleBatch, "%q is not relative to the version", address)
		}
	}
	for i, r := range requests {
		for _, on := range list(r, "dependsOn") {
			if id, _ := on.(string); !ids[strings.ToLower(id)] {
				j.broken("requests["+strconv.Itoa(i)+"].dependsOn", RuleBatch, "%s is no id of the batch", show(on))
			}
		}
	}
}

// inside are the exchanges in a batch, with the answers that came, and reports
// what does not match up.
func (e *exchange) inside(report func(Violation)) []*exchange {
	var inner []*exchange
	byID := map[string]*exchange{}
	for _, r := range list(e.body.value, "requests") {
		path, query, _ := strings.Cut("/"+strings.TrimPrefix(text(r, "url"), "/"), "?")
		values, err := url.ParseQuery(query)
		if err != nil {
			values = url.Values{}
		}
		one := &exchange{
			method: strings.ToUpper(text(r, "method")), version: e.version, path: path, query: values,
			header: headers(r), host: e.host, inBatch: true,
		}
		one.body = parsed(r, one.header)
		inner = append(inner, one)
		byID[strings.ToLower(text(r, "id"))] = one
	}
	if e.status/100 != 2 {
		return inner
	}
	j := e.judge(sideAnswer, report)
	if e.status != http.StatusOK || e.answer.err != nil || !isJSON(e.answer.kind) {
		j.broken("", RuleBatch, "a batch is answered with 200 and JSON")
		return inner
	}
	j.value("", e.answer.value, "graph.batchResult")
	for i, r := range list(e.answer.value, "responses") {
		at := "responses[" + strconv.Itoa(i) + "]"
		one := byID[strings.ToLower(text(r, "id"))]
		if one == nil || one.status != 0 {
			j.broken(at+".id", RuleBatch, "no request waits for it")
			continue
		}
		object, _ := r.(map[string]any)
		one.status, _ = strconv.Atoi(show(object["status"]))
		one.answer = parsed(r, headers(r))
	}
	for _, one := range inner {
		if one.status == 0 {
			j.broken("responses", RuleBatch, "%s %s is not answered", one.method, one.path)
		}
	}
	return inner
}

// parsed is the body of a request or an answer inside a batch. What is not JSON
// comes as base64 text.
func parsed(message any, header http.Header) body {
	object, _ := message.(map[string]any)
	value, there := object["body"]
	b := body{there: there, kind: header.Get("Content-Type"), value: value}
	if encoded, isText := value.(string); isText && !isJSON(b.kind) {
		raw, err := base64.StdEncoding.DecodeString(encoded)
		b.text, b.err = string(raw), err
	}
	return b
}

func headers(message any) http.Header {
	header := http.Header{}
	object, _ := message.(map[string]any)
	given, _ := object["headers"].(map[string]any)
	for name, value := range given {
		if written, ok := value.(string); ok {
			header.Set(name, written)
		}
	}
	return header
}

func list(value any, name string) []any {
	object, _ := value.(map[string]any)
	items, _ := object[name].([]any)
	return items
}

func text(value any, name string) string {
	object, _ := value.(map[string]any)
	written, _ := object[name].(string)
	return written
}
