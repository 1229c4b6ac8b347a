package odata_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// apps is a small collection of mobile apps; c is of the declared type itself.
func apps() []map[string]any {
	return []map[string]any{
		{"@odata.type": "#microsoft.graph.microsoftStoreForBusinessApp", "id": "a", "displayName": "Ardoise d'été", "isAssigned": true, "totalLicenseCount": 100, "productKey": "P/1",
			"createdDateTime": "2024-05-01T00:00:00Z", "assignedPlans": []any{map[string]any{"servicePlanId": "C1EC4A95-1f05-45b3-a911-aa3fa01094f5", "capabilityStatus": "Enabled"}}},
		{"@odata.type": "#microsoft.graph.iosVppApp", "id": "b", "displayName": "Boussole", "isAssigned": false, "totalLicenseCount": 5, "bundleId": "fr.b",
			"createdDateTime": "2025-05-01T00:00:00Z", "assignedPlans": []any{map[string]any{"servicePlanId": "c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "capabilityStatus": "Deleted"}}},
		{"id": "c", "displayName": nil, "isAssigned": false, "tags": []string{"x", "y"}},
	}
}

func rules() odata.Rules {
	return odata.Rules{
		Type: "mobileApp", MaxTop: 1000, DefaultTop: 2, MaxOr: 15,
		GUIDs:  []string{"servicePlanId"},
		Expand: []string{"assignments"},
		Types: map[string]odata.Type{
			"entity":                       {Properties: []string{"id"}},
			"mobileApp":                    {Base: "entity", Properties: []string{"displayName", "isAssigned", "createdDateTime", "assignedPlans", "tags", "owner"}},
			"microsoftStoreForBusinessApp": {Base: "mobileApp", Properties: []string{"totalLicenseCount", "productKey"}},
			"managedApp":                   {Base: "mobileApp", Properties: []string{"appAvailability"}},
			"iosVppApp":                    {Base: "mobileApp", Properties: []string{"totalLicenseCount", "bundleId"}},
			"user":                         {Base: "entity", Properties: []string{"mail"}},
		},
	}
}

func parse(t *testing.T, query string) *odata.Query {
	t.Helper()
	q, err := tryParse(t, query)
	if err != nil {
		t.Fatalf("Parse(%q): %v", query, err)
	}
	return q
}

// tryParse takes a query as one writes it, with & between the options only.
func tryParse(t *testing.T, query string) (*odata.Query, error) {
	t.Helper()
	values := url.Values{}
	for option := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(option, "=")
		values.Add(name, value)
	}
	return odata.Parse(values, rules())
}

func ids(items []map[string]any) string {
	var all []string
	for _, item := range items {
		all = append(all, item["id"].(string))
	}
	return strings.Join(all, "")
}

func TestFilter(t *testing.T) {
	for filter, want := range map[string]string{
		"displayName eq 'boussole'":                                             "b",
		"displayName eq 'Ardoise d''été'":                                       "a",
		"displayName ne 'Boussole'":                                             "ac",
		"displayName eq null":                                                   "c",
		"displayName ne null":                                                   "ab",
		"owner eq null":                                                         "abc",
		"isAssigned":                                                            "a",
		"isAssigned eq true":                                                    "a",
		"not isAssigned":                                                        "bc",
		"NOT(isAssigned) and id ne 'c'":                                         "b",
		"id in ('a', 'c')":                                                      "ac",
		"not (id in ('a'))":                                                     "bc",
		"contains(displayName,'OUSS')":                                          "b",
		"startsWith(displayName, 'ard')":                                        "a",
		"endswith(displayName,'été')":                                           "a",
		"tolower(displayName) eq 'boussole'":                                    "b",
		"toupper(displayName) eq 'boussole'":                                    "b",
		"contains(displayName,'a') eq true":                                     "a",
		"isof('microsoft.graph.microsoftStoreForBusinessApp')":                  "a",
		"isOf(microsoft.graph.iosVppApp)":                                       "b",
		"isof('microsoft.graph.mobileApp')":                                     "abc",
		"isof('microsoft.graph.iosVppApp') or isAssigned":                       "ab",
		"id eq 'c' or id eq 'a' and isAssigned eq false":                        "c",
		"(id eq 'c' or id eq 'a') and isAssigned eq false":                      "c",
		"(id eq 'b' or id eq 'a') and isAssigned eq false":                      "b",
		"microsoft.graph.iosVppApp/bundleId eq 'fr.b'":                          "b",
		"microsoft.graph.iosVppApp/totalLicenseCount lt 100":                    "b",
		"microsoft.graph.managedApp/appAvailability eq null":                    "abc",
		"microsoft.graph.microsoftStoreForBusinessApp/totalLicenseCount ge 100": "a",
		"createdDateTime gt 2024-12-31":                                         "b",
		"createdDateTime le 2024-05-01T02:00:00+02:00":                          "a",
		"id gt 'a' and id le 'B'":                                               "b",
		"assignedPlans/any()":                                                   "ab",
		"assignedPlans/$count ne 0":                                             "ab",
		"tags/$count eq 2":                                                      "c",
		"tags/any(t:t eq 'y')":                                                  "c",
		"tags/all(t:t eq 'y')":                                                  "ab",
		"tags/any(t:assignedPlans/any(p:p/servicePlanId eq null) or t eq 'x')":  "c",
		"assignedPlans/any(p:p/servicePlanId eq c1ec4a95-1f05-45b3-a911-aa3fa01094f5 and p/capabilityStatus eq 'Enabled')": "a",
		"true":                "abc",
		"1 eq 1.0":            "abc",
		"-1 lt 0":             "abc",
		"isAssigned ge true":  "a",
		"displayName gt null": "",
	} {
		q, err := tryParse(t, "$top=1000&$filter="+filter)
		if err != nil {
			t.Errorf("%s: %v", filter, err)
			continue
		}
		page, total, err := q.Apply(apps())
		if got := ids(page); got != want || total != len(want) || err != nil {
			t.Errorf("%s: got %q, total %d, %v; want %q", filter, got, total, err, want)
		}
		var alone []map[string]any
		for _, item := range apps() {
			if q.Filter(item) {
				alone = append(alone, item)
			}
		}
		if got := ids(alone); got != want {
			t.Errorf("%s: Filter lets %q through, want %q", filter, got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	const clause = "BadRequest: Invalid filter clause: "
	many := strings.Repeat("'x',", 15)
	for query, want := range map[string]string{
		"$filter=displayName eq":      clause + "Syntax error at position 14 in 'displayName eq'.",
		"$filter=":                    clause + "Syntax error at position 0 in ''.",
		"$filter=(isAssigned":         clause + "Syntax error at position 11 in '(isAssigned'.",
		"$filter=isAssigned)":         clause + "Syntax error at position 10 in 'isAssigned)'.",
		"$filter=displayName eq 'a":   clause + "There is an unterminated string literal at position 17 in 'displayName eq 'a'.",
		"$filter=displayName = 'a'":   clause + "Syntax error: character '=' is not valid at position 12 in 'displayName = 'a''.",
		"$filter=id eq é":             clause + "Syntax error: character 'é' is not valid at position 6 in 'id eq é'.",
		"$filter=id eq 2024-99-99":    clause + "Syntax error: character '2' is not valid at position 6 in 'id eq 2024-99-99'.",
		"$filter=5abc eq 5":           clause + "Syntax error: character '5' is not valid at position 0 in '5abc eq 5'.",
		"$filter=id in ('a' 'b')":     clause + "Syntax error at position 11 in 'id in ('a' 'b')'.",
		"$filter=id in (id)":          clause + "Syntax error at position 7 in 'id in (id)'.",
		"$filter=tags/any(t.u:true)":  clause + "The range variable 't.u' is not valid.",
		"$filter=tags/all()":          clause + "Syntax error at position 9 in 'tags/all()'.",
		"$filter=not id eq 'a' and":   clause + "Syntax error at position 17 in 'not id eq 'a' and'.",
		"$filter='a'":                 clause + "The $filter expression must evaluate to a single boolean value.",
		"$filter=5 and true":          clause + "The $filter expression must evaluate to a single boolean value.",
		"$filter=tags/any(t:'x')":     clause + "The $filter expression must evaluate to a single boolean value.",
		"$filter=productKey eq 'P/1'": clause + "Could not find a property named 'productKey' on type 'microsoft.graph.mobileApp'.",
		"$filter=microsoft.graph.iosVppApp/productKey eq 'P/1'":                                  clause + "Could not find a property named 'productKey' on type 'microsoft.graph.iosVppApp'.",
		"$filter=microsoft.graph.user/mail eq 'x'":                                               clause + "Encountered invalid type cast. 'microsoft.graph.user' is not assignable from 'microsoft.graph.mobileApp'.",
		"$filter=isof('#microsoft.graph.iosVppApp')":                                             clause + "The child type '#microsoft.graph.iosVppApp' in a cast was not an entity type. Casts can only be performed on entity types.",
		"$filter=isof('microsoft.graph.nosuch')":                                                 clause + "The child type 'microsoft.graph.nosuch' in a cast was not an entity type. Casts can only be performed on entity types.",
		"$filter=length(id) eq 3":                                                                clause + "An unknown function with name 'length' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.",
		"$filter=contains(id)":                                                                   clause + "No function signature for the function with name 'contains' matches the specified arguments.",
		"$filter=id eq c1ec4a95-1f05-45b3-a911-aa3fa01094f5":                                     clause + "A binary operator with incompatible types was detected. Found operand types 'Edm.String' and 'Edm.Guid' for operator kind 'Equal'.",
		"$filter=assignedPlans/any(p:p/servicePlanId eq 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5')": clause + "A binary operator with incompatible types was detected. Found operand types 'Edm.Guid' and 'Edm.String' for operator kind 'Equal'.",
		"$filter=" + strings.Repeat("not ", 101) + "true":                                        clause + "The node count limit has been exceeded.",
		"$filter=" + strings.Repeat("(", 101) + "true":                                           clause + "The node count limit has been exceeded.",
		"$filter=" + strings.Repeat("tolower(", 101):                                             clause + "The node count limit has been exceeded.",
		"$filter=id in (" + many + "'y')":                                                        "Request_UnsupportedQuery: Too many child clauses specified in search filter expression containing 'OR' operators: 16. Max allowed: 15.",
		"$filter=" + strings.Repeat("isAssigned or ", 15) + "true":                               "Request_UnsupportedQuery: Too many child clauses specified in search filter expression containing 'OR' operators: 16. Max allowed: 15.",
		"$select=id,productKey":                                                                  "BadRequest: Parsing OData Select and Expand failed: Could not find a property named 'productKey' on type 'microsoft.graph.mobileApp'.",
		"$select=id,":                                                                            "BadRequest: Parsing OData Select and Expand failed: Term 'id,' is not valid in a $select or $expand expression.",
		"$select=microsoft.graph.nosuch/id":                                                      "BadRequest: Parsing OData Select and Expand failed: The child type 'microsoft.graph.nosuch' in a cast was not an entity type. Casts can only be performed on entity types.",
		"$expand=members":                                                                        "BadRequest: Parsing OData Select and Expand failed: Could not find a property named 'members' on type 'microsoft.graph.mobileApp'.",
		"$orderby=nosuch":                                                                        "BadRequest: Invalid $orderby clause: Could not find a property named 'nosuch' on type 'microsoft.graph.mobileApp'.",
		"$orderby=id sideways":                                                                   "BadRequest: Invalid $orderby clause: Syntax error in 'id sideways'.",
		"$orderby=id,":                                                                           "BadRequest: Invalid $orderby clause: Syntax error in 'id,'.",
		"$orderby='x'":                                                                           "BadRequest: Invalid $orderby clause: Syntax error at position 0 in ''x''.",
		"$top=x":                                                                                 "BadRequest: Invalid value 'x' for $top query option found. The $top query option requires a non-negative integer value.",
		"$top=0":                                                                                 "Request_UnsupportedQuery: Invalid page size specified: '0'. Must be between 1 and 1000 inclusive.",
		"$top=1001":                                                                              "Request_UnsupportedQuery: Invalid page size specified: '1001'. Must be between 1 and 1000 inclusive.",
		"$skip=-1":                                                                               "BadRequest: Invalid value '-1' for $skip query option found. The $skip query option requires a non-negative integer value.",
		"$count=yes":                                                                             "BadRequest: Invalid value 'yes' for $count query option found. Valid values are 'true' or 'false'.",
		"$search=\"displayName:x\"":                                                              "Request_UnsupportedQuery: Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		"$levels=3":                                                                              "BadRequest: The query parameter '$levels' is not supported.",
		"$top=1&top=2":                                                                           "BadRequest: Query option '$top' was specified more than once, but it must be specified at most once.",
		"$top=1&$top=2":                                                                          "BadRequest: Query option '$top' was specified more than once, but it must be specified at most once.",
	} {
		q, err := tryParse(t, query)
		refusal, ok := errors.AsType[*odata.Error](err)
		if !ok {
			t.Errorf("%s: %v, %v; want an *odata.Error", query, q, err)
			continue
		}
		if diff := cmp.Diff(want, refusal.Error()); diff != "" {
			t.Errorf("%s:\n%s", query, diff)
		}
	}
}

func TestMismatchFoundWhileApplying(t *testing.T) {
	for filter, want := range map[string]string{
		"displayName eq 5":  "Found operand types 'Edm.String' and 'Edm.Int32' for operator kind 'Equal'.",
		"isAssigned ne 'x'": "Found operand types 'Edm.Boolean' and 'Edm.String' for operator kind 'NotEqual'.",
		"tags gt 5":         "Found operand types 'Collection(Edm.Untyped)' and 'Edm.Int32' for operator kind 'GreaterThan'.",
	} {
		_, _, err := parse(t, "$filter="+filter).Apply(apps())
		want = "BadRequest: Invalid filter clause: A binary operator with incompatible types was detected. " + want
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", filter, err, want)
		}
	}
}

func TestOptionsOfTheRoute(t *testing.T) {
	r := rules()
	r.Options = []string{"$filter"}
	_, err := odata.Parse(url.Values{"$skip": {"1"}}, r)
	if want := "Request_UnsupportedQuery: '$skip' is not supported by the service."; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := odata.Parse(url.Values{"filter": {"isAssigned"}, "api-version": {"x"}}, r); err != nil {
		t.Errorf("a supported option without its dollar, and a custom one: %v", err)
	}
}

func TestAdvanced(t *testing.T) {
	for query, want := range map[string]string{
		"$filter=id eq 'a'":                      "",
		"$filter=tags/any(t:t eq 'x')&$top=5":    "",
		"$orderby=displayName":                   "",
		"$filter=id ne 'a'":                      "the operator 'ne'",
		"$filter=not isAssigned":                 "the operator 'not'",
		"$filter=endswith(id,'a')":               "the function 'endsWith'",
		"$filter=tags/$count eq 0":               "$count in $filter",
		"$filter=id eq 'a'&$orderby=displayName": "$orderby with $filter",
	} {
		if got := parse(t, query).Advanced(); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}
