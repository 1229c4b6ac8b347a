// Package licensedapp is the apps that count licences, of every store, as
// Terraform data sources. It knows Terraform and the tenant's list of apps; all
// filtering is done here, because Graph documents no filter on these properties.
package licensedapp

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// How Graph spells the licence types of Store for Business apps.
const (
	online  = "online"
	offline = "offline"
)

// appModel is one app as users read it.
type appModel struct {
	ID                    guidtypes.GUID `tfsdk:"id"`
	DisplayName           types.String   `tfsdk:"display_name"`
	Publisher             types.String   `tfsdk:"publisher"`
	Store                 types.String   `tfsdk:"store"`
	LicenseType           types.String   `tfsdk:"license_type"`
	ProductKey            types.String   `tfsdk:"product_key"`
	PackageIdentityName   types.String   `tfsdk:"package_identity_name"`
	BundleID              types.String   `tfsdk:"bundle_id"`
	PackageID             types.String   `tfsdk:"package_id"`
	VPPTokenID            types.String   `tfsdk:"vpp_token_id"`
	TotalLicenseCount     types.Int64    `tfsdk:"total_license_count"`
	UsedLicenseCount      types.Int64    `tfsdk:"used_license_count"`
	AvailableLicenseCount types.Int64    `tfsdk:"available_license_count"`
	Assigned              types.Bool     `tfsdk:"assigned"`
	PublishingState       types.String   `tfsdk:"publishing_state"`
}

func newAppModel(a graph.App) appModel {
	return appModel{
		ID:                    guidtypes.NewValue(a.ID),
		DisplayName:           types.StringValue(a.DisplayName),
		Publisher:             orNull(a.Publisher),
		Store:                 orNull(string(a.Store())),
		LicenseType:           orNull(a.LicenseType),
		ProductKey:            orNull(a.ProductKey),
		PackageIdentityName:   orNull(a.PackageIdentityName),
		BundleID:              orNull(a.BundleID),
		PackageID:             orNull(a.PackageID),
		VPPTokenID:            orNull(a.VPPTokenID),
		TotalLicenseCount:     types.Int64Value(int64(a.TotalLicenseCount)),
		UsedLicenseCount:      types.Int64Value(int64(a.UsedLicenseCount)),
		AvailableLicenseCount: types.Int64Value(int64(available(a))),
		Assigned:              types.BoolValue(a.IsAssigned),
		PublishingState:       orNull(a.PublishingState),
	}
}

// available is never below zero: an app may be over-assigned, and then nothing is
// left to hand out.
func available(a graph.App) int { return max(0, a.TotalLicenseCount-a.UsedLicenseCount) }

func orNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// inOrder is a sorted copy, each app once: an app that moves while the list is
// being paged may come twice.
func inOrder(apps []graph.App) []graph.App {
	apps = slices.SortedFunc(slices.Values(apps), func(a, b graph.App) int {
		return cmp.Or(strings.Compare(a.DisplayName, b.DisplayName), strings.Compare(a.ID, b.ID))
	})
	return slices.CompactFunc(apps, func(a, b graph.App) bool { return a.ID == b.ID })
}

// stores are all stores whose apps count licences.
func stores() []string {
	return []string{string(graph.MicrosoftStoreForBusiness), string(graph.AppleVPP), string(graph.ManagedGooglePlay)}
}

// appAttributes describe one app; the single data source puts what it searches by
// in place of some.
func appAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	count := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id":                      schema.StringAttribute{Computed: true, CustomType: guidtypes.GUIDType{}, MarkdownDescription: "The app's id in Intune."},
		"display_name":            text("The app's name."),
		"publisher":               text("The app's publisher."),
		"store":                   text("Where its licences come from: `microsoft_store_for_business`, `apple_vpp` or `managed_google_play`."),
		"license_type":            text("`online` or `offline`; only of Microsoft Store for Business apps. The same product may be there once of each."),
		"product_key":             text("The Store's own name of the app, as `productId/skuId`; only of Microsoft Store for Business apps."),
		"package_identity_name":   text("The name of the app's package; only of Microsoft Store for Business apps."),
		"bundle_id":               text("The app's bundle id; only of Apple apps."),
		"package_id":              text("The app's package id; only of managed Google Play apps."),
		"vpp_token_id":            text("The id of the location token that licenses the app; only of Apple apps."),
		"total_license_count":     count("How many licences were bought, as of the last sync. 0 may mean that licences are not counted, as for free apps."),
		"used_license_count":      count("How many licences are in use, as of the last sync."),
		"available_license_count": count("How many licences are left, never below 0."),
		"assigned":                schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the app is assigned to anyone."},
		"publishing_state":        text("`notPublished`, `processing` or `published`. Only a published app can be assigned."),
	}
}
