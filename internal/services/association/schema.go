package association

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// What destroying the association does.
const (
	onDestroyDisable = "disable"
	onDestroyRetain  = "retain"
)

func (*associationResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 0, // a change of it needs an upgrader; TestStateOfVersion0 reads a file of this one
		MarkdownDescription: "The tenant's association with Microsoft Store for Business: whether Intune syncs the apps bought there, in which language it shows them, and where employees find them. A tenant has one.\n\n" +
			"Creating it turns the association on, asks for a sync, and waits until that sync has succeeded. If the sync fails, the association stays on and in the state, marked as tainted: the next apply sets it again and syncs, without turning it off in between.\n\n" +
			"The association needs Intune as the tenant's MDM authority, and Intune activated as a management tool in the Store, which only a person signed in there can do. Microsoft ended purchases in 2021 and the sync in 2023: see the guide about the retirement.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The id of the tenant.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"tenant_id": schema.StringAttribute{
				MarkdownDescription: "The id of the tenant that is associated. An association cannot move to another tenant.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether Intune syncs apps from the Store. Default `true`. Turning it on again asks for a sync, as creating does.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"language": schema.StringAttribute{
				MarkdownDescription: "The language of the apps' names and descriptions in Intune, as language and region: `fr-FR`. Case makes no difference. The language in which an app installs follows the user's device.",
				Required:            true,
				CustomType:          languageType{},
				Validators:          []validator.String{formOfLanguage{}},
				PlanModifiers:       []planmodifier.String{keepEquivalentLanguage{}},
			},
			"portal_selection": schema.SetAttribute{
				MarkdownDescription: "Where employees find the apps: `companyPortal`, `privateStore`, or both. When left out, it stays as it is in the tenant.",
				ElementType:         types.StringType,
				Optional:            true,
				Computed:            true,
				PlanModifiers:       []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
				Validators: []validator.Set{
					setvalidator.SizeAtLeast(1),
					setvalidator.ValueStringsAre(stringvalidator.OneOf(graph.CompanyPortal, graph.PrivateStore)),
				},
			},
			"sync": syncAttribute(),
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What destroying does in the tenant: `disable` (default) turns the association off, so that apps stop syncing; `retain` leaves it on and only forgets it.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(onDestroyDisable),
				Validators:          []validator.String{stringvalidator.OneOf(onDestroyDisable, onDestroyRetain)},
			},
			"timeouts": services.Timeouts(ctx, timeouts.Opts{
				Create: true, Read: true, Update: true, Delete: true,
				CreateDescription: "How long creating may take, the wait for the sync included. Default 30m.",
				ReadDescription:   "How long reading may take. Default 5m.",
				UpdateDescription: "How long changing may take, the wait for the sync included. Default 30m.",
				DeleteDescription: "How long destroying may take. Default 5m.",
			}),
		},
	}
}

func syncAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "When to sync with the Store besides creation, and whether to wait. Default: at creation only, and wait.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Any values. A change of them asks for a sync: `{ bought = \"2026-11-20\" }`. Removing them all does not. Default: none.",
				ElementType:         types.StringType,
				Optional:            true,
			},
			"wait": schema.BoolAttribute{
				MarkdownDescription: "Whether to wait until a sync that began after the request has succeeded. Default `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
		},
	}
}
