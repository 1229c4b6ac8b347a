package leanserver

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

type key struct{}

// keeps says whether the server still holds what came with an RPC's context
// after the RPC has ended.
func keeps(t *testing.T, server tfprotov6.ProviderServer, call rpc) bool {
	t.Helper()
	// Large enough not to share a block of the allocator with anything else.
	message := func() weak.Pointer[[1 << 16]byte] {
		message := new([1 << 16]byte)
		ctx, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, message))
		defer cancel() // as gRPC does when the handler has returned
		if err := call(ctx, server); err != nil {
			t.Fatal(err)
		}
		return weak.Make(message)
	}()
	runtime.GC()
	runtime.GC()
	kept := message.Value() != nil
	runtime.KeepAlive(server)
	return kept
}

func TestWrappedServerLetsGo(t *testing.T) {
	for name, call := range rpcs {
		t.Run(name, func(t *testing.T) {
			if keeps(t, Wrap(newServer(func(context.Context) {}), true), call) {
				t.Error("the server still holds the context's values after the RPC")
			}
		})
	}
}

// When this fails, the framework has been mended: see the package comment for
// how to take the package out.
func TestFrameworkStillKeepsContexts(t *testing.T) {
	for name, call := range rpcs {
		t.Run(name, func(t *testing.T) {
			if !keeps(t, newServer(func(context.Context) {}), call) {
				t.Error("the framework lets go by itself: this package is not needed any more")
			}
		})
	}
}

func TestValuesAndDeadlineReachTheRPC(t *testing.T) {
	deadline := time.Now().Add(time.Hour)
	ctx, cancel := context.WithDeadline(context.WithValue(t.Context(), key{}, "value"), deadline)
	defer cancel()
	for name, call := range rpcs {
		t.Run(name, func(t *testing.T) {
			ran := false
			err := call(ctx, Wrap(newServer(func(ctx context.Context) {
				ran = true
				if got := ctx.Value(key{}); got != "value" {
					t.Errorf("the value is %v", got)
				}
				if got, ok := ctx.Deadline(); !ok || !got.Equal(deadline) {
					t.Errorf("the deadline is %v %v", got, ok)
				}
				if err := ctx.Err(); err != nil {
					t.Errorf("the context has ended: %v", err)
				}
			}), true))
			if err != nil || !ran {
				t.Errorf("ran %v, %v", ran, err)
			}
		})
	}
}

// Ctrl-C reaches a provider as the StopProvider RPC, on which the framework
// cancels the contexts it has registered and tf6server the ones it handed down.
// Either must end a running RPC through the wrapper.
func TestStopEndsRunningRPCs(t *testing.T) {
	stops := map[string]func(context.CancelFunc, tfprotov6.ProviderServer){
		"framework": func(_ context.CancelFunc, s tfprotov6.ProviderServer) {
			if _, err := s.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
				t.Error(err)
			}
		},
		"tf6server": func(cancel context.CancelFunc, _ tfprotov6.ProviderServer) { cancel() },
	}
	for who, stop := range stops {
		for name, call := range rpcs {
			t.Run(who+"/"+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithCancel(context.Background())
					defer cancel()
					var ended error
					server := Wrap(newServer(func(ctx context.Context) {
						<-ctx.Done()
						ended = ctx.Err()
					}), true)
					go func() { _ = call(ctx, server) }()
					synctest.Wait() // the RPC is inside
					stop(cancel, server)
					synctest.Wait()
					if !errors.Is(ended, context.Canceled) {
						t.Errorf("the RPC ended with %v", ended)
					}
				})
			})
		}
	}
}

func TestLeashAfterRelease(t *testing.T) {
	t.Run("parent alive", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
		l := newLeash(ctx, false)
		l.release()
		l.release()
		if l.Value(key{}) != nil || l.Err() != nil {
			t.Errorf("value %v, error %v", l.Value(key{}), l.Err())
		}
		cancel()
		<-l.Done()
		if !errors.Is(l.Err(), context.Canceled) {
			t.Errorf("error %v", l.Err())
		}
	})
	t.Run("parent ended", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 0)
		defer cancel()
		l := newLeash(ctx, false)
		<-l.Done()
		l.release()
		if !errors.Is(l.Err(), context.DeadlineExceeded) {
			t.Errorf("error %v", l.Err())
		}
	})
	t.Run("parent without end", func(t *testing.T) {
		l := newLeash(context.Background(), false)
		l.release()
		if l.Done() != nil || l.Err() != nil {
			t.Errorf("done %v, error %v", l.Done(), l.Err())
		}
	})
}

// tf6server finds the newer parts of the protocol by type.
func TestOptionalInterfacesAreForwarded(t *testing.T) {
	wrapped := Wrap(newServer(func(context.Context) {}), false)
	if _, ok := wrapped.(*server); !ok {
		t.Fatalf("the framework's server is not wrapped: %T", wrapped)
	}
	if _, ok := wrapped.(tfprotov6.ProviderServerWithListResource); !ok { //nolint:staticcheck // the interface tf6server asks for
		t.Error("no queries")
	}
	if _, ok := wrapped.(tfprotov6.ProviderServerWithActions); !ok { //nolint:staticcheck // as above
		t.Error("no actions")
	}
	if _, ok := wrapped.(tfprotov6.ProviderServerWithStateStores); !ok { //nolint:staticcheck // as above
		t.Error("no state stores")
	}
	lesser := struct{ tfprotov6.ProviderServer }{wrapped}
	if got := Wrap(lesser, false); got != tfprotov6.ProviderServer(lesser) {
		t.Errorf("a server without the optional interfaces became %T", got)
	}
}
