package conformance

import "fmt"

// Rule is the name of what is held.
type Rule string

// The rules. TestPlantedFaults plants what breaks them.
const (
	RuleVersion     Rule = "version"           // it is another version's, or none's
	RulePath        Rule = "path"              // no such path
	RuleMethod      Rule = "method"            // not of this path
	RuleOption      Rule = "query option"      // unknown, or with a value it does not take
	RuleQueryName   Rule = "name in query"     // no such property or type
	RuleAdvanced    Rule = "advanced query"    // without ConsistencyLevel or $count
	RuleContentType Rule = "content type"      // not JSON
	RuleJSON        Rule = "JSON"              // broken, or missing, or where there should be none
	RuleProperty    Rule = "unknown property"  // not of this type
	RuleType        Rule = "wrong type"        // of a value
	RuleNull        Rule = "null"              // where the schema has none
	RuleMember      Rule = "enum member"       // not of this enum
	RuleODataType   Rule = "@odata.type"       // missing, unknown or not fitting
	RuleAnnotation  Rule = "annotation"        // of an unknown kind
	RuleRequired    Rule = "required"          // parameter missing
	RuleReadOnly    Rule = "read-only"         // property written
	RuleBatch       Rule = "batch"             // ids, number, answers of a $batch
	RuleStatus      Rule = "status"            // not the one documented for success
	RuleError       Rule = "error body"        // not of Graph's shape
	RuleCollection  Rule = "collection"        // not {"value": [...]}
	RuleNextLink    Rule = "@odata.nextLink"   // does not lead on
	RuleSelection   Rule = "$select"           // something came that was not asked for
	RuleSchema      Rule = "gap in the tables" // the tables lack a type that was met
)

// Violation is one broken rule.
type Violation struct {
	// Request is "METHOD /version/path", that of the inner request in a batch.
	Request string
	// Side is "request" or "answer".
	Side string
	// At is the place in the body: "value[3].settings.useDeviceContext".
	At   string
	Rule Rule
	Text string
}

func (v Violation) String() string {
	at := ""
	if v.At != "" {
		at = ", at " + v.At
	}
	return fmt.Sprintf("%s: the %s breaks the rule %q%s: %s", v.Request, v.Side, v.Rule, at, v.Text)
}
