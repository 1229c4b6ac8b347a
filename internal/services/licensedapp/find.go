package licensedapp

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// search is what tells one app from the others: a key, and what narrows it down.
type search struct {
	by                 string // the attribute: id, product_key, package_identity_name or display_name
	value              string
	licenseType, store string // empty: any
}

// An error names at most so many apps, and only those alike enough to be meant.
const (
	mostNamed    = 10
	leastShared  = 0.5
	notLicensed  = "Not a licensed store app"
	noneFound    = "No licensed app found"
	severalFound = "Several licensed apps found"
)

// key is what an app is searched by.
func (s search) key(a graph.App) string {
	switch s.by {
	case "id":
		return a.ID
	case "product_key":
		return a.ProductKey
	case "package_identity_name":
		return a.PackageIdentityName
	}
	return a.DisplayName
}

func (s search) admits(a graph.App) bool {
	return (s.licenseType == "" || a.LicenseType == s.licenseType) && (s.store == "" || string(a.Store()) == s.store)
}

// find returns the one app that is meant. Of several whose names differ only in
// case or spaces, the one spelt exactly so is meant.
func (s search) find(apps []graph.App) (graph.App, diag.Diagnostics) {
	value := folded(s.value)
	named := inOrder(keep(apps, func(a graph.App) bool { return folded(s.key(a)) == value }))
	found := keep(named, s.admits)
	if exact := keep(found, func(a graph.App) bool { return s.key(a) == s.value }); len(exact) == 1 {
		found = exact
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return graph.App{}, diag.Diagnostics{s.several(found)}
	case len(named) > 0:
		return graph.App{}, diag.Diagnostics{s.none(named)}
	}
	return graph.App{}, diag.Diagnostics{s.none(s.near(inOrder(apps), value))}
}

func keep(apps []graph.App, wanted func(graph.App) bool) []graph.App {
	var kept []graph.App
	for _, a := range apps {
		if wanted(a) {
			kept = append(kept, a)
		}
	}
	return kept
}

// near are the apps whose key is most like value: at most mostNamed, in the order
// of the list.
func (s search) near(apps []graph.App, value string) []graph.App {
	type candidate struct {
		at    int
		alike float64
	}
	var candidates []candidate
	for i, a := range apps {
		if shared, alike := likeness(folded(s.key(a)), value); shared >= leastShared {
			candidates = append(candidates, candidate{i, alike})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.alike, a.alike) })
	candidates = candidates[:min(len(candidates), mostNamed)]
	slices.SortFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.at, b.at) })
	near := make([]graph.App, len(candidates))
	for i, c := range candidates {
		near[i] = apps[c.at]
	}
	return near
}

func (s search) String() string {
	text := fmt.Sprintf("%s %q", s.by, printable.Cut(s.value, 256))
	if s.licenseType != "" {
		text += fmt.Sprintf(", license_type %q", s.licenseType)
	}
	if s.store != "" {
		text += fmt.Sprintf(", store %q", s.store)
	}
	return text
}

func (s search) none(near []graph.App) diag.Diagnostic {
	text := fmt.Sprintf("No app with licences has %s.", s)
	if len(near) > 0 {
		text += "\n\nNear ones:\n" + list(near)
	}
	return diag.NewErrorDiagnostic(noneFound, text+"\n\nAn app appears here after it was bought and a sync with its store has ended. The data source intunestore_licensed_apps lists all of them.")
}

func (s search) several(found []graph.App) diag.Diagnostic {
	return diag.NewErrorDiagnostic(severalFound, fmt.Sprintf(
		"%d apps have %s:\n%s\n\nTell them apart with license_type or store, or give the id of the one you mean.", len(found), s, list(found)))
}

// list names each app with what tells it from its twins, one a line.
func list(apps []graph.App) string {
	var lines []string
	for _, a := range apps[:min(len(apps), mostNamed)] {
		line := fmt.Sprintf("  %s: id %s, %s", printable.Name(a.DisplayName), a.ID, a.Store())
		for _, d := range []struct{ name, value string }{
			{"", a.LicenseType}, {"product key ", a.ProductKey}, {"bundle id ", a.BundleID}, {"package id ", a.PackageID},
		} {
			if d.value != "" {
				line += ", " + d.name + printable.Name(d.value)
			}
		}
		lines = append(lines, line)
	}
	if more := len(apps) - mostNamed; more > 0 {
		lines = append(lines, fmt.Sprintf("  and %d more", more))
	}
	return strings.Join(lines, "\n")
}

func withoutLicenses(a graph.App) diag.Diagnostic {
	return diag.NewErrorDiagnostic(notLicensed, fmt.Sprintf(
		"%s (id %s) is an app of type %s, which counts no licences.\n\nApps that count licences come from Microsoft Store for Business, Apple volume purchase or managed Google Play. The data source intunestore_licensed_apps lists them.",
		printable.Name(a.DisplayName), a.ID, a.ODataType))
}

func unreadApps(err error) diag.Diagnostic {
	return services.Diagnose("Apps not read", "Reading the apps that count licences", err)
}
