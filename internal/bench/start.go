package bench

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// StartUp is how long the binary takes from its start until it offers itself to
// Terraform. The handshake is go-plugin's: with Terraform's cookie in the environment
// a provider writes one line that says where it listens.
func (p Program) StartUp(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.Path)
	cmd.Env = append(os.Environ(), "PLUGIN_PROTOCOL_VERSIONS=6",
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	started := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	_, err = bufio.NewReader(out).ReadString('\n')
	took := time.Since(started)
	cancel()
	_ = cmd.Wait() // it was killed
	if err != nil {
		return 0, fmt.Errorf("%s made no handshake: %w", p.Path, err)
	}
	return took, nil
}

// Schema asks for the provider's schema through terraform.
func (w *Workspace) Schema(ctx context.Context) (Run, error) {
	return w.Do(ctx, []int{0}, "providers", "schema", "-json")
}

// Median is the middle one, which one disturbed run does not move.
func Median[T int64 | time.Duration](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
