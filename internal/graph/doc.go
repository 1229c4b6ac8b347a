// Package graph speaks to Microsoft Graph and to the Store's management service for one tenant: it sends, repeats what
// may be repeated, pages, batches, and turns answers and refusals into Go values.
//
// It is raw on purpose. It remembers nothing between calls, knows no Terraform and no rule about seats, and reads no
// clock but for waiting. What it does know is how the two services behave, and each such fact names its source:
// "Graph docs" and the page's title for documentation on Microsoft Learn, "observed" for what public issues and tools
// record, and "Assumption" for what neither settles.
//
// # Which version each call speaks, and why
//
//	call                                         version  why
//	Organization                                 v1.0     all that is needed is there
//	DeviceAppManagement, UpdateDevice…           beta     only the beta has the portal selection
//	SyncMicrosoftStoreForBusinessApps            beta     the same in both; kept with its neighbours
//	LicensedApps, Apps                           beta     only the beta has macOsVppApp, androidManagedStoreApp, the
//	                                                      VPP token of an app, and isAssigned
//	Assignments, Assignment, Create…, Update…,   beta     v1.0 cannot say filters, source, and the settings of macOS
//	Delete…, Assign                                       and Google Play apps: rewriting an assignment there would
//	                                                      lose them
//	Groups, MemberCounts, Members                v1.0     the directory is complete there, and supported
//	LicensedUserCount, LicensedUsers, UserIDs    v1.0     the same
//	ManagedDevices                               beta     only the beta has joinType
//	AppleVPPTokens, AppleVPPToken, Sync…         beta     only the beta has their display names and locations
//	AssignedLicenses, Revoke…                    beta     v1.0 has neither
//	ManagedGooglePlay, Sync…                     beta     v1.0 has neither
//	StoreInventory, StoreSeats, StoreReclaim…    V1       the Store's management service has one version
//
// The table in operations.go is what the code goes by, permissions included; a test holds this one to it.
//
// # What is repeated
//
// A call that was throttled (429) was not performed, and is always tried again after the time that the service asks
// for, whole or decimal, as long as the context's deadline allows. Reads, and writes that end the same however often
// they are performed, are tried again after 408, 5xx and lost answers too. A create and the Store's sync are sent once: when it
// cannot be known whether they were performed, the error is one of IsAmbiguous, and the caller reads back and decides.
// Without a deadline a call waits at most twenty minutes in all. Ending the context ends every wait at once.
//
// Writes go no faster than the service allows one application in one tenant, 100 in 20 seconds.
//
// # What is refused
//
// A token leaves over https only, or over http to a loopback address; redirects are not followed; and a link to a next
// page is followed only on the scheme, host and path that the token is for.
package graph
