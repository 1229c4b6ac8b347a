package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// managedNamed finds a managed device by its id or name, nil if there is none.
func (st *state) managedNamed(name string) *ManagedDevice {
	if m := st.managedDevice(name); m != nil {
		return m
	}
	for _, m := range st.managed {
		if m.DeviceName == name {
			return m
		}
	}
	return nil
}

// InstallOnDevices lets devices, by managed device id or name, take a license of
// an app of Apple's, unless they hold one. Without licenses left it is an error,
// and nobody installs.
func (s *Server) InstallOnDevices(appID string, devices ...string) error {
	return s.changeApp(appID, func(st *state, a *app) error {
		was := a.holders
		a.holders = slices.Clone(was)
		for _, name := range devices {
			m := st.managedNamed(name)
			if m != nil && slices.ContainsFunc(a.holders, func(h holder) bool { return h.device == m.ID }) {
				continue
			}
			if err := a.loadDevices(st, []string{name}); err != nil {
				a.holders = was
				return err
			}
		}
		if n := a.used(); n > a.bought {
			a.holders = was
			return fmt.Errorf("app %s: %d licenses would be in use and %d were bought", appID, n, a.bought)
		}
		return nil
	})
}

// UninstallFromDevices takes the licenses of devices back. A device without one
// is an error.
func (s *Server) UninstallFromDevices(appID string, devices ...string) error {
	return s.changeApp(appID, func(st *state, a *app) error {
		holders := slices.Clone(a.holders)
		for _, name := range devices {
			m := st.managedNamed(name)
			n := len(holders)
			holders = slices.DeleteFunc(holders, func(h holder) bool { return m != nil && h.device == m.ID })
			if len(holders) == n {
				return fmt.Errorf("app %s: the device %s holds no license", appID, name)
			}
		}
		a.holders = holders
		return nil
	})
}

// Holders lists who holds a seat of an app now, sorted: people by user principal
// name, devices by managed device id; nil for an app that does not exist.
func (s *Server) Holders(appID string) []string {
	var names []string
	_ = s.changeApp(appID, func(_ *state, a *app) error {
		names = []string{}
		for _, seat := range a.holders {
			if !seat.revoked {
				names = append(names, seat.upn+seat.device)
			}
		}
		for n := range a.nameless {
			names = append(names, leaver(n))
		}
		return nil
	})
	slices.Sort(names)
	return names
}

// VPPTokenEdit changes a token as Apple's portal or an administrator does; what
// is nil is left alone.
type VPPTokenEdit struct {
	ID                 string   `json:"id"`
	State              *string  `json:"state,omitempty"`
	ExpirationDateTime *string  `json:"expirationDateTime,omitempty"`
	SyncSeconds        *float64 `json:"syncSeconds,omitempty"`
	RevokeSeconds      *float64 `json:"revokeSeconds,omitempty"`
}

// EditVPPToken applies an edit, or nothing of it.
func (s *Server) EditVPPToken(e VPPTokenEdit) error {
	return s.change(func(st *state) error {
		token := st.tokenByID[strings.ToLower(e.ID)]
		if token == nil {
			return fmt.Errorf("VPP token %s does not exist", e.ID)
		}
		next := token.VPPToken
		set(&next.State, e.State)
		set(&next.ExpirationDateTime, e.ExpirationDateTime)
		if e.SyncSeconds != nil {
			next.SyncSeconds = e.SyncSeconds
		}
		if e.RevokeSeconds != nil {
			next.RevokeSeconds = e.RevokeSeconds
		}
		checked, err := newVPPToken(next)
		if err != nil {
			return err
		}
		checked.lastSync, checked.syncEnd = token.lastSync, token.syncEnd
		*token = *checked // apps point at it
		return nil
	})
}

// EditGooglePlay replaces the tie to managed Google Play. A sync under way is
// forgotten.
func (s *Server) EditGooglePlay(g GooglePlay) error {
	return s.change(func(st *state) error {
		next, err := newGooglePlay(g)
		if err != nil {
			return err
		}
		if g.LastSyncDateTime == "" {
			next.lastSync, next.LastSyncStatus = st.play.lastSync, st.play.LastSyncStatus
		}
		next.syncEnd = time.Time{}
		st.play = next
		return nil
	})
}
