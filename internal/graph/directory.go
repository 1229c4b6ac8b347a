package graph

// Organization is the tenant itself.
type Organization struct {
	ID           string // lower case
	DisplayName  string
	MDMAuthority string // unknown, intune, sccm, office365
}

// Group is a group in the directory.
type Group struct {
	ID          string // lower case
	DisplayName string
}

// The kinds of group members that can hold a licence.
const (
	UserMember MemberKind = iota + 1
	DeviceMember
)

// MemberKind tells users from devices.
type MemberKind int

// Member is a user or a device in a group, directly or through nested groups.
type Member struct {
	Kind MemberKind
	// ID is the user's object id, or the device's deviceId, which managed devices name as AzureADDeviceID (not the
	// directory's object id of the device). Lower case.
	ID string
}
