package statewire_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/intunestore/terraform-provider-intunestore/internal/statewire"
)

// inner is a server with every part of the protocol; small has the oldest alone.
type (
	inner struct {
		tfprotov6.ProviderServer
		tfprotov6.ListResourceServer
		tfprotov6.ActionServer
		tfprotov6.StateStoreServer
	}
	small struct{ tfprotov6.ProviderServer }
)

var answer = &tfprotov6.UpgradeResourceStateResponse{}

func (inner) UpgradeResourceState(context.Context, *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return answer, nil
}

// Each state is noted as it came and answered as before; what is no JSON is not.
func TestNoted(t *testing.T) {
	var noted []string
	server := statewire.Wrap(inner{}, func(typeName string, attributes []byte) { noted = append(noted, typeName+string(attributes)) })
	for _, raw := range []*tfprotov6.RawState{{JSON: []byte(`{"id":"1"}`)}, {Flatmap: map[string]string{"id": "1"}}, nil} {
		resp, err := server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: "thing", RawState: raw})
		if err != nil || resp != answer {
			t.Errorf("answered %v, %v", resp, err)
		}
	}
	if len(noted) != 1 || noted[0] != `thing{"id":"1"}` {
		t.Errorf("noted %q", noted)
	}
	for name, is := range map[string]bool{"lists": isA[tfprotov6.ListResourceServer](server), "actions": isA[tfprotov6.ActionServer](server), "state stores": isA[tfprotov6.StateStoreServer](server)} {
		if !is {
			t.Errorf("%s are lost", name)
		}
	}
	if given := (small{}); statewire.Wrap(given, nil) != tfprotov6.ProviderServer(given) {
		t.Error("a server without the newer parts was wrapped")
	}
}

func isA[T any](v any) bool {
	_, ok := v.(T)
	return ok
}
