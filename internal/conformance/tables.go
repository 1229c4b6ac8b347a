package conformance

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed schema
var schema embed.FS

// Versions of the services, as they stand in paths.
const (
	v1    = "v1.0"
	beta  = "beta"
	store = "V1"
)

// schemaType is a type of one version: an enum, or an object with properties.
type schemaType struct {
	Source     string              `json:"source"`
	Kind       string              `json:"kind"`
	Base       string              `json:"base"`
	Abstract   bool                `json:"abstract"`
	Properties map[string]property `json:"properties"`
	Navigation map[string]string   `json:"navigation"`
	// Polymorphic tells that a value says its type although the declared one
	// could stand by itself.
	Polymorphic bool `json:"polymorphic"`
	// Members are those of an enum. Flags are joined by commas.
	Members members `json:"members"`
	Flags   bool    `json:"flags"`
	AnyCase bool    `json:"anyCase"`
}

type property struct {
	Type     string `json:"type"`
	Nullable *bool  `json:"nullable"`
	ReadOnly bool   `json:"readOnly"`
	// Required is for the parameters of actions and for parts of the protocol:
	// entities in Graph are sent in part.
	Required bool `json:"required"`
}

func (p property) nullable() bool { return p.Nullable == nil || *p.Nullable }

// members reads both ways in which the files name them: a list, or names with
// their numbers.
type members []string

func (m *members) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]string)(m))
	}
	var numbered map[string]int
	if err := json.Unmarshal(data, &numbered); err != nil {
		return err
	}
	*m = slices.Sorted(maps.Keys(numbered))
	return nil
}

type types map[string]*schemaType

// tables are the types by version, and the operations.
type tables struct {
	types      map[string]types
	operations []operation
}

// facts are read once: they are the same for every server.
var facts = sync.OnceValue(func() *tables {
	protocol := load("protocol.json")
	first := merge(protocol, load("types.json"), load("v1.json"))
	t := &tables{types: map[string]types{
		v1:    first,
		beta:  replace(first, load("beta.json")),
		store: merge(protocol, load("store.json")),
	}}
	read("operations.json", &t.operations)
	for i := range t.operations {
		t.operations[i].segments = strings.Split(strings.Trim(t.operations[i].Path, "/"), "/")
	}
	return t
})

func load(name string) types {
	var document struct {
		Types types `json:"types"`
	}
	read(name, &document)
	return document.Types
}

// read panics where a file of ours is not what it should be: no test can go on.
func read(name string, into any) {
	data, err := schema.ReadFile(path.Join("schema", name))
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		panic(fmt.Errorf("schema %s: %w", name, err))
	}
}

// merge adds up what files say: of one type, the properties of all; of one
// property, what an earlier file leaves open.
func merge(files ...types) types {
	all := types{}
	for _, file := range files {
		for name, t := range file {
			known := all[name]
			if known == nil {
				all[name] = t
				continue
			}
			for name, p := range t.Properties {
				first, there := known.Properties[name]
				if there {
					first.ReadOnly = first.ReadOnly || p.ReadOnly
					p = first
				}
				known.Properties[name] = p
			}
		}
	}
	return all
}

// replace takes from a file the types that it has, and the rest from below.
func replace(below, file types) types {
	all := maps.Clone(below)
	maps.Copy(all, file)
	return all
}

// property finds a property of a type or of what it derives from. Navigation
// properties are found too: they may be expanded and named in queries.
func (ts types) property(typeName, name string) (property, bool) {
	for t := ts[typeName]; t != nil; t = ts[t.Base] {
		if p, ok := t.Properties[name]; ok {
			return p, true
		}
		if of, ok := t.Navigation[name]; ok {
			return property{Type: of}, true
		}
	}
	return property{}, false
}

func (ts types) navigates(typeName, name string) bool {
	for t := ts[typeName]; t != nil; t = ts[t.Base] {
		if _, ok := t.Navigation[name]; ok {
			return true
		}
	}
	return false
}

// derives tells whether a type is base or derives from it.
func (ts types) derives(name, base string) bool {
	for name != base {
		t := ts[name]
		if t == nil {
			return false
		}
		name = t.Base
	}
	return true
}

// required lists the parameters without which an object makes no sense.
func (ts types) required(typeName string) []string {
	var names []string
	if t := ts[typeName]; t != nil {
		for name, p := range t.Properties {
			if p.Required {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// known reads a qualified type name, as annotations, casts and isof spell it.
func (ts types) known(qualified string) (string, bool) {
	name := strings.TrimPrefix(strings.TrimPrefix(qualified, "#"), "microsoft.")
	if !strings.HasPrefix(name, "graph.") {
		return "", false
	}
	t := ts[name]
	return name, t != nil && t.Members == nil
}

// elementOf is T of Collection(T).
func elementOf(typeName string) (string, bool) {
	inner, ok := strings.CutPrefix(typeName, "Collection(")
	return strings.TrimSuffix(inner, ")"), ok
}
