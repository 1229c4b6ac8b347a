package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/intunestore/terraform-provider-intunestore/internal/services/appassignment"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/association"
)

var _ provider.ProviderWithListResources = (*intunestore)(nil)

// ListResources are the types that `terraform query` lists, for Terraform 1.14 and
// later.
func (*intunestore) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		association.NewListResource,
		appassignment.NewListResource,
		appassignment.NewSetListResource,
	}
}
