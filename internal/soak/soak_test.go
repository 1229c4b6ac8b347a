package soak_test

import (
	"flag"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
	"github.com/intunestore/terraform-provider-intunestore/internal/soak"
)

var (
	first    = flag.Uint64("soak.seed", 1, "the first seed; a failure names the one to repeat")
	duration = flag.Duration("soak.for", 0, "go on with further seeds for so long; 0: a few")
)

// few is how many seeds are run when no duration is asked for, and many how many it
// takes for every kind of disturbance to have come: one may miss what it is for.
const few, many = 2, 10

// TestSoak runs schedule after schedule. `make soak` does it for long.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("runs terraform many times")
	}
	terraform := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if terraform == "" {
		var err error
		if terraform, err = exec.LookPath("terraform"); err != nil {
			t.Skip("no terraform on PATH, and TF_ACC_TERRAFORM_PATH is not set")
		}
	}
	var flags []string
	if soak.UnderRace { // the detector does not look into other processes
		flags = []string{"-race", "-trimpath=false"} // of what is compiled for the tests already
	}
	provider, err := bench.Build(t.Context(), t.TempDir(), bench.Ours, flags...)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var all soak.Figures
	until, next := time.Now().Add(*duration), *first
	seed := func() (uint64, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next-1 < *first+few || time.Now().Before(until)
	}
	var workers sync.WaitGroup
	for range max(2, runtime.NumCPU()/2) {
		workers.Go(func() {
			for n, more := seed(); more && !t.Failed(); n, more = seed() {
				figures, err := soak.Run(t.Context(), t.TempDir(), terraform, provider, n)
				if err != nil {
					t.Errorf("%v\nTo repeat: go test ./internal/soak -soak.seed=%d", err, n)
				}
				mu.Lock()
				all.Add(figures)
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	t.Log(all)
	if missing := all.Missing(); len(missing) > 0 {
		t.Logf("did not come: %s", strings.Join(missing, ", "))
		if all.Schedules >= many {
			t.Errorf("in %d schedules", all.Schedules)
		}
	}
}
