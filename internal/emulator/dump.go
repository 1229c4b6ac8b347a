package emulator

import "slices"

// Dump returns the tenant as it is now, in the shape of the tenant file, so
// that another emulator can begin where this one stands. A sync under way is
// not part of it, and neither are the clients' secrets.
func (s *Server) Dump() *Tenant {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.state
	st.settle(s.clock().Add(st.skew))
	t := &Tenant{
		Organization: st.organization, Generate: slices.Clone(s.seed.Generate), SkewSeconds: st.skew.Seconds(),
		Store: st.association.dump(), GooglePlay: st.play.dump(),
	}
	for _, token := range st.tokens {
		t.VPPTokens = append(t.VPPTokens, token.dump())
	}
	for _, a := range st.apps {
		t.Apps = append(t.Apps, a.dump())
	}
	for _, u := range st.users {
		t.Users = append(t.Users, *u)
	}
	for _, d := range st.devices {
		t.Devices = append(t.Devices, *d)
	}
	for _, m := range st.managed {
		t.ManagedDevices = append(t.ManagedDevices, *m)
	}
	for _, g := range st.groups {
		t.Groups = append(t.Groups, Group{ID: g.id, DisplayName: g.name, Members: slices.Clone(g.direct), Generate: slices.Clone(g.generate)})
	}
	return t
}

func (a association) dump() Store {
	syncSeconds := a.duration.Seconds()
	s := Store{
		ToolActivated: &a.toolActivated, Enabled: a.enabled, Language: a.language, PortalSelection: a.portal,
		SyncSeconds: &syncSeconds, Retired: a.retired,
	}
	if !a.successful.IsZero() {
		s.LastSuccessfulSync = instant(a.successful)
	}
	if !a.completed.IsZero() {
		s.LastCompletedSync = instant(a.completed)
	}
	return s
}

func (a *app) dump() App {
	out := a.App
	out.UsedLicenseCount, out.BoughtLicenseCount = a.used(), a.bought
	for _, h := range a.holders {
		if h.device != "" {
			out.DeviceHolders = append(out.DeviceHolders, h.device)
		} else if h.revoked {
			out.RevokedHolders = append(out.RevokedHolders, h.upn)
		} else {
			out.Holders = append(out.Holders, h.upn)
		}
	}
	out.Assignments = a.sorted()
	return out
}
