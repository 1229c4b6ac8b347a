package leanserver

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"
)

// Who asked for no SDK log gets none; who asked for it gets every line, and the
// provider's own log comes either way.
func TestQuietHidesTheSDKsLogOnly(t *testing.T) {
	for name, call := range rpcs {
		for _, quiet := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				var sdk, own bytes.Buffer
				ctx := tflogtest.RootLogger(tfsdklogtest.RootLogger(t.Context(), &sdk), &own)
				server := Wrap(newServer(func(ctx context.Context) { tflog.Info(ctx, "inside") }), quiet)
				if err := call(ctx, server); err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(own.String(), "inside") {
					t.Errorf("quiet %t: the provider's own log is %q", quiet, own.String())
				}
				if logged := sdk.Len() > 0; logged == quiet {
					t.Errorf("quiet %t: the SDK's log is %q", quiet, sdk.String())
				}
			})
		}
	}
}
