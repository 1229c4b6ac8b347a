package functions

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ function.Function = productKey{}
	_ function.Function = productKeyParse{}
)

// productKey is the function product_key.
type productKey struct{}

func (productKey) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "product_key"
}

func (productKey) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Builds the product key of a Store app",
		MarkdownDescription: "Builds the `product_key` of an app of Microsoft Store for Business, `{product_id}/{sku_id}`, by which `intunestore_licensed_app` finds the app. " +
			"The product id stands at the end of the app's address in the Store.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "product_id", MarkdownDescription: "The Store's id of the product, such as `9NCARNETCHTR`."},
			function.StringParameter{Name: "sku_id", MarkdownDescription: "The Store's id of what was bought of it, such as `0010`. A string: its zeros count."},
		},
		Return: function.StringReturn{},
	}
}

func (productKey) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var product, sku string
	if resp.Error = req.Arguments.Get(ctx, &product, &sku); resp.Error != nil {
		return
	}
	for i, part := range []string{product, sku} {
		if !storeID(part) {
			resp.Error = function.NewArgumentFuncError(int64(i), fmt.Sprintf("%q is not an id of the Store, which is of letters and digits, such as %s", part, []string{"9NCARNETCHTR", "0010"}[i]))
			return
		}
	}
	resp.Error = resp.Result.Set(ctx, product+"/"+sku)
}

// productKeyParse is the function product_key_parse.
type productKeyParse struct{}

func (productKeyParse) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "product_key_parse"
}

func (productKeyParse) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Takes the product key of a Store app apart",
		MarkdownDescription: "Takes the `product_key` of an app of Microsoft Store for Business apart and returns an object with `product_id` and `sku_id`. " +
			"The product id is also how the app type that followed the Store for Business, Microsoft Store app (new), names its package.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "product_key", MarkdownDescription: "A product key of the form `{product_id}/{sku_id}`, such as `9NCARNETCHTR/0010`."},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{"product_id": types.StringType, "sku_id": types.StringType}},
	}
}

func (productKeyParse) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var key string
	if resp.Error = req.Arguments.Get(ctx, &key); resp.Error != nil {
		return
	}
	product, sku, found := strings.Cut(key, "/")
	if !found || !storeID(product) || !storeID(sku) {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%q is not a product key, which is of the form {product_id}/{sku_id}, such as 9NCARNETCHTR/0010", key))
		return
	}
	resp.Error = resp.Result.Set(ctx, struct {
		ProductID string `tfsdk:"product_id"`
		SkuID     string `tfsdk:"sku_id"`
	}{product, sku})
}

// storeID reports whether s may be a product id or a SKU id. The Store's own
// documents give no length (Microsoft Learn, "Data structures for Microsoft Store
// for Business", ProductKey), so only their alphabet is held to.
func storeID(s string) bool {
	return s != "" && strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == ""
}
