package emulator

// VPPToken is an Apple location token: what a tenant's volume-purchased apps are
// licensed by.
type VPPToken struct {
	ID               string `json:"id,omitempty"`
	DisplayName      string `json:"displayName"`
	OrganizationName string `json:"organizationName,omitempty"`
	AppleID          string `json:"appleId,omitempty"`
	AccountType      string `json:"accountType,omitempty"` // business (default), education
	// State is valid (default), expired, invalid, assignedToExternalMDM,
	// duplicateLocationId or unknown. A valid one shows as expired once its
	// time has come.
	State              string `json:"state,omitempty"`
	ExpirationDateTime string `json:"expirationDateTime,omitempty"` // RFC 3339; default 2099-12-31T00:00:00Z
	LastSyncDateTime   string `json:"lastSyncDateTime,omitempty"`   // RFC 3339, "" for never
	LastSyncStatus     string `json:"lastSyncStatus,omitempty"`     // none (default), inProgress, completed, failed
	CountryOrRegion    string `json:"countryOrRegion,omitempty"`
	LocationName       string `json:"locationName,omitempty"`
	// AutomaticallyUpdateApps as Graph has it.
	AutomaticallyUpdateApps bool `json:"automaticallyUpdateApps,omitempty"`
	// Token is the secret that Apple gave; made from the id when empty.
	Token string `json:"token,omitempty"`
	// SyncSeconds is how long a sync of the licenses takes, RevokeSeconds how
	// long it takes to free a revoked one; nil means 0.2.
	SyncSeconds   *float64 `json:"syncSeconds,omitempty"`
	RevokeSeconds *float64 `json:"revokeSeconds,omitempty"`
}

// GooglePlay is the tie to managed Google Play.
type GooglePlay struct {
	BindStatus        string `json:"bindStatus,omitempty"` // notBound (default), bound, boundAndValidated, unbinding
	OrganizationName  string `json:"ownerOrganizationName,omitempty"`
	UserPrincipalName string `json:"ownerUserPrincipalName,omitempty"`
	LastSyncDateTime  string `json:"lastAppSyncDateTime,omitempty"` // RFC 3339, "" for never
	LastSyncStatus    string `json:"lastAppSyncStatus,omitempty"`   // none (default), success, credentialsNotValid, ...
	// SyncStatus is what the next sync comes to, default success.
	SyncStatus  string   `json:"syncStatus,omitempty"`
	SyncSeconds *float64 `json:"syncSeconds,omitempty"` // nil means 0.2
}
