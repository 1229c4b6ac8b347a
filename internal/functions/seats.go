package functions

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/seatreport"
)

var (
	_ function.Function = seatsMarkdown{}
	_ function.Function = seatsSVG{}
)

// mostApps is how many apps a picture shows when users do not say.
const mostApps = 50

// seatsMarkdown is the function seats_markdown.
type seatsMarkdown struct{}

func (seatsMarkdown) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "seats_markdown"
}

func (seatsMarkdown) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Shows the seats of apps as a table in Markdown",
		MarkdownDescription: "Returns a sentence and a table in Markdown that show the seats of apps with bars, the worst first: used, claimed by people whom assignments let in, free, and short. " +
			"For the summary of a job or a comment on a pull request; names in the tenant cannot become links, mentions or markup in it.",
		Parameters:        []function.Parameter{appsParameter()},
		VariadicParameter: mostParameter(),
		Return:            function.StringReturn{},
	}
}

func (seatsMarkdown) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	apps, most, err := readSeats(ctx, req)
	if resp.Error = err; err == nil {
		resp.Error = resp.Result.Set(ctx, seatreport.Markdown(apps, most))
	}
}

// seatsSVG is the function seats_svg.
type seatsSVG struct{}

func (seatsSVG) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "seats_svg"
}

func (seatsSVG) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Draws the seats of apps as an SVG chart",
		MarkdownDescription: "Returns a chart in SVG that shows the seats of apps, the worst first: used, claimed by people whom assignments let in, free, and short. " +
			"It follows the light or dark setting of whoever looks at it, tells its parts apart by pattern as well as by colour, and says everything in text for screen readers.",
		Parameters:        []function.Parameter{appsParameter()},
		VariadicParameter: mostParameter(),
		Return:            function.StringReturn{},
	}
}

func (seatsSVG) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	apps, most, err := readSeats(ctx, req)
	if resp.Error = err; err == nil {
		resp.Error = resp.Result.Set(ctx, seatreport.SVG(apps, most))
	}
}

func appsParameter() function.Parameter {
	return function.DynamicParameter{
		Name: "apps",
		MarkdownDescription: "The apps: `apps` of `intunestore_licensed_apps`, or one or several `intunestore_app_seats` as a list, a set or a map. " +
			"Only the latter know what assignments claim; the former show what is used.",
	}
}

func mostParameter() function.Parameter {
	return function.Int64Parameter{
		Name:                "most",
		MarkdownDescription: fmt.Sprintf("How many apps to show at the most, at least 1; %d when left out. A sentence says how many are not shown.", mostApps),
	}
}

// readSeats reads the arguments that both functions take.
func readSeats(ctx context.Context, req function.RunRequest) (apps []seatreport.App, most int, err *function.FuncError) {
	var given types.Dynamic
	var limits []int64
	if err := req.Arguments.Get(ctx, &given, &limits); err != nil {
		return nil, 0, err
	}
	most = mostApps
	switch {
	case len(limits) > 1:
		return nil, 0, function.NewArgumentFuncError(2, "at most two arguments: the apps, and how many of them to show")
	case len(limits) == 1 && (limits[0] < 1 || limits[0] > 10_000):
		return nil, 0, function.NewArgumentFuncError(1, fmt.Sprintf("%d is not a number of apps from 1 to 10000", limits[0]))
	case len(limits) == 1:
		most = int(limits[0])
	}
	for _, object := range objects(given.UnderlyingValue()) {
		app, ok := seatsOf(object)
		if !ok {
			return nil, 0, function.NewArgumentFuncError(0, "these are neither apps of intunestore_licensed_apps nor intunestore_app_seats: "+
				"a list, a set or a map of objects with display_name and total_license_count, or with display_name and total")
		}
		apps = append(apps, app)
	}
	return apps, most, nil
}

// objects are the objects in a collection of any kind; what is none stays as it is.
func objects(v attr.Value) []attr.Value {
	switch v := v.(type) {
	case types.List:
		return v.Elements()
	case types.Set:
		return v.Elements()
	case types.Tuple:
		return v.Elements()
	case types.Map:
		return values(v.Elements())
	case types.Object:
		if _, one := v.Attributes()["display_name"]; !one {
			return values(v.Attributes())
		}
	}
	return []attr.Value{v}
}

func values(m map[string]attr.Value) []attr.Value {
	out := make([]attr.Value, 0, len(m))
	for _, v := range m { // the picture has an order of its own
		out = append(out, v)
	}
	return out
}

// seatsOf reads an object of either data source. ok is false for anything else.
func seatsOf(v attr.Value) (app seatreport.App, ok bool) {
	object, ok := v.(types.Object)
	if !ok || object.IsNull() {
		return app, false
	}
	a := object.Attributes()
	name, named := a["display_name"].(types.String)
	app.Name = name.ValueString()
	app.ID = firstText(a["id"], a["app_id"])
	if total, ok := number(a["total_license_count"]); ok && named {
		app.Total = total
		// Intune counts no offline licences, and shows none for them.
		app.Counted = total > 0 && firstText(a["license_type"]) != "offline"
		app.Used, ok = number(a["used_license_count"])
		return app, ok
	}
	total, ok := number(a["total"])
	if !ok || !named {
		return app, false
	}
	app.Total = total
	app.Counted = truth(a["counted"])
	app.Estimated = !truth(a["exact"])
	app.Used, _ = number(a["used"])
	app.Needed, ok = number(a["needed"])
	return app, ok
}

// firstText is the first of the values that is a string.
func firstText(values ...attr.Value) string {
	for _, v := range values {
		if s, ok := v.(interface{ ValueString() string }); ok {
			return s.ValueString()
		}
	}
	return ""
}

func truth(v attr.Value) bool {
	b, _ := v.(types.Bool)
	return b.ValueBool()
}

// number is a whole number that is not negative.
func number(v attr.Value) (int, bool) {
	n, ok := v.(types.Number)
	if !ok || n.IsNull() {
		return 0, false
	}
	i, accuracy := n.ValueBigFloat().Int64()
	return int(i), accuracy == big.Exact && i >= 0 && i <= 1<<31
}
