package licensedapp

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

func storeApp(id, name, license string) graph.App {
	return graph.App{ID: id, ODataType: graph.MicrosoftStoreForBusinessApp, DisplayName: name, LicenseType: license,
		ProductKey: strings.ToUpper(id) + "/0010", PackageIdentityName: "Contoso." + strings.ReplaceAll(name, " ", "")}
}

var catalogue = []graph.App{
	storeApp("b", "Contoso Draw", online),
	storeApp("a", "Contoso Draw", offline),
	storeApp("c", "Contoso\u00a0Plan", online),
	storeApp("d", "CONTOSO PLAN", online),
	storeApp("e", "Caf\u00e9 \"Zoë\"", online),
	storeApp("n", "Fabrikam\u00a0Note", online),
	{ID: "f", ODataType: graph.IOSVPPApp, DisplayName: "Keynote", BundleID: "com.apple.keynote"},
	{ID: "g", ODataType: graph.MacOSVPPApp, DisplayName: "Keynote", BundleID: "com.apple.keynote.mac"},
	{ID: "h", ODataType: graph.AndroidManagedStoreApp, DisplayName: "Keynote", PackageID: "com.example.keynote"},
}

func TestFind(t *testing.T) {
	for name, tc := range map[string]struct {
		search
		id string
	}{
		"by id":                        {search{by: "id", value: "F"}, "f"},
		"by product key":               {search{by: "product_key", value: "b/0010"}, "b"},
		"by package":                   {search{by: "package_identity_name", value: "contoso.caf\u00e9\"zoë\""}, "e"},
		"twins by license type":        {search{by: "display_name", value: "contoso draw", licenseType: offline}, "a"},
		"namesakes by store":           {search{by: "display_name", value: "Keynote", store: "managed_google_play"}, "h"},
		"a plain space finds U+00A0":   {search{by: "display_name", value: "fabrikam note"}, "n"},
		"two differ only in case":      {search{by: "display_name", value: "contoso plan"}, ""},
		"the exact one of namesakes":   {search{by: "display_name", value: "CONTOSO PLAN"}, "d"},
		"decomposed letters":           {search{by: "display_name", value: "Cafe\u0301 \"Zoe\u0308\""}, "e"},
		"license type of another":      {search{by: "display_name", value: "Keynote", licenseType: online}, ""},
		"nothing alike":                {search{by: "display_name", value: "zzz"}, ""},
		"part of a name is not a name": {search{by: "display_name", value: "Contoso"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			app, diags := tc.find(catalogue)
			if app.ID != tc.id || diags.HasError() != (tc.id == "") {
				t.Errorf("found %q, %v; want %q", app.ID, diags, tc.id)
			}
		})
	}
}

