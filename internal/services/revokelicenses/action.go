// Package revokelicenses is the action intunestore_revoke_licenses: seats freed on
// purpose, the first of the ways out of too few licences. It knows Terraform and
// the two ways of freeing seats; who holds one, and who is no longer assigned, is
// package seatcheck's.
//
// Nothing is freed by accident: the configuration names whom it means and how many
// at most, and only lists them until it says otherwise.
package revokelicenses

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var (
	_ action.ActionWithConfigure      = (*revokeAction)(nil)
	_ action.ActionWithValidateConfig = (*revokeAction)(nil)
	_ action.ActionWithModifyPlan     = (*revokeAction)(nil)
)

// defaultTimeout bounds the whole action, the wait for the seats included.
const defaultTimeout = 5 * time.Minute

// NewAction makes the action intunestore_revoke_licenses.
func NewAction() action.Action { return &revokeAction{} }

type revokeAction struct{ data *services.Data }

func (*revokeAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_revoke_licenses"
}

func (*revokeAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Frees seats of one app: takes licences of an Apple volume-purchased app (iOS and iPadOS) back, or reclaims seats of an app of Microsoft Store for Business through the Store's management service. " +
			"As long as `dry_run` is not `false`, it only lists whose seats it would free. It frees none when there are more than `limit`.",
		Attributes: map[string]schema.Attribute{
			"app_id": schema.StringAttribute{Required: true, CustomType: guidtypes.GUIDType{}, MarkdownDescription: "Intune's id of the app."},
			"scope": schema.StringAttribute{Required: true, Validators: []validator.String{stringvalidator.OneOf(scopeUsers, scopeDevices, scopeUnassigned, scopeAll)},
				MarkdownDescription: "Whose seats: `users` (those of `user_principal_names`), `devices` (those of `managed_device_ids`; Apple only), " +
					"`unassigned` (of everyone who holds a seat and whom no assignment of the app reaches any more) or `all` (Apple only)."},
			"user_principal_names": schema.SetAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
				MarkdownDescription: "The people whose seats are freed; exactly when `scope` is `users`. One who holds no seat is passed over."},
			"managed_device_ids": schema.SetAttribute{Optional: true, ElementType: guidtypes.GUIDType{}, Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
				MarkdownDescription: "Intune's ids of the devices whose licences are freed; exactly when `scope` is `devices`. One that holds no licence is passed over."},
			"limit": schema.Int64Attribute{Required: true, Validators: []validator.Int64{int64validator.AtLeast(1)},
				MarkdownDescription: "How many seats may be freed at most. When there are more, none is."},
			"dry_run": schema.BoolAttribute{Optional: true, MarkdownDescription: "Only list whose seats would be freed. Default `true`."},
			"notify_managed_devices": schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether Apple's devices are told, so that they remove the app. Default `true`. Of no use with other stores."},
			"timeouts": services.ActionTimeouts(ctx, timeouts.Opts{
				InvokeDescription: "How long to go on, such as 30s or 20m, the wait until the seats are free included. Default 5m."}),
		},
	}
}

func (a *revokeAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

func (*revokeAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(m.validate()...)
	}
}

// ModifyPlan refuses what cannot work, and shows how many seats would go before
// anything of the run is applied.
func (a *revokeAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || a.data == nil || !m.known() {
		return
	}
	app, diags := a.findApp(ctx, m)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() || m.dry() {
		return
	}
	plan, diags := a.choose(ctx, m, app)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	if over := plan.over(); over != nil {
		resp.Diagnostics.Append(over)
	} else if len(plan.seats) > 0 {
		resp.Diagnostics.Append(plan.announcement())
	}
}

// Invoke looks again at who holds a seat, and frees those that are meant.
func (a *revokeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if a.data == nil {
		resp.Diagnostics.Append(services.Unconfigured("Freeing seats"))
	}
	timeout, diags := m.Timeouts.Invoke(ctx, defaultTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	app, diags := a.findApp(limited, m)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	plan, diags := a.choose(limited, m, app)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	say := func(message string) { resp.SendProgress(action.InvokeProgressEvent{Message: message}) }
	switch {
	case m.dry():
		say(plan.rehearsal())
	case plan.over() != nil:
		resp.Diagnostics.Append(plan.over())
	case len(plan.seats) == 0:
		say(plan.rehearsal())
	default:
		defer a.data.Tenant.ForgetApps()
		resp.Diagnostics.Append(a.free(limited, ctx, plan, say)...)
	}
}
