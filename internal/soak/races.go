package soak

import (
	"fmt"
	"os"
	"path/filepath"
)

// raceLog is where a provider that is built with the race detector reports, a file a
// process: its number follows.
const raceLog = "race"

// raceReports is the environment that makes a provider report into dir.
func raceReports(dir string) string { return "GORACE=log_path=" + filepath.Join(dir, raceLog) }

// raced is what the race detector reported so far.
func raced(dir string) error {
	logs, err := filepath.Glob(filepath.Join(dir, raceLog+".*"))
	if len(logs) == 0 {
		return err
	}
	text, err := os.ReadFile(logs[0])
	if err != nil {
		return err
	}
	return fmt.Errorf("the provider has a data race:\n%s", text)
}
