// Package statewire lets a provider see what Terraform's state holds before it is
// asked about any of it. A tainted resource is planned as a create without a prior
// state, and under -refresh=false it is not read either: the only call that shows
// its state is the one that upgrades it, which the framework answers by itself where
// the version is today's. It knows the protocol, and nothing of this provider.
package statewire

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Note is told of each state that Terraform hands over: a resource's type, and its
// attributes as JSON, of the version that the state has.
type Note func(typeName string, attributes []byte)

// framework is everything that the framework's server is. Terraform looks for
// the newer parts by type, so a wrapper must have them all.
type framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// Wrap returns a server that answers as inner does. A server without one of the
// protocol's optional interfaces is returned as it is.
func Wrap(inner tfprotov6.ProviderServer, note Note) tfprotov6.ProviderServer {
	if f, ok := inner.(framework); ok {
		return &server{framework: f, note: note}
	}
	return inner
}

type server struct {
	framework
	note Note
}

func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if req.RawState != nil && len(req.RawState.JSON) > 0 {
		s.note(req.TypeName, req.RawState.JSON)
	}
	return s.framework.UpgradeResourceState(ctx, req)
}
