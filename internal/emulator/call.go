package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// call is one request to the services, outer or inside a batch.
type call struct {
	method  string
	version version
	path    string // below the version, as sent
	header  http.Header
	query   url.Values
	body    []byte
	params  map[string]string
	caller  entra.Principal
	inBatch bool
	// emptyPage is a fault: a page without items that leads on to the next.
	emptyPage bool
	stale     bool      // answered as before a write
	now       time.Time // of the tenant
	root      string    // base URL with version: where links lead
}

// answer is what a call gets.
type answer struct {
	status int // 0 means 200
	header http.Header
	object any    // written as JSON
	text   string // written as text/plain, when object is nil
}

// eventual tells whether the caller takes eventual consistency, without which
// the directory has no advanced queries. Source: Graph docs, aad-advanced-queries.
func (c *call) eventual() bool {
	return strings.EqualFold(c.header.Get("ConsistencyLevel"), "eventual")
}

// entity answers with one object, as $select asks for it.
func (c *call) entity(typeName string, object map[string]any) (answer, error) {
	query, err := odata.Parse(c.query, odata.Rules{
		Type:    typeName,
		Types:   entityTypes(c.version, typeName),
		Options: []string{"$select", "$expand"},
		Expand:  expandable[typeName],
	})
	if err != nil {
		return answer{}, err
	}
	for _, name := range expandable[typeName] {
		if !slices.Contains(query.Expand, name) {
			delete(object, name)
		}
	}
	projected := query.Project(object)
	projected["@odata.context"] = c.root + "/$metadata#" + strings.Trim(c.path, "/") + "/$entity"
	return answer{object: projected}, nil
}

// entityTypes are the types that $select of one object is checked against, nil
// where any property may be named.
func entityTypes(v version, typeName string) map[string]odata.Type {
	switch typeName {
	case "mobileApp":
		return appRules(v, typeName).Types
	case "user", "device", "group":
		return directoryTypes
	case "managedDevice":
		return managedListing(v).rules.Types
	case "vppToken":
		return tokenTypes(v)
	case "deviceAppManagement":
		return map[string]odata.Type{typeName: {Properties: propertyNames(typeName, v)}}
	}
	return nil
}

var expandable = map[string][]string{"mobileApp": {"assignments", "categories"}}
