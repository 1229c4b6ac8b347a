package graph

import "time"

// The portals that Store apps can be shown in.
const (
	CompanyPortal = "companyPortal"
	PrivateStore  = "privateStore"
)

// DeviceAppManagement is the tenant's tie to Microsoft Store for Business.
type DeviceAppManagement struct {
	Enabled         bool
	Language        string   // culture name, such as fr-FR; empty when never set
	PortalSelection []string // CompanyPortal, PrivateStore: sorted, each once; empty for none

	LastSuccessfulSync time.Time // zero: never
	LastCompletedSync  time.Time // zero: never; moves on failure too

	// ServiceTime is when the service gave this answer, by its own clock and to the second.
	ServiceTime time.Time
}

// DeviceAppManagementUpdate says what to change. A nil field is left alone.
type DeviceAppManagementUpdate struct {
	Enabled         *bool
	Language        *string
	PortalSelection []string // empty but not nil: none
}
