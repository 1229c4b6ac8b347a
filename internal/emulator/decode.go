package emulator

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// decode reads the request's body as one object of a declared type and refuses
// what the schema of the endpoint's version does not have. Types of nested
// objects come back in their canonical form, "#microsoft.graph.name".
func (c *call) decode(declared string) (map[string]any, error) {
	if !strings.HasPrefix(strings.ToLower(c.header.Get("Content-Type")), "application/json") {
		return nil, &apiError{status: http.StatusUnsupportedMediaType, code: "BadRequest", message: "A Content-Type header of application/json is required with a body."}
	}
	decoder := json.NewDecoder(bytes.NewReader(c.body))
	decoder.UseNumber()
	var body any
	if err := decoder.Decode(&body); err != nil {
		return nil, modelFailure("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, modelFailure("Unable to read JSON request payload. There is content after the end of the document.")
	}
	object, ok := body.(map[string]any)
	if !ok {
		return nil, modelFailure("Unable to read JSON request payload. An object was expected.")
	}
	return object, c.version.check(object, declared)
}

// check validates an object and canonicalises its type annotations in place.
func (v version) check(object map[string]any, declared string) error {
	name, err := v.resolve(object, declared)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(object)) { // the same body is refused for the same reason
		if strings.Contains(key, "@") {
			continue // annotations
		}
		value := object[key]
		p, ok := lookup(name, key, v)
		if !ok {
			return modelFailure("The property '%s' does not exist on type 'microsoft.graph.%s'. Make sure to only use property names that are defined by the type.", key, name)
		}
		if err := v.checkValue(key, value, p); err != nil {
			return err
		}
	}
	return nil
}

// resolve finds the type that an object states, or else the declared one, if
// that can stand by itself.
func (v version) resolve(object map[string]any, declared string) (string, error) {
	annotation, ok := object["@odata.type"]
	if !ok {
		if wireTypes[declared].abstract {
			return "", modelFailure("The type 'microsoft.graph.%s' is abstract: a value of it needs '@odata.type'.", declared)
		}
		return declared, nil
	}
	stated, _ := annotation.(string)
	qualified := strings.TrimPrefix(stated, "#")
	name, ok := strings.CutPrefix(qualified, "microsoft.graph.")
	t, known := wireTypes[name]
	if !ok || !known || t.beta && v == v1 || !derives(name, declared) {
		return "", modelFailure("A type named '%s' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.", qualified)
	}
	if t.abstract {
		return "", modelFailure("The type 'microsoft.graph.%s' is abstract: a value of it needs a derived type.", name)
	}
	object["@odata.type"] = "#microsoft.graph." + name
	return name, nil
}

func (v version) checkValue(key string, value any, p property) error {
	if value == nil {
		if !p.null {
			return modelFailure("A null value was found for the property named '%s', which does not allow null values.", key)
		}
		return nil
	}
	fits := true
	switch p.form {
	case boolean:
		_, fits = value.(bool)
	case text:
		_, fits = value.(string)
	case timestamp:
		written, _ := value.(string)
		_, err := time.Parse(time.RFC3339Nano, written)
		fits = err == nil
	case texts:
		list, isList := value.([]any)
		fits = isList && !slices.ContainsFunc(list, func(item any) bool { _, isText := item.(string); return !isText })
	case enum:
		name, isText := value.(string)
		if fits = isText && slices.Contains(p.enum, name); !fits && key == "intent" {
			// Source: observed, ugurkocde/IntuneGet#340.
			return &apiError{status: http.StatusInternalServerError, code: "InternalServerError", message: "An internal server error has occurred"}
		}
	case complexType:
		object, isObject := value.(map[string]any)
		if isObject {
			return v.check(object, p.of)
		}
		fits = false
	case collection:
		return v.checkCollection(key, value, p)
	}
	if !fits {
		return modelFailure("Cannot convert a value of the property '%s' to its type in the model.", key)
	}
	return nil
}

func (v version) checkCollection(key string, value any, p property) error {
	list, ok := value.([]any)
	if !ok {
		return modelFailure("Cannot convert a value of the property '%s' to its type in the model.", key)
	}
	for _, item := range list {
		object, ok := item.(map[string]any)
		if !ok {
			return modelFailure("Cannot convert a value of the property '%s' to its type in the model.", key)
		}
		if err := v.check(object, p.of); err != nil {
			return err
		}
	}
	return nil
}
