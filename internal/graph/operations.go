package graph

// version is the part of a path that says which API is spoken.
type version string

const (
	v1      version = "v1.0"
	beta    version = "beta"
	storeV1 version = "V1" // the Store's management service
)

// repeat says what sending a request twice does.
type repeat int

const (
	harmless repeat = iota // a read
	same                   // a write that ends the same however often it is performed
	never                  // a write that does something each time
)

// operation is one call of this package. What is known of it stands in the table below, and nowhere else.
type operation int

const (
	readOrganization operation = iota
	readAssociation
	updateAssociation
	syncAssociation
	readApps
	readAssignments
	createAssignment
	updateAssignment
	deleteAssignment
	assignAll
	readGroups
	countMembers
	listMembers
	readLicensedUsers
	readUsers
	readManagedDevices
	readInventory
	readSeats
	reclaimSeats
	readVPPTokens
	syncVPPToken
	readLicenses
	revokeLicenses
	readGooglePlay
	syncGooglePlay
)

type fact struct {
	version version
	repeat  repeat
	// permissions are the application permissions of which any one lets the call through, the least first.
	permissions []string
}

var (
	appsRead  = []string{"DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"}
	appsWrite = []string{"DeviceManagementApps.ReadWrite.All"}
	groupRead = []string{"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"}
	// The right to write the directory is not among these.
	memberRead = []string{"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All", "GroupMember.ReadWrite.All", "Group.ReadWrite.All"}
	userRead   = []string{"User.Read.All", "Directory.Read.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}
	deviceRead = []string{"Device.Read.All", "Directory.Read.All", "Device.ReadWrite.All", "Directory.ReadWrite.All"}
)

// operations is the one table of what each call speaks, allows and needs.
// Permissions: the "Permissions" table of each call's page in the Graph docs. The association's newer pages add
// DeviceManagementConfiguration.*; the older ones do not, so what both name comes first. A test holds the
// lists against the emulator's, which are its own.
var operations = [...]fact{
	readOrganization: {v1, harmless, []string{"Organization.Read.All", "DeviceManagementServiceConfig.Read.All", "Directory.Read.All",
		"DeviceManagementServiceConfig.ReadWrite.All", "Organization.ReadWrite.All", "Directory.ReadWrite.All"}},
	readAssociation: {beta, harmless, []string{"DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All",
		"DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"}},
	updateAssociation: {beta, same, []string{"DeviceManagementApps.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"}},
	syncAssociation:   {beta, never, []string{"DeviceManagementApps.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"}},
	readApps:          {beta, harmless, appsRead},
	readAssignments:   {beta, harmless, appsRead},
	createAssignment:  {beta, never, appsWrite},
	updateAssignment:  {beta, same, appsWrite},
	deleteAssignment:  {beta, same, appsWrite},
	assignAll:         {beta, same, appsWrite},
	readGroups:        {v1, harmless, groupRead},
	countMembers:      {v1, harmless, memberRead},
	listMembers:       {v1, harmless, memberRead},
	readLicensedUsers: {v1, harmless, userRead},
	readUsers:         {v1, harmless, userRead},
	readManagedDevices: {beta, harmless, []string{"DeviceManagementManagedDevices.Read.All",
		"DeviceManagementManagedDevices.ReadWrite.All"}},
	readInventory:  {storeV1, harmless, nil},
	readSeats:      {storeV1, harmless, nil},
	reclaimSeats:   {storeV1, same, nil},
	readVPPTokens:  {beta, harmless, []string{"DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"}},
	syncVPPToken:   {beta, same, []string{"DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementApps.ReadWrite.All"}},
	readLicenses:   {beta, harmless, appsRead},
	revokeLicenses: {beta, same, []string{"DeviceManagementApps.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"}},
	readGooglePlay: {beta, harmless, []string{"DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"}},
	syncGooglePlay: {beta, same, []string{"DeviceManagementConfiguration.ReadWrite.All"}},
}

func (o operation) fact() fact { return operations[o] }

// intune says that the call is answered by Intune rather than by the directory or the Store.
func (o operation) intune() bool { return o.fact().version == beta }

// store says that the call goes to the Store's management service rather than to Graph.
func (o operation) store() bool { return o.fact().version == storeV1 }
