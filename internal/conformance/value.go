package conformance

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// judge looks at one side of one exchange.
type judge struct {
	request string
	side    string
	version string
	types   types
	// writing tells that read-only properties are out of place.
	writing bool
	report  func(Violation)
}

func (j *judge) broken(at string, rule Rule, format string, arguments ...any) {
	j.report(Violation{Request: j.request, Side: j.side, At: at, Rule: rule, Text: fmt.Sprintf(format, arguments...)})
}

// value holds a JSON value against a declared type.
func (j *judge) value(at string, value any, declared string) {
	if element, ok := elementOf(declared); ok {
		list, isList := value.([]any)
		if !isList {
			j.broken(at, RuleType, "%s is not a list, as %s is", show(value), declared)
			return
		}
		for i, item := range list {
			j.item(at+"["+strconv.Itoa(i)+"]", item, element)
		}
		return
	}
	if check, ok := primitives[declared]; ok {
		if !check(value) {
			j.broken(at, RuleType, "%s is no %s", show(value), declared)
		}
		return
	}
	t := j.types[declared]
	switch {
	case strings.HasPrefix(declared, "Edm."):
		j.broken(at, RuleSchema, "no rule for %s", declared)
	case t == nil:
		j.broken(at, RuleSchema, "the tables of %s do not have %s", j.version, declared)
	case t.Members != nil:
		j.member(at, value, declared, t)
	default:
		object, ok := value.(map[string]any)
		if !ok {
			j.broken(at, RuleType, "%s is not an object, as %s is", show(value), declared)
			return
		}
		j.object(at, object, declared)
	}
}

func (j *judge) item(at string, item any, element string) {
	if item == nil {
		j.broken(at, RuleNull, "an item is null")
		return
	}
	j.value(at, item, element)
}

func (j *judge) member(at string, value any, declared string, t *schemaType) {
	text, ok := value.(string)
	if !ok {
		j.broken(at, RuleType, "%s is not a name, as those of %s are", show(value), declared)
		return
	}
	names := []string{text}
	if t.Flags {
		names = strings.Split(text, ",")
	}
	for _, name := range names {
		known := slices.ContainsFunc(t.Members, func(member string) bool {
			return member == name || t.AnyCase && strings.EqualFold(member, name)
		})
		if !known {
			j.broken(at, RuleMember, "%q is not one of %s: %s", name, declared, strings.Join(t.Members, ", "))
		}
	}
}

// object holds an object against the type that it states, or else the declared
// one.
func (j *judge) object(at string, object map[string]any, declared string) {
	name := j.stated(at, object, declared)
	for _, key := range slices.Sorted(maps.Keys(object)) {
		value, place := object[key], below(at, key)
		if strings.Contains(key, "@") {
			j.annotation(place, key, value)
			continue
		}
		p, ok := j.types.property(name, key)
		switch {
		case !ok:
			j.broken(place, RuleProperty, "%s has no such property in %s%s", name, j.version, elsewhere(name, key, j.version))
		case j.writing && p.ReadOnly:
			j.broken(place, RuleReadOnly, "%s of %s cannot be written", key, name)
		case value == nil:
			if !p.nullable() {
				j.broken(place, RuleNull, "%s of %s is never null", key, name)
			}
		default:
			j.value(place, value, p.Type)
		}
	}
	for _, key := range j.types.required(name) {
		if _, there := object[key]; !there {
			j.broken(below(at, key), RuleRequired, "%s needs it", name)
		}
	}
}

// stated is the type that an object says it is of.
func (j *judge) stated(at string, object map[string]any, declared string) string {
	t := j.types[declared]
	annotation, there := object["@odata.type"]
	if !there {
		if t.Abstract || t.Polymorphic {
			j.broken(at, RuleODataType, "a value of %s has to say its type", declared)
		}
		return declared
	}
	text, _ := annotation.(string)
	name, known := j.types.known(text)
	switch {
	case !known:
		j.broken(at, RuleODataType, "%s is no type of %s", show(annotation), j.version)
		return declared
	case !j.types.derives(name, declared):
		j.broken(at, RuleODataType, "%s is not a %s", show(annotation), declared)
	case j.side == sideRequest && j.types[name].Abstract:
		j.broken(at, RuleODataType, "%s is abstract: a value of it is of a derived type", show(annotation))
	}
	return name
}

var annotations = []string{"@odata.type", "@odata.id", "@odata.etag", "@odata.context", "@odata.count", "@odata.nextLink"}

func (j *judge) annotation(at, key string, value any) {
	_, name, _ := strings.Cut(key, "@")
	name = "@" + name
	_, isText := value.(string)
	switch {
	case !slices.Contains(annotations, name), j.side == sideRequest && name != "@odata.type":
		j.broken(at, RuleAnnotation, "%s has no place in a %s", key, j.side)
	case name != "@odata.count" && !isText:
		j.broken(at, RuleType, "%s is no text", show(value))
	}
}

// elsewhere helps who has taken the wrong version.
func elsewhere(typeName, name, version string) string {
	for _, other := range []string{v1, beta} {
		if _, ok := facts().types[other].property(typeName, name); ok && other != version && version != store {
			return "; " + other + " has it"
		}
	}
	return ""
}

func below(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// show writes a value short enough for a message.
func show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	if len(text) > 60 {
		return string(text[:60]) + "…"
	}
	return string(text)
}

var guidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)

// primitives tell whether a JSON value is of a primitive type.
var primitives = map[string]func(any) bool{
	"Edm.Untyped": func(any) bool { return true },
	"Edm.String":  func(v any) bool { _, ok := v.(string); return ok },
	"Edm.Boolean": func(v any) bool { _, ok := v.(bool); return ok },
	"Edm.Int32":   func(v any) bool { return integer(v, 32) },
	"Edm.Int64":   func(v any) bool { return integer(v, 64) },
	"Edm.Guid":    func(v any) bool { s, ok := v.(string); return ok && guidForm.MatchString(s) },
	"Edm.Binary": func(v any) bool {
		s, ok := v.(string)
		_, err := base64.StdEncoding.DecodeString(s)
		return ok && err == nil
	},
	"Edm.DateTimeOffset": func(v any) bool {
		s, ok := v.(string)
		_, err := time.Parse(time.RFC3339Nano, s)
		return ok && err == nil
	},
}

func integer(value any, bits int) bool {
	number, ok := value.(json.Number)
	if !ok {
		return false
	}
	_, err := strconv.ParseInt(number.String(), 10, bits)
	return err == nil
}
