// Package leanserver keeps the plugin framework's server from keeping every RPC.
//
// Server.registerContext of terraform-plugin-framework 1.19 appends the cancel
// function of each RPC's context to a slice that is emptied at StopProvider
// only. Each one holds its context, that one its parent, and the parents the
// RPC's loggers and gRPC messages: about 100 kB an instance, 551 MB after a plan
// of 5,000. Wrap gives the framework a context that forgets its parent once the
// RPC has ended, and 32 MB remain.
//
// To take it out once the framework lets go of ended RPCs by itself (see
// hashicorp/terraform-plugin-framework #1269, #721 and #1086 on what the SDK
// costs): delete this package and hand providerserver.NewProtocol6's server to
// tf6server.Serve as it is. TestFrameworkStillKeepsContexts fails on the day when
// that is possible.
//
// It knows the protocol, and nothing of this provider.
package leanserver

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// framework is everything that the framework's server is. The protocol's newer
// parts are interfaces of their own, which tf6server looks for by type: a
// wrapper that lacked one would switch off queries or actions without a word.
type framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// Wrap returns a server that answers as inner does. A server that lacks one of
// the protocol's optional interfaces is returned as it is: nothing is lost but
// memory.
//
// quiet says that nobody reads the SDK's own log (TF_LOG_SDK_FRAMEWORK=off). Even then
// the framework builds a logger for each RPC and fields for each attribute, a twentieth
// of what a plan costs; without the SDK's logger in its context it builds none. The
// provider's own log is not touched.
func Wrap(inner tfprotov6.ProviderServer, quiet bool) tfprotov6.ProviderServer {
	if f, ok := inner.(framework); ok {
		return &server{f, quiet}
	}
	return inner
}

// server leashes the RPCs that come once or more per instance, in methods.go.
// The rest (schemas, configuration, stop, and state stores, which this provider
// has none of) are the embedded server's own.
type server struct {
	framework
	quiet bool
}

// leashed runs one RPC on a context that lets go when it ends.
func leashed[Request, Response any](ctx context.Context, s *server, req Request, rpc func(context.Context, Request) (Response, error)) (Response, error) {
	l := newLeash(ctx, s.quiet)
	defer l.release()
	return rpc(l, req)
}
