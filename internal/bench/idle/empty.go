package idle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// empty is idle_empty.
type empty struct{}

func newEmpty() resource.Resource { return empty{} }

func (empty) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "idle_empty"
}

func (empty) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"id": computedID()}}
}

func (empty) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (empty) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (empty) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (empty) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
