package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/intunestore/terraform-provider-intunestore/internal/functions"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/appassignment"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/appseats"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/association"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/devicereadiness"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/licensedapp"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/revokelicenses"
	syncaction "github.com/intunestore/terraform-provider-intunestore/internal/services/sync"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/vpptoken"
)

var (
	_ provider.ProviderWithActions   = (*intunestore)(nil)
	_ provider.ProviderWithFunctions = (*intunestore)(nil)
)

// Functions are the functions of provider::intunestore, for Terraform 1.8 and later.
func (*intunestore) Functions(context.Context) []func() function.Function { return functions.All() }

// Actions are the action types, for Terraform 1.14 and later.
func (*intunestore) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		syncaction.NewAction,
		revokelicenses.NewAction,
	}
}

// Resources are the resource types.
func (*intunestore) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		association.NewResource,
		appassignment.NewResource,
		appassignment.NewSetResource,
	}
}

// DataSources are the data source types.
func (*intunestore) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		association.NewDataSource,
		licensedapp.NewAppDataSource,
		licensedapp.NewAppsDataSource,
		appseats.NewDataSource,
		devicereadiness.NewDataSource,
		vpptoken.NewTokenDataSource,
		vpptoken.NewTokensDataSource,
	}
}
