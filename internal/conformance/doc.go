// Package conformance holds what goes over the wire against what Microsoft
// publishes: each request that a server gets and each answer that it gives is
// judged by the schema of Graph's v1.0 and beta and of the Store's management
// service. Its one concern is whether the two ends speak Graph, not whether they
// understand each other: it may know nothing of the provider, its client or the
// emulator, so that it does not share their mistakes.
//
// The facts are data in schema/, each with its source:
//
//	types.json       v1.0, from Microsoft's published CSDL
//	v1.json          what types.json lacks of v1.0
//	beta.json        what is other in beta
//	store.json       the Store's management service
//	protocol.json    parameters of actions, JSON batches, errors
//	operations.json  which path takes which method, body and query options
//
// It is for tests only. [Watch] is the way in.
package conformance
