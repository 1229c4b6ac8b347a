package appassignment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
)

const (
	intentRequired            = "required"
	intentAvailable           = "available"
	intentUninstall           = "uninstall"
	intentWithoutEnrollment   = "availableWithoutEnrollment"
	publishedState            = "published"
	offlineLicense            = "offline"
	summaryInvalidTarget      = "Invalid assignment target"
	summaryInvalidSettings    = "Invalid assignment settings"
	summaryInvalidIntent      = "Invalid assignment intent"
	summaryNotLicensed        = "Not a licensed store app"
	summaryAppNotFound        = "App not found"
	summaryAppNotPublished    = "App not published"
	summaryGroupNotFound      = "Group not found"
	summaryAlreadyExists      = "Assignment already exists"
	summaryDuplicate          = "Duplicate assignment"
	summaryIncludedExcluded   = "Group both included and excluded"
	summaryTwoKinds           = "App managed by two kinds of resource"
	summaryMoves              = "Object destroyed and created in one plan"
	summaryKeptSomethingElse  = "Service kept something else"
	summaryWriteFailed        = "Assignment not written"
	summaryReadFailed         = "Assignments not read"
	kindSingle                = "intunestore_app_assignment"
	kindWhole                 = "intunestore_app_assignment_set"
	settingUseDeviceLicensing = "use_device_licensing"
	settingUseDeviceContext   = "use_device_context"
	settingIsRemovable        = "is_removable"
	settingUninstallOnRemoval = "uninstall_on_device_removal"
	settingPreventBackup      = "prevent_managed_app_backup"
)

// validate checks what can be known from an entry alone. What is unknown is let
// pass: it is checked again when planning, and once more when applying.
func (e entry) validate(at path.Path) diag.Diagnostics {
	t := e.target()
	diags := t.validate(at.AtName("target"))
	diags.Append(e.validateIntent(t, at.AtName("intent"))...)
	diags.Append(e.validateSettings(t, at)...)
	return diags
}

// validate checks that a group is named exactly where there is one to name, and
// that a filter is whole.
func (t targetModel) validate(at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	if !t.Type.IsUnknown() && !t.GroupID.IsUnknown() {
		grouped := t.Type.ValueString() == targetGroup || t.Type.ValueString() == targetExclusionGroup
		switch {
		case grouped && t.GroupID.IsNull():
			diags.AddAttributeError(at.AtName("group_id"), summaryInvalidTarget,
				fmt.Sprintf("A target of type %q needs the group_id of the group that it is for.", t.Type.ValueString()))
		case !grouped && !t.GroupID.IsNull():
			diags.AddAttributeError(at.AtName("group_id"), summaryInvalidTarget,
				fmt.Sprintf("A target of type %q takes no group_id: it is not for one group.", t.Type.ValueString()))
		}
	}
	if !t.FilterID.IsUnknown() && !t.FilterType.IsUnknown() && t.FilterID.IsNull() != t.FilterType.IsNull() {
		diags.AddAttributeError(at, summaryInvalidTarget,
			"filter_id and filter_type go together: set both to filter the target, or neither.")
	}
	return diags
}

// validateIntent checks the intent against the kind of target.
func (e entry) validateIntent(t targetModel, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	if e.Intent.ValueString() == intentAvailable && t.Type.ValueString() == targetAllDevices {
		diags.AddAttributeError(at, summaryInvalidIntent,
			"The intent \"available\" is not for all_devices: an app is offered to people, not to devices. Use all_licensed_users or a group of users.")
	}
	return diags
}

// validateSettings checks the settings objects against each other, the target and
// the intent.
func (e entry) validateSettings(t targetModel, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	given := e.given()
	if len(given) > 1 {
		diags.AddAttributeError(at.AtName(given[1]), summaryInvalidSettings,
			fmt.Sprintf("An app comes from one store, so give the settings of that one only: here are %s.", strings.Join(given, " and ")))
	}
	if len(given) > 0 && t.Type.ValueString() == targetExclusionGroup {
		diags.AddAttributeError(at.AtName(given[0]), summaryInvalidSettings,
			"An exclusion installs nothing, so it takes no settings.")
	}
	diags.Append(e.validateDeviceContext(t, at)...)
	diags.Append(e.validateApple(at)...)
	return diags
}

// validateDeviceContext: installs for the device are for required apps on groups
// of devices. (Source: Intune docs, "Windows 10/11 app deployment", 2020.)
func (e entry) validateDeviceContext(t targetModel, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	at = at.AtName("microsoft_store_settings").AtName(settingUseDeviceContext)
	if !isTrue(e.MicrosoftStore, settingUseDeviceContext) {
		return diags
	}
	if !e.Intent.IsUnknown() && e.Intent.ValueString() != intentRequired {
		diags.AddAttributeError(at, summaryInvalidSettings,
			fmt.Sprintf("Device context is for the intent \"required\" only; this one is %q.", e.Intent.ValueString()))
	}
	if t.Type.ValueString() == targetAllLicensedUsers {
		diags.AddAttributeError(at, summaryInvalidSettings,
			"Device context installs for devices, so it cannot be assigned to all_licensed_users. Use all_devices or a group of devices.")
	}
	return diags
}

