package conformance

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// query holds the query options of a request against what its operation takes.
func (j *judge) query(op *operation, subject string, values url.Values, header http.Header) {
	for name, all := range values {
		value := all[0]
		known := option(name)
		switch {
		case !slices.Contains(op.Options, known):
			j.broken(name, RuleOption, "%s %s takes no such option", op.Method, op.Path)
			continue
		case len(all) > 1 && known != "licenseTypes":
			j.broken(name, RuleOption, "it is given %d times", len(all))
		}
		switch known {
		case "$select":
			for item := range strings.SplitSeq(value, ",") {
				j.named(name, strings.TrimSpace(item), subject)
			}
		case "$orderby":
			for item := range strings.SplitSeq(value, ",") {
				words := strings.Fields(item)
				if len(words) == 0 || len(words) > 2 || len(words) == 2 && words[1] != "asc" && words[1] != "desc" {
					j.broken(name, RuleOption, "%q is no order", item)
					continue
				}
				j.named(name, words[0], subject)
			}
		case "$expand":
			for item := range strings.SplitSeq(value, ",") {
				if item, _, _ = strings.Cut(strings.TrimSpace(item), "("); !j.types.navigates(subject, item) {
					j.broken(name, RuleQueryName, "%s has no navigation property %q in %s", subject, item, j.version)
				}
			}
		case "$filter":
			j.filter(name, value, subject)
		case "$count":
			if value != "true" && value != "false" {
				j.broken(name, RuleOption, "%q is neither true nor false", value)
			}
		case "$top":
			if n, err := strconv.Atoi(value); err != nil || n < 1 || n > op.Top {
				j.broken(name, RuleOption, "%q is not a number from 1 to %d", value, op.Top)
			}
		case "$skip":
			if n, err := strconv.Atoi(value); err != nil || n < 0 {
				j.broken(name, RuleOption, "%q is no number", value)
			}
		}
	}
	if op.Directory {
		j.advanced(op, values, header)
	}
}

// option is the name with the dollar that Graph lets callers leave out.
func option(name string) string {
	if !strings.HasPrefix(name, "$") && slices.Contains(system, "$"+name) {
		return "$" + name
	}
	return name
}

var system = []string{"$select", "$filter", "$count", "$top", "$skip", "$skiptoken", "$orderby", "$expand", "$search"}

// advanced holds a request to the directory against the rule that advanced
// queries take eventual consistency and ask for the count.
// Source: https://learn.microsoft.com/graph/aad-advanced-queries
func (j *judge) advanced(op *operation, values url.Values, header http.Header) {
	get := func(name string) string { return values.Get(name) + values.Get(strings.TrimPrefix(name, "$")) }
	filter := literals.ReplaceAllString(get("$filter"), "''")
	members := op.Of == "graph.directoryObject" || op.subject() == "graph.directoryObject"
	why := ""
	switch {
	case op.Returns == "count":
		why = "$count"
	case get("$search") != "":
		why = "$search"
	case strings.Contains(op.Path, "{cast}"):
		why = "a cast"
	case strings.Contains(filter, "assignedPlans"):
		why = "$filter on assignedPlans"
	case members && filter != "":
		why = "$filter on members"
	case advancedFilter.MatchString(filter):
		why = "ne, not or endswith in $filter"
	case filter != "" && get("$orderby") != "":
		why = "$filter with $orderby"
	case get("$count") == "true":
		why = "$count=true"
	default:
		return
	}
	if !strings.EqualFold(header.Get("ConsistencyLevel"), "eventual") {
		j.broken("ConsistencyLevel", RuleAdvanced, "%s needs this header, with the value eventual", why)
	}
	if op.Returns != "count" && get("$count") != "true" {
		j.broken("$count", RuleAdvanced, "%s needs $count=true", why)
	}
}

var advancedFilter = regexp.MustCompile(`\b(ne|not|endswith)\b`)

// named holds a name in a query against the properties of a type. It may be
// below a cast: microsoft.graph.iosVppApp/bundleId.
func (j *judge) named(at, name, subject string) string {
	of := subject
	if cast, rest, ok := strings.Cut(name, "/"); ok && strings.HasPrefix(cast, "microsoft.graph.") {
		known, there := j.types.known(cast)
		if !there {
			j.broken(at, RuleQueryName, "%s is no type of %s", cast, j.version)
			return ""
		}
		of, name = known, rest
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "*" || of == "" {
			return ""
		}
		if part == "$count" {
			return "Edm.Int32"
		}
		p, ok := j.types.property(of, part)
		if !ok {
			j.broken(at, RuleQueryName, "%s has no property %q in %s%s", of, part, j.version, elsewhere(of, part, j.version))
			return ""
		}
		of = p.Type
	}
	return of
}

var (
	literals  = regexp.MustCompile(`'(?:[^']|'')*'`)
	lambda    = regexp.MustCompile(`([A-Za-z][\w./]*)/(?:any|all)\(\s*(\w+)\s*:`)
	typeTest  = regexp.MustCompile(`(?i)\bisof\(\s*'?([\w.]*)'?\s*\)`)
	bareGUID  = regexp.MustCompile(`[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)
	names     = regexp.MustCompile(`[A-Za-z][\w.]*(?:/[\w.$]+)*\(?`)
	words     = []string{"and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "in", "has", "null", "true", "false"}
	functions = []string{"contains", "startswith", "endswith", "tolower", "toupper", "not", "in", "and", "or"}
)

// filter looks up every name in a filter; what it does with them is the
// service's to say.
func (j *judge) filter(at, text, subject string) {
	for _, test := range typeTest.FindAllStringSubmatch(text, -1) {
		if name, ok := j.types.known(test[1]); !ok || !j.types.derives(name, subject) {
			j.broken(at, RuleQueryName, "%q is no type of %s that derives from %s", test[1], j.version, subject)
		}
	}
	text = bareGUID.ReplaceAllString(literals.ReplaceAllString(typeTest.ReplaceAllString(text, " "), " "), " ")
	variables := map[string]string{}
	for _, l := range lambda.FindAllStringSubmatch(text, -1) {
		element, ok := elementOf(j.named(at, l[1], subject))
		if !ok {
			j.broken(at, RuleQueryName, "%s is no collection of %s", l[1], subject)
		}
		variables[l[2]] = element
	}
	for _, name := range names.FindAllString(lambda.ReplaceAllString(text, " "), -1) {
		if called, ok := strings.CutSuffix(name, "("); ok {
			if !slices.Contains(functions, strings.ToLower(called)) {
				j.broken(at, RuleQueryName, "no function %q is in the tables", called)
			}
			continue
		}
		first, rest, deep := strings.Cut(name, "/")
		of, isVariable := variables[first]
		switch {
		case isVariable && deep:
			j.named(at, rest, of)
		case isVariable, slices.Contains(words, strings.ToLower(name)):
		default:
			j.named(at, name, subject)
		}
	}
}
