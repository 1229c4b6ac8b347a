package conformance

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// count is a number as text.
func (e *exchange) count(j *judge) {
	if !strings.HasPrefix(e.answer.kind, "text/plain") {
		j.broken("Content-Type", RuleContentType, "%q is not text/plain", e.answer.kind)
	}
	if _, err := strconv.ParseUint(e.answer.text, 10, 31); err != nil {
		j.broken("", RuleType, "%s is no count", show(e.answer.text))
	}
}

// collection holds a page against its shape and its items against their type.
func (e *exchange) collection(j *judge, element string) {
	page, ok := e.answer.value.(map[string]any)
	items, isList := page["value"].([]any)
	if !ok || !isList {
		j.broken("", RuleCollection, "it has no value that is a list")
		return
	}
	for name, value := range page {
		switch name {
		case "value":
		case "@odata.count":
			if !integer(value, 32) {
				j.broken(name, RuleType, "%s is no number", show(value))
			}
		case "@odata.nextLink":
			e.next(j, value)
		case "@odata.context":
			j.annotation(name, name, value)
		default:
			j.broken(name, RuleCollection, "a page has no such member")
		}
	}
	for i, item := range items {
		at := "value[" + strconv.Itoa(i) + "]"
		j.item(at, item, element)
		e.selection(j, at, item)
	}
}

// next holds a link against where it has to lead: on, to the same place.
func (e *exchange) next(j *judge, value any) {
	text, _ := value.(string)
	link, err := url.Parse(text)
	if err != nil {
		j.broken("@odata.nextLink", RuleNextLink, "it is no URL: %s", err)
		return
	}
	if here := e.host + "/" + e.version + e.path; link.Scheme+"://"+link.Host+link.EscapedPath() != here {
		j.broken("@odata.nextLink", RuleNextLink, "it leads to %s://%s%s, away from %s", link.Scheme, link.Host, link.EscapedPath(), here)
	}
	if q := link.Query(); !q.Has("$skiptoken") && !q.Has("$skip") {
		j.broken("@odata.nextLink", RuleNextLink, "it leads to the same page again: it has neither $skiptoken nor $skip")
	}
}

// selection tells of properties that a request with $select did not ask for.
func (e *exchange) selection(j *judge, at string, value any) {
	asked := e.query.Get("$select") + e.query.Get("select")
	object, ok := value.(map[string]any)
	if asked == "" || !ok {
		return
	}
	var selected []string
	for name := range strings.SplitSeq(asked, ",") {
		name = strings.TrimSpace(name)
		selected = append(selected, name[strings.LastIndex(name, "/")+1:])
	}
	expanded := strings.Split(e.query.Get("$expand")+e.query.Get("expand"), ",")
	for name := range object {
		if !strings.Contains(name, "@") && !slices.Contains(selected, name) && !slices.Contains(selected, "*") && !slices.Contains(expanded, name) {
			j.broken(below(at, name), RuleSelection, "nobody asked for it")
		}
	}
}