// validateApple holds the rules that the service itself states in its errors for
// Apple's volume-purchased apps.
func (e entry) validateApple(at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	if e.Intent.IsUnknown() || e.Intent.IsNull() {
		return diags
	}
	at = at.AtName("apple_vpp_settings")
	intent := e.Intent.ValueString()
	if isTrue(e.AppleVPP, settingIsRemovable) && intent != intentRequired {
		diags.AddAttributeError(at.AtName(settingIsRemovable), summaryInvalidSettings,
			fmt.Sprintf("is_removable is for the intent \"required\" only; this one is %q.", intent))
	}
	for _, name := range []string{settingUninstallOnRemoval, settingPreventBackup} {
		if isTrue(e.AppleVPP, name) && intent == intentUninstall {
			diags.AddAttributeError(at.AtName(name), summaryInvalidSettings,
				name+" makes no sense with the intent \"uninstall\".")
		}
	}
	return diags
}

// given names the settings objects that are there. One that is not known yet may
// turn out to be null.
func (e entry) given() []string {
	var names []string
	for _, o := range e.byStore() {
		if !o.object.IsNull() && !o.object.IsUnknown() {
			names = append(names, o.attribute)
		}
	}
	return names
}

// storeSettings is one settings object and the store it is for.
type storeSettings struct {
	store     graph.Store
	attribute string
	object    types.Object
}

func (e entry) byStore() []storeSettings {
	return []storeSettings{
		{graph.MicrosoftStoreForBusiness, "microsoft_store_settings", e.MicrosoftStore},
		{graph.AppleVPP, "apple_vpp_settings", e.AppleVPP},
		{graph.ManagedGooglePlay, "google_play_settings", e.GooglePlay},
	}
}

// validateFor checks an entry against the app that it is for.
func (e entry) validateFor(app graph.App, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, o := range e.byStore() {
		if o.store != app.Store() && !o.object.IsNull() && !o.object.IsUnknown() {
			diags.AddAttributeError(at.AtName(o.attribute), summaryInvalidSettings,
				fmt.Sprintf("%s is an app of %s; its assignments take %s, not %s.", nameOf(app), app.Store(), settingsOf(app), o.attribute))
		}
	}
	if app.Store() == graph.MicrosoftStoreForBusiness {
		diags.Append(e.validateForWindows(app, at)...)
	}
	return diags
}

func (e entry) validateForWindows(app graph.App, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	if e.Intent.ValueString() == intentWithoutEnrollment {
		diags.AddAttributeError(at.AtName("intent"), summaryInvalidIntent,
			"The intent \"availableWithoutEnrollment\" is for iOS and Android: Windows apps need an enrolled device. Use \"available\".")
	}
	if isTrue(e.MicrosoftStore, settingUseDeviceContext) && app.LicenseType != offlineLicense {
		diags.AddAttributeError(at.AtName("microsoft_store_settings").AtName(settingUseDeviceContext), summaryInvalidSettings,
			fmt.Sprintf("Device context needs an offline licence, and %s is licensed %s.", nameOf(app), app.LicenseType))
	}
	return diags
}

// validateApp checks that an app is one whose assignments this provider manages.
func validateApp(app graph.App, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	if app.Store() == "" {
		diags.AddAttributeError(at, summaryNotLicensed,
			fmt.Sprintf("%s is of type %s, which has no licences to count. This provider assigns apps of Microsoft Store for Business, Apple volume purchase and managed Google Play.", nameOf(app), app.ODataType))
	}
	return diags
}

// unpublished refuses to assign an app that the service would not let be assigned.
// What is assigned already stays as it is.
func unpublished(app graph.App) diag.Diagnostics {
	var diags diag.Diagnostics
	if app.PublishingState != publishedState {
		diags.AddAttributeError(path.Root("app_id"), summaryAppNotPublished,
			fmt.Sprintf("%s is in the publishing state %q. Intune assigns an app only once it is published: wait for the store to sync, then plan again.", nameOf(app), app.PublishingState))
	}
	return diags
}

func isTrue(o types.Object, name string) bool {
	v, ok := o.Attributes()[name].(types.Bool)
	return ok && v.ValueBool()
}

func nameOf(app graph.App) string {
	return fmt.Sprintf("%s (%s)", printable.Name(app.DisplayName), app.ID)
}

func settingsOf(app graph.App) string {
	all := entry{}.byStore()
	i := slices.IndexFunc(all, func(o storeSettings) bool { return o.store == app.Store() })
	return all[i].attribute
}
