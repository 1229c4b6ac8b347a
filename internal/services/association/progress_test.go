package association

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/services/storesync"
)

func TestProgressIsLogged(t *testing.T) {
	var out bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &out)
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	logProgress(ctx, storesync.Progress{Elapsed: 2 * time.Second, State: graph.DeviceAppManagement{LastCompletedSync: at}})
	logProgress(ctx, storesync.Progress{Requested: at.Add(time.Minute), Elapsed: 90 * time.Second, State: graph.DeviceAppManagement{LastCompletedSync: at, LastSuccessfulSync: at}})
	got, err := tflogtest.MultilineJSONDecode(&out)
	if err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{"@level": "info", "@module": "provider", "@message": "Another Store sync is under way: waiting for its end", "elapsed": "2s", "requested": "never",
			"last_completed_sync": "2026-11-22T10:00:00Z", "last_successful_sync": "never"},
		{"@level": "info", "@module": "provider", "@message": "Waiting for the Store sync", "elapsed": "1m30s", "requested": "2026-11-22T10:01:00Z",
			"last_completed_sync": "2026-11-22T10:00:00Z", "last_successful_sync": "2026-11-22T10:00:00Z"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
