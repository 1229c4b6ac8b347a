// Package vpptoken is Apple's location tokens, which license a tenant's
// volume-purchased apps, as Terraform data sources: their state and their syncs,
// never the secret itself. It knows Terraform and the tenant's list of tokens.
package vpptoken

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

// tokenModel is one token as users read it.
type tokenModel struct {
	ID                      guidtypes.GUID    `tfsdk:"id"`
	DisplayName             types.String      `tfsdk:"display_name"`
	OrganizationName        types.String      `tfsdk:"organization_name"`
	LocationName            types.String      `tfsdk:"location_name"`
	AppleID                 types.String      `tfsdk:"apple_id"`
	AccountType             types.String      `tfsdk:"vpp_token_account_type"`
	CountryOrRegion         types.String      `tfsdk:"country_or_region"`
	State                   types.String      `tfsdk:"state"`
	ExpirationDateTime      timetypes.RFC3339 `tfsdk:"expiration_date_time"`
	LastSyncDateTime        timetypes.RFC3339 `tfsdk:"last_sync_date_time"`
	LastSyncStatus          types.String      `tfsdk:"last_sync_status"`
	AutomaticallyUpdateApps types.Bool        `tfsdk:"automatically_update_apps"`
}

func newTokenModel(t graph.VPPToken) tokenModel {
	return tokenModel{
		ID:                      guidtypes.NewValue(t.ID),
		DisplayName:             types.StringValue(t.DisplayName),
		OrganizationName:        orNull(t.OrganizationName),
		LocationName:            orNull(t.LocationName),
		AppleID:                 orNull(t.AppleID),
		AccountType:             orNull(t.AccountType),
		CountryOrRegion:         orNull(t.CountryOrRegion),
		State:                   types.StringValue(t.State),
		ExpirationDateTime:      timeOrNull(t.ExpirationDateTime),
		LastSyncDateTime:        timeOrNull(t.LastSync),
		LastSyncStatus:          orNull(t.LastSyncStatus),
		AutomaticallyUpdateApps: types.BoolValue(t.AutomaticallyUpdateApps),
	}
}

func orNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

func timeOrNull(t time.Time) timetypes.RFC3339 {
	if t.IsZero() {
		return timetypes.NewRFC3339Null()
	}
	return timetypes.NewRFC3339TimeValue(t.UTC())
}

func inOrder(tokens []graph.VPPToken) []graph.VPPToken {
	return slices.SortedFunc(slices.Values(tokens), func(a, b graph.VPPToken) int {
		return cmp.Or(strings.Compare(a.DisplayName, b.DisplayName), strings.Compare(a.ID, b.ID))
	})
}

// tokenStates are Graph's vppTokenState, the beta's included.
var tokenStates = []string{"unknown", "valid", "expired", "invalid", "assignedToExternalMDM", "duplicateLocationId"}

// tokenAttributes describe one token; the single data source puts what it searches
// by in place of some.
func tokenAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	date := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id":                        schema.StringAttribute{Computed: true, CustomType: guidtypes.GUIDType{}, MarkdownDescription: "The token's id in Intune, as `vpp_token_id` of the apps that it licenses."},
		"display_name":              text("The token's name in Intune."),
		"organization_name":         text("The organisation that Apple issued it to."),
		"location_name":             text("The location in Apple Business Manager or Apple School Manager."),
		"apple_id":                  text("The managed Apple account that it was downloaded with."),
		"vpp_token_account_type":    text("`business` or `education`."),
		"country_or_region":         text("Whose App Store it is for, as a two-letter code."),
		"state":                     text("`valid`, `expired`, `invalid`, `assignedToExternalMDM`, `duplicateLocationId` or `unknown`. Only a valid token installs apps and takes licences back."),
		"expiration_date_time":      date("When it expires (RFC 3339). Apple's tokens last a year."),
		"last_sync_date_time":       date("When its licences were last synced (RFC 3339); null if never."),
		"last_sync_status":          text("What the last sync came to: `none`, `inProgress`, `completed` or `failed`."),
		"automatically_update_apps": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether its apps are updated by themselves."},
	}
}
