package leanserver

import (
	"context"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// probe is a provider with one of everything that is leashed in a way of its
// own. What happens inside an RPC is the test's to say.
type probe struct {
	inside func(context.Context)
}

func newServer(inside func(context.Context)) tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(&probe{inside})()
}

func (p *probe) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "lean"
}
func (p *probe) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (p *probe) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (p *probe) DataSources(context.Context) []func() datasource.DataSource                        { return nil }
func (p *probe) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &thing{p} }}
}
func (p *probe) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return &things{thing{p}} }}
}
func (p *probe) Actions(context.Context) []func() action.Action {
	return []func() action.Action{func() action.Action { return &act{p} }}
}

type thing struct{ *probe }

func (r *thing) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "lean_thing"
}
func (r *thing) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}}}
}
func (r *thing) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{"id": identityschema.StringAttribute{RequiredForImport: true}}}
}
func (r *thing) Create(ctx context.Context, _ resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), "made")...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), types.StringValue("made"))...)
	r.inside(ctx)
}
func (r *thing) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), types.StringValue("made"))...)
	r.inside(ctx)
}
func (r *thing) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (r *thing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

type things struct{ thing }

func (r *things) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{}
}
func (r *things) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		r.inside(ctx)
		result := req.NewListResult(ctx)
		result.DisplayName = "made"
		result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), types.StringValue("made"))...)
		push(result)
	}
}

type act struct{ *probe }

func (a *act) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "lean_act"
}
func (a *act) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{}
}
func (a *act) Invoke(ctx context.Context, _ action.InvokeRequest, resp *action.InvokeResponse) {
	a.inside(ctx)
	resp.SendProgress(action.InvokeProgressEvent{Message: "half way"})
}

// Requests of the three leashed shapes: an answer, a stream of results, a stream
// of events.
type rpc func(context.Context, tfprotov6.ProviderServer) error

var rpcs = map[string]rpc{
	"ReadResource": func(ctx context.Context, s tfprotov6.ProviderServer) error {
		object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}
		state, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, "made")}))
		if err != nil {
			return err
		}
		resp, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "lean_thing", CurrentState: &state})
		return orDiagnostics(err, resp.Diagnostics)
	},
	"ListResource": func(ctx context.Context, s tfprotov6.ProviderServer) error {
		stream, err := s.(tfprotov6.ListResourceServer).ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: "lean_thing", Config: empty(), Limit: 10})
		if err != nil {
			return err
		}
		for result := range stream.Results {
			if err := orDiagnostics(nil, result.Diagnostics); err != nil {
				return err
			}
		}
		return nil
	},
	"InvokeAction": func(ctx context.Context, s tfprotov6.ProviderServer) error {
		stream, err := s.(tfprotov6.ActionServer).InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: "lean_act", Config: empty()})
		if err != nil {
			return err
		}
		for range stream.Events {
		}
		return nil
	},
}

func empty() *tfprotov6.DynamicValue {
	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, map[string]tftypes.Value{}))
	if err != nil {
		panic(err)
	}
	return &value
}

type diagnosticError tfprotov6.Diagnostic

func (e *diagnosticError) Error() string { return e.Summary + ": " + e.Detail }

func orDiagnostics(err error, diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if err == nil && d.Severity == tfprotov6.DiagnosticSeverityError {
			err = (*diagnosticError)(d)
		}
	}
	return err
}

func TestMain(m *testing.M) {
	if os.Getenv(serveVariable) != "" {
		serve()
		return
	}
	os.Exit(m.Run())
}
