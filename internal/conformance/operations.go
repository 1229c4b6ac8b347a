package conformance

import (
	"net/url"
	"slices"
	"strings"
)

// operation is one thing that a service does.
type operation struct {
	Method   string   `json:"method"`
	Path     string   `json:"path"` // {name} takes a key, {cast} a qualified type name
	Versions []string `json:"versions"`
	Source   string   `json:"source"`
	// Body is the type of the request's, "" for none.
	Body string `json:"body"`
	// Whole tells that the body carries objects as they were read, read-only
	// properties included.
	Whole bool `json:"whole"`
	// Returns is the type of the answer's body, "" for none, "count" for a
	// number as text, of the things that Of names.
	Returns string `json:"returns"`
	Of      string `json:"of"`
	Status  int    `json:"status"`
	// Options are the query options that it takes, and Top the largest page.
	Options []string `json:"options"`
	Top     int      `json:"top"`
	// Directory tells that the directory answers: it has advanced queries.
	Directory bool `json:"directory"`

	segments []string
}

func (o *operation) status() int {
	if o.Status == 0 {
		return 200
	}
	return o.Status
}

// subject is the type that query options speak of.
func (o *operation) subject() string {
	if o.Of != "" {
		return o.Of
	}
	element, _ := elementOf(o.Returns)
	return element
}

// lookup finds the operation of a request, or the rule that it breaks.
func lookup(method, version, path string) (op *operation, cast string, broken *Violation) {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	methods, elsewhere := []string{}, ""
	all := facts().operations
	for i := range all {
		cast, ok := all[i].match(segments)
		if !ok {
			continue
		}
		if !slices.Contains(all[i].Versions, version) {
			elsewhere = strings.Join(all[i].Versions, " and ")
			continue
		}
		if all[i].Method == method {
			return &all[i], cast, nil
		}
		methods = append(methods, all[i].Method)
	}
	switch {
	case len(methods) > 0:
		return nil, "", &Violation{Rule: RuleMethod, Text: "the path takes " + strings.Join(methods, ", ")}
	case elsewhere != "":
		return nil, "", &Violation{Rule: RuleVersion, Text: version + " does not have this path; it is in " + elsewhere}
	}
	return nil, "", &Violation{Rule: RulePath, Text: "no such path is in the tables"}
}

func (o *operation) match(segments []string) (cast string, ok bool) {
	if len(segments) != len(o.segments) {
		return "", false
	}
	for i, want := range o.segments {
		given, err := url.PathUnescape(segments[i])
		if err != nil {
			return "", false
		}
		qualified := strings.HasPrefix(given, "graph.") || strings.HasPrefix(given, "microsoft.graph.")
		switch {
		case want == "{cast}":
			if !qualified {
				return "", false
			}
			cast = given
		case strings.HasPrefix(want, "{"):
			if given == "" || qualified || strings.HasPrefix(given, "$") {
				return "", false
			}
		case given != want:
			return "", false
		}
	}
	return cast, true
}
