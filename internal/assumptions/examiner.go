package assumptions

import (
	"context"
	"slices"
)

// examiner carries what several checks need of the tenant, read once.
type examiner struct {
	client *Client
	target *Target

	apps   []map[string]any // of beta, one page
	tokens []map[string]any
	made   []string // ids of assignments that a check created
}

const (
	apps       = "/deviceAppManagement/mobileApps"
	management = "/beta/deviceAppManagement"
	// nobody is an id that no object has.
	nobody = "00000000-aaaa-4bbb-8ccc-000000000000"
)

// largest is the largest page that is known to work.
const largest = "999"

// someApps are apps of the tenant with their types.
func (x *examiner) someApps(ctx context.Context) ([]map[string]any, error) {
	if x.apps != nil {
		return x.apps, nil
	}
	r, err := x.client.get(ctx, "/beta"+apps+"?$top="+largest)
	if err != nil {
		return nil, err
	}
	x.apps = r.values()
	if len(x.apps) == 0 {
		return nil, lacking("the tenant has no apps")
	}
	return x.apps, nil
}

// appOf is an app of one of the types.
func (x *examiner) appOf(ctx context.Context, types ...string) (map[string]any, error) {
	all, err := x.someApps(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(a map[string]any) bool { return slices.Contains(types, typeOf(a)) })
	if i < 0 {
		return nil, lacking("the tenant has no app of the type")
	}
	return all[i], nil
}

// someTokens are the Apple tokens.
func (x *examiner) someTokens(ctx context.Context) ([]map[string]any, error) {
	if x.tokens != nil {
		return x.tokens, nil
	}
	r, err := x.client.get(ctx, management+"/vppTokens")
	if err != nil {
		return nil, err
	}
	x.tokens = r.values()
	if len(x.tokens) == 0 {
		return nil, lacking("the tenant has no Apple token")
	}
	return x.tokens, nil
}

// first is the id of the first object of a list.
func (x *examiner) first(ctx context.Context, list string) (string, error) {
	r, err := x.client.get(ctx, "/v1.0/"+list+"?$top=1&$select=id")
	if err != nil {
		return "", err
	}
	if items := r.values(); len(items) > 0 {
		return text(items[0], "id"), nil
	}
	return "", lacking("the tenant has no " + list)
}
