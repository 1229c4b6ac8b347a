package odata_test

import (
	"errors"
	"fmt"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

func TestOrderBy(t *testing.T) {
	for query, want := range map[string]string{
		"$orderby=displayName":              "cab",
		"$orderby=displayName desc":         "bac",
		"$orderby=isAssigned desc, id desc": "acb",
		"$orderby=isAssigned asc,id":        "bca",
		"$orderby=assignedPlans/$count":     "cab",
		"$orderby=microsoft.graph.microsoftStoreForBusinessApp/totalLicenseCount desc": "abc",
	} {
		page, _, err := parse(t, query+"&$top=10").Apply(apps())
		if got := ids(page); got != want || err != nil {
			t.Errorf("%s: got %q, %v; want %q", query, got, err, want)
		}
	}
}

func TestProject(t *testing.T) {
	all := apps()
	all[0]["assignments"] = []any{"one"}
	for query, want := range map[string][]map[string]any{
		"$select=displayName": {
			{"@odata.type": "#microsoft.graph.microsoftStoreForBusinessApp", "displayName": "Ardoise d'été"},
			{"@odata.type": "#microsoft.graph.iosVppApp", "displayName": "Boussole"},
			{"displayName": nil},
		},
		"$select=id,owner,microsoft.graph.iosVppApp/totalLicenseCount": {
			{"@odata.type": "#microsoft.graph.microsoftStoreForBusinessApp", "id": "a", "owner": nil},
			{"@odata.type": "#microsoft.graph.iosVppApp", "id": "b", "owner": nil, "totalLicenseCount": 5},
			{"id": "c", "owner": nil},
		},
		"$select=id,assignments&$expand=assignments": {
			{"@odata.type": "#microsoft.graph.microsoftStoreForBusinessApp", "id": "a", "assignments": []any{"one"}},
			{"@odata.type": "#microsoft.graph.iosVppApp", "id": "b"},
			{"id": "c"},
		},
		"$select=*":   all,
		"$top=3":      all,
		"$count=true": all,
	} {
		q := parse(t, query)
		var got []map[string]any
		for _, item := range all {
			got = append(got, q.Project(item))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", query, diff)
		}
	}
}

func TestProjectCopies(t *testing.T) {
	item := map[string]any{"id": "a"}
	parse(t, "$top=1").Project(item)["id"] = "changed"
	if item["id"] != "a" {
		t.Error("Project handed out the item itself")
	}
}

// TestPages holds that pages by $skip and $top give every item that passes the
// filter once, in order, in pages of at most the asked size.
func TestPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "items")
		top := rapid.IntRange(1, 12).Draw(t, "top")
		items := make([]map[string]any, n)
		var want, got []string
		for i := range items {
			items[i] = map[string]any{"id": fmt.Sprint(i), "even": i%2 == 0}
			if i%2 == 0 {
				want = append(want, fmt.Sprint(i))
			}
		}
		for skip := 0; skip < max(1, len(want)); skip += top {
			values := url.Values{"$filter": {"even"}, "$skip": {fmt.Sprint(skip)}, "$top": {fmt.Sprint(top)}}
			q, err := odata.Parse(values, odata.Rules{MaxTop: 12, DefaultTop: 5})
			if err != nil {
				t.Fatal(err)
			}
			page, total, err := q.Apply(items)
			if err != nil || total != len(want) || len(page) > top {
				t.Fatalf("page of %d, total %d, %v", len(page), total, err)
			}
			for _, item := range page {
				got = append(got, item["id"].(string))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestNoPaging(t *testing.T) {
	q, err := odata.Parse(nil, odata.Rules{})
	if err != nil {
		t.Fatal(err)
	}
	page, total, err := q.Apply(apps())
	if len(page) != 3 || total != 3 || err != nil {
		t.Errorf("got %d of %d, %v", len(page), total, err)
	}
}

func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		"isof('microsoft.graph.iosVppApp') and (contains(displayName,'a''b') or id in ('a','b'))",
		"assignedPlans/any(p:p/servicePlanId eq c1ec4a95-1f05-45b3-a911-aa3fa01094f5 and not(p/x eq null))",
		"microsoft.graph.managedApp/appAvailability eq null or tags/$count ne 0",
		"createdDateTime ge 2024-05-01T00:00:00.123Z and -1.5 lt 2", "((((", "not not not", "'", "a/any(", "$count", "isof(",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		for _, rules := range []odata.Rules{rules(), {}} {
			q, err := odata.Parse(url.Values{"$filter": {filter}}, rules)
			if err != nil {
				if _, ok := errors.AsType[*odata.Error](err); !ok {
					t.Fatalf("an error of type %T", err)
				}
				continue
			}
			page, total, err := q.Apply(apps())
			if err == nil && len(page) > total {
				t.Fatalf("a page of %d out of %d", len(page), total)
			}
		}
	})
}
