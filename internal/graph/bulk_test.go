package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMemberCounts(t *testing.T) {
	bodies := map[string]string{
		"0": `{"@odata.count":80,"value":[{"id":"x"}]}`,
		"1": `{"value":[{"id":"x"}]}`,
		"2": `{"@odata.count":0,"value":[]}`,
	}
	c, b := batching(t, func(q batched) inner {
		if q.URL[len("/groups/0"):] != "/transitiveMembers?$count=true&$top=1&$select=id" || !maps.Equal(q.Headers, map[string]string{"ConsistencyLevel": "eventual"}) {
			t.Errorf("inner request %+v", q)
		}
		return inner{200, nil, bodies[q.URL[len("/groups/"):len("/groups/")+1]]}
	})
	got := c.MemberCounts(t.Context(), []string{"0", "1", "2"})
	if got[0] != (Answer[int]{80, true, nil}) || got[2] != (Answer[int]{0, true, nil}) || len(b.sizes) != 1 {
		t.Errorf("got %+v in %v", got, b.sizes)
	}
	const want = "GET /v1.0/groups/1/transitiveMembers: 200 OK: the answer has no count. Client request id CLIENT-ID."
	if text(got[1].Err) != want {
		t.Errorf("got %s", text(got[1].Err))
	}
}

// Names are asked for fifteen at a time, quoted, each once, and come back in lower case.
func TestUserIDs(t *testing.T) {
	var filters []string
	c, b := batching(t, func(q batched) inner {
		filters = append(filters, q.URL)
		if strings.Contains(q.URL, "o%27%27hara") {
			return inner{200, nil, `{"value":[{"id":"AAAA","userPrincipalName":"O'Hara@Contoso.com"}]}`}
		}
		return inner{200, nil, `{"value":[]}`}
	})
	names := []string{"O'Hara@contoso.com", "o'hara@Contoso.com ", ""}
	for i := range 35 {
		names = append(names, fmt.Sprintf("u%02d@contoso.com", i))
	}
	got, err := c.UserIDs(t.Context(), names)
	if diff := cmp.Diff(map[string]string{"o'hara@contoso.com": "aaaa"}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if !slices.Equal(b.sizes, []int{3}) || strings.Count(filters[2], "contoso.com") != 15 || strings.Count(strings.Join(filters, ""), "hara") != 1 {
		t.Errorf("batches of %v; %s", b.sizes, filters[2])
	}
	const want = "/users?$filter=userPrincipalName%20in%20%28%27o%27%27hara%40contoso.com%27%2C"
	if !slices.ContainsFunc(filters, func(f string) bool { return strings.HasPrefix(f, want) }) {
		t.Errorf("filters %q", filters)
	}
}

// The further pages of a collection out of a batch are read by their links.
func TestAssignmentsAcrossPages(t *testing.T) {
	entry := func(id string) string {
		return `{"id":"` + id + `","intent":"required","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}`
	}
	c, b := batching(t, func(q batched) inner {
		switch q.URL {
		case "/deviceAppManagement/mobileApps/a/assignments":
			return inner{200, nil, `{"value":[` + entry("1") + `],"@odata.nextLink":"https://graph.test/beta/next?$skiptoken=x%20y"}`}
		case "https://graph.test/beta/next?$skiptoken=x%20y":
			return inner{200, nil, `{"value":[` + entry("2") + `]}`}
		case "/deviceAppManagement/mobileApps/b/assignments":
			return inner{200, nil, `{"value":[]}`}
		case "/deviceAppManagement/mobileApps/bad/assignments":
			return inner{200, nil, `{"value":[{"id":"1","intent":"required"}]}`}
		}
		return inner{404, nil, `{"error":{"code":"ResourceNotFound"}}`}
	})
	got := c.Assignments(t.Context(), []string{"a", "b", "gone", "bad"})
	if len(got[0].Value) != 2 || !got[1].Found || got[1].Value == nil || got[2].Found || got[2].Err != nil {
		t.Errorf("got %+v", got)
	}
	if got[3].Found || text(got[3].Err) != `GET /beta/deviceAppManagement/mobileApps/bad/assignments: 200 OK: assignment "1" has no target. Client request id CLIENT-ID.` {
		t.Errorf("got %+v", got[3])
	}
	if !slices.Equal(b.others, []string{"GET /beta/next?$skiptoken=x%20y"}) {
		t.Errorf("others %v", b.others)
	}
}