func TestFindTexts(t *testing.T) {
	const ending = "\n\nAn app appears here after it was bought and a sync with its store has ended. The data source intunestore_licensed_apps lists all of them."
	many := make([]graph.App, 12)
	var ten []string
	for i := range many {
		many[i] = graph.App{ID: fmt.Sprintf("%02d", i), ODataType: graph.IOSVPPApp, DisplayName: "Pages", BundleID: "com.apple.pages"}
		if i < 10 {
			ten = append(ten, fmt.Sprintf("  Pages: id %02d, apple_vpp, bundle id com.apple.pages", i))
		}
	}
	slices.Reverse(many)
	for name, tc := range map[string]struct {
		search
		apps            []graph.App
		summary, detail string
	}{
		"twins": {search{by: "display_name", value: "Contoso Draw"}, catalogue, severalFound,
			"2 apps have display_name \"Contoso Draw\":\n" +
				"  Contoso Draw: id a, microsoft_store_for_business, offline, product key A/0010\n" +
				"  Contoso Draw: id b, microsoft_store_for_business, online, product key B/0010\n\n" +
				"Tell them apart with license_type or store, or give the id of the one you mean."},
		"bounded": {search{by: "display_name", value: "pages"}, many, severalFound,
			"12 apps have display_name \"pages\":\n" + strings.Join(ten, "\n") + "\n  and 2 more\n\n" +
				"Tell them apart with license_type or store, or give the id of the one you mean."},
		"only of another store": {search{by: "display_name", value: "Contoso Draw", licenseType: online, store: "apple_vpp"}, catalogue, noneFound,
			"No app with licences has display_name \"Contoso Draw\", license_type \"online\", store \"apple_vpp\".\n\nNear ones:\n" +
				"  Contoso Draw: id a, microsoft_store_for_business, offline, product key A/0010\n" +
				"  Contoso Draw: id b, microsoft_store_for_business, online, product key B/0010" + ending},
		"misspelt": {search{by: "display_name", value: "Keynoot"}, catalogue, noneFound,
			"No app with licences has display_name \"Keynoot\".\n\nNear ones:\n" +
				"  Keynote: id f, apple_vpp, bundle id com.apple.keynote\n" +
				"  Keynote: id g, apple_vpp, bundle id com.apple.keynote.mac\n" +
				"  Keynote: id h, managed_google_play, package id com.example.keynote" + ending},
		"another sku": {search{by: "product_key", value: "A/0016"}, catalogue[:2], noneFound,
			"No app with licences has product_key \"A/0016\".\n\nNear ones:\n" +
				"  Contoso Draw: id a, microsoft_store_for_business, offline, product key A/0010\n" +
				"  Contoso Draw: id b, microsoft_store_for_business, online, product key B/0010" + ending},
		"nothing alike": {search{by: "id", value: "z"}, catalogue, noneFound, "No app with licences has id \"z\"." + ending},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := tc.find(tc.apps)
			if diff := cmp.Diff(diag.Diagnostics{diag.NewErrorDiagnostic(tc.summary, tc.detail)}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearIsBoundedAndTakesTheMostAlike(t *testing.T) {
	var apps []graph.App
	for i := range 50 {
		apps = append(apps, storeApp(fmt.Sprintf("%02d", i), fmt.Sprintf("Contoso Dross %02d", i), online))
	}
	apps = append(apps, storeApp("zz", "Contoso Draw", online))
	near := search{by: "display_name"}.near(inOrder(apps), folded("Contoso Drow"))
	if len(near) != mostNamed {
		t.Fatalf("%d near ones", len(near))
	}
	if !slices.ContainsFunc(near, func(a graph.App) bool { return a.ID == "zz" }) {
		t.Error("the most alike is missing")
	}
	if !slices.IsSortedFunc(near, func(a, b graph.App) int { return strings.Compare(a.DisplayName, b.DisplayName) }) {
		t.Error("not sorted")
	}
}

func TestInOrder(t *testing.T) {
	given := []graph.App{storeApp("b", "Same", online), storeApp("c", "Other", online), storeApp("a", "Same", online), storeApp("b", "Same", online)}
	var ids []string
	for _, a := range inOrder(given) {
		ids = append(ids, a.ID)
	}
	if diff := cmp.Diff([]string{"c", "a", "b"}, ids); diff != "" {
		t.Error(diff)
	}
	if given[0].ID != "b" {
		t.Error("the shared list was written to")
	}
}

func TestFilter(t *testing.T) {
	full := graph.App{ID: "1", ODataType: graph.MicrosoftStoreForBusinessApp, DisplayName: "Contoso\u00a0ÉCRAN", Publisher: "Contoso  S.A.",
		LicenseType: online, TotalLicenseCount: 10, UsedLicenseCount: 4, IsAssigned: true}
	over := graph.App{ID: "2", ODataType: graph.IOSVPPApp, DisplayName: "Pages", Publisher: "Apple", TotalLicenseCount: 5, UsedLicenseCount: 9}
	uncounted := graph.App{ID: "3", ODataType: graph.AndroidManagedStoreApp, DisplayName: "Drive"}
	text := types.StringValue
	for name, tc := range map[string]struct {
		appsModel
		want string
	}{
		"none":                        {appsModel{}, "123"},
		"store":                       {appsModel{Store: text("apple_vpp")}, "2"},
		"license type":                {appsModel{LicenseType: text(online)}, "1"},
		"name, another case":          {appsModel{DisplayNameContains: text("contoso écr")}, "1"},
		"name, decomposed":            {appsModel{DisplayNameContains: text("e\u0301cran")}, "1"},
		"publisher":                   {appsModel{Publisher: text("contoso s.a.")}, "1"},
		"part of a publisher":         {appsModel{Publisher: text("contoso")}, ""},
		"assigned":                    {appsModel{Assigned: types.BoolValue(true)}, "1"},
		"not assigned":                {appsModel{Assigned: types.BoolValue(false)}, "23"},
		"enough left":                 {appsModel{MinAvailableLicenseCount: types.Int64Value(6)}, "1"},
		"more than left":              {appsModel{MinAvailableLicenseCount: types.Int64Value(7)}, ""},
		"over-assigned has 0, not -4": {appsModel{MinAvailableLicenseCount: types.Int64Value(0)}, "123"},
		"all must hold":               {appsModel{Store: text("apple_vpp"), Assigned: types.BoolValue(true)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, a := range keep([]graph.App{full, over, uncounted}, tc.filter()) {
				got += a.ID
			}
			if got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestLikeness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := folded(rapid.String().Draw(t, "a")), folded(rapid.String().Draw(t, "b"))
		shared, dice := likeness(a, b)
		if other, others := likeness(b, a); other != shared || others != dice {
			t.Fatalf("%v and %v one way, %v and %v the other", shared, dice, other, others)
		}
		if dice < 0 || shared < dice || shared > 1 {
			t.Fatalf("shared %v, dice %v", shared, dice)
		}
		if shared, dice := likeness(a, a); len([]rune(a)) > 1 && (shared != 1 || dice != 1) {
			t.Fatalf("%q is not like itself", a)
		}
	})
}

func TestFoldedForgetsCaseFormAndSpaces(t *testing.T) {
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("abcxyzéèêëïîôœæøåñüßžščłάδωжяё")), 1, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(letters, 1, 4).Draw(t, "words")
		plain := norm.NFC.String(strings.Join(words, " "))
		other := "\u00a0" + cases.Upper(language.Und).String(norm.NFD.String(strings.Join(words, "\u00a0 "))) + "\t"
		if folded(plain) != folded(other) {
			t.Fatalf("%q and %q fold to %q and %q", plain, other, folded(plain), folded(other))
		}
	})
}
