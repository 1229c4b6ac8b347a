// Package syncaction is the action intunestore_sync: Intune's apps synced with one
// of their stores, now. It knows Terraform, and of each store how a sync is asked
// for and where its end shows; how Microsoft's store is waited for is package
// storesync's.
package syncaction

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

var (
	_ action.ActionWithConfigure      = (*syncAction)(nil)
	_ action.ActionWithValidateConfig = (*syncAction)(nil)
	_ action.ActionWithModifyPlan     = (*syncAction)(nil)
)

// defaultTimeout bounds a wait without timeouts of its own.
const defaultTimeout = 10 * time.Minute

// NewAction makes the action intunestore_sync.
func NewAction() action.Action { return &syncAction{} }

type syncAction struct{ data *services.Data }

type model struct {
	Store    types.String   `tfsdk:"store"`
	TokenID  guidtypes.GUID `tfsdk:"apple_vpp_token_id"`
	Wait     types.Bool     `tfsdk:"wait"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (*syncAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_sync"
}

func (*syncAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	stores := []string{string(graph.MicrosoftStoreForBusiness), string(graph.AppleVPP), string(graph.ManagedGooglePlay)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Syncs Intune's apps and licence counts with one of their stores, and waits for the end: what was bought since the last sync can then be assigned. A sync that ends without success is an error that says what to do.",
		Attributes: map[string]schema.Attribute{
			"store": schema.StringAttribute{Required: true, Validators: []validator.String{stringvalidator.OneOf(stores...)},
				MarkdownDescription: "`microsoft_store_for_business`, `apple_vpp` or `managed_google_play`."},
			"apple_vpp_token_id": schema.StringAttribute{Optional: true, CustomType: guidtypes.GUIDType{},
				MarkdownDescription: "The id of the location token whose licences are synced; exactly when `store` is `apple_vpp`."},
			"wait": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to wait until the sync has succeeded. Default `true`."},
			"timeouts": services.ActionTimeouts(ctx, timeouts.Opts{
				InvokeDescription: "How long to wait, such as 30s or 20m. Default 10m."}),
		},
	}
}

func (a *syncAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data, resp.Diagnostics = services.FromProviderData(req.ProviderData)
}

func (*syncAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.Store.IsUnknown() || m.TokenID.IsUnknown() {
		return
	}
	apple := m.Store.ValueString() == string(graph.AppleVPP)
	switch {
	case apple && m.TokenID.IsNull():
		resp.Diagnostics.AddAttributeError(path.Root("apple_vpp_token_id"), "Missing token",
			"Apple's licences are synced by location token: give the id of one, as data.intunestore_apple_vpp_tokens lists them.")
	case !apple && !m.TokenID.IsNull():
		resp.Diagnostics.AddAttributeError(path.Root("apple_vpp_token_id"), "Token of another store",
			"apple_vpp_token_id is for the store \"apple_vpp\" only.")
	}
}

// ModifyPlan refuses what cannot work, before anything else of the run is applied.
func (a *syncAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || a.data == nil || m.Store.IsUnknown() || m.TokenID.IsUnknown() {
		return
	}
	resp.Diagnostics.Append(a.store(m).check(ctx, true)...)
}

// Invoke syncs. Whatever happens, what was read of apps before is stale afterwards.
func (a *syncAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if a.data == nil {
		resp.Diagnostics.Append(services.Unconfigured("Syncing a store"))
	}
	timeout, diags := m.Timeouts.Invoke(ctx, defaultTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, &timedOut{timeout})
	defer cancel()
	s := a.store(m)
	resp.Diagnostics.Append(errorsOf(s.check(ctx, false))...)
	if resp.Diagnostics.HasError() {
		return
	}
	defer func() {
		a.data.Tenant.ForgetApps()
		a.data.AppleTokens.Forget()
	}()
	say := func(message string) { resp.SendProgress(action.InvokeProgressEvent{Message: message}) }
	if !m.Wait.IsNull() && !m.Wait.ValueBool() {
		if err := s.request(ctx); err != nil {
			resp.Diagnostics.Append(s.explain(ctx, err))
			return
		}
		say(s.name() + ": the sync is requested, and not waited for.")
		return
	}
	if err := s.run(ctx, say); err != nil {
		resp.Diagnostics.Append(s.explain(ctx, err))
	}
}

// store is how the store that a configuration names is synced.
func (a *syncAction) store(m model) syncer {
	switch graph.Store(m.Store.ValueString()) {
	case graph.AppleVPP:
		return &appleSync{data: a.data, id: m.TokenID.Canonical()}
	case graph.ManagedGooglePlay:
		return &playSync{client: a.data.Graph}
	}
	return &storeSync{data: a.data}
}

// syncer is one store.
type syncer interface {
	// name is the store as messages begin with it.
	name() string
	// check says what stands in the way of a sync. What may still be mended by
	// this very run is let pass while planning.
	check(ctx context.Context, planning bool) diag.Diagnostics
	request(ctx context.Context) error
	run(ctx context.Context, say func(string)) error
	// explain turns an error of request or run into words.
	explain(ctx context.Context, err error) diag.Diagnostic
}

// errorsOf leaves out what was said while planning already.
func errorsOf(diags diag.Diagnostics) diag.Diagnostics {
	var out diag.Diagnostics
	out.Append(diags.Errors()...)
	return out
}
