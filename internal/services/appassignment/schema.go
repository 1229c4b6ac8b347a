package appassignment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var seatCheckAttribute = schema.StringAttribute{
	Optional: true,
	MarkdownDescription: "What to do when a plan lets in more people than the app has licences: `enforce` refuses it, `warn` only says so, `off` counts nothing. " +
		"Default: the provider's `seat_check`.",
	Validators: []validator.String{stringvalidator.OneOf("enforce", "warn", "off")},
}

func resourceSchema(ctx context.Context) schema.Schema {
	attributes := entryAttributes(true)
	attributes["id"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "`{app_id}/{assignment_id}`, also the import id.",
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
	attributes["assignment_id"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "Intune's id of the assignment. It is made of the target, the intent and whether the target is included or excluded, so a change of those makes a new one.",
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
	attributes["app_id"] = schema.StringAttribute{
		Required:            true,
		CustomType:          guidtypes.GUIDType{},
		MarkdownDescription: "Intune's id of the app (a GUID), as `intunestore_licensed_app` gives it. A change replaces the assignment.",
		PlanModifiers:       []planmodifier.String{keepGUID{}, stringplanmodifier.RequiresReplace()},
	}
	attributes["seat_check"] = seatCheckAttribute
	attributes["timeouts"] = timeoutsAttribute(ctx)
	return schema.Schema{
		Version: 0, // a change of it needs an upgrader; TestStateOfVersion0 reads a file of this one
		MarkdownDescription: "One target of one app: who gets the app, is offered it, loses it, or is kept from it. Other assignments of the app are left alone.\n\n" +
			"A plan that lets in more people than the app has licences is refused with the numbers, before anything is changed. " +
			"To manage all assignments of an app as one, use `intunestore_app_assignment_set`.",
		Attributes: attributes,
	}
}

// entryAttributes are the attributes of one assignment. On its own (single) a
// change of what Intune's id is made of replaces it; in a set there is nothing to
// replace, since the whole set is written at once.
func entryAttributes(single bool) map[string]schema.Attribute {
	var replace []planmodifier.String
	var replaceUnknown []planmodifier.Object
	group := []planmodifier.String{}
	if single {
		replace = []planmodifier.String{stringplanmodifier.RequiresReplace()}
		replaceUnknown = []planmodifier.Object{objectplanmodifier.RequiresReplaceIf(wholeUnknown, unknownTarget, unknownTarget)}
		group = []planmodifier.String{keepGUID{}, stringplanmodifier.RequiresReplace()}
	}
	return map[string]schema.Attribute{
		"intent": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "`required` installs the app, `available` offers it in the Company Portal, `uninstall` removes it, " +
				"`availableWithoutEnrollment` offers it to devices that are not enrolled (not for Windows). " +
				"An online-licensed app can be used only by the person who enrolled the device: `available` shows it to that person alone, and `required` takes that person's licence.",
			PlanModifiers: replace,
			Validators:    []validator.String{stringvalidator.OneOf(intentRequired, intentAvailable, intentUninstall, intentWithoutEnrollment)},
		},
		"target": schema.SingleNestedAttribute{
			Required:            true,
			MarkdownDescription: "Whom the assignment is for.",
			PlanModifiers:       replaceUnknown,
			Attributes: map[string]schema.Attribute{
				"type": schema.StringAttribute{
					Required:            true,
					MarkdownDescription: "`group`, `exclusion_group` (its members are kept from the app; exclusion wins), `all_licensed_users` or `all_devices`.",
					PlanModifiers:       replace,
					Validators:          []validator.String{stringvalidator.OneOf(targetGroup, targetExclusionGroup, targetAllLicensedUsers, targetAllDevices)},
				},
				"group_id": schema.StringAttribute{
					Optional:            true,
					CustomType:          guidtypes.GUIDType{},
					MarkdownDescription: "The group's object id; exactly when `type` is a group. Members of nested groups are in it.",
					PlanModifiers:       group,
				},
				"filter_id": schema.StringAttribute{
					Optional:            true,
					CustomType:          guidtypes.GUIDType{},
					MarkdownDescription: "Id of an assignment filter; exactly when there is a `filter_type`. Default: no filter. A filter can only shrink a target, so the seat check counts the whole target and says so.",
				},
				"filter_type": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: "`include` keeps the devices that the filter matches, `exclude` those that it does not; exactly when there is a `filter_id`.",
					Validators:          []validator.String{stringvalidator.OneOf("include", "exclude")},
				},
			},
		},
		"microsoft_store_settings": microsoftStoreAttribute(single),
		"apple_vpp_settings":       appleVPPAttribute(single),
		"google_play_settings":     googlePlayAttribute(single),
	}
}

