package appassignment

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// appsAtOnce is how many apps' assignments a listing reads in one call: what
// Graph's $batch takes. No more than that is held at once.
const appsAtOnce = 20

// assigned is one app and those of its assignments that can be managed here.
type assigned struct {
	app graph.App
	all []graph.Assignment
}

// listing is what is done with the assignments of apps. Each step says whether to
// go on.
type listing struct {
	ready func(batch []assigned) // before a batch is visited; may be nil
	visit func(assigned) bool
	fail  func(diag.Diagnostic) bool
}

// each reads the assignments of apps, in batches, and visits app after app. It
// reads past the cache, which would keep them all. An app that cannot be read costs
// a diagnostic and no other app; when nothing of a batch can be read, neither will
// the rest.
func (l listing) each(ctx context.Context, data *services.Data, apps []graph.App) {
	for batch := range slices.Chunk(apps, appsAtOnce) {
		ids := make([]string, len(batch))
		for i, app := range batch {
			ids[i] = app.ID
		}
		answers := data.Graph.Assignments(ctx, ids)
		read, hopeless := make([]assigned, len(batch)), true
		for i, a := range answers {
			read[i].app = batch[i]
			read[i].all, _ = divide(a.Value)
			hopeless = hopeless && a.Err != nil
		}
		if l.ready != nil {
			l.ready(read)
		}
		for i, a := range answers {
			if a.Err != nil {
				if !l.fail(services.Diagnose(summaryReadFailed, "Reading the assignments of "+nameOf(batch[i]), a.Err)) || hopeless {
					return
				}
			} else if len(read[i].all) > 0 && !l.visit(read[i]) {
				return
			}
		}
	}
}

// appsOf are the apps to list, sorted by name: one, or all that count licences.
func appsOf(ctx context.Context, data *services.Data, appID, store string) ([]graph.App, diag.Diagnostics) {
	if appID != "" {
		app, diags := findApp(ctx, data, appID)
		if diags.HasError() || store != "" && string(app.Store()) != store {
			return nil, diags
		}
		return []graph.App{app}, diags
	}
	all, err := data.Tenant.LicensedApps(ctx)
	if err != nil {
		return nil, diag.Diagnostics{services.Diagnose("Licensed apps not read", "Reading the licensed apps", err)}
	}
	apps := make([]graph.App, 0, len(all))
	for _, app := range all {
		if store == "" || string(app.Store()) == store {
			apps = append(apps, app)
		}
	}
	slices.SortFunc(apps, func(a, b graph.App) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.DisplayName), strings.ToLower(b.DisplayName)), strings.Compare(a.ID, b.ID))
	})
	return apps, nil
}

// filterOf reads the config block, which may be left out.
func filterOf(ctx context.Context, req list.ListRequest, filter any) diag.Diagnostics {
	if req.Config.Raw.IsNull() {
		return nil
	}
	return req.Config.Get(ctx, filter)
}

// results counts what is pushed, and stops at the limit that Terraform sets. No
// limit is zero.
type results struct {
	push  func(list.ListResult) bool
	limit int64
	sent  int64
}

// one pushes a result; it reports whether there may be another.
func (r *results) one(result list.ListResult) bool {
	r.sent++
	return r.push(result) && (r.limit <= 0 || r.sent < r.limit)
}

// fail pushes diagnostics, which do not count.
func (r *results) fail(d ...diag.Diagnostic) bool {
	return r.push(list.ListResult{Diagnostics: d})
}

// failed is a listing that ends before it begins.
func failed(d ...diag.Diagnostic) func(func(list.ListResult) bool) {
	return list.ListResultsStreamDiagnostics(d)
}

var storeFilter = schema.StringAttribute{
	Optional:            true,
	MarkdownDescription: "Only apps of this store: `microsoft_store_for_business`, `apple_vpp` or `managed_google_play`. Default: of all.",
	Validators: []validator.String{
		stringvalidator.OneOf(string(graph.MicrosoftStoreForBusiness), string(graph.AppleVPP), string(graph.ManagedGooglePlay)),
	},
}
