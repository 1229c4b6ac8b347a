package functions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/intunestore/terraform-provider-intunestore/internal/provider"
)

const (
	app   = "a0000000-0000-4000-8000-000000000001"
	group = "b0000000-0000-4000-8000-00000000000a"
)

// call calls a function as Terraform does, before any provider is configured.
func call(t *testing.T, name string, arguments ...tftypes.Value) (tftypes.Value, *tfprotov6.FunctionError) {
	t.Helper()
	server := provider.NewServer("test", provider.Options{})()
	schema, err := server.GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	definition, ok := schema.Functions[name]
	if !ok || definition.Summary == "" || definition.Description == "" {
		t.Fatalf("no function %s, or an undocumented one", name)
	}
	req := &tfprotov6.CallFunctionRequest{Name: name}
	for i, argument := range arguments {
		parameter := definition.VariadicParameter
		if i < len(definition.Parameters) {
			parameter = definition.Parameters[i]
		}
		value, err := tfprotov6.NewDynamicValue(parameter.Type, argument)
		if err != nil {
			t.Fatal(err)
		}
		req.Arguments = append(req.Arguments, &value)
	}
	resp, err := server.CallFunction(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		return tftypes.Value{}, resp.Error
	}
	result, err := resp.Result.Unmarshal(definition.Return.Type)
	if err != nil {
		t.Fatal(err)
	}
	return result, nil
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

// target is an object as users write one; an empty group is left out.
func target(kind, group string) tftypes.Value {
	types, values := map[string]tftypes.Type{"type": tftypes.String}, map[string]tftypes.Value{"type": text(kind)}
	if group != "" {
		types["group_id"], values["group_id"] = tftypes.String, text(group)
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, values)
}

func isText(t *testing.T, got tftypes.Value, failure *tfprotov6.FunctionError, want string) {
	t.Helper()
	var s string
	if failure != nil || got.As(&s) != nil || s != want {
		t.Errorf("got %v, %+v, want %s", got, failure, want)
	}
}

func fails(t *testing.T, failure *tfprotov6.FunctionError, argument int64, want string) {
	t.Helper()
	if failure == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, failure.Text); diff != "" || failure.FunctionArgument == nil || *failure.FunctionArgument != argument {
		t.Errorf("argument %v (-want +got):\n%s", failure.FunctionArgument, diff)
	}
}

func TestAssignmentID(t *testing.T) {
	asMap := tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"type": text("group"), "group_id": text(group)})
	null := tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"type": tftypes.String, "group_id": tftypes.String, "filter_id": tftypes.String}},
		map[string]tftypes.Value{"type": text("all_licensed_users"), "group_id": tftypes.NewValue(tftypes.String, nil), "filter_id": text(group)})
	for name, tc := range map[string]struct {
		app    string
		target tftypes.Value
		intent string
		want   string
	}{
		"group":     {app, target("group", group), "required", app + "/" + group + "_1_0"},
		"map":       {app, asMap, "available", app + "/" + group + "_0_0"},
		"exclusion": {app, target("exclusion_group", group), "uninstall", app + "/" + group + "_2_1"},
		"everyone":  {app, null, "availableWithoutEnrollment", app + "/acacacac-9df4-4c7d-9d50-4ef0226f57a9_3_0"},
		"devices":   {app, target("all_devices", ""), "required", app + "/adadadad-808e-44e2-905a-0b7873a8a531_1_0"},
		"capitals":  {"A0000000-0000-4000-8000-000000000001", target("group", "B0000000-0000-4000-8000-00000000000A"), "required", app + "/" + group + "_1_0"},
	} {
		t.Run(name, func(t *testing.T) {
			got, failure := call(t, "assignment_id", text(tc.app), tc.target, text(tc.intent))
			isText(t, got, failure, tc.want)
		})
	}
}