// wholeUnknown: Terraform holds a provider to the action it planned, so a target of
// which nothing is known yet must be planned as another one, as an unknown group is.
func wholeUnknown(_ context.Context, req planmodifier.ObjectRequest, resp *objectplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = req.PlanValue.IsUnknown()
}

const unknownTarget = "A target that is not known yet is planned as another one."

func microsoftStoreAttribute(computed bool) schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		Computed:            computed,
		MarkdownDescription: "Settings for an app of Microsoft Store for Business. Default: the service's.",
		Attributes: map[string]schema.Attribute{
			settingUseDeviceContext: schema.BoolAttribute{
				Required:            true,
				MarkdownDescription: "Install for the device and all its users instead of for the person: a licence is then for a device. Only for offline-licensed apps, the intent `required`, and devices. Service's default: `false`.",
			},
		},
	}
}

func appleVPPAttribute(computed bool) schema.Attribute {
	flag := func(description string) schema.Attribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description + " Service's default: `false`."}
	}
	return schema.SingleNestedAttribute{
		Optional:            true,
		Computed:            computed,
		MarkdownDescription: "Settings for an app of Apple volume purchase (iOS, iPadOS and macOS). Default: the service's.",
		Attributes: map[string]schema.Attribute{
			settingUseDeviceLicensing: flag("A licence is for a device, not for a person and up to five devices."),
			settingUninstallOnRemoval: flag("Uninstall the app when the device leaves management. Not with the intent `uninstall`."),
			settingIsRemovable:        flag("Users may remove the app (iOS and iPadOS). Only with the intent `required`."),
			settingPreventBackup:      flag("Keep the app's data out of iCloud backups. Not with the intent `uninstall`."),
			"prevent_auto_app_update": flag("Do not update the app by itself."),
			"vpn_configuration_id": schema.StringAttribute{
				Optional:            true,
				CustomType:          guidtypes.GUIDType{},
				MarkdownDescription: "Id of the VPN configuration that the app uses (iOS and iPadOS). Default: none.",
			},
		},
	}
}

func googlePlayAttribute(computed bool) schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		Computed:            computed,
		MarkdownDescription: "Settings for an app of managed Google Play. Default: the service's.",
		Attributes: map[string]schema.Attribute{
			"android_managed_store_app_track_ids": schema.SetAttribute{
				Optional:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "Ids of the app's release tracks that the target may install from. Default: none.",
			},
			"auto_update_mode": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "When the app updates itself: `default`, `postponed` or `priority`. Service's default: `default`.",
				Validators:          []validator.String{stringvalidator.OneOf("default", "postponed", "priority")},
			},
		},
	}
}

// timeoutsAttribute is that of both kinds of assignments.
func timeoutsAttribute(ctx context.Context) schema.Attribute {
	return services.Timeouts(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: "How long creating may take, waiting for Intune's limits included. Default 20m.",
		ReadDescription:   "How long reading may take. Default 20m.",
		UpdateDescription: "How long changing may take. Default 20m.",
		DeleteDescription: "How long destroying may take. Default 20m.",
	})
}
