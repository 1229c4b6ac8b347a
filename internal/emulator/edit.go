package emulator

import (
	"fmt"
	"time"
)

// Edit changes the association in the portal, or the Store's side of it; what
// is nil is left alone.
type Edit struct {
	Enabled         *bool    `json:"enabled,omitempty"`
	Language        *string  `json:"language,omitempty"`
	PortalSelection *string  `json:"portalSelection,omitempty"`
	ToolActivated   *bool    `json:"toolActivated,omitempty"`
	SyncSeconds     *float64 `json:"syncSeconds,omitempty"`
	Retired         *bool    `json:"retired,omitempty"`
	MDMAuthority    *string  `json:"mdmAuthority,omitempty"`
	SkewSeconds     *float64 `json:"skewSeconds,omitempty"`
}

// SetDeviceAppManagement applies an edit, or nothing of it.
func (s *Server) SetDeviceAppManagement(e Edit) error {
	return s.change(func(st *state) error {
		next, authority := st.association, st.organization.MDMAuthority
		var err error
		if e.PortalSelection != nil {
			if next.portal, err = normalPortal(*e.PortalSelection); err != nil {
				return err
			}
		}
		if e.Language != nil && *e.Language != "" && !culture.MatchString(*e.Language) {
			return fmt.Errorf("language %q has not the form fr-FR", *e.Language)
		}
		set(&next.enabled, e.Enabled)
		set(&next.language, e.Language)
		set(&next.toolActivated, e.ToolActivated)
		set(&next.retired, e.Retired)
		if set(&authority, e.MDMAuthority); !mdmAuthorities[authority] {
			return fmt.Errorf("mdmAuthority %q is not one of unknown, intune, sccm, office365", authority)
		}
		if e.SyncSeconds != nil {
			next.duration = seconds(*e.SyncSeconds)
		}
		if e.SkewSeconds != nil {
			st.skew = seconds(*e.SkewSeconds)
		}
		st.association, st.organization.MDMAuthority = next, authority
		return nil
	})
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
