package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

// The methods of this file stand for people and events outside Graph: buyers
// in the Store, administrators in the portals, employees who install. Their
// errors name what is not there or cannot be.

// Seed replaces the whole tenant. Tokens of the same tenant stay good; faults
// and the request log stay.
func (s *Server) Seed(t *Tenant) error {
	next, err := newState(t)
	if err != nil {
		return err
	}
	service, err := entra.New(entra.Options{
		TenantID: next.organization.ID, Clients: t.Clients, BaseURL: s.URL, Clock: s.clock,
	})
	if err != nil {
		return err
	}
	s.service.Store(service)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seed, s.state = t, next
	return nil
}

// Reset goes back to the tenant of the start or the last [Server.Seed], without
// faults or logged requests.
func (s *Server) Reset() error {
	s.mu.Lock()
	seed := s.seed
	s.mu.Unlock()
	s.ClearFaults()
	s.ResetRequests()
	return s.Seed(seed)
}

// change runs f on the settled state.
func (s *Server) change(f func(*state) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.settle(s.clock().Add(s.state.skew))
	return f(s.state)
}

// changeApp runs f on one app, by id.
func (s *Server) changeApp(id string, f func(*state, *app) error) error {
	return s.change(func(st *state) error {
		a := st.appByID[strings.ToLower(id)]
		if a == nil {
			return fmt.Errorf("app %s does not exist", id)
		}
		return f(st, a)
	})
}

// Buy adds licenses to an app. Intune sees them with the store's next successful
// sync, or at once where the tenant file has nothing to sync: an Apple app whose
// token it does not name, and Google Play unless bound.
func (s *Server) Buy(appID string, licenses int) error {
	return s.changeApp(appID, func(st *state, a *app) error {
		if a.bought+licenses < 0 {
			return fmt.Errorf("app %s: only %d licenses were bought", appID, a.bought)
		}
		a.bought += licenses
		play := a.Type == "androidManagedStoreApp" && !st.play.bound()
		if play || a.vpp() && a.token == nil {
			a.sync()
		}
		return nil
	})
}

// Install lets people install an app: each takes a seat, unless they hold one.
// Both Intune and the Store see it at once. Without seats left it is an error,
// and nobody installs.
func (s *Server) Install(appID string, upns ...string) error {
	return s.changeApp(appID, func(st *state, a *app) error {
		holders := slices.Clone(a.holders)
		for _, upn := range upns {
			i := slices.IndexFunc(holders, func(h holder) bool { return strings.EqualFold(h.upn, upn) })
			switch {
			case i < 0:
				holders = append(holders, holder{upn: upn, since: s.clock().Add(st.skew)})
			case holders[i].revoked:
				holders[i] = holder{upn: upn, since: s.clock().Add(st.skew)}
			}
		}
		was := a.holders
		a.holders = holders
		if a.used() > a.bought && a.DistributionPolicy != "open" && a.LicenseType != "offline" {
			n := a.used()
			a.holders = was
			return fmt.Errorf("app %s: %d seats would be in use and %d licenses were bought", appID, n, a.bought)
		}
		return nil
	})
}

// Uninstall takes the seats of people back; the Store then shows them as
// revoked. A person without a seat is an error.
func (s *Server) Uninstall(appID string, upns ...string) error {
	return s.changeApp(appID, func(_ *state, a *app) error {
		holders := slices.Clone(a.holders)
		for _, upn := range upns {
			i := slices.IndexFunc(holders, func(h holder) bool { return !h.revoked && strings.EqualFold(h.upn, upn) })
			if i < 0 {
				return fmt.Errorf("app %s: %s holds no seat", appID, upn)
			}
			holders[i].revoked = true
		}
		if a.vpp() { // Apple keeps no list of those who have given theirs back
			holders = slices.DeleteFunc(holders, func(h holder) bool { return h.revoked })
		}
		a.holders = holders
		return nil
	})
}

// AddApp adds an app, or replaces the one with its id.
func (s *Server) AddApp(a App) error {
	return s.change(func(st *state) error { return st.addApp(a) })
}

// RemoveApp takes an app away from Store and Intune.
func (s *Server) RemoveApp(appID string) error {
	return s.change(func(st *state) error {
		if !st.removeApp(appID) {
			return fmt.Errorf("app %s does not exist", appID)
		}
		return nil
	})
}

// Assignments returns the assignments of an app in the beta wire shape, sorted
// by id; nil for an app that does not exist.
func (s *Server) Assignments(appID string) []map[string]any {
	var objects []map[string]any
	_ = s.changeApp(appID, func(_ *state, a *app) error {
		objects = a.sorted()
		return nil
	})
	return objects
}

func (a *app) sorted() []map[string]any { return sorted(a.assignments) }

// sorted is a list of assignments in the beta wire shape.
func sorted(list []assignment) []map[string]any {
	list = slices.Clone(list)
	slices.SortFunc(list, func(x, y assignment) int { return strings.Compare(x.id(), y.id()) })
	objects := make([]map[string]any, 0, len(list))
	for _, as := range list {
		objects = append(objects, as.object(beta))
	}
	return objects
}

// EditAssignments replaces the assignments of an app, as an administrator does
// in the portal: edit gets them as [Server.Assignments] returns them and returns
// what shall be. Ids are computed, sources kept as given.
func (s *Server) EditAssignments(appID string, edit func([]map[string]any) []map[string]any) error {
	return s.changeApp(appID, func(_ *state, a *app) error {
		before := a.assignments
		if err := a.setAssignments(edit(a.sorted())); err != nil {
			return err
		}
		s.tell("", a, before)
		return nil
	})
}

// SetMembers replaces the members of a group by users, devices and groups, by
// id or user principal name. Generated members stay.
func (s *Server) SetMembers(groupID string, members []string) error {
	return s.change(func(st *state) error {
		g, err := st.group(groupID)
		if err != nil {
			return err
		}
		return st.setMembers(g, members)
	})
}

// DeleteGroup deletes a group from the directory. Assignments to it stay.
func (s *Server) DeleteGroup(groupID string) error {
	return s.change(func(st *state) error {
		g, err := st.group(groupID)
		if err != nil {
			return err
		}
		st.deleteGroup(g)
		return nil
	})
}

// Mint issues an access token without a sign-in, for Graph or, with the Store's
// audience, for its service. Nil permissions are all.
func (s *Server) Mint(clientID, audience string, permissions []string, ttl time.Duration) (string, error) {
	if audience == "" {
		audience = entra.GraphAudiences()[0]
	}
	return s.service.Load().Mint(clientID, audience, permissions, ttl)
}
