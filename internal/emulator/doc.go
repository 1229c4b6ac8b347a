// Package emulator is a stand-in for one Microsoft Entra tenant with Intune and
// Microsoft Store for Business, in memory, on loopback only, over TLS with a
// certificate that it makes itself. Its one concern is to answer as the
// services do and to refuse what they refuse; ASSUMPTIONS.md lists what no
// source settles and which answer was taken. It has its own wire shapes and may
// know nothing of the provider's client or seat rules, so that a wrong JSON
// name on either side shows.
//
// One listener serves everything:
//
//	/{tenant}/oauth2/v2.0/token and the OpenID documents   Microsoft Entra ID
//	/v1.0 and /beta                                        Microsoft Graph
//	/V1/Inventory                                          the Store's management service
//	/_emulator/                                            control, see [Server.ServeControl]
//	/                                                      the tenant as a page, for a browser
package emulator
