package provider

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const (
	guid      = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
	otherGUID = "1f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f1"
)

// noEnvironment unsets what the machine that runs the tests may have set.
func noEnvironment(t *testing.T) {
	t.Helper()
	for _, variables := range environment {
		for _, variable := range variables {
			t.Setenv(variable, "")
		}
	}
}

// block is a provider block: attribute name (endpoints.graph for a nested one)
// to a string, a bool or tftypes.UnknownValue.
type block map[string]any

// value is the block as the wire has it, with null for what it leaves out.
func (b block) value(t *testing.T) tftypes.Value {
	t.Helper()
	object, ok := schemaOf(t).Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the provider block is not an object")
	}
	return b.object(object, "")
}

func (b block) object(object tftypes.Object, prefix string) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		nested, isObject := kind.(tftypes.Object)
		given, ok := b[prefix+name]
		switch {
		case isObject && !ok && b.has(prefix+name+"."):
			values[name] = b.object(nested, prefix+name+".")
		default:
			values[name] = tftypes.NewValue(kind, given)
		}
	}
	return tftypes.NewValue(object, values)
}

func (b block) has(prefix string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(b)), func(name string) bool { return strings.HasPrefix(name, prefix) })
}

func (b block) config(t *testing.T) tfsdk.Config {
	t.Helper()
	return tfsdk.Config{Raw: b.value(t), Schema: schemaOf(t).Schema}
}

func (b block) wire(t *testing.T) *tfprotov6.DynamicValue {
	t.Helper()
	value := b.value(t)
	wire, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		t.Fatal(err)
	}
	return &wire
}

func schemaOf(t *testing.T) provider.SchemaResponse {
	t.Helper()
	var resp provider.SchemaResponse
	(&intunestore{}).Schema(t.Context(), provider.SchemaRequest{}, &resp)
	return resp
}

func newServer(opts Options) tfprotov6.ProviderServer {
	return NewServer("1.2.3", opts)()
}

// said is a diagnostic as a user reads it: where, summary and detail.
type said struct{ Path, Summary, Detail string }

func ofProtocol(diagnostics []*tfprotov6.Diagnostic) []said {
	var out []said
	for _, d := range diagnostics {
		at := ""
		if d.Attribute != nil {
			var steps []string
			for _, step := range d.Attribute.Steps() {
				if name, ok := step.(tftypes.AttributeName); ok {
					steps = append(steps, string(name))
				}
			}
			at = strings.Join(steps, ".")
		}
		out = append(out, said{at, d.Summary, d.Detail})
	}
	return out
}

func ofFramework(diagnostics diag.Diagnostics) []said {
	var out []said
	for _, d := range diagnostics {
		at := ""
		if d, ok := d.(diag.DiagnosticWithPath); ok {
			at = d.Path().String()
		}
		out = append(out, said{at, d.Summary(), d.Detail()})
	}
	return out
}

// recorder answers every request with a 200 and keeps it.
type recorder struct {
	mu       sync.Mutex
	requests []*http.Request
	answer   func(*http.Request) *http.Response
}

func (r *recorder) Do(req *http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, req)
	return r.answer(req), nil
}
