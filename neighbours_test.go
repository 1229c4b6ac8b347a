package main

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// neighbours are stand-ins for the providers that people come from, as far as their
// states go: the same addresses, types, schemas and schema versions, and nothing
// behind them. Sources: deploymenttheory/terraform-provider-microsoft365,
// mobile_app_assignment (resource.go, model.go, state_migrations.go), and
// microsoft/terraform-provider-msgraph, msgraph_resource.go.
var neighbours = map[string]struct {
	address  string
	resource func() resource.Resource
}{
	"microsoft365": {"registry.terraform.io/deploymenttheory/microsoft365", func() resource.Resource { return &mobileAppAssignment{} }},
	"msgraph":      {"registry.terraform.io/microsoft/msgraph", func() resource.Resource { return &graphResource{} }},
}

// serveNeighbour serves the one that has this name.
func serveNeighbour(name string) {
	it := neighbours[name]
	server := providerserver.NewProtocol6(&neighbour{name: name, resource: it.resource})
	if err := tf6server.Serve(it.address, server); err != nil {
		log.Fatal(err)
	}
}

type neighbour struct {
	name     string
	resource func() resource.Resource
}

func (n *neighbour) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = n.name
}
func (*neighbour) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (*neighbour) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (*neighbour) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (n *neighbour) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{n.resource}
}

// held is what both resources do alike: they keep what they were told, and are
// never to destroy what has moved away.
type held struct{}

func (held) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}
func (held) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}
func (held) Delete(_ context.Context, _ resource.DeleteRequest, resp *resource.DeleteResponse) {
	resp.Diagnostics.AddError("Destroyed", "What was to move was destroyed.")
}

// mobileAppAssignment is microsoft365_graph_beta_device_and_app_management_mobile_app_assignment.
type mobileAppAssignment struct{ held }

func (*mobileAppAssignment) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_graph_beta_device_and_app_management_mobile_app_assignment"
}

func (*mobileAppAssignment) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	apple := "is_removable:b prevent_managed_app_backup:b uninstall_on_device_removal:b vpn_configuration_id:s"
	window := nested("deadline_date_time:s start_date_time:s use_local_time:b")
	restart := nested("countdown_display_before_restart_in_minutes:n grace_period_in_minutes:n restart_notification_snooze_duration_in_minutes:n")
	win32 := nested("delivery_optimization_priority:s notifications:s")
	win32.Attributes["auto_update_settings"] = nested("auto_update_superseded_apps_state:s")
	win32.Attributes["install_time_settings"], win32.Attributes["restart_settings"] = window, restart
	winGet := nested("notifications:s")
	winGet.Attributes["install_time_settings"], winGet.Attributes["restart_settings"] = nested("deadline_date_time:s use_local_time:b"), restart
	target := nested("target_type:s group_id:s collection_id:s device_and_app_management_assignment_filter_id:s device_and_app_management_assignment_filter_type:s")
	target.Optional, target.Required = false, true
	resp.Schema = schema.Schema{Version: 1, Attributes: map[string]schema.Attribute{
		"id":            schema.StringAttribute{Computed: true},
		"mobile_app_id": schema.StringAttribute{Required: true},
		"intent":        schema.StringAttribute{Required: true},
		"source":        schema.StringAttribute{Required: true},
		"source_id":     schema.StringAttribute{Optional: true},
		"target":        target,
		"settings": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
			"android_managed_store":        nested("android_managed_store_app_track_ids:l auto_update_mode:s"),
			"ios_lob":                      nested(apple),
			"ios_store":                    nested(apple),
			"ios_vpp":                      nested(apple + " prevent_auto_app_update:b use_device_licensing:b"),
			"macos_lob":                    nested("uninstall_on_device_removal:b"),
			"macos_vpp":                    nested("prevent_auto_app_update:b prevent_managed_app_backup:b uninstall_on_device_removal:b use_device_licensing:b"),
			"microsoft_store_for_business": nested("use_device_context:b"),
			"win32_catalog":                win32,
			"win32_lob":                    win32,
			"win_get":                      winGet,
			"windows_app_x":                nested("use_device_context:b"),
			"windows_universal_app_x":      nested("use_device_context:b"),
		}},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{Create: true, Read: true, Update: true, Delete: true}),
	}}
}

// nested is an optional object of these attributes: strings, numbers, bools and
// lists of strings.
func nested(attributes string) schema.SingleNestedAttribute {
	object := schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{}}
	for attribute := range strings.FieldsSeq(attributes) {
		name, kind, _ := strings.Cut(attribute, ":")
		object.Attributes[name] = map[string]schema.Attribute{
			"s": schema.StringAttribute{Optional: true},
			"n": schema.Int32Attribute{Optional: true},
			"b": schema.BoolAttribute{Optional: true},
			"l": schema.ListAttribute{Optional: true, ElementType: types.StringType},
		}[kind]
	}
	return object
}

func (*mobileAppAssignment) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var intent, group, kind types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("intent"), &intent)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("target").AtName("group_id"), &group)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("target").AtName("target_type"), &kind)...)
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), named(intent.ValueString(), kind.ValueString(), group.ValueString()))...)
}

// named is Intune's id of an assignment to a group.
func named(intent, kind, group string) string {
	mode := 0
	if strings.HasPrefix(kind, "exclusion") {
		mode = 1
	}
	return fmt.Sprintf("%s_%d_%d", strings.ToLower(group), map[string]int{"available": 0, "required": 1, "uninstall": 2}[intent], mode)
}

// graphResource is msgraph_resource.
type graphResource struct{ held }

func (*graphResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_resource"
}

func (*graphResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	parameters := schema.MapAttribute{Optional: true, ElementType: types.ListType{ElemType: types.StringType}}
	text, told := schema.StringAttribute{Optional: true}, schema.StringAttribute{Computed: true}
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id": told, "resource_url": told,
			"url": schema.StringAttribute{Required: true}, "api_version": text, "update_method": text, "create_method": text,
			"body":                    schema.DynamicAttribute{Optional: true},
			"output":                  schema.DynamicAttribute{Computed: true},
			"ignore_missing_property": schema.BoolAttribute{Optional: true},
			"create_query_parameters": parameters, "update_query_parameters": parameters, "read_query_parameters": parameters, "delete_query_parameters": parameters,
			"response_export_values": schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"retry":                  schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{"error_message_regex": schema.ListAttribute{Optional: true, ElementType: types.StringType}}},
		},
		Blocks: map[string]schema.Block{"timeouts": timeouts.BlockAll(ctx)},
	}
}

// Create takes the id that Graph would answer with from the body, or from a name
// that the body has of its own.
func (*graphResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var url types.String
	var body types.Dynamic
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("url"), &url)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("body"), &body)...)
	written, _ := body.UnderlyingValue().(types.Object)
	text := func(o types.Object, name string) string {
		s, _ := o.Attributes()[name].(types.String)
		return s.ValueString()
	}
	id := text(written, "id")
	if target, ok := written.Attributes()["target"].(types.Object); ok {
		id = named(text(written, "intent"), strings.TrimPrefix(text(target, "@odata.type"), "#microsoft.graph."), text(target, "groupId"))
	}
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("resource_url"), url.ValueString()+"/"+id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("output"), types.DynamicValue(types.ObjectValueMust(nil, nil)))...)
}
