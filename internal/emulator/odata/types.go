package odata

import (
	"slices"
	"strings"
)

// short cuts the namespace off a type's name, which is written without a "#". Graph takes its own namespace
// and, in URLs, the alias "graph".
func short(name string) (string, bool) {
	for _, namespace := range []string{"microsoft.graph.", "graph."} {
		if rest, ok := strings.CutPrefix(name, namespace); ok && rest != "" && !strings.Contains(rest, ".") {
			return rest, true
		}
	}
	return "", false
}

// lookup finds the type that a qualified name stands for.
func (r Rules) lookup(qualified string) (string, error) {
	name, ok := short(qualified)
	if ok && r.Types != nil {
		_, ok = r.Types[name]
	}
	if !ok {
		return "", reason("The child type '" + qualified + "' in a cast was not an entity type. Casts can only be performed on entity types.")
	}
	return name, nil
}

// cast finds the type of a cast segment below type on.
func (r Rules) cast(qualified, on string) (string, error) {
	name, err := r.lookup(qualified)
	if err != nil {
		return "", err
	}
	if r.Types != nil && !r.derives(name, on) && !r.derives(on, name) {
		return "", reason("Encountered invalid type cast. 'microsoft.graph." + name + "' is not assignable from 'microsoft.graph." + on + "'.")
	}
	return name, nil
}

// derives tells whether type name is base or derives from it.
func (r Rules) derives(name, base string) bool {
	// The bound makes a cycle in the rules harmless.
	for range len(r.Types) + 1 {
		if name == base {
			return true
		}
		if name = r.Types[name].Base; name == "" {
			return false
		}
	}
	return false
}

// declares tells whether the type has the property, or may have it as far as
// the rules know.
func (r Rules) declares(name, property string) bool {
	if r.Types == nil || strings.HasPrefix(property, "@") {
		return true
	}
	for range len(r.Types) + 1 {
		t, ok := r.Types[name]
		if !ok || t.Properties == nil || slices.Contains(t.Properties, property) {
			return true
		}
		if name = t.Base; name == "" {
			return false
		}
	}
	return false
}

// typeOf names the type of an item.
func (r Rules) typeOf(item map[string]any) string {
	if declared, ok := item["@odata.type"].(string); ok {
		if name, ok := short(strings.TrimPrefix(declared, "#")); ok {
			return name
		}
	}
	return r.Type
}

func noProperty(property, on string) string {
	return "Could not find a property named '" + property + "' on type 'microsoft.graph." + on + "'."
}
