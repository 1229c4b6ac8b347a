// Package tenant is one process's view of one tenant. Terraform asks about the
// same apps, assignments and groups a thousand times in a run, ten at a time;
// the tenant should hear each question once. So every fact is read once and
// kept, questions that come together leave as one batch, and what our own
// writes touch is forgotten.
//
// It knows how Graph is asked (package graph), not why: no Terraform, and no
// rule about seats.
package tenant

import (
	"context"
	"strings"
	"sync"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// Tenant answers from what it has read. It is safe for concurrent use.
type Tenant struct {
	client *graph.Client

	organization *loader[graph.Organization]
	licensed     *loader[catalogue]
	apps         *loader[graph.App]
	assignments  *loader[[]graph.Assignment]
	groups       *loader[graph.Group]
	counts       *loader[int]
	licensedUser *loader[int]

	// directory is the ids of the groups of a directory that has few.
	directory *loader[[]string]

	appsAsked, groupsAsked distinct
}

// only is the key of the facts of which a tenant has one.
const only = ""

// New returns a view that has read nothing yet.
func New(client *graph.Client) *Tenant {
	t := &Tenant{client: client}
	p := &pulse{}
	t.organization = newLoader(nil, one(client.Organization))
	t.licensed = newLoader(nil, one(t.readCatalogue))
	t.apps = newLoader(p, client.Apps)
	t.assignments = newLoader(p, client.Assignments)
	t.assignments.company = t.appsLikelyNext
	t.groups = newLoader(p, client.Groups)
	t.directory = newLoader(nil, one(t.readDirectory))
	t.counts = newLoader(p, client.MemberCounts)
	t.counts.company = t.groupsLikelyNext
	t.licensed.landed = t.assignments.foresee
	t.assignments.landed = t.counts.foresee
	t.directory.landed = t.counts.foresee
	t.licensedUser = newLoader(nil, one(client.LicensedUserCount))
	return t
}

// one makes a bulk call of a call that takes no id.
func one[V any](call func(context.Context) (V, error)) func(context.Context, []string) []graph.Answer[V] {
	return func(ctx context.Context, ids []string) []graph.Answer[V] {
		value, err := call(ctx)
		answers := make([]graph.Answer[V], len(ids))
		for i := range answers {
			answers[i] = graph.Answer[V]{Value: value, Found: err == nil, Err: err}
		}
		return answers
	}
}

// Organization is the tenant itself: its id, name and MDM authority.
func (t *Tenant) Organization(ctx context.Context) (graph.Organization, error) {
	a := t.organization.Load(ctx, only)
	return a.Value, a.Err
}

// Association is the tie to Microsoft Store for Business as it is now. It is not
// kept: waiting for a sync means reading it again and again.
func (t *Tenant) Association(ctx context.Context) (graph.DeviceAppManagement, error) {
	return t.client.DeviceAppManagement(ctx)
}

// LicensedApps are the apps of all stores that count licences. The slice is
// shared: callers do not write to it.
func (t *Tenant) LicensedApps(ctx context.Context) ([]graph.App, error) {
	a := t.licensed.Load(ctx, only)
	return a.Value.apps, a.Err
}

// App is one app by its id, licensed or not. found is false when Intune has no
// such app.
func (t *Tenant) App(ctx context.Context, id string) (app graph.App, found bool, err error) {
	id = strings.ToLower(id)
	licensed := t.licensed.Load(ctx, only)
	if licensed.Err != nil {
		return graph.App{}, false, licensed.Err
	}
	if app, ok := licensed.Value.byID[id]; ok {
		return app, true, nil
	}
	a := t.apps.Load(ctx, id)
	return a.Value, a.Found, a.Err
}

// catalogue is the list of licensed apps and its index by lower-case id.
type catalogue struct {
	apps []graph.App
	byID map[string]graph.App
}

func (t *Tenant) readCatalogue(ctx context.Context) (catalogue, error) {
	apps, err := t.client.LicensedApps(ctx)
	if err != nil {
		return catalogue{}, err
	}
	byID := make(map[string]graph.App, len(apps))
	for _, app := range apps {
		byID[strings.ToLower(app.ID)] = app
	}
	return catalogue{apps: apps, byID: byID}, nil
}

// Assignments are all assignments of one app. found is false when Intune has no
// such app. The slice is shared: callers do not write to it.
func (t *Tenant) Assignments(ctx context.Context, appID string) (all []graph.Assignment, found bool, err error) {
	appID = strings.ToLower(appID)
	t.appsAsked.add(appID)
	// Whoever reads an app's assignments plans them next, for which the list of apps
	// is needed, and the list says which other apps to read along. What it fails
	// with is told to the one who needs it.
	var list sync.WaitGroup
	list.Go(func() { t.licensed.Load(ctx, only) })
	a := t.assignments.Load(ctx, appID)
	list.Wait()
	return a.Value, a.Found, a.Err
}

// Assignment is one assignment of one app, out of all of them.
func (t *Tenant) Assignment(ctx context.Context, appID, id string) (graph.Assignment, bool, error) {
	all, found, err := t.Assignments(ctx, appID)
	if err != nil || !found {
		return graph.Assignment{}, false, err
	}
	for _, a := range all {
		if strings.EqualFold(a.ID, id) {
			return a, true, nil
		}
	}
	return graph.Assignment{}, false, nil
}

// Groups are directory groups by id, in the order asked.
func (t *Tenant) Groups(ctx context.Context, ids []string) []graph.Answer[graph.Group] {
	return t.groups.LoadAll(ctx, lower(ids))
}

// MemberCounts says for each group how many objects it holds, nested ones
// included: an upper bound of its users and devices.
func (t *Tenant) MemberCounts(ctx context.Context, groupIDs []string) []graph.Answer[int] {
	ids := lower(groupIDs)
	var list sync.WaitGroup
	list.Go(func() { t.foreseeGroups(ctx, ids) })
	answers := t.counts.LoadAll(ctx, ids)
	list.Wait()
	return answers
}

// LicensedUserCount is how many people "all users" reaches.
func (t *Tenant) LicensedUserCount(ctx context.Context) (int, error) {
	a := t.licensedUser.Load(ctx, only)
	return a.Value, a.Err
}

// ForgetApps forgets apps and their counts, as after a sync of a store.
func (t *Tenant) ForgetApps() {
	t.licensed.Forget(only)
	t.apps.ForgetAll()
}

// ForgetAssignments forgets one app's assignments, as after writing one.
func (t *Tenant) ForgetAssignments(appID string) {
	t.assignments.Forget(strings.ToLower(appID))
}

func lower(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = strings.ToLower(id)
	}
	return out
}
