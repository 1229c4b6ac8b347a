package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// sampling is how often processes are looked at. The kernel keeps the highest
// value itself (VmHWM), so that only the last moments of a process can be missed.
const sampling = 25 * time.Millisecond

// watch looks at the children of a process until the function that it returns is
// called, which says the most memory that any of them had resident, in bytes. It
// reads /proc, as Linux has it; elsewhere the answer is 0.
func watch(parent int) (peak func() int64) {
	stop, done := make(chan struct{}), make(chan int64)
	go func() {
		ticker := time.NewTicker(sampling)
		defer ticker.Stop()
		var most int64
		for {
			most = max(most, mostOf(children(parent)))
			select {
			case <-stop:
				done <- most
				return
			case <-ticker.C:
			}
		}
	}()
	return func() int64 {
		close(stop)
		return <-done
	}
}

// children are the processes that any thread of the parent has started.
func children(parent int) []string {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
	if err != nil {
		return nil
	}
	var pids []string
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			pids = append(pids, strings.Fields(string(text))...)
		}
	}
	return pids
}

func mostOf(pids []string) int64 {
	var most int64
	for _, pid := range pids {
		// A child is terraform itself until it has become the provider, and has its
		// memory until then.
		if text, err := os.ReadFile("/proc/" + pid + "/status"); err == nil && bytes.Contains(text, []byte("terraform-provi")) {
			most = max(most, resident(text))
		}
	}
	return most
}

// resident reads the line "VmHWM:   12345 kB".
func resident(status []byte) int64 {
	_, rest, found := bytes.Cut(status, []byte("VmHWM:"))
	if !found {
		return 0
	}
	fields := strings.Fields(string(rest[:min(len(rest), 64)]))
	kilobytes, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes << 10
}