func TestAssignmentIDRefuses(t *testing.T) {
	const noType = `"" is not the type of a target. A target is an object such as { type = "group", group_id = "…" }; types are group, exclusion_group, all_licensed_users and all_devices`
	for name, tc := range map[string]struct {
		app      string
		target   tftypes.Value
		intent   string
		argument int64
		want     string
	}{
		"app":          {"Whiteboard", target("group", group), "required", 0, `Invalid GUID: "Whiteboard" is not a GUID. A GUID looks like 00000000-0000-0000-0000-000000000000.`},
		"no group":     {app, target("group", ""), "required", 1, `a target of type "group" needs the group_id of the group that it is for, a GUID; here it is ""`},
		"not a group":  {app, target("exclusion_group", "Sales"), "required", 1, `a target of type "exclusion_group" needs the group_id of the group that it is for, a GUID; here it is "Sales"`},
		"group of all": {app, target("all_devices", group), "required", 1, `a target of type "all_devices" takes no group_id: it is not for one group`},
		"type":         {app, target("everyone", ""), "required", 1, `"everyone"` + noType[2:]},
		"a string":     {app, text(group), "required", 1, noType},
		"intent":       {app, target("group", group), "install", 2, `"install" is not an intent; intents are required, available, uninstall, availableWithoutEnrollment`},
	} {
		t.Run(name, func(t *testing.T) {
			_, failure := call(t, "assignment_id", text(tc.app), tc.target, text(tc.intent))
			fails(t, failure, tc.argument, tc.want)
		})
	}
}

func TestAssignmentIDParse(t *testing.T) {
	const users = "acacacac-9df4-4c7d-9d50-4ef0226f57a9"
	type parts struct {
		target, intent, kind string
		group                any
		excluded             bool
	}
	for id, want := range map[string]parts{
		group + "_1_0": {group, "required", "group", group, false},
		group + "_0_1": {group, "available", "exclusion_group", group, true},
		users + "_2_0": {users, "uninstall", "all_licensed_users", nil, false},
		"ADADADAD-808E-44E2-905A-0B7873A8A531_3_0": {"adadadad-808e-44e2-905a-0b7873a8a531", "availableWithoutEnrollment", "all_devices", nil, false},
	} {
		t.Run(id, func(t *testing.T) {
			got, failure := call(t, "assignment_id_parse", text(app+"/"+id))
			if failure != nil {
				t.Fatal(failure.Text)
			}
			target := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"type": tftypes.String, "group_id": tftypes.String}}
			expected := map[string]tftypes.Value{
				"app_id": text(app), "assignment_id": text(want.target + id[len(id)-4:]), "target_id": text(want.target), "intent": text(want.intent),
				"excluded": tftypes.NewValue(tftypes.Bool, want.excluded),
				"target":   tftypes.NewValue(target, map[string]tftypes.Value{"type": text(want.kind), "group_id": tftypes.NewValue(tftypes.String, want.group)}),
			}
			if !got.Equal(tftypes.NewValue(got.Type(), expected)) {
				t.Errorf("got %v", got)
			}
		})
	}
	for _, id := range []string{"", app, app + "/" + group, app + "/" + group + "_9_0", "app/" + group + "_1_0", app + "/" + group + "_1_0/x"} {
		_, failure := call(t, "assignment_id_parse", text(id))
		fails(t, failure, 0, `"`+id+`" is not the id of an assignment, which is of the form {app_id}/{assignment_id}, such as 0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_0`)
	}
}

func TestProductKey(t *testing.T) {
	got, failure := call(t, "product_key", text("9NCARNETCHTR"), text("0010"))
	isText(t, got, failure, "9NCARNETCHTR/0010")
	parsed, failure := call(t, "product_key_parse", text("9NCARNETCHTR/0010"))
	if failure != nil || !parsed.Equal(tftypes.NewValue(parsed.Type(), map[string]tftypes.Value{"product_id": text("9NCARNETCHTR"), "sku_id": text("0010")})) {
		t.Errorf("got %v, %+v", parsed, failure)
	}
	_, failure = call(t, "product_key", text("9NCARNETCHTR/0010"), text("0010"))
	fails(t, failure, 0, `"9NCARNETCHTR/0010" is not an id of the Store, which is of letters and digits, such as 9NCARNETCHTR`)
	_, failure = call(t, "product_key", text("9NCARNETCHTR"), text(""))
	fails(t, failure, 1, `"" is not an id of the Store, which is of letters and digits, such as 0010`)
	for _, key := range []string{"", "9NCARNETCHTR", "9NCARNETCHTR/", "/0010", "9NCARNETCHTR/0010/1", "9N CARNET/0010"} {
		_, failure := call(t, "product_key_parse", text(key))
		fails(t, failure, 0, `"`+key+`" is not a product key, which is of the form {product_id}/{sku_id}, such as 9NCARNETCHTR/0010`)
	}
}
