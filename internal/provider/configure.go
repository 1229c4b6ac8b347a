package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/intunestore/terraform-provider-intunestore/internal/auth"
	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
	"github.com/intunestore/terraform-provider-intunestore/internal/tenant"
)

// ValidateConfig checks the block and the environment without contacting
// anything.
func (*intunestore) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	_, resp.Diagnostics = readSettings(ctx, req.Config)
}

// Configure makes what the services share. The first sign-in happens with the
// first request, so nothing is contacted here either.
//
// A block that depends on something this very run creates is not known while
// planning. The services then get no data, and plan what they can without it; a
// Terraform that can put resources off (stacks) is told to put all of them off.
func (p *intunestore) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	s, diags := readSettings(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if s.unknown {
		tflog.Debug(ctx, "The provider's configuration is not known yet")
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
		}
		return
	}
	data, diags := p.connect(s, req.TerraformVersion)
	resp.Diagnostics.Append(diags...)
	if data == nil {
		return
	}
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.ListResourceData = data
	resp.ActionData = data
	resp.EphemeralResourceData = data
}

// connect builds the client and everything that stands on it. data is nil when
// the diagnostics hold an error.
func (p *intunestore) connect(s settings, terraformVersion string) (data *services.Data, diags diag.Diagnostics) {
	transport := p.opts.Transport
	if transport == nil {
		var err error
		if transport, err = graph.NewTransport(); err != nil {
			diags.AddError("Certificates not usable", sentence(err))
			return nil, diags
		}
	}
	s.auth.Transport, s.auth.Now = transport, p.opts.Now
	credential, err := auth.New(s.auth)
	if err != nil {
		diags.AddError("Sign-in not possible", sentence(err))
		return nil, diags
	}
	client, err := graph.New(graph.Options{
		Graph:      s.graph,
		Store:      s.store,
		Credential: credential,
		GraphScope: s.auth.Cloud.GraphScope(),
		StoreScope: s.auth.Cloud.StoreScope(),
		UserAgent:  userAgent(p.version, terraformVersion),
		Transport:  transport,
		Observe:    logCall,
	})
	if err != nil {
		diags.AddError(summaryEndpoint, sentence(err))
		return nil, diags
	}
	view := tenant.New(client)
	return &services.Data{
		Tenant:      view,
		Graph:       client,
		Seats:       seatcheck.New(view, client, seatcheck.Options{Mode: s.seatCheck, StoreService: s.storeService}),
		TenantID:    s.auth.TenantID,
		Environment: s.auth.Cloud.Name,
		Now:         p.opts.Now,
		States:      p.states,
	}, diags
}

func userAgent(version, terraformVersion string) string {
	return fmt.Sprintf("terraform-provider-intunestore/%s Terraform/%s", version, terraformVersion)
}

// sentence makes a diagnostic's detail of an error.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
