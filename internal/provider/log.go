package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// subsystem is the logger of requests. TF_LOG_PROVIDER_INTUNESTORE_GRAPH sets
// its level apart from the provider's.
const subsystem = "graph"

// logCall writes one DEBUG line for each request that was sent. A Call holds no
// header, body, query or token, so none can come into a log.
func logCall(ctx context.Context, call graph.Call) {
	ctx = tflog.NewSubsystem(ctx, subsystem, tflog.WithLevelFromEnv("TF_LOG_PROVIDER_INTUNESTORE", subsystem), tflog.WithRootFields())
	fields := map[string]any{
		"method":            call.Method,
		"path":              call.Path,
		"status":            call.Status,
		"ms":                call.Duration.Milliseconds(),
		"request_id":        call.RequestID,
		"client_request_id": call.ClientRequestID,
		"attempt":           call.Attempt,
	}
	if call.BatchSize > 0 {
		fields["batch_size"] = call.BatchSize
	}
	if call.Failure != "" {
		fields["failure"] = call.Failure
	}
	tflog.SubsystemDebug(ctx, subsystem, "request", fields)
}
